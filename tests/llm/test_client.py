from __future__ import annotations

import time

import pytest

from coach.errors import LLMError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from tests.lab.fake_llm import FakeLLM, Reply, event

ASKED = [Message(role="user", content="What would you cut?")]


def model(fake: FakeLLM, key: str | None = None) -> OpenAIModel:
    return OpenAIModel(Endpoint(fake.url, key, None), "fake")


def words(fake: FakeLLM, seconds: float = 5) -> str:
    return "".join(model(fake).stream(ASKED, max_tokens=50, seconds=seconds)).strip()


def failure(fake: FakeLLM, seconds: float = 5, key: str | None = None) -> str:
    with pytest.raises(LLMError) as caught:
        list(model(fake, key).stream(ASKED, max_tokens=50, seconds=seconds))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_words_come_in_pieces() -> None:
    with FakeLLM("Who loses if you wait?") as fake:
        pieces = list(model(fake).stream(ASKED, max_tokens=50, seconds=5))
    assert len(pieces) > 1
    assert "".join(pieces).strip() == "Who loses if you wait?"
    assert fake.requests[0]["messages"] == ASKED
    assert fake.requests[0]["max_tokens"] == 50


def test_the_end_of_the_token_limit_is_no_error_for_words() -> None:
    with FakeLLM(Reply("Who loses if", finish="length")) as fake:
        assert words(fake) == "Who loses if"


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (("<think>They dodge.</think>", "Who loses?"), "Who loses?"),
        (("<th", "ink>Dodge", "d.</thi", "nk>", "\n\nWho ", "loses?"), "Who loses?"),
        (("Is 3 < 4 ", "and 5 <", " 6?"), "Is 3 < 4 and 5 < 6?"),
    ],
)
def test_thinking_is_left_out(pieces: tuple[str, ...], said: str) -> None:
    with FakeLLM(Reply(pieces=pieces)) as fake:
        assert words(fake) == said


def test_reasoning_fields_are_left_out() -> None:
    with FakeLLM(Reply("Who loses?", message={"reasoning_content": "They dodge."})) as fake:
        assert words(fake) == "Who loses?"


def test_nothing_but_thinking_is_an_error() -> None:
    with FakeLLM(Reply(pieces=("<think>", "and on and on"), finish="length")) as fake:
        assert "sent no words" in failure(fake)


def test_a_silent_server_is_left_in_time() -> None:
    with FakeLLM(Reply(silent=True)) as fake:
        began = time.monotonic()
        assert "took longer than 0.3 s" in failure(fake, 0.3)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("trickle", [": keep alive\n\n", event("and "), 'data: {"choices'])
def test_a_server_that_trickles_for_ever_is_left_in_time(trickle: str) -> None:
    with FakeLLM(Reply(trickle=trickle)) as fake:
        began = time.monotonic()
        assert "took longer" in failure(fake, 0.4)
        assert time.monotonic() - began < 2


def test_a_reader_that_stops_early_is_no_error() -> None:
    with FakeLLM(Reply("one two three four five six")) as fake:
        stream = model(fake).stream(ASKED, max_tokens=50, seconds=5)
        assert next(stream) == "one "
        stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(status=401, error="bad key"), "check OPENAI_API_KEY"),
        (Reply(status=404, error="no"), "knows no model 'fake'"),
        (Reply(status=429, error="slow down"), "asks to wait"),
        (Reply(status=500, error="out of\nmemory"), "answered 500: out of memory"),
        (Reply(raw="<html>Welcome</html>"), "/v1?"),
        (Reply("Who loses?", breaks_off=True), "peer closed connection"),
    ],
)
def test_failures_say_what_to_do(reply: Reply, says: str) -> None:
    with FakeLLM(reply) as fake:
        message = failure(fake)
    assert says in message
    assert "127.0.0.1" in message


def test_no_failure_shows_the_key() -> None:
    with FakeLLM(Reply(status=500, error="your key is sk-secret-123")) as fake:
        message = failure(fake, key="sk-secret-123")
    assert "secret" not in message
    assert "***" in message
    assert fake.headers[0]["authorization"] == "Bearer sk-secret-123"


def test_the_key_of_the_environment_goes_to_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    with FakeLLM("Who loses?") as fake:
        words(fake)
    assert "sk-of-openai" not in fake.headers[0]["authorization"]


def test_nothing_is_retried() -> None:
    with FakeLLM(Reply(status=503, error="busy")) as fake:
        failure(fake)
    assert len(fake.requests) == 1


def test_the_newer_name_of_the_token_limit_is_learnt() -> None:
    refused = Reply(status=400, error="'max_tokens' is not supported: use 'max_completion_tokens' instead")
    with FakeLLM(refused, "Who loses?", "And who wins?") as fake:
        one = model(fake)
        for _ in range(2):
            list(one.stream(ASKED, max_tokens=50, seconds=5))
    assert ["max_completion_tokens" in request for request in fake.requests] == [False, True, True]
