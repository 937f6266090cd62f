"""The bench of the interviewer on a sample: every candidate, every scenario once, every cast; and what it counts."""

from __future__ import annotations

import pytest

from coach import scenario
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.session import Move
from tests.bench.candidates import CANDIDATES, Candidate, sharp
from tests.bench.interviewer import CASTS, Tally, hold, measure, tally
from tests.cases import pager, session, turn
from tests.interview.talk import case_of
from tests.lab.fake_llm import FakeLLM, Reply

IDS = scenario.ids()
BY_NAME = {each.name: each for each in CANDIDATES}


@pytest.mark.parametrize("candidate", CANDIDATES, ids=[each.name for each in CANDIDATES])
def test_no_candidate_gets_the_built_in_interviewer_to_break_its_rules(candidate: Candidate) -> None:
    """Each goes through a quarter of the scenarios, another quarter than its neighbours, with every cast in turn."""
    start = CANDIDATES.index(candidate)
    found = Tally()
    for at, id in enumerate(IDS[start % 4 :: 4]):
        cast = CASTS[(start // 4 + at) % len(CASTS)]
        case = case_of(id, cast.personas, cast.pressure)
        session = hold(case, candidate, None)
        assert session.finished
        found += tally(case, candidate, session)
    assert (found.repeats, found.leaks, found.praise, found.double, found.long, found.others) == (0,) * 6
    assert found.asked_again >= 0.85 * found.dodges
    assert found.unlocked >= 0.80 * found.sharp  # few questions; all of them are in tests/interview/test_unlocking.py


def test_candidates_say_the_same_every_time_and_go_with_the_question() -> None:
    case = case_of("ci-runners", questions=6)
    for candidate in CANDIDATES:
        texts = [[turn.text for turn in hold(case, candidate, None).turns] for _ in range(2)]
        assert texts[0] == texts[1]
    said = [turn.text for turn in hold(case, BY_NAME["thin"], None).answers]
    assert len(set(said)) == len(said)


def test_the_clarifier_asks_for_every_fact_in_words_of_its_own() -> None:
    case = case_of("agent-loops")
    asked = [turn.text for turn in hold(case, BY_NAME["clarifier"], None).answers]
    assert asked[: len(case.scenario.facts)] == [rows[0] for rows in sharp("agent-loops").values()]


def test_a_fact_for_somebody_who_asks_nothing_is_a_leak() -> None:
    case = pager()
    talk = session()
    fact = case.scenario.facts[0]
    turn(talk, "interviewer", case.scenario.opening, Move("opening", case.scenario.opening, "opening"))
    turn(talk, "candidate", "Who owns the rules? That is what I would ask them.")
    turn(talk, "interviewer", f"{fact.text} What now?", Move("fact", fact.text, f"fact:{fact.id}", "framing"))
    assert tally(case, Candidate("x", lambda _, __: ""), talk).leaks == 1
    assert tally(case, Candidate("x", lambda _, __: "", asks=True), talk).leaks == 0


def test_targets_are_missed_by_their_figures() -> None:
    assert Tally(dodges=20, asked_again=19, sharp=10, unlocked=9).missed == []
    assert Tally(dodges=20, asked_again=18).missed == ["18 of 20 dodges asked again"]
    assert Tally(sharp=10, unlocked=8).missed == ["8 of 10 sharp questions unlock their fact"]
    assert Tally(repeats=1, leaks=2, praise=3).missed == ["1 repeats", "2 leaks", "3 praise"]
    assert (Tally(sessions=1, share=0.5) + Tally(sessions=2, share=0.25)).share == 0.75


def test_a_language_model_that_praises_and_leaks_is_not_heard() -> None:
    bad = "Great point! Somebody counted: the loops filed 770 of the 1,100 tasks themselves. What now? And why?"
    with FakeLLM(by=lambda _: Reply(bad)) as fake:
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        rows = list(measure(["agent-loops"], CASTS[:1], [BY_NAME["thin"], BY_NAME["top marks"]], model, 4))
    assert [name for name, _ in rows] == ["thin", "top marks"]
    for _, row in rows:
        assert row.missed == []
        assert row.worded == row.fallbacks > 0


def test_a_language_model_that_keeps_the_rules_is_heard() -> None:
    questions = iter(f"You say that it is number {at}: who pays for that on day {at}?" for at in range(100))
    with FakeLLM(by=lambda _: Reply(next(questions).replace("number", "the").replace("day", "Monday"))) as fake:
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        ((_, row),) = measure(["agent-loops"], CASTS[:1], [BY_NAME["contradicts"]], model, 4)
    assert row.worded > row.fallbacks
