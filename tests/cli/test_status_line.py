"""The wording of the status line, at every width."""

from __future__ import annotations

import math

import pytest

from coach.cli.status_line import ASCII, Signs, status_line
from coach.voice.captions import Status


def words(status: Status, cells: int = 79, **told: bool) -> str:
    return status_line(status, cells, Signs(), **told).words


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status("waiting"), "listening: Enter ends your answer, Space gives you time to think"),
        (Status("speaking", seconds=65.9), "1:05  listening: Enter ends your answer, Space gives you time to think"),
        (Status("holding", 1.14, seconds=9), "0:09  finishing in 1.2 s, keep talking to go on; Space holds"),
        (Status("holding", 1.2), "0:00  finishing in 1.2 s, keep talking to go on; Space holds"),
        (Status("holding", 0.001), "0:00  finishing in 0.1 s, keep talking to go on; Space holds"),
        (Status("holding", -1), "0:00  finishing in 0.0 s, keep talking to go on; Space holds"),
        (Status("holding", 27.31), "0:00  finishing in 28 s, keep talking to go on; Space holds"),
        (Status("held", seconds=600), "10:00  you hold the floor: Space lets go, Enter ends"),
        (Status("over", seconds=47), "0:47  writing it down ..."),
    ],
)
def test_it_says_what_ends_the_answer(status: Status, said: str) -> None:
    assert words(status) == said


@pytest.mark.parametrize("left", [None, math.inf])
def test_a_hold_without_an_end_is_no_countdown(left: float | None) -> None:
    assert words(Status("holding", left)).startswith("0:00  listening")


def test_the_reason_is_told_where_there_is_room() -> None:
    status = Status("holding", 6, "you trailed off")
    assert "6.0 s (you trailed off), keep talking" in words(status, 100)
    assert "trailed" not in words(status, 60)


@pytest.mark.parametrize("state", ["waiting", "speaking", "holding", "held", "over"])
def test_it_fits_any_width(state: str) -> None:
    status = Status(state, 3.0, "you trailed off", 0.7, 71)
    for cells in range(130):
        line = status_line(status, cells, Signs())
        assert len(line.meter + line.words) <= cells
        assert bool(line.words) == bool(cells)


def test_it_promises_no_key_where_there_is_none_and_no_space_where_silence_ends_nothing() -> None:
    for state in ("waiting", "speaking", "holding"):
        assert "Enter" not in words(Status(state, 3.0), keys=False)
        assert "Space" not in words(Status(state, 3.0), keys=False)
    assert words(Status("waiting"), auto=False) == "listening: Enter ends your answer"


@pytest.mark.parametrize(("loudness", "meter"), [(0, "......"), (0.5, "###..."), (1, "######"), (7, "######")])
def test_the_meter_fills_with_loudness(loudness: float, meter: str) -> None:
    assert status_line(Status("speaking", loudness=loudness), 79, ASCII).meter.strip() == meter
