"""What is pressed at each level: the bad argument, long answers, and the words for it."""

from __future__ import annotations

import pytest

from coach.interview import timebox
from coach.interview.case import Case
from coach.interview.coverage import NOTHING, Coverage
from coach.interview.moves import next_move
from coach.session import Session
from tests.cases import turn
from tests.interview.talk import Script, case_of, held, kinds

PLAIN = "We would delete the alerts nobody reads before March and keep the launch at half its scope."
RAMBLE = "And then there is the other thing that we talked about at some length last week. " * 16


def asked(case: Case, answers: list[str], coverage: Coverage = NOTHING) -> Session:
    """The record after these answers, moves as they are."""
    session = Session("s", "2026-11-21T20:15:00+00:00", case.scenario.id, "", "text")
    for answer in answers:
        move = next_move(case, session, coverage)
        turn(session, "interviewer", move.text, move)
        turn(session, "candidate", answer)
    return session


def all_shown(case: Case) -> Coverage:
    ids = [each.id for each in case.rubric.indicators]
    return Coverage(dict.fromkeys(ids, 1.0), dict.fromkeys(ids, frozenset({1})))


@pytest.mark.parametrize(("pressure", "times"), [("low", 0), ("normal", 1), ("high", 2)])
def test_the_bad_argument_is_pressed_as_often_as_the_level_says(pressure: str, times: int) -> None:
    assert kinds(held(case_of("full-ceph", pressure=pressure), [PLAIN] * 30)).count("push") == times


def test_under_low_pressure_it_is_pressed_on_strong_candidates_only() -> None:
    case = case_of("full-ceph", pressure="low")
    assert "push" not in kinds(asked(case, [PLAIN] * 8))
    assert "push" in kinds(asked(case, [PLAIN] * 8, all_shown(case)))


def test_the_second_time_it_hangs_on_the_reply_and_comes_at_once() -> None:
    case = case_of("full-ceph", pressure="high")
    reply = "You're right about the nines, but we would still pay for every read, and the hall is paid for."
    session = held(case, [PLAIN] * 4 + [reply] * 20)
    pushes = [turn for turn in session.questions if turn.move and turn.move.kind == "push"]
    assert [each.move.source for each in pushes if each.move] == ["push", "push:again"]
    assert pushes[1].index == pushes[0].index + 2
    assert '"we would still pay for every read"' in pushes[1].text
    assert "right" not in pushes[1].text


def test_without_anything_to_quote_it_is_pressed_all_the_same() -> None:
    session = held(case_of("full-ceph", pressure="high"), [PLAIN] * 4 + ["You are right."] * 20)
    assert any(turn.text.startswith("I still don't see it.") for turn in session.questions)


def test_a_fact_asked_for_in_between_does_not_spare_them_the_second_time() -> None:
    case = case_of("ci-runners", pressure="high")
    session = held(case, [PLAIN] * 4 + ["And how long is the contract?"] + [PLAIN] * 20)
    found = kinds(session)
    at = found.index("push")
    assert found[at : at + 3] == ["push", "fact", "push"]


def test_a_long_typed_answer_gets_one_question_for_one_sentence_twice_at_most() -> None:
    session = held(case_of("full-ceph", pressure="high"), [PLAIN, *[RAMBLE] * 20])
    stops = [turn.text for turn in session.questions if turn.move and turn.move.kind == "stop"]
    assert len(stops) == len(set(stops)) == 2
    assert stops[0].startswith("Let me stop you there. ")
    assert kinds(session)[1:4] == ["probe", "stop", kinds(session)[3]]


@pytest.mark.parametrize("pressure", ["low", "normal"])
def test_below_high_pressure_everybody_may_go_on(pressure: str) -> None:
    assert "stop" not in kinds(held(case_of("full-ceph", pressure=pressure), [RAMBLE] * 30))


def test_the_first_answer_may_be_twice_as_long() -> None:
    case = case_of("full-ceph", pressure="high")
    assert kinds(asked(case, [RAMBLE, PLAIN]))[1] != "stop"
    assert kinds(asked(case, [RAMBLE * 2, PLAIN]))[1] == "stop"


def test_a_spoken_answer_that_was_cut_into_is_only_asked_for_the_sentence() -> None:
    from dataclasses import replace

    case = case_of("full-ceph", pressure="high")
    session = asked(case, [PLAIN, PLAIN])
    session.turns[-1] = replace(session.turns[-1], interrupted=True)
    move = next_move(case, session, NOTHING)
    assert (move.kind, move.text) == ("stop", "In one sentence: what do you want me to remember of it?")


def test_where_a_spoken_answer_is_cut_into_is_told_only_while_it_may_happen() -> None:
    case = case_of("full-ceph", pressure="high")
    session = asked(case, [PLAIN])
    first = timebox.stop(case, session)
    assert first is not None
    assert (first.seconds, first.words) == (90.0, "Let me stop you there.")
    assert timebox.stop(case_of("full-ceph"), session) is None
    start = Session("s", "2026-11-21T20:15:00+00:00", "full-ceph", "", "text")
    turn(start, "interviewer", "Q", next_move(case, start, NOTHING))
    opening = timebox.stop(case, start)
    assert opening is not None
    assert opening.seconds == 180.0


def test_the_channel_is_told_where_to_cut_in() -> None:
    from coach.interview.builtin import builtin
    from coach.interview.conduct import conduct
    from tests.interview.talk import Blind

    case, channel = case_of("full-ceph", pressure="high"), Script([PLAIN] * 3)
    session = Session("s", "2026-11-21T20:15:00+00:00", "full-ceph", "", "text")
    conduct(case, session, channel, builtin(case), Blind(), lambda turn, _: session.turns.append(turn))
    assert [each.seconds for each in channel.stops if each] == [180.0, 90.0, 90.0, 90.0]


def test_low_is_gentle_and_high_is_terse() -> None:
    said = {}
    for pressure in ("low", "high"):
        session = held(case_of("full-ceph", pressure=pressure), [PLAIN, "It depends.", *[PLAIN] * 20])
        said[pressure] = " ".join(turn.text for turn in session.questions)
    assert "Let me put that differently." in said["low"]
    assert "That was no answer." in said["high"]
    assert "I don't buy it: the CFO says that" in said["high"]
