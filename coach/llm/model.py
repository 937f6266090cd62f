"""The seam behind which a language model stands, and what is said to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, TypedDict

from coach.llm.endpoint import Endpoint
from coach.llm.usage import Usage


class Message(TypedDict):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class LLM(Protocol):
    """Any OpenAI-compatible chat model. Every method raises LLMError, in one line, for whatever goes wrong."""

    model: str
    """Its name at the endpoint."""
    endpoint: Endpoint

    @property
    def spent(self) -> Usage:
        """What answers as data have taken so far."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int, seconds: float) -> Iterator[str]:
        """The answer in pieces as they come in. `seconds` bounds the wait for each piece and the whole alike."""
        ...

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        seconds: float,
        sample: int = 0,
    ) -> Any:
        """The answer as data that fits the JSON schema: flat, inlined, every key required, enums not ranges.

        Sample 0 is the answer that the model finds likeliest; 1, 2, ... are others, drawn at random.
        """
        ...

    def beginnings(self, messages: Sequence[Message], *, seconds: float) -> Mapping[str, float]:
        """How likely the answer is to begin with each of some words or parts of words, 0 to 1, the likeliest of them.

        Empty where the server does not tell.
        """
        ...
