"""The words that a question hangs on."""

from __future__ import annotations

import re

import pytest

from coach.interview.builtin import BuiltinInterviewer
from coach.interview.quote import clauses, quote_for
from coach.session import Move
from tests.cases import pager, session, turn


def test_the_clause_that_the_question_is_about_is_quoted():
    talk = session()
    turn(talk, "interviewer", "Q", Move("opening"))
    turn(talk, "candidate", "So, we freeze the launch until May. Nobody reviews the forty pages a week.")
    assert quote_for(talk, "Who pays for the launch slipping?") == "we freeze the launch until May"
    assert quote_for(talk, "What about the pages?") == "Nobody reviews the forty pages a week"


def test_nothing_is_quoted_twice_or_out_of_nothing():
    talk = session()
    assert quote_for(talk, "Why?") is None
    turn(talk, "interviewer", "Q", Move("opening"))
    turn(talk, "candidate", "we freeze the launch until May")
    turn(talk, "interviewer", "Q", Move("probe", quote="we freeze the launch until May"))
    turn(talk, "candidate", "we freeze the launch until May")
    assert quote_for(talk, "Why?") is None


def test_a_fragment_is_quoted_only_where_there_is_nothing_better():
    talk = session()
    turn(talk, "interviewer", "Q", Move("opening"))
    turn(talk, "candidate", "With six more people in the team, we would still freeze the launch for the team.")
    assert quote_for(talk, "What does the team do?") == "we would still freeze the launch for the team"


def test_what_is_unfit_is_not_quoted():
    talk = session()
    turn(talk, "interviewer", "Q", Move("opening"))
    turn(talk, "candidate", "You're right about the launch date. We would freeze the launch anyway.")
    assert quote_for(talk, "Why not launch?", re.compile("right")) == "We would freeze the launch anyway"


def test_clauses_are_whole_and_without_lead_ins():
    found = clauses("Um, so, I'd cut version 3.5 of the report because nobody reads it, and the.")
    assert found == ["I'd cut version 3.5 of the report"]


@pytest.mark.parametrize(
    ("question", "quote", "said"),
    [
        ("Who freezes with you?", "we freeze it", "Who freezes with you?"),
        ("Who pays for your choice?", "we freeze it", "Who pays for your choice?"),
        ("Who runs the clean-up?", "we freeze it", "Now to something else: who runs the clean-up?"),
        ("Ines says no: what now?", "we freeze it", "Now to something else: Ines says no: what now?"),
    ],
)
def test_a_question_about_something_else_says_so(question, quote, said):
    move = Move("probe", question, "probe:x", "priorities", quote=quote)
    assert BuiltinInterviewer(pager().phrases).text(session(), move) == f'You said "{quote}". {said}'


def test_how_they_know_is_about_the_number_that_is_quoted():
    move = Move("probe", "How do you know?", "claim:9", quote="nine in ten mean nothing")
    assert BuiltinInterviewer(pager().phrases).text(session(), move).endswith("How do you know?")


def test_the_built_in_interviewer_asks_one_question_in_two_sentences():
    talk = session()
    move = Move("probe", "Who is worse off on Monday?", "probe:priorities.cost", "priorities", quote="we freeze it")
    said = BuiltinInterviewer(pager().phrases).text(talk, move)
    assert said == 'You said "we freeze it". Now to something else: who is worse off on Monday?'
