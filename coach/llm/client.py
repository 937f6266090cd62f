"""A language model behind an OpenAI-compatible endpoint, by the `openai` package.

Nothing is retried here: whoever asks has a time budget and words of their own to fall back on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from coach.errors import LLMError
from coach.llm.deadline import Hold, within
from coach.llm.endpoint import Endpoint
from coach.llm.failures import FormatRefused, one_line, short, too_late
from coach.llm.model import Message
from coach.llm.structured import Answer, Ladder
from coach.llm.thinking import without_thinking

REASONING = ("reasoning_content", "reasoning")
"""Where servers put what a model thinks, beside the answer."""


class OpenAIModel:
    """One model at one endpoint. What the server turns down, it is not asked for again (see `coach.llm.structured`)."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self.model = model
        self.endpoint = endpoint
        self.ladder = Ladder()
        self._limit = "max_tokens"
        self._data: dict[str, Any] = {
            "temperature": 0
        }  # two readings of one transcript should differ as little as may be

    def stream(self, messages: Sequence[Message], *, max_tokens: int, seconds: float) -> Iterator[str]:
        """The answer in pieces, thinking left out. Raises LLMError, also when the answer is empty."""

        def read(hold: Hold) -> Iterator[str]:
            with one_line(self.endpoint, self.model, seconds):
                answer = self._create(messages, max_tokens, seconds, {"stream": True})
                hold.keep(answer)
                chunk = None
                for chunk in answer:
                    yield _delta(chunk)
                if chunk is None:  # no event at all: a web page, say
                    raise self._unreadable()

        said = False
        for piece in without_thinking(self._bounded(seconds, read)):
            said = said or bool(piece.strip())
            yield piece
        if not said:
            raise LLMError(f"{self.endpoint.address} sent no words: the model may think longer than it is let")

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any], *, max_tokens: int, seconds: float
    ) -> Any:
        """The answer as data that fits the schema; `seconds` bound re-asks as well. Raises LLMError."""
        end = time.monotonic() + seconds
        return self.ladder.climb(self._ask, messages, schema, max_tokens, lambda: end - time.monotonic())

    def served(self, seconds: float) -> tuple[str, ...] | None:
        """The names of the models served there; None when the endpoint has no such list. Raises LLMError."""

        def read(_: Hold) -> Iterator[tuple[str, ...]]:
            with one_line(self.endpoint, self.model, seconds):
                page = self._client.models.list(timeout=seconds)
                listed = getattr(page, "data", None)
                if not isinstance(listed, list):
                    raise self._unreadable()
                yield tuple(str(each.id) for each in listed if getattr(each, "id", None))

        try:
            return next(self._bounded(seconds, read), ())
        except FormatRefused:
            return None

    def _ask(
        self, messages: Sequence[Message], response_format: Mapping[str, Any] | None, max_tokens: int, seconds: float
    ) -> Answer:
        """One request for data (see `coach.llm.structured.Ask`)."""
        if seconds <= 0:
            raise too_late(self.endpoint, seconds)
        more = dict(self._data) | ({"response_format": response_format} if response_format else {})

        def read(_: Hold) -> Iterator[Answer]:
            with one_line(self.endpoint, self.model, seconds):
                yield self._answer(self._create(messages, max_tokens, seconds, more))

        answer: Answer = next(self._bounded(seconds, read))
        return answer

    def _create(self, messages: Sequence[Message], max_tokens: int, seconds: float, more: dict[str, Any]) -> Any:
        """The request, once more without what this server says that it does not take."""
        import openai

        asked = {"model": self.model, "messages": list(messages), "timeout": seconds}
        try:
            return self._client.chat.completions.create(**asked, **{self._limit: max_tokens}, **more)
        except openai.BadRequestError as error:
            if not self._learn(str(error), more):
                raise
        return self._create(messages, max_tokens, seconds, more)

    def _learn(self, refused: str, more: dict[str, Any]) -> bool:
        """Adapt to a refusal of newer models, which name the parameter: True when something changed."""
        if self._limit == "max_tokens" and "max_completion_tokens" in refused:
            self._limit = "max_completion_tokens"
            return True
        if "temperature" in refused and more.pop("temperature", None) is not None:
            self._data.pop("temperature", None)
            return True
        return False

    def _answer(self, completion: Any) -> Answer:
        """The first choice. The library checks nothing it receives, so that every step may be missing."""
        choices = getattr(completion, "choices", None) or [None]
        message = getattr(choices[0], "message", None)
        if message is None:
            raise self._unreadable()
        reasoning = next((value for key in REASONING if isinstance(value := getattr(message, key, None), str)), "")
        refusal = getattr(message, "refusal", None) or ""
        return Answer(
            text=message.content if isinstance(message.content, str) else "",
            reasoning=reasoning,
            refusal=short(refusal, self.endpoint),
            finish=getattr(choices[0], "finish_reason", None) or "",
        )

    def _bounded(self, seconds: float, read: Any) -> Iterator[Any]:
        try:
            yield from within(seconds, read)
        except TimeoutError:
            raise too_late(self.endpoint, seconds) from None

    def _unreadable(self) -> LLMError:
        return LLMError(f"{self.endpoint.address} does not speak the OpenAI protocol: does the base URL end in /v1?")

    @cached_property
    def _client(self) -> Any:
        import openai

        # An empty key would make the library take OPENAI_API_KEY from the environment and show it to any server.
        return openai.OpenAI(api_key=self.endpoint.api_key or "none", base_url=self.endpoint.url, max_retries=0)


def _delta(chunk: Any) -> str:
    """The words in one chunk; reasoning fields, roles and usage hold none."""
    choices = getattr(chunk, "choices", None)
    delta = getattr(choices[0], "delta", None) if choices else None
    content = getattr(delta, "content", None)
    return content if isinstance(content, str) else ""
