"""Words becoming sound ahead of being said, with scripted words and voices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice.audio import Audio
from coach.voice.speech import AHEAD, Speech
from coach.voice.synthesizer import USUAL
from tests.lab.soundcard import until

TEXT = "What would you stop first, and what would you tell the team? We go on with **project** B. Is that all of it?"
PARTS = [
    "What would you stop first,",
    "and what would you tell the team?",
    "We go on with **project** B.",
    "Is that all of it?",
]


class LetterVoice:
    """A tenth of a second a letter; fails on a word, waits where it is told to."""

    def __init__(self, fails_on: str = "unspeakable", hangs_on: str = "endless") -> None:
        self.texts: list[str] = []
        self.sounds: list[Sound] = []
        self.go_on = threading.Event()
        self._fails_on, self._hangs_on = fails_on, hangs_on

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        self.texts.append(text)
        self.sounds.append(sound)
        if self._hangs_on in text:
            self.go_on.wait(20)
        if self._fails_on in text:
            raise CoachError("the voice gives no sound")
        return Audio(np.full(len(text) * 100, 0.1, np.float32), 1000)

    def warm_up(self) -> None:
        """It is always ready."""

    def close(self) -> None:
        """It holds nothing."""


class Words:
    """Pieces of text, one for each permit; it can be told what became of it."""

    def __init__(self, *pieces: str | Exception) -> None:
        self._pieces = pieces
        self.permits = threading.Semaphore(0)
        self.taken = 0
        self.closed_by: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        assert self.permits.acquire(timeout=20)
        if self.taken == len(self._pieces):
            raise StopIteration
        piece = self._pieces[self.taken]
        self.taken += 1
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        self.closed_by = threading.current_thread().name

    def let(self, count: int) -> None:
        self.permits.release(count)


def texts(speech: Speech) -> list[str]:
    return [clause.text for clause in speech]


def test_every_clause_has_its_sound_and_keeps_its_text() -> None:
    voice = LetterVoice()
    sound = Sound(("Daniel",), 190)
    found = list(Speech([TEXT[:40], TEXT[40:]], voice, sound))
    assert [clause.text for clause in found] == PARTS
    assert voice.texts == [part.replace("*", "") for part in PARTS]
    assert [clause.audio.seconds for clause in found if clause.audio] == [len(text) / 10 for text in voice.texts]
    assert set(voice.sounds) == {sound}


def test_without_a_voice_the_clauses_come_without_sound() -> None:
    speech = Speech([TEXT])
    assert [(clause.text, clause.audio) for clause in speech] == [(part, None) for part in PARTS]
    assert speech.failure is None
    assert speech.over


def test_no_words_are_no_clauses() -> None:
    assert list(Speech([])) == list(Speech(["", " "], LetterVoice())) == []


def test_a_clause_with_nothing_to_read_is_a_short_silence() -> None:
    voice = LetterVoice()
    (clause,) = Speech(["***"], voice)
    assert clause.audio is not None
    assert 0 < clause.audio.seconds < 0.5
    assert voice.texts == []


def test_it_is_ready_when_the_first_clause_has_its_sound_and_not_before() -> None:
    words, voice = Words("What would you ", "endless, ", "and on."), LetterVoice()
    speech = Speech(words, voice)
    assert not speech.ready
    speech.start()
    words.let(1)
    until(lambda: words.taken == 1, 5, "the first words")
    assert not speech.ready
    words.let(1)
    until(lambda: voice.texts, 5, "the first clause")
    assert not speech.ready
    assert speech.next(0) is None
    voice.go_on.set()
    until(lambda: speech.ready, 5, "its sound")
    clause = speech.next(0)
    assert clause is not None
    assert clause.text == "What would you endless,"
    words.let(2)
    assert texts(speech) == ["and on."]


def test_times_are_of_the_clock() -> None:
    now = 100.0
    words, voice = Words("What would you endless, ", "then"), LetterVoice()
    speech = Speech(words, voice, clock=lambda: now)
    speech.start()
    now = 101.0
    words.let(1)
    until(lambda: voice.texts, 5, "the first clause")
    now = 102.5
    voice.go_on.set()
    until(lambda: speech.ready, 5, "its sound")
    assert speech.timing == {"asked": 100.0, "first_token": 101.0, "first_clause": 102.5}
    words.let(2)
    speech.cancel()


def test_words_are_taken_at_once_but_sound_is_made_only_so_far_ahead() -> None:
    sentence = "This is a sentence of forty letters, so."
    voice = LetterVoice()
    speech = Speech([f"{sentence} " * 20], voice)
    speech.start()
    until(lambda: len(speech.waiting) == 20 * 41 - 1, 5, "all the words")
    enough = -(-AHEAD // (len(sentence) / 10))
    until(lambda: len(voice.texts) >= enough, 5, "the sound ahead")
    assert speech.next(1) is not None
    until(lambda: len(voice.texts) >= enough + 1, 5, "more, when some was taken")
    assert len(voice.texts) <= enough + 1
    speech.cancel()


def test_an_error_of_the_words_comes_behind_the_words_before_it() -> None:
    words = Words("One is said. ", "Two is not certain", CoachError("the line is cut"))
    words.let(3)
    speech = Speech(words, LetterVoice())
    seen: list[str] = []
    with pytest.raises(CoachError, match="the line is cut"):
        seen.extend(clause.text for clause in speech)
    assert seen == ["One is said."]
    assert speech.over
    assert speech.next(0) is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_the_words_of_any_kind_leaves_nobody_waiting() -> None:
    words = Words("One is said. ", ZeroDivisionError())
    words.let(2)
    with pytest.raises(ZeroDivisionError):
        texts(Speech(words, LetterVoice()))
    until(lambda: not running("coach-words"), 5, "the end of its thread, whose last words are filtered here")


def test_a_voice_that_fails_leaves_the_rest_in_writing_and_says_why() -> None:
    voice = LetterVoice()
    speech = Speech(["This one is fine. This is unspeakable. This is fine again."], voice)
    found = [(clause.text, clause.audio is not None) for clause in speech]
    assert found == [("This one is fine.", True), ("This is unspeakable.", False), ("This is fine again.", False)]
    assert speech.failure == "the voice gives no sound"
    assert len(voice.texts) == 2


def test_a_voice_that_hangs_is_not_waited_for() -> None:
    now = 0.0
    voice = LetterVoice()
    speech = Speech(["This one is fine. This is endless. And this is fine."], voice, clock=lambda: now, seconds=8)
    first = next(iter(speech))
    assert first.audio is not None
    until(lambda: len(voice.texts) == 2, 5, "the clause that hangs")
    now = 7.9
    assert speech.next(0) is None
    now = 8.1
    assert [speech.next(0).text, speech.next(0).text] == ["This is endless.", "And this is fine."]  # type: ignore[union-attr]
    assert speech.failure is not None
    assert "nothing within 8 s" in speech.failure
    voice.go_on.set()
    assert speech.over


def thrown_away(speech: Speech) -> None:
    assert speech.over
    assert speech.next(0) is None
    assert list(speech) == []
    assert speech.rest(0) == ""


def test_cancelled_while_words_come_it_closes_them_in_their_own_thread() -> None:
    words = Words("One is said. ", "Two, ", "three")
    speech = Speech(words, LetterVoice())
    speech.start()
    words.let(1)
    until(lambda: speech.waiting, 5, "the first clause")
    speech.cancel()
    thrown_away(speech)
    assert words.closed_by is None
    words.let(1)
    until(lambda: words.closed_by, 5, "the words being closed")
    assert words.closed_by == "coach-words"
    assert words.taken == 2


def test_cancelled_it_raises_nothing() -> None:
    words = Words("One is said. ", CoachError("the line is cut"))
    speech = Speech(words, LetterVoice())
    speech.start()
    words.let(2)
    until(lambda: words.closed_by, 5, "the end of the words")
    speech.cancel()
    thrown_away(speech)


def test_cancelled_before_it_began_it_never_begins() -> None:
    words = Words("One")
    speech = Speech(words, LetterVoice())
    speech.cancel()
    speech.start()
    words.let(1)
    thrown_away(speech)
    assert words.taken == 0
    assert speech.timing == {}


def test_cancelled_while_a_voice_is_at_work_what_it_makes_is_nobodys() -> None:
    voice = LetterVoice()
    speech = Speech(["This is endless. And more."], voice)
    speech.start()
    until(lambda: voice.texts, 5, "the voice")
    speech.cancel()
    voice.go_on.set()
    thrown_away(speech)
    until(lambda: not running("coach-sound"), 5, "the end of its thread")
    assert len(voice.texts) == 1


def running(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def test_what_is_left_can_be_had_as_text_when_all_of_it_has_come() -> None:
    words = Words("One is said. ", "Two is coming. ", "And three", CoachError("too late"))
    speech = Speech(words, LetterVoice())
    speech.start()
    words.let(2)
    first = speech.next(5)
    assert first is not None
    assert speech.rest(0) is None
    words.let(1)
    assert speech.rest(0) is None
    until(lambda: words.taken == 3, 5, "the last words")
    words.let(1)
    with pytest.raises(CoachError, match="too late"):
        until(lambda: speech.rest(0.1) is not None, 5, "the error")


def test_what_is_left_of_a_long_text_too() -> None:
    text = " ".join(f"This is sentence {number} of many." for number in range(500))
    speech = Speech([text], LetterVoice())
    speech.start()
    first = speech.next(5)
    assert first is not None
    rest: list[str] = []

    def drained() -> bool:
        found = speech.rest(0.1)
        rest.extend([found] if found is not None else [])
        return bool(rest)

    until(drained, 10, "the rest")
    assert f"{first.text} {rest[0]}" == text


def test_muted_it_goes_on_in_writing_without_a_fault() -> None:
    voice = LetterVoice()
    speech = Speech(["This is endless. And on it goes."], voice)
    speech.start()
    until(lambda: voice.texts, 5, "the voice")
    speech.mute()
    assert [(clause.text, clause.audio) for clause in speech] == [("This is endless.", None), ("And on it goes.", None)]
    assert speech.failure is None
    voice.go_on.set()


@pytest.mark.parametrize("round_", range(20))
def test_cancelled_at_any_moment_all_its_threads_end(round_: int) -> None:
    moments: list[Callable[[Speech], Any]] = [
        lambda _speech: None,
        lambda speech: speech.ready,
        lambda speech: speech.next(0.001 * round_),
        lambda speech: speech.rest(0),
    ]
    speech = Speech((f"Sentence {number} is said. " for number in range(300)), LetterVoice())
    speech.start()
    moments[round_ % len(moments)](speech)
    speech.cancel()
    thrown_away(speech)
    until(lambda: not running("coach-sound") and not running("coach-words"), 5, "the end of its threads")
