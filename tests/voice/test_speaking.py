"""The interviewer's half of the conversation, with a speaker that plays in a time of its own."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from coach.errors import CoachError, DeviceMissing
from coach.interview.channel import Sound
from coach.voice.audio import Audio
from coach.voice.speaking import Said, Signal, Speaking
from coach.voice.speech import Speech
from coach.voice.synthesizer import USUAL
from tests.lab.soundcard import until

TEXT = "What would you stop first, and what would you tell the team about it? We go on. Is that all?"
FIRST, SECOND, THIRD = (
    "What would you stop first,",
    "and what would you tell the team about it?",
    "We go on. Is that all?",
)
SECONDS = len(FIRST + SECOND + THIRD) / 10


class Voice:
    """A tenth of a second a letter."""

    def __init__(self) -> None:
        self.count = 0
        self.go_on = threading.Event()

    def synthesize(self, text: str, _sound: Sound = USUAL) -> Audio:
        if "endless" in text:
            self.go_on.wait(20)
        if "unspeakable" in text:
            raise CoachError("the voice gives no sound")
        self.count += 1
        return Audio(np.full(len(text) * 10, 0.1, np.float32), 100)

    def warm_up(self) -> None:
        """It is always ready."""

    def close(self) -> None:
        """It holds nothing."""


class Speaker:
    """Plays while it is waited for: its time is the clock's."""

    def __init__(self) -> None:
        self.now = 100.0
        self.given: list[tuple[float, float]] = []
        """When each sound begins, if nothing holds it up, and how long it is."""
        self.events: list[Any] = []
        self.gone_at: float | None = None
        self.others = 0
        """How many speakers there are beside this one."""
        self.held = False
        self.played = 0.0
        self._left = 0.0

    def clock(self) -> float:
        return self.now

    def play(self, audio: Audio) -> None:
        self._check()
        if self._left <= 0:
            self.played = self._left = 0.0
        self.given.append((self.now + self._left, audio.seconds))
        self._left += audio.seconds

    def wait(self, seconds: float) -> bool:
        self._check()
        if self._left > 0:
            self.pass_(seconds if self.held else min(seconds, self._left))
        return self._left <= 0

    def pass_(self, seconds: float) -> None:
        """Time goes by."""
        self.now += seconds
        heard = 0.0 if self.held else min(seconds, self._left)
        self.played += heard
        self._left = 0.0 if self._left - heard < 1e-9 else self._left - heard

    def stop(self) -> float:
        self.events.append("stop")
        self._left = 0.0
        return self.played

    def drain(self) -> None:
        self.events.append("drain")

    def duck(self, on: bool) -> None:
        self.events.append(("duck", on))

    def hold(self, on: bool) -> None:
        self.held = on

    def reopen(self) -> bool:
        self.events.append("reopen")
        if self.others:
            self.others -= 1
            self.gone_at = None
            return True
        return False

    def close(self) -> None:
        self.events.append("close")

    def _check(self) -> None:
        if self.gone_at is not None and self.now >= self.gone_at:
            raise DeviceMissing("the speaker went away")


class Room:
    """A mouth, and all that came out of it, with the time at which it did."""

    def __init__(self, speaker: bool = True) -> None:
        self.speaker = Speaker()
        self.voice = Voice()
        self.shown: list[tuple[float, str]] = []
        self.notices: list[str] = []
        self.mouth = Speaking(self.speaker if speaker else None, self.speaker.clock, self._show, self.notices.append)

    def _show(self, text: str) -> None:
        self.shown.append((round(self.speaker.now - 100, 2), text))

    @property
    def text(self) -> str:
        return "".join(text for _at, text in self.shown)

    def speech(self, words: Iterable[str], aloud: bool = True, **more: Any) -> Speech:
        return Speech(words, self.voice if aloud else None, clock=self.speaker.clock, **more)

    def ready(self, words: Iterable[str] = (TEXT,), count: int = 3) -> Speech:
        """A speech with all its sound made."""
        speech = self.speech(words)
        speech.start()
        until(lambda: self.voice.count == count, 5, "the sound")
        return speech

    def at(self, *signals: tuple[float, Signal]) -> Callable[[], Signal | None]:
        """Each signal once, at so many seconds of the speaker's time."""
        left = list(signals)

        def asked() -> Signal | None:
            return left.pop(0)[1] if left and self.speaker.now - 100 >= left[0][0] else None

        return asked

    def say(self, words: Iterable[str] = (TEXT,), *signals: tuple[float, Signal]) -> Said:
        return self.mouth.say(self.ready(words), self.at(*signals))


