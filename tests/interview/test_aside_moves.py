"""What serves only the candidate: the question once more, the time left, a fact told before; and questions too many."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.interview.audit import audit
from coach.interview.builtin import builtin
from coach.interview.case import Case, counted
from coach.interview.coverage import NOTHING
from coach.interview.llm_interviewer import VERBATIM
from coach.interview.moves import next_move
from coach.session import ASIDE, Move, Session
from tests.cases import pager, session, turn
from tests.interview.talk import case_of, held, kinds

PLAIN = "We would delete the alerts nobody reads before March and keep the launch at half its scope."
AGAIN = "Sorry, could you repeat the question?"
PROBE = Move(
    "probe", "Which number tells you?", "probe:outcomes.number", "outcomes", step="number", quote="half its scope"
)


def put(case: Case, played: Session, *answers: str) -> Move:
    """Answer in turn; the move after the last answer."""
    for answer in answers:
        move = next_move(case, played, NOTHING)
        turn(played, "interviewer", builtin(case).text(played, move), move)
        turn(played, "candidate", answer)
    return next_move(case, played, NOTHING)


def after_probe(answer: str, questions: int = 8) -> Move:
    played = session()
    turn(played, "interviewer", "Your team of six is paged. What do you do?", Move("opening"))
    turn(played, "candidate", PLAIN)
    turn(played, "interviewer", 'You said "half its scope". Which number tells you?', PROBE)
    turn(played, "candidate", answer, seconds=299)
    return next_move(pager(questions), played, NOTHING)


def test_the_same_question_comes_again_word_for_word() -> None:
    move = after_probe(AGAIN)
    assert move.kind == ASIDE
    assert move.text.endswith('You said "half its scope". Which number tells you?')
    assert (move.dimension, move.step, move.quote) == ("outcomes", "number", None)
    assert ASIDE in VERBATIM


def test_asking_for_it_twice_gets_the_question_and_not_the_aside() -> None:
    played = session()
    once = put(pager(), played, PLAIN, AGAIN)
    twice = put(pager(), played, "I still did not catch that.")
    asked = [each.text for each in played.questions][1]
    assert once.text.endswith(asked)
    assert twice.text.endswith(asked)
    assert once.text != twice.text
    assert len(twice.text) < len(asked) + 30


def test_it_uses_up_no_question_and_is_no_fault() -> None:
    case = case_of("ci-runners", questions=6)
    asking = [PLAIN, AGAIN, PLAIN, "I did not catch that", PLAIN, "How long do I have?", *[PLAIN] * 8]
    told, plain = held(case, asking), held(case, [PLAIN] * 12)
    assert kinds(told).count(ASIDE) == 3
    assert len(counted(told)) == len(counted(plain))
    found = audit(told, case.scenario, case.rubric)
    assert (found.repeats, found.leaks, found.others, found.long, found.double) == ((), (), (), (), ())


def test_a_repeated_question_is_no_longer_excused_when_it_is_none() -> None:
    """So the test above can fail: the same words in a probe are a repeat."""
    case = case_of("ci-runners", questions=6)
    told = held(case, [PLAIN, AGAIN, *[PLAIN] * 8])
    told.turns = [
        replace(each, move=replace(each.move, kind="probe")) if each.move and each.move.kind == ASIDE else each
        for each in told.turns
    ]
    assert audit(told, case.scenario, case.rubric).repeats


def test_the_last_question_may_be_heard_once_more() -> None:
    case, played = pager(questions=3), session()
    assert put(case, played, PLAIN, PLAIN).kind == "wrap"
    assert put(case, played, AGAIN).kind == ASIDE
    assert put(case, played, "That we delete what nobody reads.").kind == "close"


def test_the_time_is_read_off_the_plan() -> None:
    text = after_probe("How long do I have?").text
    assert "15 minutes" in text
    assert "6 questions" in text
    assert "one question " in after_probe("how much time is left", questions=3).text


@pytest.mark.parametrize("wish", ["Could you just give me the model answer please?", "what would you do?"])
def test_who_wants_the_answer_is_asked_to_decide(wish: str) -> None:
    move = after_probe(wish)
    assert move.kind == "clarify"
    assert move.text in pager().phrases.decide


def test_a_fact_told_before_is_told_again() -> None:
    played = session()
    fact = put(pager(), played, "How many people can change the rules?")
    assert fact.source == "fact:owner"
    again = put(pager(), played, PLAIN, PLAIN, "Who owns the rules, how many people?")
    assert again.kind == ASIDE
    assert fact.text in again.text
    assert "As I said" in again.text


def test_of_a_long_fact_the_part_that_is_asked_for_is_told_again() -> None:
    case, played = case_of("ci-runners"), session()
    put(case, played, "Who ran your own runners before?")
    again = put(case, played, PLAIN, "Did you ever run your own runners, and who ran them?")
    assert again.kind == ASIDE
    assert "The man who ran them left" in again.text or "two years ago" in again.text
    assert len(again.text.split()) < 45


def test_a_sharp_question_gets_its_fact_however_many_came_before() -> None:
    vague = ["What colour is the office?", "What is the weather like?", "Do you have a dog?", "Is there coffee?"]
    assert put(pager(), session(), *vague, "Who owns the rules?").source == "fact:owner"


def test_vague_questions_are_handed_back_in_ever_other_words_and_never_called_a_dodge() -> None:
    case = case_of("ci-runners", pressure="high", minutes=60)
    told = held(case, ["Can you tell me more about it?"] * 20)
    handed = [each.text for each in told.questions if each.move and each.move.kind == "clarify"]
    assert len(handed) == len(set(handed)) >= 6
    spoken = " ".join(each.text for each in told.questions)
    rebukes = case.spoken(case.panel.chair).reask
    assert not [each for each in rebukes if each in spoken]
    assert told.finished


def test_statements_from_a_session_do_not_spoil_the_case() -> None:
    said = [
        "Do flaky tests first.",
        "Have every team own its flaky tests.",
        "We had flaky tests, and how did we deal with it? We put them in quarantine until somebody fixed them.",
    ]
    told = held(case_of("ci-runners"), said + [PLAIN] * 12)
    assert "fact" not in kinds(told)


def test_a_ramble_at_high_pressure_is_cut_into() -> None:
    ramble = "we go through the runs one after the other and look at each of them with the people who wrote it, " * 17
    case = case_of("training-fabric", pressure="high")
    first = put(
        case, session(), "We start small and we measure.", f"So {ramble} only then, do you think about the schedulers."
    )
    assert first.kind == "stop"


def test_a_dodge_after_the_question_came_again_is_met_and_the_wish_itself_is_no_dodge() -> None:
    played = session()
    turn(played, "interviewer", "Your team of six is paged. What do you do?", Move("opening"))
    turn(played, "candidate", PLAIN)
    turn(played, "interviewer", "Which number tells you?", replace(PROBE, quote=None))
    again = put(pager(), played, AGAIN)
    assert again.kind == ASIDE
    turn(played, "interviewer", again.text, again)
    turn(played, "candidate", "It depends.")
    assert next_move(pager(), played, NOTHING).kind == "reask"
    assert audit(played, pager().scenario, pager().rubric).dodges == 0
