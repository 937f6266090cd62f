"""A whole typed session against a real llama.cpp server, through the real process."""

from __future__ import annotations

import json

import pytest

from tests.cli.processes import said, start, turns
from tests.lab import llama
from tests.parts import needs

ANSWERS = """I'd freeze the runner migration until May and ship the launch first, because it keeps the contract.
---
Ines loses her date for two teams. I'd tell her on Monday.
---
If two of five trial teams fall behind by March, we stop.
"""


@pytest.mark.timeout(900)
def test_a_session_interviewed_and_scored_by_a_real_model(home):
    with llama.serve(needs("qwen-0.5b")) as url:
        flags = ("--interviewer", "llm", "--base-url", url, "--questions", "3", "--json")
        process = start(home, "practice", "ci-runners", "--seed", "1", *flags)
        out, errors = process.communicate(ANSWERS, timeout=400)
        assert process.returncode == 0, errors
        process = start(home, "score", "last", "--observer", "llm", "--base-url", url, "--json")
        judged, errors = process.communicate(timeout=400)
        assert process.returncode == 0, errors
    _interviewed(home)
    _stood_aside(json.loads(out))
    _judged(json.loads(judged))


def _interviewed(home) -> None:
    """Each turn is the model's, or the built-in words with the reason why."""
    questions = [turn for turn in turns(home) if turn["role"] == "interviewer"]
    assert questions[0]["by"] == "builtin"
    for turn in questions:
        assert turn["text"]
        assert turn["by"] == "llm" or turn["move"]["kind"] in ("opening", "close") or turn["notice"]
    assert len(said(home, "candidate")) == 3
    session = json.loads(next(home.rglob("session.json")).read_text())
    assert session["engines"]["interviewer"] == "llm"
    assert session["engines"]["base_url"].startswith("http://127.0.0.1:")


def _stood_aside(card) -> None:
    """A small model near by scores only once it has been shown to grade better than the rules."""
    assert card["observer"] == "rules"
    assert any("coach calibrate" in notice for notice in card["notices"])


def _judged(card) -> None:
    """What the model was asked for by name, on the candidate's own sentences."""
    assert card["observer"] == "llm"
    assert card["model"]
    assert len(card["observations"]) == 49
    quotes = {each["quote"] for dimension in card["dimensions"] for each in dimension["evidence"]}
    assert all(quote in ANSWERS for quote in quotes)
