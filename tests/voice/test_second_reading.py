"""An answer written down once more: how it is put together, when it is read, and what of it is believed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from coach.errors import CoachError
from coach.session import Word
from coach.voice.audio import RATE, Audio
from coach.voice.second_reading import GAP, LONGEST, Answer, Piece, SecondReading, read, stretches
from coach.voice.transcriber import Transcript
from tests.lab.soundcard import until

AT = 2.0
"""Answer time of the recording's first sample."""


class Counting:
    """Hears a word in each second of sound: how loud its middle is, in thousandths."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.error: CoachError | None = None
        self.words_lost = 0
        self.text = ""

    def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:
        self.prompts.append(prompt)
        if self.error is not None:
            raise self.error
        seconds = range(int(audio.seconds) - self.words_lost)
        loud = [round(1000 * float(audio.samples[round((at + 0.5) * RATE)])) for at in seconds]
        return Transcript(self.text, tuple(Word(str(each), at + 0.2, at + 0.8) for at, each in enumerate(loud)))


def answer(*spans: tuple[float, float], start: float = 12.0, words: int = 0) -> Answer:
    """Each second as loud as its answer time, in thousandths; `words` were heard at once in the first span."""
    seconds = spans[-1][1] - AT
    loud = np.repeat(np.arange(int(AT), int(AT + seconds) + 1, dtype=np.float32) / 1000, RATE)
    step = (spans[0][1] - spans[0][0]) / max(words, 1)
    at_once = [Word("live", spans[0][0] + at * step, spans[0][0] + (at + 0.5) * step) for at in range(words)]
    return Answer(start, 10.0, Audio(loud[: round(seconds * RATE)], RATE), AT, spans, at_once)


Told = list[tuple[float, tuple[Word, ...]]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def hears() -> Counting:
    return Counting()


@pytest.fixture
def reading(hears: Counting, told: Told) -> Iterator[SecondReading]:
    reading = SecondReading(hears, lambda *what: told.append(what), "Raft, etcd")
    yield reading
    reading.close()


def test_segments_become_stretches_with_some_of_the_pauses_between_them() -> None:
    assert stretches([(2.0, 6.0), (6.4, 9.0), (13.0, 15.0)]) == [
        [Piece(0.0, 2.0, 6.4), Piece(4.4, 6.4, 9.0 + GAP), Piece(8.0, 13.0, 15.0)]
    ]


def test_no_stretch_is_longer_than_whisper_sees() -> None:
    found = stretches([(10.0 * at, 10.0 * at + 9) for at in range(20)])
    assert [len(each) for each in found] == [2] * 10
    assert max(each[-1].at + each[-1].end - each[-1].start for each in found) <= LONGEST
    assert {each[0].at for each in found} == {0.0}
    assert stretches([]) == []


def test_the_words_come_with_the_times_at_which_they_were_said(reading: SecondReading, told: Told) -> None:
    reading.put(answer((2.0, 5.0), (9.0, 11.0)))
    reading.settle(5)
    (start, words) = told[0]
    assert start == 12.0
    assert [word.text for word in words] == ["2", "3", "4", "5", "9", "10"], "a second of the pause is left"
    assert [word.start for word in words] == pytest.approx([12.2, 13.2, 14.2, 15.2, 19.2, 20.2])
    assert [word.end - word.start for word in words] == pytest.approx([0.6] * 6)


def test_it_is_told_what_is_likely(reading: SecondReading, hears: Counting) -> None:
    reading.put(answer((2.0, 5.0)))
    reading.settle(5)
    assert hears.prompts == ["Raft, etcd"]


def test_it_waits_for_time_and_stops_when_there_is_none_any_more(
    reading: SecondReading, hears: Counting, told: Told
) -> None:
    reading.put(answer((2.0, 5.0)))
    assert not threading.Event().wait(0.1)
    assert hears.prompts == []
    reading.free(True)
    until(lambda: len(told) == 1, 5, "the first")
    reading.free(False)
    reading.put(answer((2.0, 5.0), start=30.0))
    assert not threading.Event().wait(0.1)
    assert len(told) == 1
    reading.settle(5)
    assert [start for start, _ in told] == [12.0, 30.0]


def test_a_stretch_with_words_lost_stays_as_it_was_heard_at_once(
    reading: SecondReading, hears: Counting, told: Told
) -> None:
    hears.words_lost = 4
    reading.put(answer((2.0, 12.0), words=10))
    reading.put(answer((2.0, 12.0), words=7))
    reading.settle(5)
    assert [word.text for word in told[0][1]] == ["live"] * 10
    assert [word.text for word in told[1][1]] == ["2", "3", "4", "5", "6", "7"]


def test_what_is_made_up_where_there_was_no_time_for_it_is_left_out(hears: Counting) -> None:
    hears.text = "Thank you."
    for seconds, heard in ((1.1, 0), (3.0, 3)):
        given = answer((2.0, 2.0 + seconds))
        assert len(read(hears, given, stretches(given.spans)[0])) == heard


def test_an_answer_that_cannot_be_read_is_left_as_it_is(reading: SecondReading, hears: Counting, told: Told) -> None:
    hears.error = CoachError("out of memory")
    reading.put(answer((2.0, 5.0)))
    reading.settle(5)
    assert told == []
    hears.error = None
    reading.put(answer((2.0, 5.0), start=30.0))
    reading.settle(5)
    assert [start for start, _ in told] == [30.0]


def test_words_that_cannot_be_kept_hold_up_nobody(hears: Counting) -> None:
    told: Told = []

    def keep(start: float, words: tuple[Word, ...]) -> None:
        if start == 30.0:
            raise OSError(28, "No space left on device")
        told.append((start, words))

    reading = SecondReading(hears, keep)
    for start in (30.0, 60.0):
        reading.put(answer((2.0, 5.0), start=start))
    reading.settle(5)
    reading.close()
    assert [start for start, _ in told] == [60.0]


def test_no_words_are_no_reading(reading: SecondReading, hears: Counting, told: Told) -> None:
    hears.words_lost = 9
    reading.put(answer((2.0, 5.0)))
    reading.settle(5)
    assert len(hears.prompts) == 1
    assert told == []


def test_closed_it_tells_nothing_and_nobody_waits_for_it(reading: SecondReading, told: Told) -> None:
    reading.put(answer((2.0, 5.0)))
    reading.close()
    reading.settle(60)
    assert told == []
