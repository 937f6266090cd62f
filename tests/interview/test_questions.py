"""Recognising the candidate's questions and what they unlock."""

from __future__ import annotations

import pytest

from coach.interview.questions import asked, mostly_asks
from coach.interview.unlocking import unlocked
from tests.cases import pager


@pytest.mark.parametrize(
    "answer",
    [
        "How many people can change it?",
        "so how many people can change it",
        "I'd want to know how many people can change it.",
        "Before I answer, who owns the rules today?",
        "Can you tell me who owns these rules",
    ],
)
def test_questions_are_recognised_with_and_without_their_mark(answer):
    assert asked(answer)
    assert mostly_asks(answer)
    assert unlocked(pager().scenario, answer).id == "owner"


@pytest.mark.parametrize(
    "answer",
    [
        "Two people own the rules and that is how many people we need.",
        "I would tell product who owns what. We stop the launch. Then we delete alerts.",
        "Whatever happens, the owner decides.",
        "What we own is how many people we tell. Which means the owner decides.",
        "When we know who owns it we start. How I see it, the owner decides.",
    ],
)
def test_statements_unlock_nothing(answer):
    assert unlocked(pager().scenario, answer) is None


def test_a_rhetorical_question_inside_a_long_answer_is_an_answer():
    answer = "What stops? The launch stops. We tell Ines on Monday. Then we delete the noisy alerts. I own that."
    assert not mostly_asks(answer)


def test_the_weightiest_unknown_fact_is_given_first():
    answer = "Who owns the rules, and how many pages need action?"
    assert unlocked(pager().scenario, answer).id == "owner"
    assert unlocked(pager().scenario, answer, {"owner"}).id == "noise"
    assert unlocked(pager().scenario, answer, {"owner", "noise"}) is None
