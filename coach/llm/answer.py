"""What a server sends, taken out of the client library's objects, which are not checked: any part may be missing."""

from __future__ import annotations

from dataclasses import dataclass
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


def _text(thing: Any, key: str) -> str:
    value = getattr(thing, key, None)
    return value if isinstance(value, str) else ""


def _count(thing: Any, key: str) -> int:
    value = getattr(thing, key, None)
    return value if isinstance(value, int) else 0
