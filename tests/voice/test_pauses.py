"""The candidate's own pauses."""

from __future__ import annotations

import pytest

from coach.voice.pauses import KEPT, LEAST, Pauses


def test_without_any_there_is_no_usual_one() -> None:
    assert Pauses().usual == 0.0


def test_breath_is_no_pause_and_does_not_hide_one() -> None:
    pauses = Pauses().and_one(2.5)
    for _ in range(100):
        pauses = pauses.and_one(LEAST - 0.1)
    assert pauses.seconds == (2.5,)


@pytest.mark.parametrize(
    ("seconds", "usual"),
    [
        ([2.0], 2.0),
        ([1.0, 3.0], 3.0),
        ([1.0] * 8 + [3.0], 3.0),
        ([1.0] * 9 + [3.0], 1.0),
        ([1.0] * 19 + [3.0], 1.0),
        ([1.0] * 17 + [3.0] * 3, 3.0),
    ],
)
def test_the_usual_one_is_longer_than_hardly_any(seconds: list[float], usual: float) -> None:
    assert Pauses(tuple(seconds)).usual == usual


def test_it_follows_how_somebody_speaks_now() -> None:
    pauses = Pauses((3.5,) * KEPT)
    for _ in range(KEPT):
        pauses = pauses.and_one(1.2)
    assert pauses.usual == 1.2


def test_it_is_a_value() -> None:
    before = Pauses((1.5,))
    assert before.and_one(2.0) == Pauses((1.5, 2.0))
    assert before == Pauses((1.5,))
