from __future__ import annotations

import socket

import pytest

from coach.errors import LLMError
from coach.llm.connect import connect
from coach.llm.endpoint import Endpoint
from tests.lab.fake_llm import FakeLLM


def refusal(endpoint: Endpoint) -> str:
    with pytest.raises(LLMError) as caught:
        connect(endpoint, 2)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_first_model_that_chats_is_taken() -> None:
    with FakeLLM(models=("nomic-embed-text", "qwen", "llama")) as fake:
        assert connect(Endpoint(fake.url, None, None), 2).model == "qwen"


def test_a_named_model_is_taken_even_where_none_are_listed() -> None:
    with FakeLLM(lists=False) as fake:
        assert connect(Endpoint(fake.url, None, "mine"), 2).model == "mine"


def test_no_list_and_no_name() -> None:
    with FakeLLM(lists=False) as fake:
        assert "--model" in refusal(Endpoint(fake.url, None, None))


def test_no_model_that_chats() -> None:
    with FakeLLM(models=("text-embedding-3",)) as fake:
        assert "no model that can chat" in refusal(Endpoint(fake.url, None, None))


def test_nothing_there_names_the_address_without_secrets() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        port = taken.getsockname()[1]
        told = refusal(Endpoint(f"http://me:pass123@127.0.0.1:{port}/v1?token=t0k", "sk-key", None))
    assert f"http://127.0.0.1:{port}/v1" in told
    assert "start the server" in told
    assert not any(secret in told for secret in ("me:", "pass123", "t0k", "sk-key"))


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://host/v1", "http://[::1", "http://host:99999/v1", "http://"])
def test_an_address_that_is_none(url: str) -> None:
    assert "base URL" in refusal(Endpoint(url, None, None))


def test_the_repr_shows_no_secret() -> None:
    shown = repr(Endpoint("http://me:pass123@host:1/v1", "sk-key", "m"))
    assert "pass123" not in shown
    assert "sk-key" not in shown


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://192.168.1.20:8000/v1", True),
        ("http://ollama:11434/v1", True),
        ("http://studio.local:1234/v1", True),
        ("http://host.docker.internal:11434/v1", True),
        ("https://api.openai.com/v1", False),
        ("https://8.8.8.8/v1", False),
        ("https://localhost.example.com/v1", False),
        (None, False),
    ],
)
def test_what_is_near_by_is_told_from_what_is_elsewhere(url: str | None, local: bool) -> None:
    assert Endpoint(url, None, None).local == local
