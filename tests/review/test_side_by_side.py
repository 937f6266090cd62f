"""Two answers side by side in a terminal: aligned, complete, safe."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from coach.review import attempts, side_by_side
from coach.review.page import WIDEST
from tests.review.examples import HOSTILE, PROBED, attempt, hostile, retried


def printed(data, width: int = 80) -> str:
    out = io.StringIO()
    side_by_side.render(data, Console(file=out, width=width))
    return out.getvalue()


@pytest.mark.parametrize("data", [attempt(), hostile().attempts[0], attempt() | {"comparison": None}])
@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_lines_fit_and_carry_no_control_characters(data, width):
    for each in printed(data, width).split("\n"):
        assert cell_len(each) <= min(width, WIDEST)
        assert each.isprintable()
        assert each == each.rstrip()


def test_the_answers_stand_beside_each_other_where_there_is_room():
    rows = printed(attempt()).split("\n")
    head = next(row for row in rows if row.startswith("Then"))
    at = head.index("Now")
    assert head.split() == ["Then", "Now"]
    said = rows[rows.index(head) + 1]
    assert said.startswith("A2.1 Priya is, because")
    assert said[at:].startswith("A2.1 Priya, and I tell her so.")
    narrow = printed(attempt(), 40).split("\n")
    assert "Then" in narrow
    assert "Now" in narrow


def test_everything_that_came_of_it_is_said():
    said = " ".join(printed(attempt()).split())
    assert f"“{PROBED}”" in said
    assert "Prioritizing and saying no 2.0 → 3.5 (+1.5)" in said
    assert "Risk and second-order effects not observed → 3.0" in said
    assert "Clarity 2.0 → 2.0 (the same)" in said
    assert "Gained - shows priorities.cost (then in part) now A2.1 “Priya, and I tell her so.”" in said
    assert "Kept - shows priorities.stops then A2.2" in said
    assert "Lost - shows risk.fallback then A2.3" in said
    assert "Still missing: Prioritizing and saying no - says by what rule Gap Say the rule." in said
    assert "a staff answer: “Stops the nightly full build.”" in said
    assert "uncalibrated" in said
    assert "Words: 10" in said
    assert "Pace while speaking: 140 words a minute" in " ".join(printed(attempt(), 100).split())


def test_an_attempt_that_was_not_scored_is_still_told_of():
    data = attempt() | {"comparison": None}
    assert attempts.NOT_SCORED in printed(data)
    assert attempts.shown(data) is None


def test_nothing_shown_on_either_side_is_said_to_be_so():
    data = attempt(dimensions=[], indicators=[], missing=None)
    said = printed(data)
    assert attempts.NOTHING_SHOWN in " ".join(said.split())
    assert "Gained" not in said
    assert "Still missing" not in said


def test_a_report_has_every_attempt_that_was_scored():
    (found,) = attempts.every(retried())
    assert found.number == 2
    assert [idea.statement for idea in found.ideas["lost"]] == ["shows risk.fallback"]
    assert attempts.about(found).startswith("Prioritizing and saying no 2.0 → 3.5 (+1.5); ")


def test_words_from_outside_are_shown_and_nothing_more():
    said = printed(hostile().attempts[0])
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert HOSTILE.split()[0] in said
