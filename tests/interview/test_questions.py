"""Recognising the candidate's questions, and what is none."""

from __future__ import annotations

import pytest

from coach.interview.questions import asked, mostly_asks, topic, vague, wants_the_answer
from coach.interview.unlocking import unlocked
from tests.bench.candidates import texts
from tests.cases import pager

SAID = texts("questions.toml")


def both(rows: dict[str, list[str]]) -> list[str]:
    """Both halves: what was bettered by one must hold for the other as well."""
    return [*rows["better"], *rows["apart"]]


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
def test_questions_are_recognised_with_and_without_their_mark(answer: str) -> None:
    assert asked(answer)
    assert mostly_asks(answer)
    found = unlocked(pager().scenario, answer)
    assert found is not None
    assert found.id == "owner"


@pytest.mark.parametrize(
    "answer",
    [
        "Two people own the rules and that is how many people we need.",
        "I would tell product who owns what. We stop the launch. Then we delete alerts.",
        "Whatever happens, the owner decides.",
        "What we own is how many people we tell. Which means the owner decides.",
        "When we know who owns it we start. How I see it, the owner decides.",
        "I would ask for people who make services quiet.",
        "I would ask the team to find out who owns the rules by Friday.",
        "Who loses by this is whoever owns the rules.",
        "Would I ask who owns it, yes, on the first day.",
        "Which of the owners we tell first does not matter.",
    ],
)
def test_statements_ask_and_unlock_nothing(answer: str) -> None:
    assert not asked(answer)
    assert unlocked(pager().scenario, answer) is None


@pytest.mark.parametrize("answer", both(SAID["statements"]))
def test_plans_that_sound_like_questions_are_none(answer: str) -> None:
    assert asked(answer) == []


@pytest.mark.parametrize("answer", both(SAID["rhetorical"]))
def test_a_question_that_the_candidate_answers_is_not_put_to_the_interviewer(answer: str) -> None:
    assert asked(answer) == []


def test_nearly_all_sharp_questions_are_recognised() -> None:
    sharp = [each for facts in SAID["facts"].values() for rows in facts.values() for each in both(rows)]
    assert sum(bool(asked(each)) for each in sharp) / len(sharp) > 0.97


def test_a_question_behind_a_statement_counts() -> None:
    assert asked("sales are flat, but are we losing customers")
    assert not asked("sales are flat, and so are we")
    assert not asked("the wish for it is sincere, and so is the fear of it among the people who close the books")


def test_a_habit_is_no_question_nor_is_wondering_what_will_come() -> None:
    assert not asked("I wonder what they will all talk about next year.")
    assert asked("I wonder how many people can change the rules")
    assert not asked("I like to know who I am going to meet.")
    assert asked("I would like to know who I am going to meet.")


def test_a_rhetorical_question_inside_a_long_answer_is_an_answer() -> None:
    answer = "What stops? The launch stops. We tell Ines on Monday. Then we delete the noisy alerts. I own that."
    assert not mostly_asks(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Who owns the rules? Ines does, and she knows it.",
        "Who owns the rules? Two people.",
        "We move the launch. Who owns the rules? That I would settle on Monday, before anybody else can.",
    ],
)
def test_a_question_on_the_way_to_something_else_is_ones_own(answer: str) -> None:
    assert asked(answer) == []


def test_a_question_with_its_reason_stays_a_question() -> None:
    assert asked("Who owns the rules? I ask because I would start with them.") == ["Who owns the rules?"]


@pytest.mark.parametrize("question", both(SAID["vague"]))
def test_what_could_be_asked_anywhere_is_vague(question: str) -> None:
    assert asked(question)
    assert vague(question)


def test_sharp_questions_are_not_vague() -> None:
    sharp = [each for facts in SAID["facts"].values() for rows in facts.values() for each in rows["better"]]
    assert sum(vague(each) for each in sharp if asked(each)) / len(sharp) < 0.01


@pytest.mark.parametrize("question", both(SAID["for-the-answer"]))
def test_asking_for_the_answer_is_told_apart(question: str) -> None:
    assert asked(question)
    assert wants_the_answer(question)


def test_the_topic_is_without_the_words_that_only_ask() -> None:
    assert topic("So, can you tell me about the pager?").split() == ["about", "the", "pager?"]
    assert topic("I'd like to know how many pages there are").split()[:2] == ["how", "many"]