def test_it_is_played_without_gaps_and_each_clause_is_shown_as_it_begins_to_be_heard() -> None:
    room = Room()
    said = room.say()
    assert said.text == TEXT == room.text
    assert (said.unheard, said.interrupted) == ("", False)
    starts = [start - 100 for start, _seconds in room.speaker.given]
    lengths = [len(part) / 10 for part in (FIRST, SECOND, THIRD)]
    assert starts == pytest.approx([0, lengths[0], lengths[0] + lengths[1]])
    assert [text for _at, text in room.shown] == [FIRST, f" {SECOND}", f" {THIRD}"]
    assert [at for at, _text in room.shown] == pytest.approx(starts, abs=0.03)
    assert room.speaker.now - 100 == pytest.approx(sum(lengths), abs=0.05)
    assert room.speaker.events[0] == "drain"


def test_its_times_are_the_speechs_and_the_first_sound() -> None:
    room = Room()
    speech = room.ready()
    room.speaker.now = 104.0
    assert room.mouth.say(speech).timing == {"asked": 100, "first_token": 100, "first_clause": 100, "first_sound": 104}


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        (0.0, ""),
        (0.4, "What"),
        (1.3, "What would you"),
        (2.6, FIRST),
        (3.1, f"{FIRST} and"),
        (5.0, f"{FIRST} and what would you tell"),
        (7.5, f"{FIRST} {SECOND} We go"),
        (8.9, TEXT),
    ],
)
def test_interrupted_it_knows_what_was_heard_and_shows_the_rest(at: float, heard: str) -> None:
    room = Room()
    said = room.say((TEXT,), (at, "stop"))
    assert said.interrupted
    assert said.text == heard
    assert f"{said.text} {said.unheard}".strip() == TEXT
    assert room.text == TEXT
    assert room.speaker.now - 100 == pytest.approx(at, abs=0.03)
    assert room.speaker.events[:2] == (["stop", "drain"] if heard else ["stop", ("duck", False)])


def test_interrupted_while_words_still_come_the_rest_of_them_is_shown_too() -> None:
    room = Room()
    stopped = threading.Event()

    def words() -> Iterator[str]:
        yield "What would you stop first, and"
        assert stopped.wait(20)
        yield " what would you tell the team? "
        yield "We go on."

    asked = room.at((1.3, "stop"))

    def interrupted() -> Signal | None:
        signal = asked()
        if signal:
            stopped.set()
        return signal

    said = room.mouth.say(room.speech(words()), interrupted)
    assert said.text == "What would you"
    assert said.unheard == "stop first, and what would you tell the team? We go on."
    assert room.text == f"{said.text} {said.unheard}"


def test_words_that_never_come_are_not_waited_for_when_some_were_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.voice.speaking.REST", 0.1)
    room = Room()
    never = threading.Event()

    def words() -> Iterator[str]:
        yield "What would you stop first, and"
        never.wait(20)
        yield " more"

    said = room.mouth.say(room.speech(words()), room.at((1.3, "stop")))
    assert (said.text, said.unheard) == ("What would you", "stop first,")
    never.set()


def test_interrupted_before_there_was_a_word_the_words_are_waited_for() -> None:
    room = Room()
    asked = itertools.count()
    come = threading.Event()

    def words() -> Iterator[str]:
        assert come.wait(20)
        yield TEXT

    def interrupted() -> Signal | None:
        if next(asked) == 5:
            come.set()
        return "stop"

    said = room.mouth.say(room.speech(words()), interrupted)
    assert (said.text, said.unheard, said.interrupted) == ("", TEXT, True)
    assert room.text == TEXT
    assert room.speaker.given == []


