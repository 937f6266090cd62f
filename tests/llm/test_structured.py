from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from coach.errors import LLMError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.llm.reading import objects
from coach.llm.schema import MOST_ENUM
from coach.llm.structured import LINES, RUNGS, Ladder
from coach.llm.usage import Usage
from tests.lab.fake_llm import FakeLLM, Reply, data, until

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
def test_a_re_ask_quotes_the_fault(reply: Reply, fault: str) -> None:
    with FakeLLM(reply, data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD
    first, second = fake.requests
    assert second["messages"][:2] == first["messages"]
    assert fault in second["messages"][-1]["content"]
    assert '"enum"' in second["messages"][-1]["content"]


def test_a_second_re_ask_quotes_the_second_fault() -> None:
    with FakeLLM(data({"verdict": "met"}), data({"ids": []}), data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD
    second, third = fake.requests[1:]
    assert "ids is missing" in second["messages"][-1]["content"]
    assert "verdict is missing" in third["messages"][-1]["content"]
    assert len(third["messages"]) == 4


def test_three_unusable_answers_are_an_error() -> None:
    with FakeLLM("no", "no", "no") as fake, pytest.raises(LLMError, match="no usable answer in 3 tries"):
        asked(model(fake))


def test_a_truncated_answer_gets_more_room() -> None:
    with FakeLLM(Reply(TEXT[:9], finish="length"), data(GOOD)) as fake:
        asked(model(fake))
    assert [request["max_tokens"] for request in fake.requests] == [100, 200]


def test_what_was_cut_off_is_never_taken_however_whole_it_looks() -> None:
    with FakeLLM(*[Reply(TEXT, finish="length")] * 3) as fake, pytest.raises(LLMError, match="cut off"):
        asked(model(fake))


MARKS = {"type": "string", "enum": ["absent", "A1.1 met", "A1.1 partly"]}
FLAT = {"type": "object", "properties": {"stops": MARKS, "cost": MARKS}}
MARKED = {"stops": "A1.1 met", "cost": "absent"}


def marked(one: OpenAIModel) -> Any:
    return one.complete(ASKED, FLAT, max_tokens=100, seconds=5)


@pytest.mark.parametrize(
    "text",
    [
        "stops=A1.1 met\ncost=absent",
        "Here you are:\n- **stops** = `A1.1 met`\n- **cost** = `absent`\nThat is all.",
        "1. STOPS: a1.1 Met.\n2. COST: Absent.",
        "<think>stops=absent, or is it?</think>\nstops=A1.1 met\ncost=absent",
        "stops=A1.1 met\nstops=A1.1 met\ncost=absent",
        json.dumps(MARKED),
    ],
)
def test_a_model_that_can_do_no_json_is_asked_for_lines_and_remembered(text: str) -> None:
    with FakeLLM("It stops it.", "It does stop it!", text, text) as fake:
        one = model(fake)
        assert marked(one) == MARKED
        assert RUNGS[one.ladder.rung] == "lines"
        assert marked(one) == MARKED
    assert formats(fake) == ["json_schema", "json_schema", None, None]
    third, fourth = (request["messages"][-1]["content"] for request in fake.requests[2:])
    assert "no JSON object" in third
    for told in (third, fourth):
        assert "stops=<absent or A1.1 met or A1.1 partly>" in told
        assert '"properties"' not in told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("stops=A1.1 met", "cost is missing"),
        ("stops=A7.7 met\ncost=absent", "'A7.7 met', and has to be one of"),
        ("stops=absent\nstops=A1.1 met\ncost=absent", "stops has more than one value"),
        ("It stops it.", "no JSON object"),
    ],
)
def test_lines_are_held_to_the_schema_as_well(text: str, fault: str) -> None:
    with FakeLLM("no", "no", text, data(MARKED)) as fake:
        one = model(fake)
        with pytest.raises(LLMError, match=fault):
            marked(one)
        assert one.ladder.rung < LINES
        assert marked(one) == MARKED


def test_lists_cannot_be_told_in_lines() -> None:
    with FakeLLM("no", "no", "verdict=met\nids=A1.1") as fake, pytest.raises(LLMError, match="no usable answer"):
        asked(model(fake))
    assert formats(fake) == ["json_schema"] * 3


