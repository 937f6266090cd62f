"""Answers that go past their question, and answers that do not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach import scenario
from coach.interview.concrete import FORM
from coach.interview.coverage import coverage
from coach.interview.dodge import dodged
from coach.scoring import labelled, rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import transcript
from coach.session import Turn
from tests.bench.candidates import texts

RUBRIC, RULES = rubric.load(), RulesObserver()
OWN = tomllib.loads((Path(__file__).parent / "answers.toml").read_text())
PLAIN = 12
"""Words up to which a dodge is a plain one."""
QUESTION = "Who is worse off on Monday because of that choice?"


def ideas(question: str, answer: str) -> set[str]:
    turns = [Turn(0, "interviewer", question, 0, 1), Turn(1, "candidate", answer, 1, 2)]
    return coverage(RULES.observe(transcript(turns), RUBRIC)).ideas_in(1)


def past(question: str, answer: str, dimension: str) -> bool:
    return dodged(answer, question, dimension, ideas(question, answer))


def judged(kind: str, half: str) -> list[tuple[str, bool]]:
    """Our own answers to the cases' probes, and whether each is taken for a dodge."""
    found = []
    for id, at, answer in OWN[kind][half]:
        probe = next(each for each in scenario.load(id).probes if each.id == at)
        found.append((answer, past(probe.ask, answer, probe.dimension)))
    return found


def passages() -> Iterator[tuple[str, str]]:
    """Two sentences running of good answers, with an idea in either: short answers, each after its question."""
    for each in labelled.load():
        for at in range(0, len(each.sentences) - 1, 2):
            ideas_in = [any(not label.startswith(FORM) for label in labels) for labels in each.labels[at : at + 2]]
            said = " ".join(each.sentences[at : at + 2])
            if each.level >= 3 and all(ideas_in) and len(said.split()) >= 15:
                yield each.question, said


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
    assert wrong / len(good) < 0.02


def test_short_answers_with_something_in_them_are_seldom_taken_for_dodges() -> None:
    good = list(passages())[::8]
    wrong = [said for question, said in good if past(question, said, "")]
    assert len(good) > 100
    assert len(wrong) / len(good) <= 0.03, wrong


@pytest.mark.parametrize("half", ["better", "apart"])
def test_answers_that_share_no_word_with_their_question_are_none(half: str) -> None:
    found = judged("good", half)
    wrong = [answer for answer, dodge in found if dodge]
    assert len(found) >= 30
    assert len(wrong) / len(found) <= 0.03, wrong


@pytest.mark.parametrize("half", ["better", "apart"])
@pytest.mark.parametrize(("plain", "least"), [(True, 0.95), (False, 0.9)])
def test_our_own_dodges_are_recognised(half: str, plain: bool, least: float) -> None:
    found = [dodge for answer, dodge in judged("dodges", half) if (len(answer.split()) <= PLAIN) is plain]
    assert len(found) >= 10
    assert sum(found) / len(found) >= least


@pytest.mark.parametrize(
    ("answer", "dodge"),
    [
        ("The tests pass before we ship, and I trust the second figure more than the first.", False),
        ("Everybody pays for what they use, and whoever runs over the cap waits until Monday.", False),
        ("Maybe it is the queue, perhaps the cache, but I would measure both before Friday.", False),
        ("Maybe it is one, perhaps the other, it might be either, and probably it sort of sorts itself out.", True),
        ("There are many factors, and the team and the budget are some of them.", True),
        ("I'd skip this one, if the team is fine with that.", True),
    ],
)
def test_one_mark_of_a_dodge_makes_none_of_an_answer_that_commits_to_more(answer: str, dodge: bool) -> None:
    assert dodged(answer, "", "", ()) is dodge
