"""When an answer is over, on scripted timelines of speech and silence."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from coach.voice.endpointer import Endpointer

FRAME = 0.032
PATIENCE = 4.0

Timeline = list[tuple[str, float]]


def ended(timeline: Iterable[tuple[str, float]], patience: float = PATIENCE) -> float | None:
    """Seconds into a timeline at which the answer was over."""
    endpointer, now = Endpointer(patience), 0.0
    for kind, seconds in timeline:
        for _ in range(round(seconds / FRAME)):
            now += FRAME
            if endpointer.feed(0.9 if kind == "speech" else 0.05, FRAME):
                return now
    return None


def test_patience_after_speech_ends_it() -> None:
    assert ended([("silence", 2), ("speech", 5), ("silence", 10)]) == pytest.approx(2 + 5 + PATIENCE, abs=0.1)


def test_silence_before_any_speech_never_ends_it() -> None:
    assert ended([("silence", 600)]) is None


def test_speech_of_any_length_is_never_ended() -> None:
    assert ended([("speech", 600)]) is None


@pytest.mark.parametrize("pause", [0.8, 2.0, 3.8])
def test_an_inserted_pause_shorter_than_patience_only_shifts_the_end(pause: float) -> None:
    without = ended([("speech", 3), ("speech", 4), ("silence", 10)])
    with_pause = ended([("speech", 3), ("silence", pause), ("speech", 4), ("silence", 10)])
    assert without is not None
    assert with_pause == pytest.approx(without + pause, abs=0.1)


def test_a_pause_as_long_as_patience_ends_it() -> None:
    assert ended([("speech", 3), ("silence", 4.2), ("speech", 4)]) == pytest.approx(7, abs=0.1)


def test_a_click_is_no_answer() -> None:
    clicks: Timeline = [("speech", 0.1), ("silence", 1.0)] * 20
    assert ended([*clicks, ("silence", 60)]) is None


def test_short_words_close_together_are_an_answer() -> None:
    assert ended([("speech", 0.13), ("silence", 0.16), ("speech", 0.13), ("silence", 10)]) is not None


@pytest.mark.parametrize("patience", [1.0, 2.5, 8.0])
def test_patience_is_what_it_was_told(patience: float) -> None:
    assert ended([("speech", 1), ("silence", 20)], patience) == pytest.approx(1 + patience, abs=0.1)


def test_the_key_ends_it_at_once_even_before_speech() -> None:
    endpointer = Endpointer(PATIENCE)
    assert not endpointer.feed(0.0, FRAME)
    endpointer.done()
    assert endpointer.over


def test_fading_speech_is_still_speech_but_does_not_begin_it() -> None:
    endpointer = Endpointer(PATIENCE)
    for _ in range(50):
        endpointer.feed(0.4, FRAME)
    assert not endpointer.begun
    for probability in [0.9] * 10 + [0.4] * 200:
        assert not endpointer.feed(probability, FRAME)
    assert endpointer.begun


@pytest.mark.parametrize("seed", range(300))
def test_on_any_timeline_it_ends_at_the_first_long_silence_after_speech(seed: int) -> None:
    chance = random.Random(seed)
    timeline: Timeline = []
    for _ in range(chance.randint(1, 12)):
        timeline += [("silence", chance.uniform(0, 6)), ("speech", chance.uniform(0.25, 8))]
    timeline.append(("silence", 8))
    assert ended(timeline) == pytest.approx(expected(timeline), abs=len(timeline) * FRAME)


def expected(timeline: Timeline) -> float:
    """Where the first silence of PATIENCE behind speech reaches its length; one close to it may go either way."""
    now, spoken = 0.0, False
    for kind, seconds in timeline:
        length = round(seconds / FRAME) * FRAME
        if kind == "silence" and spoken and length >= PATIENCE:
            return now + PATIENCE
        now, spoken = now + length, spoken or kind == "speech"
    raise AssertionError("the last silence is long enough")