def test_a_silence_between_clauses_does_not_confuse_what_was_heard() -> None:
    room = Room()
    more = threading.Event()

    def words() -> Iterator[str]:
        yield "What would you stop first, "
        assert more.wait(20)
        yield "and what would you tell the team about it? "

    signals = room.at((6.0, "stop"))

    def interrupted() -> Signal | None:
        if room.speaker.now >= 102.5 and not more.is_set():
            more.set()
            until(lambda: speech.ready, 5, "the second clause")
            room.speaker.pass_(2.1)
        return signals()

    speech = room.speech(words())
    said = room.mouth.say(speech, interrupted)
    assert said.text == "What would you stop first, and what would"
    assert said.unheard == "you tell the team about it?"


def ducks(room: Room) -> list[bool]:
    return [event[1] for event in room.speaker.events if event[0] == "duck"]


def test_it_is_lowered_and_raised_again_and_goes_on() -> None:
    room = Room()
    said = room.say((TEXT,), (1.0, "duck"), (2.0, "resume"))
    assert not said.interrupted
    assert said.text == TEXT
    assert ducks(room)[:2] == [True, False]


def test_it_is_held_and_goes_on_where_it_was() -> None:
    room = Room()
    said = room.say((TEXT,), (1.0, "hold"), (2.0, "resume"))
    assert (said.text, said.interrupted) == (TEXT, False)
    assert room.speaker.now - 100 == pytest.approx(SECONDS + 1, abs=0.1)
    assert room.shown[1][0] == pytest.approx(len(FIRST) / 10 + 1, abs=0.05)


def test_held_and_then_stopped_what_was_heard_is_from_before() -> None:
    room = Room()
    said = room.say((TEXT,), (1.3, "hold"), (2.5, "stop"))
    assert said.text == "What would you"
    assert not room.speaker.held


def test_held_and_forgotten_it_goes_on_by_itself() -> None:
    room = Room()
    assert room.say((TEXT,), (1.0, "hold")).text == TEXT
    assert room.speaker.now - 100 == pytest.approx(SECONDS + 5, abs=0.1)


def test_lowered_and_stopped_the_next_words_are_as_loud_as_ever() -> None:
    room = Room()
    assert room.say((TEXT,), (1.0, "duck"), (2.0, "stop")).interrupted
    assert ducks(room) == [True, False]


def test_without_a_speaker_the_words_are_shown_at_once_and_no_sound_is_made() -> None:
    room = Room(speaker=False)
    said = room.mouth.say(room.speech([TEXT]), lambda: "stop")
    assert (said.text, said.unheard, said.interrupted) == (TEXT, "", False)
    assert room.text == TEXT
    assert "first_sound" not in said.timing
    assert room.notices == []
    assert room.speaker.now == 100


def test_without_a_voice_too() -> None:
    room = Room()
    assert room.mouth.say(room.speech([TEXT], aloud=False), lambda: "stop").text == TEXT
    assert room.text == TEXT
    assert room.speaker.given == []


def test_a_voice_that_fails_is_told_once_behind_what_was_heard_and_the_turn_goes_on_in_writing() -> None:
    room = Room()
    said = room.mouth.say(room.speech(["This is fine, it is unspeakable. And so it goes on."]))
    assert said.text == room.text == "This is fine, it is unspeakable. And so it goes on."
    assert room.notices == ["the voice gives no sound; this turn is in writing"]
    assert room.shown[1][0] == pytest.approx(len("This is fine,") / 10, abs=0.1)
    assert len(room.speaker.given) == 1
    assert room.mouth.say(room.ready(count=4)).text == TEXT
    assert len(room.speaker.given) == 4


