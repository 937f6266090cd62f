"""The next move, from the record alone."""

from __future__ import annotations

import pytest

from coach.interview.coverage import NOTHING, Coverage
from coach.interview.moves import next_move
from coach.session import Move, Session
from tests.cases import pager, session, turn

PLAIN = "We would delete the alerts nobody reads before March and keep the launch at half its scope."


def play(case, answers, coverage=NOTHING) -> Session:
    """Answer in turn until the interviewer closes or the answers run out."""
    played = session()
    for answer in answers:
        move = next_move(case, played, coverage)
        turn(played, "interviewer", move.text, move)
        if move.kind == "announce":
            move = next_move(case, played, coverage)
            turn(played, "interviewer", move.text, move)
        if move.kind == "close":
            break
        turn(played, "candidate", answer)
    return played


def kinds(played: Session) -> list[str]:
    return [each.move.kind for each in played.questions if each.move]


def test_it_opens_with_the_scenario():
    move = next_move(pager(), session(), NOTHING)
    assert (move.kind, move.text) == ("opening", pager().scenario.opening)


def test_a_session_has_one_push_one_flip_a_wrap_and_a_close():
    played = play(pager(questions=8), [PLAIN] * 20)
    assert kinds(played)[0] == "opening"
    assert kinds(played)[-2:] == ["wrap", "close"]
    assert kinds(played).count("push") == kinds(played).count("flip") == 1
    assert len(played.answers) == 8


def test_nothing_is_asked_twice_even_in_a_long_session():
    played = play(pager(questions=50, minutes=180), [PLAIN] * 60)
    sources = [each.move.source for each in played.questions]
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize("questions", [14, 50])
def test_no_dimension_is_probed_a_third_time(questions):
    played = play(pager(questions=questions, minutes=180), [PLAIN] * 60)
    asked = [each.move.dimension for each in played.questions if each.move.kind == "probe"]
    assert max(asked.count(each) for each in asked) == 2
    assert played.finished


def test_a_sharp_question_gets_its_fact_once():
    case, played = pager(), session()
    turn(played, "interviewer", "Q", Move("opening"))
    turn(played, "candidate", "Before I answer, how many people can touch these rules?")
    first = next_move(case, played, NOTHING)
    assert (first.kind, first.source) == ("fact", "fact:owner")
    turn(played, "interviewer", first.text, first)
    turn(played, "candidate", "And again, how many people is that?")
    assert next_move(case, played, NOTHING).source != "fact:owner"


def test_a_question_without_a_fact_is_handed_back():
    played = session()
    turn(played, "interviewer", "Q", Move("opening"))
    turn(played, "candidate", "What colour is the office?")
    assert next_move(pager(), played, NOTHING).kind == "clarify"


def test_facts_do_not_use_up_questions():
    case = pager(questions=3)
    answers = ["Who owns the rules?", "How many pages need action?", PLAIN, PLAIN, PLAIN, PLAIN]
    assert kinds(play(case, answers)) == ["opening", "fact", "fact", "probe", "wrap", "close"]


def test_a_dodged_probe_is_asked_once_more_in_other_words_then_left():
    case, played = pager(), session()
    turn(played, "interviewer", "Q", Move("opening"))
    turn(played, "candidate", PLAIN)
    probe = next_move(case, played, NOTHING)
    assert probe.kind == "probe"
    turn(played, "interviewer", probe.text, probe)
    turn(played, "candidate", "Hard to say.")
    again = next_move(case, played, NOTHING)
    assert again.kind == "reask"
    assert again.dimension == probe.dimension
    assert again.text != probe.text
    turn(played, "interviewer", again.text, again)
    turn(played, "candidate", "Hard to say.")
    assert next_move(case, played, NOTHING).kind != "reask"


def test_an_answer_that_shows_something_is_no_dodge():
    case, played = pager(), session()
    turn(played, "interviewer", "Q", Move("opening"))
    turn(played, "candidate", PLAIN)
    turn(played, "interviewer", "Q", Move("probe", "Which number?", "probe:outcomes.number", "outcomes"))
    turn(played, "candidate", "Forty down to five.")
    shown = Coverage({"outcomes.target": 1.0}, {"outcomes.target": frozenset({2})})
    assert next_move(case, played, shown).kind != "reask"
    assert next_move(case, played, NOTHING).kind == "reask"


def test_what_was_shown_well_is_not_probed_before_what_was_not():
    case = pager(questions=20, minutes=60)
    priorities = {each.id: 1.0 for each in case.rubric.dimension("priorities").indicators}
    shown = Coverage(priorities, {id: frozenset({1}) for id in priorities})
    played = play(case, [PLAIN] * 4, shown)
    assert all(each.move.dimension != "priorities" for each in played.questions if each.move.kind == "probe")


def test_time_closes_a_session_whatever_is_left_to_ask():
    case, played = pager(questions=50, minutes=10), session()
    turn(played, "interviewer", "Q", Move("opening"))
    turn(played, "candidate", PLAIN, seconds=300)
    turn(played, "interviewer", "Q", Move("probe", "Who?", "probe:priorities.cost", "priorities"))
    turn(played, "candidate", PLAIN, seconds=200)
    assert next_move(case, played, NOTHING).kind == "wrap"
    turn(played, "interviewer", "Q", next_move(case, played, NOTHING))
    turn(played, "candidate", PLAIN, seconds=120)
    assert next_move(case, played, NOTHING).kind == "close"


def test_the_same_record_gives_the_same_move_and_another_seed_may_differ():
    played = play(pager(), [PLAIN] * 3)
    again = play(pager(), [PLAIN] * 3)
    assert [each.move for each in played.questions] == [each.move for each in again.questions]


def test_probes_hang_on_the_candidates_words():
    played = play(pager(), [PLAIN] * 3)
    quoted = [each.move.quote for each in played.questions if each.move.quote]
    assert quoted
    assert all(quote in PLAIN for quote in quoted)
