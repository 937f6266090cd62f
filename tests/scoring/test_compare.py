"""Two answers to one question: each observed alone behind the same conversation, then side by side."""

from __future__ import annotations

import json

import pytest

from coach import scenario
from coach.scoring.compare import alone, answered, compare, concerned, to_json
from coach.scoring.delivery import delivery
from coach.scoring.scorecard import assess
from coach.scoring.transcript import transcript
from coach.session import Move, Turn
from tests.scoring.talk import OBSERVER, RUBRIC, STAFF, turns

CASE = scenario.load("ci-runners")
MOVES = (Move("opening"), Move("probe", dimension="leverage"), Move("probe", dimension="risk"))
OLD = (
    "We do the queue first and nothing else this quarter, since ninety people wait for it each day.",
    "It depends.",
    "Something may go wrong.",
)
BETTER = (
    "Goran takes the build graph and decides how it is cut; I look at its rules with him on Fridays. "
    "If two builds a week come out wrong, he stops it himself."
)


def sides(number: int, new: str, old: tuple[str, ...] = OLD):
    """The old answer of that number and a new one, each alone."""
    read = transcript(turns(*old, moves=MOVES))
    exchange = read.exchanges[number - 1]
    return alone(read, exchange), alone(read, answered(exchange, Turn(exchange.turn, "candidate", new, 0, 0)))


def compared(number: int, new: str, old: tuple[str, ...] = OLD):
    both = sides(number, new, old)
    asked = both[0].exchanges[0].move.dimension
    looked_for = RUBRIC.only(concerned(asked, [OBSERVER.observe(each, RUBRIC) for each in both], RUBRIC))
    cards = [
        assess(
            each,
            OBSERVER.observe(each, looked_for),
            looked_for,
            delivery([]),
            created="2026-01-01",
            target="staff",
            self_scores={},
        )
        for each in both
    ]
    return compare(cards[0], cards[1], asked, looked_for, CASE)


def test_both_stand_behind_the_same_conversation_and_only_they_can_be_cited():
    old, new = sides(2, BETTER)
    assert old.before == new.before == transcript(turns(*OLD, moves=MOVES)).exchanges[:1]
    assert [each.id for each in old.sentences] == ["A2.1"]
    assert [each.id for each in new.sentences] == ["A2.1", "A2.2"]
    assert old.exchanges[0].question == new.exchanges[0].question
    assert new.exchanges[0].move == MOVES[1]
    with pytest.raises(KeyError):
        new.quote("A1.1")


def test_a_better_answer_gains_what_it_shows_and_says_where():
    found = compared(2, BETTER)
    assert found.moved[0].dimension == "leverage"
    assert found.moved[0].old == 1.0
    assert found.moved[0].new >= 2.5
    gained = {each.indicator.id: each for each in found.ideas if each.change == "gained"}
    assert gained["leverage.owner"].new.evidence[0] == "A2.1"
    assert gained["leverage.owner"].old.evidence == ()
    assert not [each for each in found.ideas if each.change == "lost"]


def test_a_worse_one_loses_and_the_same_one_changes_nothing():
    old = (OLD[0], BETTER, OLD[2])
    lost = {each.indicator.id: each for each in compared(2, "It depends.", old).ideas}
    assert lost["leverage.owner"].change == "lost"
    assert lost["leverage.owner"].new.evidence == ()
    same = compared(2, BETTER, old)
    assert {each.change for each in same.ideas} == {"kept"}
    assert all(each.old == each.new for each in same.moved)


def test_what_is_still_missing_is_of_the_dimension_that_was_asked_about():
    missing = compared(2, BETTER).missing
    assert missing.dimension == "leverage"
    assert "leverage.owner" not in [each.id for each in missing.indicators]
    assert missing.gap in [each.advice for each in missing.indicators]


def test_words_said_before_earn_nothing_a_second_time():
    """Neither in the old answer nor in the new one: both stand behind the same conversation."""
    said_before = (BETTER, *OLD[1:])
    found = compared(2, BETTER, said_before)
    assert not found.ideas
    assert found.moved[0].old == found.moved[0].new == 1.0


def test_without_a_dimension_asked_about_it_is_what_either_shows():
    found = compared(1, STAFF[0])
    shown = {each.indicator.id.partition(".")[0] for each in found.ideas}
    assert {each.dimension for each in found.moved} == shown
    assert found.missing is not None
    assert found.missing.dimension in shown


def test_two_answers_that_show_nothing_have_nothing_to_compare():
    found = compared(1, "Hm.", ("Well.", *OLD[1:]))
    assert (found.moved, found.ideas, found.missing) == ((), (), None)


def test_as_plain_data():
    data = to_json(compared(2, BETTER))
    assert json.loads(json.dumps(data)) == data
    assert data["dimensions"][0]["id"] == "leverage"
    assert data["dimensions"][0]["old"] == 1.0
    assert {each["change"] for each in data["indicators"]} <= {"gained", "kept", "lost"}
    assert data["missing"]["dimension"] == "leverage"
