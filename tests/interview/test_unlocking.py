"""Which fact a question asks for: the author's phrases, other words for them, and how often that goes right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach import scenario
from coach.interview.unlocking import holds, unlocked
from coach.scenario import Fact, Scenario
from tests.bench.candidates import sharp, texts
from tests.cases import pager

IDS = scenario.ids()
FACTS = (
    Fact("spend", "It was 38 thousand dollars last month, and the budget says 15.", ("budget", "loops cost"), 2),
    Fact("reviewers", "Marek and Sunniva review nearly all of it, and skim the rest.", ("who reviews",), 3),
    Fact("reverts", "Of 120 merged changes, 18 were reverted within a month.", ("failure rate", "rolled back"), 2),
)


def case(*facts: Fact) -> Scenario:
    return replace(pager().scenario, facts=facts or FACTS)


def asks_for(question: str, *known: str) -> str | None:
    found = unlocked(case(), question, known)
    return found.id if found else None


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("What do the loops cost?", "spend"),
        ("How much money did you spend last month?", "spend"),
        ("is anyone skimming, who checks all of it", "reviewers"),
        ("How many of the merged changes were undone a month later?", "reverts"),
    ],
)
def test_the_authors_phrases_unlock_and_so_do_other_words(question: str, fact: str) -> None:
    assert asks_for(question) == fact


@pytest.mark.parametrize(
    "question",
    [
        "Which colour is the logo?",
        "Can you tell me more?",
        "Who are the stakeholders?",
        "What would you do about the budget in my place?",
        "The budget is what we look at first.",
    ],
)
def test_other_questions_unlock_nothing(question: str) -> None:
    assert asks_for(question) is None


def test_a_fact_is_told_once_and_the_question_for_it_gets_no_other_instead() -> None:
    assert asks_for("Who reviews the changes?") == "reviewers"
    assert asks_for("Who reviews the changes?", "reviewers") is None


def test_of_two_facts_the_one_that_more_speaks_for_comes_first() -> None:
    question = "What is the failure rate, I mean how many merged changes are rolled back, and is there a budget?"
    assert asks_for(question) == "reverts"
    assert asks_for(question, "reverts") == "spend"


def test_the_weightiest_unknown_fact_is_given_first_where_nothing_else_decides() -> None:
    one, two = Fact("light", "Blue.", ("colour",), 1), Fact("heavy", "Twelve.", ("number",), 3)
    found = unlocked(case(one, two), "What about the colour and the number?")
    assert found == two


def test_holds_tells_the_phrases_of_which_every_word_is_there() -> None:
    assert holds("What do these loops cost us, is there a budget?", FACTS[0]) == ["budget", "loops cost"]
    assert holds("What does the loop do?", FACTS[0]) == []


@pytest.mark.parametrize(("half", "least"), [("better", 0.95), ("apart", 0.90)])
def test_sharp_questions_in_unforeseen_words_unlock_their_fact(half: str, least: float) -> None:
    asked = [(id, fact, each) for id in IDS for fact, rows in sharp(id, half).items() for each in rows]
    cases = {id: scenario.load(id) for id in IDS}
    found = [(unlocked(cases[id], each), fact) for id, fact, each in asked]
    right = sum(fact is not None and fact.id == wanted for fact, wanted in found)
    assert len(asked) > 400
    assert right / len(asked) >= least


def test_what_no_fact_answers_seldom_gets_one() -> None:
    unanswered = texts("questions.toml")["unanswered"]
    got = [unlocked(scenario.load(id), each) for id, rows in unanswered.items() for half in rows for each in rows[half]]
    assert sum(fact is not None for fact in got) / len(got) < 0.2


def test_every_fact_of_the_bank_has_its_unforeseen_questions() -> None:
    for id in IDS:
        assert set(sharp(id)) == {fact.id for fact in scenario.load(id).facts}
