"""Answers that go past their question, and answers that do not."""

from __future__ import annotations

import pytest

from coach import scenario
from coach.interview.coverage import coverage
from coach.interview.dodge import dodged
from coach.scoring import labelled, rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import transcript
from coach.session import Turn
from tests.bench.candidates import texts

RUBRIC, RULES = rubric.load(), RulesObserver()
QUESTION = "Who is worse off on Monday because of that choice?"


def ideas(question: str, answer: str) -> set[str]:
    turns = [Turn(0, "interviewer", question, 0, 1), Turn(1, "candidate", answer, 1, 2)]
    return coverage(RULES.observe(transcript(turns), RUBRIC)).ideas_in(1)


def past(question: str, answer: str, dimension: str) -> bool:
    return dodged(answer, question, dimension, ideas(question, answer))


@pytest.mark.parametrize(
    "answer",
    [
        "It depends.",
        "Hard to say, I'd have to think about it.",
        "Communication is the key to everything.",
        "I have always loved this field. Everything in it moves so quickly, and the people are wonderful to be with. "
        "Years ago nobody believed any of it, and look at us now.",
    ],
)
def test_short_or_fluent_it_is_a_dodge(answer: str) -> None:
    assert dodged(answer, QUESTION, "priorities", ())


@pytest.mark.parametrize(
    "answer",
    [
        "Worse off on Monday is the mobile team.",
        "The mobile team is worse off, and if they cannot wait until May, we lend them one of ours.",
    ],
)
def test_an_answer_in_the_questions_words_is_none(answer: str) -> None:
    assert not dodged(answer, QUESTION, "priorities", ())


def test_an_idea_of_the_dimension_makes_an_answer_of_few_words() -> None:
    assert dodged("Nobody I know.", QUESTION, "priorities", ())
    assert not dodged("Nobody I know.", QUESTION, "priorities", {"priorities.cost"})
    assert dodged("Nobody I know.", QUESTION, "priorities", {"risk.specific"})


def test_how_a_thing_is_said_is_no_idea() -> None:
    talk = "Let me take three points. " + "People matter, people care, and people make the place what it is. " * 4
    assert dodged(talk, QUESTION, "risk", {"clarity.signposts", "clarity.answer_first"})


@pytest.mark.parametrize(("half", "least"), [("better", 0.95), ("apart", 0.93)])
def test_fluent_answers_to_nothing_are_recognised_whatever_was_asked(half: str, least: float) -> None:
    found = []
    for id in scenario.ids()[::5]:
        case = scenario.load(id)
        for at, probe in enumerate(case.probes):
            for answer in texts("dodges.toml")[half][at % 3 :: 3]:
                told = answer.format(title=case.title, brief=case.brief.split(". ")[0], name=case.stakeholders[0].name)
                found.append(past(probe.ask, told, probe.dimension))
    assert sum(found) / len(found) >= least


def test_answers_with_something_in_them_are_seldom_taken_for_dodges() -> None:
    good = [each for each in labelled.load() if each.follow_up and sum(map(bool, each.labels)) >= 2][::8]
    wrong = sum(past(each.question, " ".join(each.sentences), "") for each in good)
    assert len(good) > 60
    assert wrong / len(good) < 0.06
