"""The audit of the interviewer, on sessions with every fault in them and on a clean one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach import scenario
from coach.interview import passed
from coach.interview.audit import Audit, audit
from coach.session import Move, Session
from tests.cases import pager, session, turn
from tests.interview.talk import case_of, held
from tests.interview.test_sessions import answers

CASE = pager()
PROBE = Move("probe", "Who is worse off on Monday because of that choice?", "probe:priorities.cost", "priorities")
PLAN = "We delete the alerts that nobody acts on, and if the pages do not halve by May, we go back."
TALK = (
    "I have always loved this field. Everything in it moves so quickly, and the people are wonderful to be with. "
    "Years ago nobody believed any of it, and look at us now."
)


def audited(talk: Session) -> Audit:
    return audit(talk, CASE.scenario, CASE.rubric)


def opened() -> Session:
    talk = session()
    turn(talk, "interviewer", CASE.scenario.opening, Move("opening", CASE.scenario.opening, "opening"))
    turn(talk, "candidate", PLAN)
    return talk


def said(text: str, move: Move = PROBE) -> Audit:
    """What is found when the interviewer says that after the first answer."""
    talk = opened()
    turn(talk, "interviewer", text, move)
    return audited(talk)


def test_a_clean_session_has_nothing_to_tell() -> None:
    found = said(PROBE.text)
    assert found.clean
    assert (found.long, found.others, found.passed, found.fallbacks) == ((), (), (), ())
    assert (found.worded, found.dodges) == (0, 0)
    assert found.questions == 2
    assert found.share is not None
    assert 0.5 < found.share < 0.8


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("praise", "That is a great point. Who is worse off on Monday?"),
        ("double", "Who is worse off on Monday? And who is better off?"),
        ("long", "You stop something. It is gone then. Somebody will feel that. Who is worse off on Monday?"),
        ("leaks", "Nine in ten pages need no action, so who is worse off on Monday?"),
        ("leaks", "A good plan deletes the alerts nobody acts on and moves the launch scope, so who is worse off?"),
        ("repeats", "Your team of six is paged forty times a week: what do you do?"),
        ("others", "**Who** is worse off on Monday because of that choice?"),
    ],
)
def test_each_fault_is_found_in_its_turn(where: str, text: str) -> None:
    if where == "repeats":
        talk = opened()
        turn(talk, "interviewer", PROBE.text, PROBE)
        turn(talk, "candidate", PLAN)
        turn(talk, "interviewer", PROBE.text, replace(PROBE, source="other"))
        found, at = audited(talk), 4
    else:
        found, at = said(text), 2
    findings = getattr(found, where)
    assert [each.turn for each in findings] == [at]
    assert found.clean is (where in ("long", "others"))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("What would you stop, and who would you tell?", True),
        ("What do you promise him, and by when is it there?", True),
        ("Who notices and who gets up?", True),
        ("What would you stop, and why?", False),
        ("Which of the figures moves first, and by when?", False),
        ("Who is worse off, and gone by Monday?", False),
        ("You know what you stop and how you stop it. Who is worse off?", False),
    ],
)
def test_two_questions_in_one_sentence_are_counted_by_themselves(text: str, joined: bool) -> None:
    found = said(text)
    assert [each.turn for each in found.joined] == ([2] if joined else [])
    assert found.double == ()
    assert found.clean


def test_the_rules_are_those_of_the_moment() -> None:
    """A fact may be spoken of once it was asked for, and not before."""
    fact = CASE.scenario.facts[1]
    talk = opened()
    turn(talk, "candidate", "How many of the pages need any action?")
    turn(talk, "interviewer", f"{fact.text} What does that change?", Move("fact", fact.text, "fact:noise", "framing"))
    turn(talk, "candidate", PLAN)
    turn(talk, "interviewer", "Nine in ten pages need no action, so who is worse off on Monday?", PROBE)
    assert audited(talk).leaks == ()


def test_a_fact_that_nobody_asked_for_is_a_leak() -> None:
    fact = CASE.scenario.facts[1]
    found = said(f"{fact.text} What does that change?", Move("fact", fact.text, "fact:noise", "framing"))
    assert [each.rule for each in found.leaks] == ["a fact nobody asked for"]


def test_an_opening_may_be_long_and_words_cut_short_need_not_arrive() -> None:
    talk = session()
    turn(talk, "interviewer", "One. Two. Three. What do you do?", Move("opening", "", "opening"))
    turn(talk, "candidate", PLAN)
    turn(talk, "interviewer", "Who is worse", PROBE)
    assert [each.rule for each in audited(talk).others] == ["no question"]
    talk.turns[-1] = replace(talk.turns[-1], interrupted=True)
    assert audited(talk).others == ()
    assert audited(talk).long == ()


def test_moves_from_the_fallback_are_told_with_why() -> None:
    talk = opened()
    turn(talk, "interviewer", PROBE.text, PROBE)
    turn(talk, "candidate", PLAN)
    turn(talk, "interviewer", "And what, by the spring, tells you?", replace(PROBE, source="x"))
    talk.turns[2] = replace(talk.turns[2], by="builtin", notice="it praised")
    talk.turns[4] = replace(talk.turns[4], by="llm")
    found = audited(talk)
    assert found.worded == 2
    assert [(each.turn, each.kind, each.why) for each in found.fallbacks] == [(2, "probe", "it praised")]


def test_the_built_in_interviewer_alone_falls_back_on_nobody() -> None:
    talk = opened()
    turn(talk, "interviewer", PROBE.text, PROBE)
    talk.turns[2] = replace(talk.turns[2], by="builtin")
    assert audited(talk).fallbacks == ()


@pytest.mark.parametrize("again", [True, False])
def test_a_dodge_that_was_not_asked_again_was_let_pass(again: bool) -> None:
    talk = opened()
    turn(talk, "interviewer", PROBE.text, PROBE)
    turn(talk, "candidate", TALK)
    turn(talk, "interviewer", "Which number tells you that?", Move("reask" if again else "probe", "x", "y", "outcomes"))
    found = audited(talk)
    assert (found.dodges, found.asked_again) == (1, int(again))
    assert [(each.turn, each.kind) for each in found.passed] == ([] if again else [(3, passed.VAGUE)])


@pytest.mark.parametrize("kind", ["wrap", "close", "fact", "clarify"])
def test_a_dodge_with_no_turn_left_for_it_counts_for_nothing(kind: str) -> None:
    talk = opened()
    turn(talk, "interviewer", PROBE.text, PROBE)
    turn(talk, "candidate", TALK)
    turn(talk, "interviewer", "What then?", Move(kind, "What then?", kind))
    assert audited(talk).dodges == 0


def test_a_claimed_figure_and_a_size_without_one_were_let_pass() -> None:
    talk = opened()
    turn(talk, "candidate", "It costs us 340 hours a month. The new tool is much faster than the old one.")
    turn(talk, "interviewer", PROBE.text, PROBE)
    assert [(each.kind, each.turn) for each in audited(talk).passed] == [(passed.FIGURE, 2), (passed.NO_NUMBER, 2)]
    talk.turns[-1] = replace(talk.turns[-1], move=Move("probe", "How do you know?", "claim:340", step="number"))
    assert audited(talk).passed == ()


def test_a_figure_that_was_handed_over_is_nobodys_claim() -> None:
    talk = opened()
    turn(talk, "interviewer", "The vendor asks for 340 thousand. What now?", Move("flip", "x", "flip:0", "pressure"))
    turn(talk, "candidate", "It costs us 340 thousand a month, and we go back if that rises.")
    assert audited(talk).passed == ()


def test_a_record_without_moves_can_be_audited() -> None:
    talk = session()
    turn(talk, "interviewer", "What do you do?")
    turn(talk, "candidate", PLAN)
    turn(talk, "interviewer", "Why?")
    assert audited(talk).clean
    assert audited(session()).share is None


@pytest.mark.parametrize("id", scenario.ids()[::9])
def test_a_session_of_the_built_in_interviewer_passes_its_own_audit(id: str) -> None:
    case = case_of(id, ("staff-engineer", "security-lead"), "high")
    found = audit(held(case, answers(id)), case.scenario, case.rubric)
    assert found.clean
    assert not found.long
    assert not found.others
