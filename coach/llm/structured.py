"""Answers as data, from servers that differ in what they enforce: a ladder from the strictest way down.

    json_schema   the server holds the model to the schema
    json_object   the server holds it to JSON; the schema stands in the prompt
    text          nothing is enforced; the first whole object in the text counts

A rung that a server turns down is not tried on it again. Whatever comes is checked against the schema here, because
some servers take one and ignore it. One re-ask quotes the fault; then it is an error, never a guess. Knows nothing of
the network: `ask` sends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from coach import library
from coach.errors import LLMError
from coach.llm.failures import FormatRefused
from coach.llm.model import Message
from coach.llm.schema import closed, misfit
from coach.llm.thinking import answer_only

RUNGS = ("json_schema", "json_object", "text")
ASKS = 2
"""The first time, and once more with the fault quoted."""
QUOTED = 2000
"""Characters of an unusable answer that are shown to the model again."""
SPENT = frozenset({"length", "max_tokens"})


@dataclass(frozen=True)
class Answer:
    """What a server sent for one request."""

    text: str
    reasoning: str = ""
    """Some servers put an answer that is held to a schema here, and leave the text empty."""
    refusal: str = ""
    finish: str = ""
    """The reason why it ended: stop, length, content_filter, ..."""


class Ask(Protocol):
    """Sends one request. Raises FormatRefused when the server turns it down as it is, LLMError for all else."""

    def __call__(
        self, messages: Sequence[Message], response_format: Mapping[str, Any] | None, max_tokens: int, seconds: float
    ) -> Answer: ...


class Unusable(Exception):
    """An answer that is not what was asked for; the message is for the model."""


class Ladder:
    """Asks for data, and remembers on which rung the server answers."""

    def __init__(self) -> None:
        self.rung = 0
        """Index into RUNGS of the highest rung not turned down so far."""

    def climb(
        self,
        ask: Ask,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        max_tokens: int,
        left: Callable[[], float],
    ) -> Any:
        """Data that fits the schema; `left` says how many seconds there are still. Raises LLMError."""
        wanted = closed(schema)
        asked, fault = list(messages), ""
        for _ in range(ASKS):
            answer = self._answer(ask, asked, wanted, max_tokens, left)
            try:
                return usable(answer, wanted)
            except Unusable as error:
                fault = str(error)
            asked = [*messages, *_again(answer, fault, wanted)]
            max_tokens *= 2 if answer.finish in SPENT else 1  # a model that thinks first may need them
        raise LLMError(f"the language model gave no usable answer in {ASKS} tries ({fault})")

    def _answer(
        self, ask: Ask, messages: list[Message], schema: dict[str, Any], max_tokens: int, left: Callable[[], float]
    ) -> Answer:
        """The answer on the first rung that the server takes."""
        for rung in range(self.rung, len(RUNGS)):
            name = RUNGS[rung]
            told = messages if name == "json_schema" else _with_schema(messages, schema)
            try:
                answer = ask(told, _format(name, schema), max_tokens, left())
            except FormatRefused:
                if rung + 1 == len(RUNGS):  # it was not the format, so nothing is learnt about the rungs
                    raise
                continue
            self.rung = rung
            return answer
        raise AssertionError("the last rung answers or raises")


def usable(answer: Answer, schema: Mapping[str, Any]) -> Any:
    """The data in an answer. Raises Unusable with the fault, and LLMError when the model will not answer at all."""
    if answer.refusal or answer.finish == "content_filter":
        raise LLMError("the language model refused to answer" + (f" ({answer.refusal})" if answer.refusal else ""))
    if answer.finish in SPENT:
        raise Unusable("the answer was too long and was cut off")
    found, data = first_object(answer.text)
    if not found:
        found, data = first_object(answer.reasoning)
    if not found:
        raise Unusable("there is no JSON object in the answer" if answer.text else "the answer is empty")
    fault = misfit(data, schema)
    if fault:
        raise Unusable(fault)
    return data


def first_object(text: str) -> tuple[bool, Any]:
    """Whether there is a JSON object in the text, and the first whole one: fences, prose and thinking do no harm."""
    said = answer_only(text)
    decoder = json.JSONDecoder()
    at = said.find("{")
    while at >= 0:
        try:
            return True, decoder.raw_decode(said, at)[0]
        except (ValueError, RecursionError):
            at = said.find("{", at + 1)
    return False, None


def _format(rung: str, schema: dict[str, Any]) -> dict[str, Any] | None:
    if rung == "json_schema":
        return {"type": rung, "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    return {"type": rung} if rung == "json_object" else None


def _with_schema(messages: list[Message], schema: dict[str, Any]) -> list[Message]:
    """The messages with the schema in the last one, behind whatever the server may have cached."""
    told = library.fill("answer-format.md", {"schema": json.dumps(schema)})
    if not messages or messages[-1]["role"] != "user":
        return [*messages, Message(role="user", content=told)]
    return [*messages[:-1], Message(role="user", content=f"{messages[-1]['content']}\n\n{told}")]


def _again(answer: Answer, fault: str, schema: dict[str, Any]) -> list[Message]:
    """The unusable answer and what is wrong with it. The schema is told whatever the rung: it may have been ignored."""
    told = library.fill("answer-again.md", {"fault": fault, "schema": json.dumps(schema)})
    return [
        Message(role="assistant", content=answer_only(answer.text)[:QUOTED] or "(nothing)"),
        Message(role="user", content=told),
    ]
