from __future__ import annotations

import time
from typing import Any

import pytest

from coach.errors import LLMError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.llm.structured import first_object
from tests.lab.fake_llm import FakeLLM, Reply, data

ASKED = [Message(role="system", content="Judge."), Message(role="user", content="Does it stop something?")]
SCHEMA = {
    "type": "object",
    "properties": {
        "verdict": {"type": "string", "enum": ["met", "absent"]},
        "ids": {"type": "array", "items": {"type": "string"}},
    },
}
GOOD = {"verdict": "met", "ids": ["A1.1"]}
TEXT = '{"verdict": "met", "ids": ["A1.1"]}'
REFUSED = Reply(status=400, error="This response_format type is unavailable now")


def model(fake: FakeLLM) -> OpenAIModel:
    return OpenAIModel(Endpoint(fake.url, None, None), "fake")


def asked(one: OpenAIModel, seconds: float = 5) -> Any:
    return one.complete(ASKED, SCHEMA, max_tokens=100, seconds=seconds)


def formats(fake: FakeLLM) -> list[str | None]:
    return [request.get("response_format", {}).get("type") for request in fake.requests]


def test_a_strict_server_gets_the_schema_closed() -> None:
    with FakeLLM(data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD
    sent = fake.requests[0]["response_format"]["json_schema"]
    assert sent["strict"] is True
    assert sent["schema"]["required"] == ["verdict", "ids"]
    assert sent["schema"]["additionalProperties"] is False
    assert fake.requests[0]["messages"] == ASKED


def test_a_rung_that_is_turned_down_is_not_tried_again() -> None:
    with FakeLLM(REFUSED, data(GOOD), data(GOOD)) as fake:
        one = model(fake)
        assert asked(one) == asked(one) == GOOD
    assert formats(fake) == ["json_schema", "json_object", "json_object"]
    assert '"enum"' in fake.requests[1]["messages"][-1]["content"]


def test_neither_format_leaves_text() -> None:
    with FakeLLM(REFUSED, REFUSED, f"Sure:\n```json\n{TEXT}\n```\nAnything else?") as fake:
        assert asked(model(fake)) == GOOD
    assert formats(fake) == ["json_schema", "json_object", None]


def test_json_object_turned_down_alone() -> None:
    """LM Studio: takes a schema, answers 400 to json_object; the schema goes first, so it is never met."""
    with FakeLLM(data(GOOD)) as fake:
        asked(model(fake))
    assert formats(fake) == ["json_schema"]


def test_an_error_that_no_format_cures_teaches_nothing() -> None:
    with FakeLLM(*[Reply(status=400, error="the prompt is too long")] * 3, data(GOOD)) as fake:
        one = model(fake)
        with pytest.raises(LLMError, match="too long"):
            asked(one)
        assert asked(one) == GOOD
    assert formats(fake)[-1] == "json_schema"


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{TEXT}\n```",
        f"{TEXT}\nI hope that this helps {{you}}.",
        f"<think>Is it {{met}}? </think>{TEXT}",
        f'Is it met? {{"verdict": "absent", "ids": []}} </think>\n{TEXT}',
        f"The {{verdict}} is: {TEXT}",
    ],
)
def test_the_object_is_found(text: str) -> None:
    with FakeLLM(text) as fake:
        assert asked(model(fake)) == GOOD


def test_an_answer_in_the_reasoning_field() -> None:
    with FakeLLM(Reply(None, message={"reasoning_content": TEXT})) as fake:
        assert asked(model(fake)) == GOOD


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (data({"verdict": "perhaps", "ids": []}), "'perhaps', and has to be one of 'met', 'absent'"),
        (data({"verdict": "met"}), "the key ids is missing"),
        (data(GOOD | {"score": 5}), "'score' is not asked for"),
        (data({"verdict": "met", "ids": "A1.1"}), "ids has to be of type array"),
        (data({"verdict": "met", "ids": [1]}), "ids[0] has to be of type string"),
        (Reply(None), "the answer is empty"),
        (Reply("I would say met."), "no JSON object"),
        (Reply(TEXT[:20]), "no JSON object"),
        (Reply(TEXT, finish="length"), "cut off"),
    ],
)
def test_one_re_ask_quotes_the_fault(reply: Reply, fault: str) -> None:
    with FakeLLM(reply, data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD
    first, second = fake.requests
    assert second["messages"][:2] == first["messages"]
    assert fault in second["messages"][-1]["content"]
    assert '"enum"' in second["messages"][-1]["content"]


def test_two_unusable_answers_are_an_error() -> None:
    with FakeLLM("no", "no") as fake, pytest.raises(LLMError, match="no usable answer in 2 tries"):
        asked(model(fake))


def test_a_truncated_answer_gets_more_room() -> None:
    with FakeLLM(Reply(TEXT[:9], finish="length"), data(GOOD)) as fake:
        asked(model(fake))
    assert [request["max_tokens"] for request in fake.requests] == [100, 200]


def test_a_refusal_is_an_error_at_once() -> None:
    with (
        FakeLLM(Reply(None, message={"refusal": "I cannot judge people."})) as fake,
        pytest.raises(LLMError, match="refused to answer"),
    ):
        asked(model(fake))


def test_the_time_bounds_the_re_ask_as_well() -> None:
    began = time.monotonic()
    with FakeLLM("no", Reply(silent=True)) as fake, pytest.raises(LLMError, match="longer than"):
        asked(model(fake), seconds=0.6)
    assert time.monotonic() - began < 2


def test_a_temperature_that_is_turned_down_is_left_out() -> None:
    refused = Reply(status=400, error="Unsupported value: 'temperature' does not support 0 with this model")
    with FakeLLM(refused, data(GOOD), data(GOOD)) as fake:
        one = model(fake)
        asked(one)
        asked(one)
    assert ["temperature" in request for request in fake.requests] == [True, False, False]
    assert formats(fake) == ["json_schema"] * 3


def test_a_schema_beyond_the_common_part_is_a_mistake() -> None:
    with FakeLLM() as fake, pytest.raises(ValueError, match="'minimum'"):
        model(fake).complete(ASKED, {"type": "integer", "minimum": 1}, max_tokens=9, seconds=1)


def test_deep_nesting_is_survived() -> None:
    assert first_object('{"a":' * 5000) == (False, None)
