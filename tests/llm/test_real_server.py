"""The client against a real llama.cpp server with a small model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach.llm.client import OpenAIModel
from coach.llm.connect import connect
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from tests.lab import llama
from tests.parts import needs


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIModel]:
    with llama.serve(needs("qwen-0.5b"), 2048) as url:
        one = connect(Endpoint(url, None, None), 30)
        assert [one.model] == llama.models(url)
        yield one


def test_words_are_streamed(model: OpenAIModel) -> None:
    asked = [Message(role="user", content="Say one short sentence about ships.")]
    pieces = list(model.stream(asked, max_tokens=24, seconds=120))
    assert len(pieces) > 2
    assert "".join(pieces).strip()


def test_a_schema_holds(model: OpenAIModel) -> None:
    names = {"type": "string", "enum": ["none", "A1.1", "A1.2"]}
    schema = {"type": "object", "properties": {"evidence": names, "met": {"type": "boolean"}}}
    asked = [
        Message(role="user", content="A1.1 We stop the migration. A1.2 I like tea. Which sentence stops something?")
    ]
    answer = model.complete(asked, schema, max_tokens=60, seconds=120)
    assert set(answer) == {"evidence", "met"}
    assert answer["evidence"] in names["enum"]
    assert model.ladder.rung == 0
