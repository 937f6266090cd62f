"""Answers as data, from servers that differ in what they enforce: a ladder from the strictest way down.

    json_schema   the server holds the model to the schema
    json_object   the server holds it to JSON; the schema stands in the prompt
    text          nothing is enforced; the first whole object in the text counts
    lines         for models that can do no JSON: a line KEY=value for each key

A rung that a server turns down is not tried on it again, nor is JSON on a model that managed only lines. Whatever comes
is checked against the schema here. Two re-asks quote the fault; then it is an error, never a guess. Knows nothing of
the network: `ask` sends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from coach import library
from coach.errors import LLMError
from coach.llm.answer import Answer
from coach.llm.failures import FormatRefused
from coach.llm.model import Message
from coach.llm.reading import SPENT, NoObject, Unusable, has_lines, usable
from coach.llm.schema import MOST_ENUM, closed, sendable
from coach.llm.thinking import answer_only

RUNGS = ("json_schema", "json_object", "text", "lines")
TEXT, LINES = 2, 3
ASKS = 3
"""The first time, and twice more with the fault quoted."""
QUOTED = 2000
"""Characters of an unusable answer that are shown to the model again."""
LISTED = 8
"""Values of an enum up to which they are all listed beside their key."""


class Ask(Protocol):
    """Sends one request. Raises FormatRefused when the server turns it down as it is, LLMError for all else."""

    def __call__(
        self, messages: Sequence[Message], response_format: Mapping[str, Any] | None, max_tokens: int, seconds: float
    ) -> Answer: ...


@dataclass(frozen=True)
class Question:
    """What is asked, and of whom."""

    ask: Ask
    messages: list[Message]
    schema: Mapping[str, Any]
    """As it is sent."""
    left: Callable[[], float]
    """How many seconds there are still."""


Fault = tuple[Answer, str]
"""An unusable answer, and why it is."""


class Ladder:
    """Asks for data, and remembers on which rung the server answers. May be used by several threads at once."""

    def __init__(self, most_enum: int | None = MOST_ENUM) -> None:
        self.rung = 0
        """Index into RUNGS of the highest rung not turned down so far."""
        self._most_enum = most_enum

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
        question = Question(ask, list(messages), sendable(wanted, self._most_enum), left)
        rung, faults, missing = self.rung, list[Fault](), 0
        while len(faults) < ASKS:
            rung, answer = self._answer(question, rung, faults[-1:], max_tokens)
            try:
                data = usable(answer, wanted, lines=rung == LINES)
            except Unusable as error:
                faults.append((answer, str(error)))
                missing += isinstance(error, NoObject)
            else:
                self.rung = max(rung, self.rung)
                return data
            if missing == ASKS - 1 and has_lines(wanted):
                rung = LINES
            max_tokens *= 2 if answer.finish in SPENT else 1  # a model that thinks first may need them
        raise LLMError(f"the language model gave no usable answer in {ASKS} tries ({faults[-1][1]})")

    def _answer(self, question: Question, first: int, before: list[Fault], max_tokens: int) -> tuple[int, Answer]:
        """The answer on the first rung that the server takes, and which one that was."""
        for rung in range(first, max(first, TEXT) + 1):
            told = _told(question, rung, before)
            try:
                answer = question.ask(told, _format(rung, question.schema), max_tokens, question.left())
            except FormatRefused:
                if rung >= TEXT:  # it was not the format, so nothing is learnt about the rungs
                    raise
                continue
            self.rung = max(min(rung, TEXT), self.rung)  # lines are for models, not servers: they have to succeed first
            return rung, answer
        raise AssertionError("the last rung answers or raises")


def _format(rung: int, schema: Mapping[str, Any]) -> dict[str, Any] | None:
    name = RUNGS[rung]
    if name == "json_schema":
        return {"type": name, "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    return {"type": name} if name == "json_object" else None


def _told(question: Question, rung: int, before: list[Fault]) -> list[Message]:
    """The messages, with the format in the last one, behind whatever the server may have cached."""
    messages = question.messages
    if before:
        return [*messages, *_again(*before[0], rung, question.schema)]
    if RUNGS[rung] == "json_schema":  # the server holds the model to it
        return messages
    told = _in_words(rung, question.schema)
    if not messages or messages[-1]["role"] != "user":
        return [*messages, Message(role="user", content=told)]
    return [*messages[:-1], Message(role="user", content=f"{messages[-1]['content']}\n\n{told}")]


def _again(answer: Answer, fault: str, rung: int, schema: Mapping[str, Any]) -> list[Message]:
    """The unusable answer and what is wrong with it. The format is told on any rung: it may have been ignored."""
    told = library.fill("answer-again.md", {"fault": fault, "format": _in_words(rung, schema)})
    return [
        Message(role="assistant", content=answer_only(answer.text)[:QUOTED] or "(nothing)"),
        Message(role="user", content=told),
    ]


def _in_words(rung: int, schema: Mapping[str, Any]) -> str:
    if rung < LINES:
        return library.fill("answer-format.md", {"schema": json.dumps(schema)})
    keys = "\n".join(f"{key}={_values(each)}" for key, each in schema["properties"].items())
    return library.fill("answer-lines.md", {"keys": keys})


def _values(schema: Mapping[str, Any]) -> str:
    """What may stand behind a key; a long enum was told by whoever asks, in fewer words."""
    values = schema.get("enum", ())
    listed = " or ".join(values[:LISTED]) + (" or ..." if len(values) > LISTED else "")
    return f"<{listed}>" if listed else "..."
