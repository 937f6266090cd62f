"""`coach score` and `coach calibrate` with a small model near by: the rules, and questions where they are in doubt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach.cli import engines, trust
from coach.cli.main import main
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring import blend as blends
from coach.scoring import calibration, controls, rubric
from coach.store import Store
from tests.lab.fake_llm import Body, FakeLLM, Reply, data
from tests.scoring.nearby import NO, YES, told

ANSWERS = """Interviewer: What do you do first?
Candidate: I'd freeze the library upgrades until May and ship the launch, because it keeps the Nordbank contract.
Interviewer: And if it fails?
Candidate: We start with one team as a trial for two weeks. If it doesn't work we stop. Ines hears it from me.
"""
RUBRIC = rubric.load()


def reply(body: Body) -> Reply:
    """Yes to everything that is asked; no words for advice."""
    if body.get("logprobs"):
        return told(YES)
    keys = body["response_format"]["json_schema"]["schema"]["properties"]
    return data({key: "nothing" if key.endswith("_cites") else "" for key in keys})


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLLM]:
    with FakeLLM(by=reply) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        yield fake


@pytest.fixture
def interview(tmp_path: Path) -> str:
    file = tmp_path / "interview.md"
    file.write_text(ANSWERS)
    return str(file)


def coach(*args: str) -> Result:
    result = CliRunner().invoke(main, list(args))
    assert result.exit_code == 0, result.output
    return result


def questions(fake: FakeLLM) -> list[Body]:
    return [each for each in fake.requests if each.get("logprobs")]


def scored(*args: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(coach("score", *args, "--json").stdout)
    return card


def test_it_is_asked_where_the_rules_are_in_doubt_and_the_report_says_so(fake: FakeLLM, interview: str) -> None:
    card = scored(interview, "--observer", "llm")
    asked = len(questions(fake))
    assert 3 < asked < len(RUBRIC.indicators)
    assert (card["observer"], card["model"]) == ("llm", "fake")
    assert f"was asked about {asked} of {len(RUBRIC.indicators)} ideas" in str(card["notices"])


def test_a_second_time_asks_nothing_and_comes_to_the_same(fake: FakeLLM, interview: str) -> None:
    first = scored(interview, "--observer", "llm")
    asked = len(fake.requests)
    assert scored(interview, "--observer", "llm") | {"created": ""} == first | {"created": ""}
    assert len(fake.requests) == asked
    coach("score", interview, "--observer", "llm", "--fresh")
    assert len(fake.requests) == 2 * asked


def test_unmeasured_it_stands_aside_for_the_rules(fake: FakeLLM, interview: str) -> None:
    card = scored(interview)
    assert questions(fake) == []
    assert card["observer"] == "rules"
    assert "scored by the rules: the language model runs here" in str(card["notices"])


def test_ctrl_c_leaves_the_rules_result_and_asks_nothing_more(interview: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def interrupted(self: OpenAIModel, messages: Any, *, seconds: float) -> dict[str, float]:
        asked.append((self, messages, seconds))
        if len(asked) == 3:
            raise KeyboardInterrupt
        return dict(YES)

    monkeypatch.setattr(OpenAIModel, "beginnings", interrupted)
    with FakeLLM() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        card = scored(interview, "--observer", "llm")
    assert len(asked) == 3
    assert card["observer"] == "rules"
    assert engines.STOPPED in card["notices"]


def test_the_time_can_be_said(interview: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeLLM(by=lambda body: Reply(silent=True) if body.get("logprobs") else reply(body)) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        card = scored(interview, "--observer", "llm", "--seconds", "1")
    assert len(questions(fake)) == 1
    assert card["observer"] == "rules"
    assert "because the language model failed" in str(card["notices"])


def test_calibrate_measures_what_its_replies_are_worth_and_scores_go_by_that(
    home: Path, interview: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "QUICK", calibration.Sample(1, 0, 1, 1))
    monkeypatch.setattr(calibration, "attacks", lambda _: ())
    shown = {(each.question.indicator.statement, each.question.text) for each in controls.load(RUBRIC) if each.shown}

    def knows(body: Body) -> Reply:
        if not body.get("logprobs"):
            return reply(body)
        question = body["messages"][-1]["content"]
        return told(YES if any(idea in question and text in question for idea, text in shown) else NO)

    with FakeLLM(by=knows) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        coach("calibrate", "--observer", "llm", "--quick", "--runs", "1")
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        own = trust.blend(model, RUBRIC, Store(home))
        assert own != blends.shipped()
        assert own.worth > 1
        assert scored(interview, "--observer", "llm")["calibration"].startswith("this grader put ")


def test_a_correction_of_another_version_is_none(home: Path) -> None:
    model = OpenAIModel(Endpoint("http://127.0.0.1:1/v1", None, None), "fake")
    store = Store(home)
    store.save_calibration(trust.name(trust.CORRECTION, "fake", RUBRIC), {"worth": 3})
    assert trust.blend(model, RUBRIC, store) == blends.shipped()
