"""Several looks at one transcript: how they differ, run side by side, and become one scorecard."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from coach import library
from coach.errors import PromptFileError
from coach.scoring import arithmetic
from coach.scoring.delivery import delivery
from coach.scoring.observation import Observation, Observed
from coach.scoring.rubric import Dimension, Indicator, Rubric
from coach.scoring.scorecard import Scorecard, assess, to_json
from tests.lab.fake_llm import FakeLLM, Reply, data, until
from tests.scoring.judged import LEVELS, PRIORITIES, RISK, RUBRIC, TALK, dimension, keys, observe, observer, said

MET, ABSENT = said(stops="A1.1 met", cost="A1.2 met"), said(stops="absent", cost="absent")


def by_keys(body: dict[str, Any]) -> Reply:
    return data({"stops": PRIORITIES, "cost": PRIORITIES, "test": RISK, "plan": RISK}[keys(body)[0]])


def test_samples_are_merged_and_their_agreement_is_the_confidence() -> None:
    other = said(stops="A2.1 met", cost="absent")
    by_id, _, _ = observe(data(MET), data(RISK), data(other), data(RISK), data(ABSENT), data(RISK), samples=3)
    assert by_id["priorities.stops"] == Observation("priorities.stops", "met", ("A1.1", "A2.1"), 0.6, "llm")
    assert by_id["priorities.cost"].verdict == "absent"
    assert by_id["risk.test"].confidence == 0.8


def test_samples_can_differ_by_order_and_by_temperature() -> None:
    _, _, fake = observe(*[data(each) for each in (PRIORITIES, RISK) * 2], samples=2)
    assert [keys(request) for request in fake.requests] == [
        *(("stops", "cost"), ("test", "plan")),
        *(("cost", "stops"), ("plan", "test")),
    ]
    assert [request["temperature"] > 0 for request in fake.requests] == [False, False, True, True]
    asked = [request["messages"][1]["content"] for request in fake.requests]
    assert asked[0].index("stops:") < asked[0].index("cost:")
    assert asked[2].index("stops:") > asked[2].index("cost:")


def test_even_samples_credit_less() -> None:
    by_id, _, _ = observe(data(MET), data(RISK), data(ABSENT), data(RISK), samples=2)
    assert by_id["priorities.stops"].verdict == "absent"


def test_what_each_sample_said_is_kept() -> None:
    _, found, _ = observe(data(MET), data(RISK), data(ABSENT), data(RISK), samples=2)
    assert [[each.verdict for each in sample] for sample in found.samples] == [
        ["met", "met", "absent", "no_opportunity"],
        ["absent", "absent", "absent", "no_opportunity"],
    ]
    _, found, _ = observe(data(MET), data(RISK))
    assert found.samples == ()


def test_a_sample_that_fails_takes_nothing_from_those_that_came() -> None:
    broken = Reply(status=500, error="out of memory")
    by_id, found, _ = observe(data(MET), data(RISK), broken, data(RISK), data(RISK), samples=3)
    assert by_id["priorities.stops"].confidence == 0.67  # not asked a third time
    assert found.notices == ()
    assert [len(sample) for sample in found.samples] == [4, 2, 2]


def test_a_dimension_that_failed_is_asked_for_no_further_samples() -> None:
    refusal = Reply(None, message={"refusal": "No."})
    by_id, found, _ = observe(refusal, data(RISK), data(RISK), data(RISK), samples=3)
    assert by_id["priorities.stops"].observer == "rules"
    assert [len(sample) for sample in found.samples] == [2, 2, 2]
    assert "Priorities" in found.notices[0]


def test_every_dimension_is_asked_once_before_any_is_asked_twice() -> None:
    now = iter([0.0, 1.0, 2.0, 301.0, 302.0])
    by_id, found, _ = observe(data(PRIORITIES), data(RISK), samples=3, clock=lambda: next(now))
    assert {each.observer for each in by_id.values()} == {"llm"}
    assert found.notices == ()


def test_progress_is_told_by_calls() -> None:
    told: list[tuple[int, int]] = []
    observe(
        *[data(each) for each in (PRIORITIES, RISK) * 2],
        samples=2,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


# Side by side


MANY = Rubric("test", tuple(dimension(f"d{number}", "stops", "cost") for number in range(9)), "0" * 64)


def test_calls_are_made_side_by_side_up_to_a_bound() -> None:
    """The first alone; each of the others is answered only when three are under way at once."""

    def reply(_: dict[str, Any]) -> Reply:
        return data(PRIORITIES, gate=(lambda fake: until(fake, 3)) if len(fake.requests) > 1 else None)

    with FakeLLM(by=reply) as fake:
        found = observer(fake, most=3).observe(TALK, MANY)
    assert fake.most_at_once == 3
    assert len(fake.requests) == 9
    assert {each.observer for each in found.observations} == {"llm"}


def test_the_first_goes_alone_so_that_the_server_has_read_the_transcript() -> None:
    def reply(_: dict[str, Any]) -> Reply:
        return data(PRIORITIES, gate=(lambda fake: until(fake, 2, 0.3)) if len(fake.requests) == 1 else alone)

    def alone(fake: FakeLLM) -> None:
        seen.append(fake.most_at_once)

    seen: list[int] = []
    with FakeLLM(by=reply) as fake:
        assert len(observer(fake, most=1).observe(TALK, MANY).observations) == 18
        assert set(seen) == {1}
    with FakeLLM(by=reply) as fake:
        began = time.monotonic()
        observer(fake, most=4).observe(TALK, MANY)
        assert time.monotonic() - began >= 0.3  # nobody came while the first was held back


def test_side_by_side_and_one_by_one_come_to_the_same() -> None:
    with FakeLLM(by=by_keys) as fake:
        one = observer(fake, samples=3).observe(TALK, RUBRIC)
        other = observer(fake, samples=3, most=4).observe(TALK, RUBRIC)
    assert one == other


def test_a_dead_endpoint_is_not_asked_for_everything() -> None:
    with FakeLLM(by=lambda _: Reply(status=500, error="out of memory")) as fake:
        found = observer(fake, most=2, samples=3).observe(TALK, MANY)
    assert len(fake.requests) <= 5
    assert found.observer == "rules"
    assert "rules alone" in found.notices[-1]


def test_a_failure_of_ours_is_not_taken_for_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        if threading.current_thread() is not threading.main_thread():
            raise PromptFileError("judge-dimension.md: no such prompt file")
        return whole(*_)  # type: ignore[arg-type]

    whole = library.fill
    monkeypatch.setattr(library, "fill", broken)
    with FakeLLM(by=lambda _: data(PRIORITIES)) as fake, pytest.raises(PromptFileError):
        observer(fake, most=2).observe(TALK, MANY)


# Median and spread


def test_the_middle_of_samples() -> None:
    assert arithmetic.middle([3.5, 2.0, 3.0]) == (3.0, 0.75)
    assert arithmetic.middle([2.0, 3.0]) == (2.5, 0.5)
    assert arithmetic.middle([4.0]) == (4.0, None)
    assert arithmetic.middle([None, 2.0, 3.0]) == (2.5, 0.5)
    assert arithmetic.middle([None, None, 3.0]) == (None, None)
    assert arithmetic.middle([None]) == (None, None)


def staff(id: str) -> Dimension:
    """Two indicators, of a senior and of a staff idea: 1 and 2 points."""
    names = (("senior", 3), ("staff", 4))
    indicators = tuple(Indicator(f"{id}.{name}", f"does {name}", level, "?", "Do.") for name, level in names)
    return Dimension(id, id.title(), "Is it so?", LEVELS, 1.0, indicators)


FOUR = Rubric("test", tuple(staff(f"d{number}") for number in range(4)), "0" * 64)


def sample(*verdicts: str, dimensions: int = 4) -> tuple[Observation, ...]:
    """The same verdicts, senior then staff, in every dimension."""
    return tuple(
        Observation(each.id, verdict, ("A1.1",) if verdict in ("met", "partly") else (), 0.7, "llm")  # type: ignore[arg-type]
        for one in FOUR.dimensions[:dimensions]
        for each, verdict in zip(one.indicators, verdicts, strict=True)
    )


def card(*samples: tuple[Observation, ...], majority: tuple[Observation, ...]) -> Scorecard:
    observed = Observed("llm", "fake", majority, (), samples)
    return assess(TALK, observed, FOUR, delivery(()), created="", target=None, self_scores={})


def test_the_score_is_the_median_of_the_samples_values_and_says_how_far_they_lie_apart() -> None:
    low, middle, high = sample("absent", "absent"), sample("met", "absent"), sample("met", "met")
    made = card(low, high, middle, majority=middle)
    assert [(each.value, each.spread) for each in made.scores] == [(2.0, 1.25)] * 4
    assert made.overall == 2.0
    data = to_json(made)
    assert (data["samples"], data["dimensions"][0]["score"], data["dimensions"][0]["spread"]) == (3, 2.0, 1.25)


def test_what_is_shown_is_what_most_samples_saw() -> None:
    made = card(
        sample("met", "met"), sample("met", "absent"), sample("met", "absent"), majority=sample("met", "absent")
    )
    assert made.scores[0].gap == "Do."
    assert [each.id for each in made.scores[0].evidence] == ["A1.1"]


def test_samples_that_agree_have_no_spread_and_one_alone_is_not_known_to() -> None:
    same = sample("met", "absent")
    assert card(same, same, majority=same).scores[0].spread == 0
    assert card(majority=same).scores[0].spread is None


def test_a_dimension_by_the_rules_has_their_score_and_no_spread() -> None:
    """The samples hold three dimensions; the fourth fell back."""
    majority = sample("met", "met", dimensions=3) + tuple(
        replace(each, observer="rules") for each in sample("met", "absent")[6:]
    )
    made = card(*[sample("met", "met", dimensions=3)] * 2, majority=majority)
    assert [(each.value, each.spread) for each in made.scores] == [(3.5, 0.0)] * 3 + [(2.0, None)]