def test_a_voice_that_hangs_is_told_and_the_turn_goes_on_in_writing() -> None:
    room = Room()
    asked = itertools.count()

    def interrupted() -> None:
        if room.voice.count == 0 and next(asked) >= 5:
            room.speaker.now += 1

    said = room.mouth.say(room.speech(["This is endless, so far. And on."], seconds=10), interrupted)
    assert said.text == room.text == "This is endless, so far. And on."
    assert len(room.notices) == 1
    assert "nothing within 10 s" in room.notices[0]
    room.voice.go_on.set()


@pytest.mark.parametrize("gone", [0.0, 1.0, 3.0])
def test_a_speaker_that_goes_away_is_told_once_and_all_goes_on_in_writing(gone: float) -> None:
    room = Room()
    room.speaker.gone_at = 100 + gone
    said = room.say()
    assert said.text == room.text == TEXT
    assert not said.interrupted
    assert room.mouth.speaker is None
    room.mouth.say(room.speech(["Later on."]))
    assert room.notices == ["the speaker went away; the interviewer goes on in writing"]
    assert room.text == f"{TEXT}Later on."


@pytest.mark.parametrize("gone", [1.0, 3.0])
def test_another_speaker_goes_on_where_this_one_went_away(gone: float) -> None:
    room = Room()
    room.speaker.gone_at, room.speaker.others = 100 + gone, 1
    said = room.say()
    assert said.text == room.text == TEXT
    assert len(room.speaker.given) == 3
    assert room.notices == ["the speaker went away; the interviewer goes on by the one that is there"]


def test_a_speaker_that_came_back_is_spoken_by_again() -> None:
    room = Room()
    room.speaker.gone_at = 101.0
    room.say()
    room.mouth.say(room.speech(["In writing."]))
    room.speaker.others = 1
    before = len(room.speaker.given)
    assert room.mouth.say(room.speech(["And aloud again."])).text == "And aloud again."
    assert len(room.speaker.given) == before + 1
    assert room.notices[1:] == ["There is a speaker again: the interviewer speaks"]


def test_a_speaker_that_does_not_come_back_is_not_looked_for_for_ever() -> None:
    room = Room()
    room.speaker.gone_at = 101.0
    room.say()
    for _ in range(10):
        room.mouth.say(room.speech(["In writing."]))
    assert room.speaker.events.count("reopen") < 6
    assert len(room.notices) == 1


def test_an_error_among_the_words_is_the_callers_and_the_sound_stops() -> None:
    room = Room()

    def words() -> Iterator[str]:
        yield "One is said, and then it is over. Two"
        raise CoachError("the line is cut")

    with pytest.raises(CoachError, match="the line is cut"):
        room.mouth.say(room.speech(words()))
    assert room.speaker.events[-1] == "stop"
    assert room.text == "One is said, and then it is over."


def test_ctrl_c_ends_the_sound() -> None:
    room = Room()
    asked = itertools.count()

    def interrupted() -> None:
        if next(asked) == 5:
            raise KeyboardInterrupt

    speech = room.ready()
    with pytest.raises(KeyboardInterrupt):
        room.mouth.say(speech, interrupted)
    assert room.speaker.events[-1] == "stop"
    assert speech.over


def test_too_short_a_sound_waits_for_the_next_where_more_is_to_come() -> None:
    """A voice may be done with some words in no time."""
    room = Room()
    more = threading.Event()
    asked = itertools.count()

    def words() -> Iterator[str]:
        yield "(laughs a lot), "
        assert more.wait(20)
        yield "and goes on as before. "

    def interrupted() -> None:
        if next(asked) == 5:
            assert room.speaker.given == []
            more.set()

    def brief(text: str, _sound: Sound = USUAL) -> Audio:
        return Audio(np.full(10 if "laughs" in text else 100, 0.1, np.float32), 100)

    room.voice.synthesize = brief  # type: ignore[method-assign]
    room.mouth.say(room.speech(words()), interrupted)
    assert [seconds for _start, seconds in room.speaker.given] == pytest.approx([0.1, 1.0])
    assert room.speaker.given[1][0] - room.speaker.given[0][0] == pytest.approx(0.1)
