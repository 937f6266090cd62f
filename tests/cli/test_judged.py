"""`coach score` with a language model elsewhere: asked once, blind, and said what it took."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach.cli.engines import spent
from coach.cli.main import main
from coach.llm.endpoint import Endpoint
from coach.llm.usage import Usage
from tests.lab.fake_llm import FakeLLM, Reply, data, until

ANSWERS = """I'd freeze the library upgrades until May and ship the launch, because it keeps the Nordbank contract.
---
We start with one team as a trial for two weeks; if fewer than half of the pull requests pass, we stop.
"""
USAGE = {"prompt_tokens": 2000, "completion_tokens": 90, "prompt_tokens_details": {"cached_tokens": 1500}}

ADVICE = 1
"""One call for the sentences to be rewritten."""


def reply(body: dict[str, Any], usage: dict[str, Any] | None = None) -> Reply:
    """The first indicator is met by the first sentence, the others are absent; no sentence is rewritten."""
    keys = list(body["response_format"]["json_schema"]["schema"]["properties"])
    if keys[0].endswith("_cites"):
        return data({key: "nothing" if key.endswith("_cites") else "" for key in keys}, usage=usage)
    return data({key: "A1.1 met" if key == min(keys) else "absent" for key in keys}, usage=usage)


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLLM]:
    monkeypatch.setattr(Endpoint, "local", False)
    with FakeLLM(by=lambda body: reply(body, USAGE)) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        yield fake


def coach(*args: str, input: str | None = None) -> Result:
    result = CliRunner().invoke(main, list(args), input=input)
    assert result.exit_code == 0, result.output
    return result


def practised() -> dict[str, Any]:
    said = ("practice", "ci-runners", "--seed", "1", "--questions", "2", "--text", "--interviewer", "builtin", "--json")
    card: dict[str, Any] = json.loads(coach(*said, input=ANSWERS).stdout)
    return card


def test_three_samples_of_ten_dimensions_and_what_they_took(endpoint: FakeLLM) -> None:
    practised()
    result = coach("score", "last", "--json")
    assert len(endpoint.requests) == 30 + ADVICE
    card = json.loads(result.stdout)
    assert (card["observer"], card["model"], card["samples"]) == ("llm", "fake", 3)
    assert {each["spread"] for each in card["dimensions"]} == {0.0}
    (line,) = result.stderr.splitlines()
    assert re.fullmatch(r"30 calls, 60,000 tokens in \(45,000 cached\), 2,700 out, \d+ s", line)


def test_a_second_time_costs_nothing_and_comes_to_the_same(endpoint: FakeLLM, home: Path) -> None:
    practised()
    first = coach("score", "last", "--json")
    asked = len(endpoint.requests)
    second = coach("score", "last", "--json")
    assert len(endpoint.requests) == asked
    assert second.stderr.splitlines() == ["30 answers kept from before; `coach score --fresh` asks again"]
    one, other = (json.loads(each.stdout) | {"created": ""} for each in (first, second))
    assert one == other
    coach("score", "last", "--fresh")
    assert len(endpoint.requests) == 2 * asked
    assert len(list((home / "cache" / "judge").iterdir())) == asked


def test_four_calls_are_under_way_at_once(endpoint: FakeLLM) -> None:
    practised()
    endpoint.by = lambda body: replace(reply(body), gate=lambda fake: until(fake, 5, 0.1))
    coach("score", "last")
    assert endpoint.most_at_once == 4


def test_the_number_of_samples_can_be_said(endpoint: FakeLLM) -> None:
    practised()
    card = json.loads(coach("score", "last", "--samples", "1", "--json").stdout)
    assert len(endpoint.requests) == 10 + ADVICE
    assert {each["spread"] for each in card["dimensions"]} == {None}
    coach("score", "last", "--samples", "2")
    assert len(endpoint.requests) == 20 + ADVICE  # the first sample is the one kept from before


def test_the_judge_sees_no_self_scores_no_earlier_scores_and_no_coaching(endpoint: FakeLLM, home: Path) -> None:
    practised()
    coach("score", "last")
    file = next(home.glob("sessions/*/scorecard.json"))
    before = json.loads(file.read_text())
    marked = before | {
        "self_scores": {each["id"]: 5 for each in before["dimensions"]},
        "level": "the earlier level",
        "notices": ["an earlier notice"],
        "next_drill": before["next_drill"] | {"advice": "the coaching"},
        "dimensions": [each | {"score": 4.9, "gap": "the coaching"} for each in before["dimensions"]],
    }
    file.write_text(json.dumps(marked))
    blind = [request["messages"] for request in endpoint.requests]
    coach("score", "last", "--fresh")
    again = [request["messages"] for request in endpoint.requests[len(blind) :]]
    assert sorted(map(json.dumps, again)) == sorted(map(json.dumps, blind))
    assert json.loads(file.read_text())["self_scores"] == marked["self_scores"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are another thing there")
def test_what_is_kept_is_the_owners_only(endpoint: FakeLLM, home: Path) -> None:
    practised()
    coach("score", "last")
    assert endpoint.requests
    kept = [home / "secret", *(home / "cache" / "judge").iterdir()]
    assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {0o600}
    told = json.dumps(endpoint.requests)
    assert (home / "secret").read_text().strip() not in told


def test_what_it_took_in_words() -> None:
    assert spent(Usage(10, 21400, 18000, 900), 12.4) == ["10 calls, 21,400 tokens in (18,000 cached), 900 out, 12 s"]
    assert spent(Usage(1, 500, 0, 9), 1) == ["1 call, 500 tokens in, 9 out, 1 s"]
    assert spent(Usage(10), 12) == []
    assert spent(Usage(2, 300, 0, 20, kept=8), 3)[0].startswith("8 answers kept from before")
