"""What a server sends, taken out of the client library's objects, which are not checked: any part may be missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.llm.usage import Usage

REASONING = ("reasoning_content", "reasoning")
"""Where servers put what a model thinks, beside the answer."""


@dataclass(frozen=True)
class Answer:
    """What a server sent for one request."""

    text: str
    reasoning: str = ""
    """Some servers put an answer that is held to a schema here, and leave the text empty."""
    refusal: str = ""
    finish: str = ""
    """The reason why it ended: stop, length, content_filter, ..."""
    beginnings: Mapping[str, float] = field(default_factory=dict)
    """Token that the answer could have begun with → its probability; empty unless asked for, and told."""


def answer(completion: Any) -> Answer | None:
    """The first choice; None when there is no message in it."""
    choices = getattr(completion, "choices", None) or [None]
    message = getattr(choices[0], "message", None)
    if message is None:
        return None
    return Answer(
        text=_text(message, "content"),
        reasoning=next((said for key in REASONING if (said := _text(message, key))), ""),
        refusal=_text(message, "refusal"),
        finish=_text(choices[0], "finish_reason"),
        beginnings=_beginnings(choices[0]),
    )


def piece(chunk: Any) -> str:
    """The words in one streamed chunk; reasoning fields, roles and usage hold none."""
    choices = getattr(chunk, "choices", None)
    return _text(getattr(choices[0], "delta", None), "content") if choices else ""


def usage(completion: Any) -> Usage:
    """One call, and its tokens as far as the server tells them."""
    told = getattr(completion, "usage", None)
    details = getattr(told, "prompt_tokens_details", None)
    cached = _count(details, "cached_tokens") or _count(told, "prompt_cache_hit_tokens")  # the latter: DeepSeek
    return Usage(1, _count(told, "prompt_tokens"), cached, _count(told, "completion_tokens"))


def _beginnings(choice: Any) -> dict[str, float]:
    """Tokens that differ only in bytes that make no text are one here, and their probabilities are added up."""
    tokens = getattr(getattr(choice, "logprobs", None), "content", None) or [None]
    found: dict[str, float] = {}
    for each in getattr(tokens[0], "top_logprobs", None) or ():
        logprob = getattr(each, "logprob", None)
        if isinstance(logprob, (int, float)):
            token = _text(each, "token")
            found[token] = found.get(token, 0.0) + math.exp(min(logprob, 0.0))
    return found


def _text(thing: Any, key: str) -> str:
    value = getattr(thing, key, None)
    return value if isinstance(value, str) else ""


def _count(thing: Any, key: str) -> int:
    value = getattr(thing, key, None)
    return value if isinstance(value, int) else 0