def test_a_draft_in_the_reasoning_is_not_the_answer() -> None:
    draft = '{"verdict": "absent", "ids": []}'
    with FakeLLM(Reply("I cannot say.", message={"reasoning_content": draft}), data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD
    with FakeLLM(Reply(None, message={"reasoning": f"Maybe {draft}. No: {TEXT}"})) as fake:
        assert asked(model(fake)) == GOOD


def test_what_the_model_thinks_likeliest_first_then_others() -> None:
    with FakeLLM(data(GOOD), data(GOOD)) as fake:
        one = model(fake)
        for sample in (0, 1):
            one.complete(ASKED, SCHEMA, max_tokens=9, seconds=5, sample=sample)
    first, second = (request["temperature"] for request in fake.requests)
    assert first == 0 < second


def test_tokens_are_added_up_over_re_asks() -> None:
    usage = {"prompt_tokens": 900, "completion_tokens": 12, "prompt_tokens_details": {"cached_tokens": 800}}
    deepseek = {"prompt_tokens": 100, "completion_tokens": 3, "prompt_cache_hit_tokens": 64}
    with FakeLLM(Reply("no", usage=usage), data(GOOD, usage=deepseek), data(GOOD)) as fake:
        one = model(fake)
        asked(one)
        assert one.spent == Usage(calls=2, prompt=1000, cached=864, completion=15)
        asked(one)
    assert one.spent - Usage(2, 1000, 864, 15) == Usage(calls=1)


BUSY = Reply(status=429, error="Rate limit reached", headers={"Retry-After": "0.01"})


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    loading = Reply(status=503, error="Loading model", headers={"Retry-After": "0"})
    with FakeLLM(BUSY, loading, data(GOOD)) as fake:
        assert asked(model(fake)) == GOOD


def test_a_server_that_stays_busy_is_an_error() -> None:
    with FakeLLM(*[BUSY] * 4) as fake, pytest.raises(LLMError, match="asks to wait"):
        asked(model(fake))


def test_a_wait_that_is_longer_than_the_time_left_is_not_begun() -> None:
    began = time.monotonic()
    with FakeLLM(replace(BUSY, headers={"Retry-After": "60"})) as fake, pytest.raises(LLMError, match="asks to wait"):
        asked(model(fake))
    assert time.monotonic() - began < 2


def test_both_threads_learn_from_the_same_refusal() -> None:
    """Both asks were under way when the server turned the old name of the limit down."""

    def reply(body: dict[str, Any]) -> Reply:
        if "max_tokens" not in body:
            return data(GOOD)
        return Reply(status=400, error="use 'max_completion_tokens' instead", gate=lambda fake: until(fake, 2))

    with FakeLLM(by=reply) as fake, ThreadPoolExecutor(2) as pool:
        one = model(fake)
        found = [pool.submit(asked, one) for _ in range(2)]
        assert [each.result() for each in found] == [GOOD, GOOD]
    assert fake.most_at_once == 2
    assert formats(fake) == ["json_schema"] * 4  # the refusal was not taken for one of the format


def test_a_schema_too_large_for_strict_servers_is_sent_open_and_checked_whole() -> None:
    ids = [f"A{number}.1" for number in range(MOST_ENUM + 1)]
    large = {"type": "object", "properties": {"id": {"type": "string", "enum": ids}}}
    with FakeLLM(data({"id": "B1.1"}), data({"id": "A9.1"}), data({"id": "A9.1"})) as fake:
        far = model(fake)
        far.ladder = Ladder(MOST_ENUM)
        assert far.complete(ASKED, large, max_tokens=9, seconds=5) == {"id": "A9.1"}
        near = model(fake)
        assert near.complete(ASKED, large, max_tokens=9, seconds=5) == {"id": "A9.1"}
    sent = [request["response_format"]["json_schema"]["schema"]["properties"]["id"] for request in fake.requests]
    assert ["enum" in each for each in sent] == [False, False, True]
    assert "'B1.1', and has to be one of" in fake.requests[1]["messages"][-1]["content"]


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
    assert list(objects('{"a":' * 5000)) == []
