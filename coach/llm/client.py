"""A language model behind an OpenAI-compatible endpoint, by the `openai` package.

Words are never asked for twice here: whoever wants them has little time and words of their own to fall back on. Data
is, when the server says that it is busy, as long as there is time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from coach.errors import LLMError
from coach.llm.answer import Answer, answer, piece, usage
from coach.llm.deadline import Hold, within
from coach.llm.endpoint import Endpoint
from coach.llm.failures import Busy, FormatRefused, one_line, short, too_late
from coach.llm.model import Message
from coach.llm.schema import MOST_ENUM
from coach.llm.structured import Ladder
from coach.llm.thinking import without_thinking
from coach.llm.usage import Meter, Usage

WARM = 0.7
"""Temperature of samples after the first: high enough that they differ where the model is unsure."""
TOLD: tuple[int, ...] = (20, 5)
"""Tokens that a server is asked to tell the probabilities of; some turn down the first number."""
PATIENCE = (1.0, 4.0, 15.0)
"""Seconds to wait for a busy server that does not say how long: first, second and last time."""


class OpenAIModel:
    """One model at one endpoint. What the server turns down, it is not asked for again (see `coach.llm.structured`)."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self.model = model
        self.endpoint = endpoint
        self.ladder = Ladder(None if endpoint.local else MOST_ENUM)  # servers at home count no enum values
        self._limit = "max_tokens"
        self._takes_temperature = True
        self._told = TOLD
        self._meter = Meter()

    @property
    def spent(self) -> Usage:
        """What answers as data have taken so far."""
        return self._meter.total

    def stream(self, messages: Sequence[Message], *, max_tokens: int, seconds: float) -> Iterator[str]:
        """The answer in pieces, thinking left out. Raises LLMError, also when the answer is empty."""

        def read(hold: Hold) -> Iterator[str]:
            with one_line(self.endpoint, self.model, seconds):
                chunks = self._create(messages, max_tokens, seconds, {"stream": True})
                hold.keep(chunks)
                chunk = None
                for chunk in chunks:
                    yield piece(chunk)
                if chunk is None:  # no event at all: a web page, say
                    raise self._unreadable()

        said = False
        for words in without_thinking(self._bounded(seconds, read)):
            said = said or bool(words.strip())
            yield words
        if not said:
            raise LLMError(f"{self.endpoint.address} sent no words: the model may think longer than it is let")

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        seconds: float,
        sample: int = 0,
    ) -> Any:
        """The answer as data that fits the schema; `seconds` bound re-asks as well. Raises LLMError."""
        end = time.monotonic() + seconds

        def ask(
            messages: Sequence[Message], response_format: Mapping[str, Any] | None, max_tokens: int, seconds: float
        ) -> Answer:
            more: dict[str, Any] = {"response_format": response_format} if response_format else {}
            if self._takes_temperature:
                more["temperature"] = WARM if sample else 0
            return self._patiently(messages, max_tokens, seconds, more)

        return self.ladder.climb(ask, messages, schema, max_tokens, lambda: end - time.monotonic())

    def beginnings(self, messages: Sequence[Message], *, seconds: float) -> Mapping[str, float]:
        """How likely the answer is to begin with each token, of the likeliest. Empty where the server does not tell:
        it is not asked for them again. Raises LLMError."""
        end = time.monotonic() + seconds
        while self._told:
            # One token is written and thrown away. At another temperature some servers tell other probabilities.
            more = {"logprobs": True, "top_logprobs": self._told[0], "temperature": 1}
            try:
                answer = self._patiently(messages, 1, end - time.monotonic(), more)
            except FormatRefused:
                self._told = self._told[1:]
                continue
            if answer.beginnings:
                return answer.beginnings
            self._told = ()
        return {}

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

    def _patiently(self, messages: Sequence[Message], max_tokens: int, seconds: float, more: dict[str, Any]) -> Answer:
        """One answer, after a while where the server is busy and there is time. Raises LLMError."""
        end = time.monotonic() + seconds
        for patience in PATIENCE:
            try:
                return self._ask(messages, max_tokens, end - time.monotonic(), more)
            except Busy as busy:
                wait = patience if busy.after is None else busy.after
                if not wait < end - time.monotonic():
                    raise
                time.sleep(wait)
        return self._ask(messages, max_tokens, end - time.monotonic(), more)

    def _ask(self, messages: Sequence[Message], max_tokens: int, seconds: float, more: dict[str, Any]) -> Answer:
        """One request for data. Raises LLMError."""
        if seconds <= 0:
            raise too_late(self.endpoint, seconds)

        def read(_: Hold) -> Iterator[Answer]:
            with one_line(self.endpoint, self.model, seconds):
                completion = self._create(messages, max_tokens, seconds, more)
                said = answer(completion)
                if said is None:
                    raise self._unreadable()
                self._meter.add(usage(completion))
                yield said

        said: Answer = next(self._bounded(seconds, read))
        return replace(said, refusal=short(said.refusal, self.endpoint))

    def _create(self, messages: Sequence[Message], max_tokens: int, seconds: float, more: dict[str, Any]) -> Any:
        """The request, once more without what this server says that it does not take."""
        import openai

        limit = self._limit
        asked = {"model": self.model, "messages": list(messages), "timeout": seconds, limit: max_tokens}
        try:
            return self._client.chat.completions.create(**asked, **more)
        except openai.BadRequestError as error:
            if not self._learn(str(error), limit, more):
                raise
        return self._create(messages, max_tokens, seconds, more)

    def _learn(self, refused: str, limit: str, more: dict[str, Any]) -> bool:
        """Adapt to a refusal of newer models, which name the parameter: True when this request can be changed."""
        if limit == "max_tokens" and "max_completion_tokens" in refused:
            self._limit = "max_completion_tokens"
            return True
        if "temperature" in refused and more.pop("temperature", None) is not None:
            self._takes_temperature = False
            return True
        return False

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
