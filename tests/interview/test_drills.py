"""A drill: every question is about the one dimension, the case's own first, and none comes twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach import scenario
from coach.interview import drill
from coach.interview.case import Case
from coach.interview.coverage import NOTHING, Coverage
from coach.interview.wording_rules import sentences
from coach.scoring.observation import Observation, Observed
from coach.scoring.rules import RulesObserver
from coach.session import Session
from tests.cases import pager, turn
from tests.interview.talk import RUBRIC, case_of, held, kinds

DIMENSIONS = [each.id for each in RUBRIC.dimensions]
ASKED = [id for id in DIMENSIONS if id != drill.PUSHBACK]
PLAIN = "We would delete the alerts nobody reads before March and keep the launch at half its scope."
IDS = scenario.ids()


class Seen:
    """An observer that sees a part of everything in each answer, so that none of them is a dodge."""

    def observe(self, transcript, rubric) -> Observed:
        at = (f"A{len(transcript.exchanges)}.1",)
        return Observed("rules", None, tuple(Observation(each.id, "partly", at, 1, "") for each in rubric.indicators))


def drilled(
    dimension: str, id: str = "ci-runners", pressure: str = "normal", questions: int = 5, seed: int = 0
) -> Case:
    case = case_of(id, pressure=pressure, questions=questions, seed=seed)
    return replace(case, plan=replace(case.plan, drill=dimension))


def asked(session: Session) -> list[tuple[str, str | None]]:
    """Source and dimension of every question that counts."""
    moves = [turn.move for turn in session.questions if turn.move]
    return [(each.source, each.dimension) for each in moves if each.kind not in ("fact", "clarify", "close")]


@pytest.mark.parametrize("dimension", ASKED)
@pytest.mark.parametrize("id", IDS[::5])
@pytest.mark.parametrize("observer", [None, RulesObserver()], ids=["blind", "rules"])
def test_every_question_is_about_the_dimension_and_none_comes_twice(dimension, id, observer):
    session = held(drilled(dimension, id, questions=8), [PLAIN] * 30, observer)
    found = asked(session)
    assert {about for _, about in found} == {dimension}
    least = 4 if dimension == "clarity" else 5  # it has five questions, and one may have been answered already
    assert len({source for source, _ in found}) == len(found) >= least
    assert session.finished


@pytest.mark.parametrize("dimension", ASKED)
@pytest.mark.parametrize("id", IDS)
def test_it_opens_with_the_case_in_short_and_one_question(dimension, id):
    case = drilled(dimension, id)
    opening = drill.opening(case, NOTHING)
    said = sentences(opening.text)
    whole = sentences(case.scenario.opening)
    assert said[:2] == whole[:2]
    assert opening.text.count("?") == 1
    assert opening.text.endswith("?")
    assert opening.source.startswith(f"probe:{dimension}.")
    assert [*said[:2], *sentences(drill.untold(case)), whole[-1]] == whole


def test_the_first_question_leans_on_no_answer_where_another_does_not():
    asks = {each.id: each.ask for each in scenario.load("ci-runners").probes}
    assert "your ideas" in asks["risk.clarify"]
    sources = [source for source, _ in asked(held(drilled("risk"), [PLAIN] * 9, Seen()))]
    assert sources[:3] == ["probe:risk.failure", "probe:risk.clarify", "probe:risk.second_order"]


def test_the_cases_own_questions_come_first_and_then_the_weakest_gap():
    shown = {"risk.specific": 1.0, "risk.mitigation": 0.5}
    case = drilled("risk")
    session = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text")
    found = []
    for _ in range(20):
        move = drill.next_question(case, session, Coverage(shown, {}))
        if move is None:
            break
        found.append(move.source)
        turn(session, "interviewer", move.text, move)
        turn(session, "candidate", PLAIN)
    assert [each.startswith("probe:") for each in found] == [True] * 3 + [False] * 4
    assert "indicator:risk.specific" not in found
    assert found[-1] == "indicator:risk.mitigation"
    assert [RUBRIC.indicator(each.removeprefix("indicator:")).level for each in found[3:6]] == [4, 4, 5]


@pytest.mark.parametrize("pressure", ["low", "normal", "high"])
@pytest.mark.parametrize("seed", [0, 1])
def test_pushback_is_provoked_by_bad_argument_insistence_and_new_constraints(pressure, seed):
    case = drilled(drill.PUSHBACK, pressure=pressure, questions=7, seed=seed)
    session = held(case, [PLAIN] * 30, Seen())
    assert kinds(session) == ["opening", "push", "push", "flip", "probe", "flip", "probe", "close"]
    sources = [source for source, _ in asked(session)]
    assert sources[1:4] == ["push", "push:again", f"flip:{seed}"]
    assert sources[4:6] == ["probe:pressure.reversal", f"flip:{1 - seed}"]
    assert session.turns[0].text == case.scenario.opening
    assert drill.untold(case) == ""
    assert {about for _, about in asked(session)[1:]} == {"pressure"}


def test_a_dodge_is_met_within_the_dimension():
    session = held(drilled("risk"), ["It depends."] * 9)
    assert kinds(session)[1] == "reask"
    assert {about for _, about in asked(session)} == {"risk"}


def test_who_rambles_under_high_pressure_is_cut_into_about_the_same():
    ramble = "And then there is the other thing that we talked about at some length last week. " * 30
    session = held(drilled("risk", pressure="high"), [ramble] * 9)
    assert "stop" in kinds(session)
    assert {about for _, about in asked(session)} == {"risk"}


def test_a_fact_that_is_asked_for_is_given_and_counts_as_no_question():
    session = held(drilled("risk"), ["Where does the time go in those 34 minutes?", *[PLAIN] * 9])
    assert kinds(session)[1] == "fact"
    assert len(asked(session)) == 5


def test_a_case_without_questions_about_it_has_the_rubrics():
    case = pager()
    case = replace(case, plan=replace(case.plan, drill="strategy", questions=5))
    opening = drill.opening(case, NOTHING)
    assert opening.text.startswith("Your team of six is paged forty times a week and owes product a launch in March. ")
    assert opening.source.startswith("indicator:strategy.")
    assert {about for _, about in asked(held(case, [PLAIN] * 9))} == {"strategy"}


def test_a_panel_takes_turns_at_it():
    case = replace(drilled("risk"), panel=case_of("ci-runners", ("staff-engineer", "vp-product")).panel)
    session = held(case, [PLAIN] * 9)
    assert len({turn.who for turn in session.questions}) == 2
