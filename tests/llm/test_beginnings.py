"""The probabilities of an answer's first token: told, not told, kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.errors import LLMError
from coach.llm.cache import CachedLLM
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.llm.usage import Usage
from tests.lab.fake_llm import FakeLLM, Reply

ASKED = [Message(role="user", content="Does it stop something?")]
TOLD = Reply("Yes", beginnings={"Yes": 0.7, " yes": 0.1, "No": 0.2})
REFUSED = Reply(status=400, error="logprobs are not supported")


def model(fake: FakeLLM) -> OpenAIModel:
    return OpenAIModel(Endpoint(fake.url, None, None), "fake")


def beginnings(llm: OpenAIModel | CachedLLM) -> dict[str, float]:
    return {token: round(p, 6) for token, p in llm.beginnings(ASKED, seconds=5).items()}


def test_one_token_is_asked_for_and_its_alternatives_told():
    with FakeLLM(TOLD) as fake:
        assert beginnings(model(fake)) == {"Yes": 0.7, " yes": 0.1, "No": 0.2}
    (sent,) = fake.requests
    assert (sent["max_tokens"], sent["logprobs"], sent["top_logprobs"]) == (1, True, 20)


def test_a_server_that_ignores_it_is_asked_once():
    with FakeLLM("Yes") as fake:
        one = model(fake)
        assert beginnings(one) == beginnings(one) == {}


def test_a_server_that_refuses_twenty_is_asked_for_five_from_then_on():
    with FakeLLM(REFUSED, TOLD, TOLD) as fake:
        one = model(fake)
        assert beginnings(one) == beginnings(one) != {}
    assert [each["top_logprobs"] for each in fake.requests] == [20, 5, 5]


def test_a_server_that_refuses_any_is_not_asked_again():
    with FakeLLM(REFUSED, REFUSED) as fake:
        one = model(fake)
        assert beginnings(one) == beginnings(one) == {}


def test_a_failure_is_a_failure_and_nothing_is_learnt_from_it():
    with FakeLLM(Reply(status=500, error="out of memory"), TOLD) as fake:
        one = model(fake)
        with pytest.raises(LLMError, match="out of memory"):
            beginnings(one)
        assert beginnings(one)


def test_what_was_told_is_kept_and_what_was_not_is_not(tmp_path: Path):
    with FakeLLM("Yes", TOLD) as fake:
        assert beginnings(CachedLLM(model(fake), tmp_path)) == {}
        one = CachedLLM(model(fake), tmp_path)
        assert beginnings(one) == beginnings(one) == beginnings(CachedLLM(model(fake), tmp_path))
    assert one.spent == Usage(calls=1, kept=1)


@pytest.mark.parametrize("damage", ["", "[]", '{"answer": {}}', '{"answer": {"Yes": "often"}}', '{"answer": 3}'])
def test_a_damaged_file_is_asked_about_again(tmp_path: Path, damage: str):
    with FakeLLM(TOLD, TOLD) as fake:
        beginnings(CachedLLM(model(fake), tmp_path))
        next(tmp_path.iterdir()).write_text(damage)
        assert beginnings(CachedLLM(model(fake), tmp_path))["Yes"] == 0.7
