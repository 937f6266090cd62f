"""The moments to answer again: dodged, given way, or weak where it was asked about."""

import pytest

from coach.scoring.delivery import delivery
from coach.scoring.moments import moments
from coach.scoring.observation import Observation, Observed
from coach.scoring.openings import openings
from coach.scoring.scorecard import assess
from coach.scoring.transcript import transcript
from coach.session import Move
from tests.scoring.talk import RUBRIC, turns

OPENING = Move("opening")


def found(answers, moves, shown=None):
    """The moments of answers behind those moves; `shown` is {indicator: evidence}, all else is absent."""
    said = turns(*answers, moves=moves)
    read = transcript(said)
    observations = tuple(
        Observation(each.id, "met", shown[each.id], 0.7, "rules")
        if each.id in (shown or {})
        else Observation(each.id, "absent", (), 0.7, "rules")
        for each in RUBRIC.indicators
    )
    observed = Observed("rules", None, observations)
    card = assess(read, observed, RUBRIC, delivery(said), created="2026-01-01", target=None, self_scores={})
    return moments(card, read, RUBRIC)


def probe(dimension):
    return Move("probe", dimension=dimension)


def test_a_question_that_had_to_be_put_again_comes_before_a_weak_answer():
    moves = (OPENING, probe("risk"), probe("leverage"), Move("reask", dimension="leverage"))
    made = found(("We do it.", "The risk is there somewhere.", "It depends.", "Priya owns it."), moves)
    assert [(each.answer, each.dimension) for each in made][:2] == [(3, "leverage"), (2, "risk")]
    assert "put again" in made[0].why
    assert made[0].turn == 5


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Okay, you're right, let's do that then.", "gave way"),
        ("That's fair. We drop it.", "gave way"),
        ("We have always done it like this and we will again.", "neither a new argument"),
    ],
)
def test_pushback_without_an_argument(answer, said):
    made = found(("We do it.", answer), (OPENING, Move("push", dimension="pressure")))
    assert [each.dimension for each in made] == ["pressure"]
    assert said in made[0].why


def test_pushback_that_met_an_argument_is_not_to_be_answered_again():
    shown = {f"pressure.{each}": ("A2.1",) for each in ("holds", "concedes", "unsure")}
    assert found(("We do it.", "Yes, but it costs more."), (OPENING, Move("push", dimension="pressure")), shown) == ()


def test_answers_that_showed_something_come_last_and_strong_dimensions_not_at_all():
    shown = {"risk.specific": ("A2.1",), "tradeoffs.price": ("A3.1",), "tradeoffs.revisit": ("A3.1",)}
    made = found(
        ("We do it.", "It breaks for payments.", "Ten weeks, unless it rains.", "We go on."),
        (OPENING, probe("risk"), probe("tradeoffs"), probe("outcomes")),
        shown,
    )
    assert [each.dimension for each in made] == ["outcomes", "risk"]
    assert "only a part" in made[1].why


def test_at_most_three_and_different_dimensions_first():
    moves = (OPENING, probe("risk"), probe("risk"), probe("risk"), probe("outcomes"))
    made = found(tuple(f"We go on with number {at}." for at in range(5)), moves)
    assert sorted(each.dimension for each in made) == ["outcomes", "risk", "risk"]


def test_the_candidates_own_questions_are_no_answers():
    moves = (OPENING, Move("fact", dimension="framing"), Move("clarify", dimension="framing"))
    assert found(("How many?", "And who?", "I see."), moves) == ()


def test_a_wish_to_hear_the_question_again_is_no_answer_and_keeps_its_number():
    again = Move("aside", "Once more: ...", "wish:3", dimension="risk")
    told = Move("aside", "As I said: nine.", "aside:7", dimension="leverage")
    moves = (OPENING, probe("risk"), again, probe("leverage"), told)
    said = ("We do it.", "Sorry, again?", "I see it coming.", "Nobody knows that. How many teams?", "We see.")
    read = transcript(turns(*said, moves=moves))
    assert [(each.number, each.wish) for each in read.exchanges] == [
        (1, False), (2, True), (3, False), (4, False), (5, False)
    ]  # fmt: skip
    assert [each.answer for each in found(said, moves)] == [3, 4, 5]
    assert [each.move and each.move.dimension for each in read.exchanges] == [None, *("risk",) * 2, *("leverage",) * 2]
    assert len(openings(read)) == 4


def test_elsewhere_answers_without_any_evidence_are_named():
    made = found(("We stop it.", "Hm."), (), {"priorities.stops": ("A1.1",)})
    assert [(each.answer, each.dimension) for each in made] == [(2, None)]
