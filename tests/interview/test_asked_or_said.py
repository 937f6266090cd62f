"""Questions told from statements where no mark tells, and wishes about the interview from questions about the case."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from coach import scenario
from coach.interview.asides import REPEAT, TIME, aside
from coach.interview.questions import asked, mostly_asks, sentences, wants_the_answer
from coach.interview.unlocking import unlocked

SAID = tomllib.loads(Path(__file__).with_name("asked_or_said.toml").read_text())
RUNNERS = scenario.load("ci-runners")
RIGHT: dict[str, Callable[[str], bool]] = {
    "statements": lambda said: not asked(said),
    "questions": lambda said: mostly_asks(said) and not wants_the_answer(said),
    "repeat": lambda said: aside(said) == REPEAT,
    "time": lambda said: aside(said) == TIME,
    "answer": lambda said: mostly_asks(said) and wants_the_answer(said) and aside(said) is None,
}
RAMBLE = "and we would look at how the runs are spread over the week, because that is where most of it hides, " * 16


ROWS = [(kind, said) for kind in RIGHT for half in ("better", "apart") for said in SAID[kind][half]]


@pytest.mark.parametrize(("kind", "said"), ROWS)
def test_it_is_told_right(kind: str, said: str) -> None:
    assert RIGHT[kind](said)


@pytest.mark.parametrize("said", [*SAID["repeat"]["no"], *SAID["time"]["no"]])
def test_what_is_about_the_case_is_no_wish_about_the_interview(said: str) -> None:
    assert aside(said) is None


@pytest.mark.parametrize("said", [*SAID["statements"]["better"], *SAID["statements"]["apart"]])
def test_a_statement_unlocks_nothing(said: str) -> None:
    assert unlocked(RUNNERS, said) is None


def test_a_question_counts_only_at_the_end_of_a_long_answer() -> None:
    assert asked("How flaky are the tests? I would like to know before I say anything.")
    assert not asked(f"How flaky are the tests? So {RAMBLE}.")
    assert asked(f"So {RAMBLE}. How flaky are the tests?") == ["How flaky are the tests?"]
    assert not asked(f"So {RAMBLE} only then, do you think about the schedulers, {RAMBLE}")


def test_a_wish_put_in_so_many_words_counts_wherever_it_stands() -> None:
    assert asked(f"Can you tell me how flaky the tests are? So {RAMBLE}.")


def test_a_line_that_goes_on_in_small_letters_is_no_new_sentence() -> None:
    assert sentences("The third page\nis where it stops.\nThen we cut.\n\nand go on") == [
        "The third page is where it stops.",
        "Then we cut.",
        "and go on",
    ]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("where is the time going?", "where-time-goes"),
        ("how flakey are are the tests", "reruns"),
        ("how how many builds are rerurns", "reruns"),
        ("is there a contarct", "minimum-spend"),
        ("which repositry is it mostly", "one-repo"),
        ("how many of the minutes are from agnets", "agent-branches"),
        ("give me the numbers on reruns", "reruns"),
    ],
)
def test_slips_of_the_keyboard_and_of_the_recogniser_do_not_matter(question: str, fact: str) -> None:
    found = unlocked(RUNNERS, question)
    assert found is not None
    assert found.id == fact


def test_a_wish_to_skip_the_question_asks_for_no_fact() -> None:
    assert unlocked(scenario.load("refused-upgrades"), "Can we skip this one and come back to it later on?") is None
