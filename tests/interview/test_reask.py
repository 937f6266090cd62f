"""A question that was dodged comes once more, in other words, whatever kind of question it was."""

from __future__ import annotations

import pytest

from coach.interview.case import Case
from coach.interview.coverage import NOTHING
from coach.interview.moves import next_move
from coach.interview.passed import due, met
from coach.interview.push import bad_argument
from coach.interview.reask import DECISION, LIKE
from coach.scenario import STEPS
from coach.session import Move
from tests.cases import session, turn
from tests.interview.talk import PHRASES, RUBRIC, case_of

CASE = case_of("ci-runners", questions=9, seed=1)
OPENING = Move("opening", CASE.scenario.opening, "opening", step="clarify")
PLAN = "We stop the nightly builds first, and Goran decides how."


def then(*said: tuple[Move, str], case: Case = CASE) -> Move:
    """The move that follows those questions and answers."""
    played = session()
    for move, answer in said:
        turn(played, "interviewer", move.text, move)
        turn(played, "candidate", answer)
    move = next_move(case, played, NOTHING)
    turn(played, "interviewer", move.text, move)
    if move.kind == "reask":  # and the audit knows of it
        assert [again.kind for _, again in due(played, RUBRIC)][-1] == "reask"
    return move


def probe(dimension: str, step: str) -> Move:
    own = [each for each in CASE.scenario.probes if (each.dimension, each.step) == (dimension, step)]
    return Move("probe", own[0].ask, f"probe:{own[0].id}", dimension, None, step)


def test_an_opening_that_is_dodged_comes_again_as_the_cases_own_decision() -> None:
    again = then((OPENING, "It depends."))
    assert (again.kind, again.step, again.dimension) == ("reask", "commit", "priorities")
    assert again.text == probe("priorities", "commit").text
    assert then((OPENING, "We stop the nightly builds first, and look at it again in May.")).kind == "probe"


@pytest.mark.parametrize(
    ("dimension", "step", "wanted"),
    [
        ("tradeoffs", "number", "tradeoffs.price"),
        ("tradeoffs", "reversal", "tradeoffs.revisit"),
        ("outcomes", "failure", "outcomes.guardrail"),
        ("stakeholders", "ownership", "stakeholders.decider"),
        ("risk", "second_order", "risk.second_order"),
    ],
)
def test_what_is_asked_again_asks_for_the_same(dimension: str, step: str, wanted: str) -> None:
    again = then((OPENING, PLAN), (probe(dimension, step), "Hm, no idea."))
    assert (again.kind, again.indicator) == ("reask", wanted)
    taken = Move("probe", "x?", f"indicator:{wanted}", dimension, wanted)
    other = then((OPENING, PLAN), (taken, PLAN), (probe(dimension, step), "Hm, no idea."))
    assert other.kind == "reask"
    assert other.dimension == dimension
    assert other.indicator != wanted


def test_nothing_is_put_a_third_time() -> None:
    question = probe("tradeoffs", "number")
    again = then((OPENING, PLAN), (question, "Hm."))
    assert then((OPENING, PLAN), (question, "Hm."), (again, "Hm.")).kind != "reask"


def test_a_number_is_asked_about_once_more_where_nobody_learns_what_it_stands_on() -> None:
    claim = "We stop the nightly builds; they are 45 percent of the bill."
    know = then((OPENING, claim))
    assert know.source.startswith("claim:")
    again = then((OPENING, claim), (know, "It depends."))
    assert (again.kind, again.text in PHRASES.know_again) == ("reask", True)
    assert then((OPENING, claim), (know, "From the invoices.")).kind == "probe"
    assert then((OPENING, claim), (know, "It is my guess, and I'd check it on Monday.")).kind == "probe"


@pytest.mark.parametrize(
    "answer",
    [
        "I just know.",
        "I am pretty sure about it, believe me.",
        "Trust me, the nightly builds are what the team pays for.",
        "Everybody knows that, it is common knowledge.",
        "First I stop all new writes and tell the teams on Monday.",
        "Upgrades like these break one run in five.",
    ],
)
def test_somebodys_word_is_nothing_that_a_number_stands_on(answer: str) -> None:
    claim = "We stop the nightly builds; they are 45 percent of the bill."
    know = then((OPENING, claim))
    again = then((OPENING, claim), (know, answer))
    assert (again.kind, again.text in PHRASES.know_again) == ("reask", True)
    assert then((OPENING, claim), (know, answer), (again, answer)).kind != "reask"


def pushed(answer: str, case: Case = CASE) -> Move:
    """What follows on that reply to the bad argument."""
    return then((OPENING, PLAN), (bad_argument(case), answer), case=case)


@pytest.mark.parametrize(
    "answer", ["It depends.", "No.", "That is a great question, and there are many ways to see it."]
)
def test_a_bad_argument_that_is_gone_around_is_put_once_more(answer: str) -> None:
    again = pushed(answer)
    assert (again.kind, again.indicator) == ("reask", "pressure.holds")
    assert then((OPENING, PLAN), (bad_argument(CASE), answer), (again, answer)).kind != "reask"


@pytest.mark.parametrize("answer", ["You're right.", "Fair enough.", "Free runners cost us the lock-in, so we wait."])
def test_giving_in_to_it_is_an_answer(answer: str) -> None:
    assert pushed(answer).kind != "reask"


def test_under_high_pressure_it_is_pressed_again_in_any_case() -> None:
    case = case_of("ci-runners", pressure="high", questions=9, seed=1)
    again = pushed("It depends.", case)
    assert (again.kind, again.source) == ("push", "push:again")
    assert met(again)


def test_a_new_constraint_that_is_dodged_comes_again_as_the_decision() -> None:
    flip = Move("flip", CASE.scenario.flips[0], "flip:0", "pressure", "pressure.updates", "flip")
    assert then((OPENING, PLAN), (flip, "Hm.")).indicator == "clarity.answer_first"


def test_every_step_is_asked_again_by_questions_that_there_are() -> None:
    known = {indicator.id for dimension in RUBRIC.dimensions for indicator in dimension.indicators}
    assert set(LIKE) == set(STEPS)
    assert {DECISION, *(each for like in LIKE.values() for each in like)} <= known
