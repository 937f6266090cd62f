"""Numbers that the candidate brings in: which are claims, and how they are asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.interview.coverage import NOTHING
from coach.interview.doubt import claimed
from coach.interview.moves import next_move
from coach.scoring.figures import figures
from coach.session import Move, Session
from tests.cases import turn
from tests.interview.talk import case_of

KNOWN = figures(
    "The bill is 64 thousand dollars a month, the CFO wants 40 percent less, and a pull request waits 34 minutes."
)


@pytest.mark.parametrize(
    ("answer", "figure", "words"),
    [
        ("Eighty-five percent of those branches come from two teams.", "85", "Eighty-five percent of those branches"),
        ("We lose 300 hours a month to flaky tests.", "300", "We lose 300 hours a month to flaky tests"),
        ("A move like that takes nine months.", "9", "A move like that takes nine months"),
        ("It costs us 2 million a year.", "2", "It costs us 2 million a year"),
        (
            "The teams with apps lose most, 30% of our builds are theirs, and they wait until May.",
            "30",
            "30% of our builds",
        ),
        ("Honestly half of the requests are noise.", "half", "half of the requests are noise"),
        ("Their churn is $90k.", "90", "Their churn is $90k"),
        ("We will save 45 percent within the month, definitely.", "45", "We will save 45 percent"),
        ("That’ll save us 20 percent, and nobody has to do anything.", "20", "That’ll save us 20 percent"),
        ("We are burning a million a year.", "million", "We are burning a million a year"),
        ("Each outage costs us a quarter of a million.", "million", "Each outage costs us a quarter of a million"),
        ("Latency drops by 200 milliseconds.", "200", "Latency drops by 200 milliseconds"),
        ("Response times went from 300 milliseconds to 90.", "300", "Response times went from 300 milliseconds"),
        ("We have 300 customers who hit this every day.", "300", "We have 300 customers who hit this"),
        ("It gives us back 12 engineers.", "12", "It gives us back 12 engineers"),
        ("Nine out of ten of them mean nothing.", "9", "Nine out of ten of them mean nothing"),
        ("The migration is going to take nine months, guaranteed.", "9", "The migration is going to take nine months"),
        ("This makes us 20 percent faster.", "20", "This makes us 20 percent faster"),
        ("They handle 5000 requests a second.", "5000", "They handle 5000 requests a second"),
        ("Flaky tests account for a third of the reruns.", "third", "Flaky tests account for a third"),
        ("Two thirds of our engineers hate it.", "2", "Two thirds of our engineers hate it"),
        ("That brings the bill down by 30 percent.", "30", "That brings the bill down by 30 percent"),
        ("Our customers complain 20 times a day.", "20", "Our customers complain 20 times a day"),
        ("I'm certain that 70 percent of the data is never read.", "70", "I'm certain that 70 percent"),
    ],
)
def test_a_number_stated_as_a_fact_is_a_claim(answer: str, figure: str, words: str) -> None:
    found = list(claimed(answer, KNOWN))
    assert [each[0] for each in found] == [figure]
    assert found[0][1].startswith(words)
    assert found[0][1] in answer


@pytest.mark.parametrize(
    "answer",
    [
        "I'd take two people for six weeks.",
        "If it is above 20 percent, we stop.",
        "There are three options.",
        "I give 20 percent of the budget to that.",
        "We add two engineers to the queue.",
        "The data from March say that 70 percent of it is never read.",
        "The bill is 64 thousand dollars a month.",
        "Our target is 15 minutes by June.",
        "From the dashboards, 30 percent of it is retries.",
        "The bill goes from 64 to 40, so 37 percent less is the most there is.",
        "Is it really 90 percent?",
        "We start with one team as a trial for two weeks.",
        "The trial is two weeks.",
        "I would guess it is 30 percent of the builds.",
        "In my last job that took nine months.",
        "In week one we stop 50 percent of the jobs.",
        "Suppose 90 percent of the builds are theirs.",
        "The limit is 20 percent.",
        "Two of us own it.",
        "We will stop 20 percent of the jobs.",
        "We drop 20 of the 60 alerts.",
        "Ten percent of traffic goes to the new version first.",
        "If it drops by 200 milliseconds, we go on.",
        "I would give them a million for that.",
        "My guess is a million a year.",
        "We keep the last 30 days of logs.",
        "A quarter of silence is too much.",
    ],
)
def test_plans_conditions_targets_and_what_was_given_are_none(answer: str) -> None:
    assert list(claimed(answer, KNOWN)) == []


def talk(*exchanges: tuple[Move, str]) -> Session:
    session = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text")
    for move, answer in exchanges:
        turn(session, "interviewer", move.text, move)
        turn(session, "candidate", answer)
    return session


OPENING = Move("opening", "Your CI runners cost 64 thousand dollars a month. What do you do?", "opening")
CLAIM = "Eighty-three percent of our builds come from two teams, so I would begin with those two."
PLAIN = "I would freeze the oldest of the tools and tell its owner on Monday."
OTHER = "They lose 300 hours a month to it, and nobody sees that."


def test_how_do_you_know_quotes_the_number_and_comes_once() -> None:
    case = case_of("package-sprawl")
    first = talk((OPENING, CLAIM))
    asked = next_move(case, first, NOTHING)
    assert (asked.kind, asked.source, asked.text) == ("probe", "claim:83", "How do you know?")
    assert asked.quote == "Eighty-three percent of our builds come from two teams"
    later = talk((OPENING, CLAIM), (asked, "We looked it up together."), (Move("probe", "And?", "probe:x"), OTHER))
    assert next_move(case, later, NOTHING).source == "claim:300"
    assert next_move(case, later, NOTHING).text != "How do you know?"


@pytest.mark.parametrize(("pressure", "times"), [("low", 1), ("normal", 2), ("high", 3)])
def test_the_harder_the_pressure_the_more_numbers_are_asked_about(pressure: str, times: int) -> None:
    case, asked = case_of("package-sprawl", pressure=pressure), []
    known = talk((OPENING, PLAIN))
    for answer in (CLAIM, OTHER, "It takes nine months.", "Two thirds of our engineers hate it."):
        known.turns[-1] = replace(known.turns[-1], text=answer)
        move = next_move(case, known, NOTHING)
        if move.source.startswith("claim:"):
            asked.append(move)
            turn(known, "interviewer", move.text, move)
            turn(known, "candidate", "From the invoices.")
        turn(known, "interviewer", "And?", Move("probe", "And?", "probe:x"))
        turn(known, "candidate", PLAIN)
    assert len({move.source for move in asked}) == len(asked) == times


def test_a_number_given_in_answer_to_that_question_is_not_asked_about_at_once() -> None:
    case = case_of("package-sprawl", pressure="high")
    asked = next_move(case, talk((OPENING, CLAIM)), NOTHING)
    assert not next_move(case, talk((OPENING, CLAIM), (asked, OTHER)), NOTHING).source.startswith("claim:")


def test_a_number_that_was_handed_over_is_not_asked_about() -> None:
    fact = Move("fact", "Three hundred of the builds, 83 percent, come from two teams.", "fact:x")
    session = talk((OPENING, "Who starts them?"), (fact, CLAIM))
    assert not next_move(case_of("package-sprawl"), session, NOTHING).source.startswith("claim:")
