"""Somebody from the scenario joins for one exchange."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach import scenario
from coach.interview.builtin import builtin
from coach.interview.conduct import conduct
from coach.interview.coverage import NOTHING
from coach.interview.guest import named
from coach.interview.moves import next_move
from coach.session import Session
from tests.interview.talk import Blind, Script, case_of, held, kinds

PLAIN = "We would delete what nobody reads before March and keep the rest at half its scope."
TOLD = "I would explain to Goran what his cluster is good for, and that it is not this."


def guests(session: Session) -> list[str | None]:
    return [turn.who for turn in session.questions if turn.move and turn.move.kind == "guest"]


@pytest.mark.parametrize("id", scenario.ids())
def test_once_a_session_somebody_joins_says_their_line_and_hears_one_answer(id: str) -> None:
    session = held(case_of(id), [PLAIN] * 30)
    found = kinds(session)
    assert found.count("announce") == found.count("guest") == 1
    at = found.index("announce")
    announced, said = session.questions[at : at + 2]
    assert said.index == announced.index + 1, "nobody answers an announcement"
    who = next(each for each in scenario.load(id).stakeholders if each.name == said.who)
    assert who.name in announced.text
    assert who.role in announced.text
    assert said.text.startswith(who.line)
    assert said.text.count("?") == 1
    assert said.move is not None
    assert said.move.dimension == "stakeholders"
    assert session.questions[at + 2].who is None


def test_whoever_was_just_spoken_of_joins() -> None:
    session = held(case_of("ci-runners"), [PLAIN, PLAIN, TOLD, *[PLAIN] * 20])
    assert guests(session) == ["Goran Petrov"]
    assert session.turns[6].move is not None
    assert session.turns[6].move.kind == "announce"


def test_without_a_name_it_is_enough_to_mean_to_tell_somebody() -> None:
    session = held(case_of("ci-runners"), [PLAIN, PLAIN, "I'd tell the team on Monday.", *[PLAIN] * 20])
    assert kinds(session)[3:5] == ["announce", "guest"]


def test_nobody_joins_under_low_pressure_nor_in_a_short_session() -> None:
    assert not guests(held(case_of("ci-runners", pressure="low"), [TOLD] * 30))
    assert not guests(held(case_of("ci-runners", questions=5), [TOLD] * 30))


def test_a_name_a_part_of_it_and_a_role_of_ones_own_are_recognised() -> None:
    by_name = {each.name: each for each in scenario.load("ci-runners").stakeholders}
    assert named(by_name["Goran Petrov"], "I'd sit down with goran first.")
    assert named(by_name["Leopold Brandt"], "The CFO has to hear it.")
    assert named(by_name["Simone Achterberg"], "The head of product engineering won't like it.")
    assert not named(by_name["Goran Petrov"], "Some engineer has to do it.")


def test_they_count_as_a_question_and_their_coming_does_not() -> None:
    case = case_of("ci-runners", questions=10)
    session = held(case, [PLAIN] * 30)
    assert len(session.answers) == 10
    assert len(session.questions) == 12  # the announcement and the close are no questions


def test_a_session_broken_off_at_the_announcement_goes_on_with_the_guest() -> None:
    case = case_of("ci-runners")
    whole = held(case, [PLAIN] * 30)
    at = next(turn.index for turn in whole.questions if turn.move and turn.move.kind == "announce")
    half = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text", turns=whole.turns[: at + 1])
    channel = Script([PLAIN] * 30)
    channel.time = half.elapsed
    conduct(case, half, channel, builtin(case), Blind(), lambda turn, _: half.turns.append(turn))
    assert channel.said[0][1] == whole.turns[at].text
    assert [turn.text for turn in half.turns][: at + 3] == [turn.text for turn in whole.turns][: at + 3]


def test_a_guest_who_gets_no_answer_is_not_let_down_by_the_interviewer() -> None:
    case = case_of("ci-runners")
    session = held(case, [PLAIN] * 30)
    at = next(turn.index for turn in session.questions if turn.move and turn.move.kind == "guest")
    half = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text", turns=session.turns[: at + 1])
    from tests.cases import turn

    turn(half, "candidate", "Hard to say.")
    again = next_move(case, half, NOTHING)
    assert (again.kind, again.dimension, again.who) == ("reask", "stakeholders", None)
    assert (session.turns[at].who or "?") in again.text


def test_to_a_line_that_demands_something_nothing_is_added() -> None:
    case = case_of("ci-runners")
    asks = replace(case.scenario.stakeholders[0], line="Tell me which of them you would stop.")
    case = replace(case, scenario=replace(case.scenario, stakeholders=(asks,)))
    said = next(turn.text for turn in held(case, [PLAIN] * 30).questions if turn.move and turn.move.kind == "guest")
    assert said.endswith("Tell me which of them you would stop.")
