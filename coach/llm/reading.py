"""Find the data in what a model wrote: a JSON object, or a line `KEY=value` for each key.

Whatever is found has to fit the schema, because some servers take a schema and ignore it. What is not found is an
error with words for the model, never a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from coach.errors import LLMError
from coach.llm.answer import Answer
from coach.llm.schema import misfit
from coach.llm.thinking import answer_only

SPENT = frozenset({"length", "max_tokens"})
"""Reasons to end that mean: cut off."""
LINE = r"^[ \t*_`\"'|>\d.)-]*{key}[ \t*_`\"']*[=:](.*)$"
MARKUP = " \t*_`\"'|>.,;"


class Unusable(Exception):
    """An answer that is not what was asked for; the message is for the model."""


class NoObject(Unusable):
    """There is not even the beginning of what was asked for."""


def usable(answer: Answer, schema: Mapping[str, Any], lines: bool = False) -> Any:
    """The data in an answer; with `lines` also from lines `KEY=value`.

    Raises Unusable with the fault, and LLMError when the model will not answer at all.
    """
    if answer.refusal or answer.finish == "content_filter":
        raise LLMError("the language model refused to answer" + (f" ({answer.refusal})" if answer.refusal else ""))
    if answer.finish in SPENT:
        raise Unusable("the answer was too long and was cut off")
    found = _object(answer)
    if found is None and lines:
        found = from_lines(answer.text, schema)
    if found is None:
        raise NoObject("there is no JSON object in the answer" if answer.text.strip() else "the answer is empty")
    fault = misfit(found, schema)
    if fault:
        raise Unusable(fault)
    return found


def objects(text: str) -> Iterator[Any]:
    """The whole JSON objects in a text, in order: fences, prose and thinking do no harm."""
    said = answer_only(text)
    decoder = json.JSONDecoder()
    at = said.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(said, at)
            yield found
        except (ValueError, RecursionError):
            end = at + 1
        at = said.find("{", end)


def from_lines(text: str, schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that stand in lines behind their keys; None when there is no such line. Raises Unusable."""
    said, found = answer_only(text), {}
    for key, each in schema["properties"].items():
        values = {_value(value, each) for value in re.findall(LINE.format(key=re.escape(key)), said, re.M | re.I)}
        if len(values) > 1:
            raise Unusable(f"the key {key} has more than one value")
        if values:
            found[key] = values.pop()
    return found or None


def has_lines(schema: Mapping[str, Any]) -> bool:
    """True when the data can be told in lines: an object of strings."""
    return schema["type"] == "object" and all(each["type"] == "string" for each in schema["properties"].values())


def _object(answer: Answer) -> Any:
    """The first object of the text. Where there is no text the last one of the reasoning: drafts come before it."""
    if answer.text.strip():
        return next(objects(answer.text), None)
    return next(reversed(list(objects(answer.reasoning))), None)


def _value(text: str, schema: Mapping[str, Any]) -> str:
    """What was written, without markup, as the enum spells it."""
    said = " ".join(text.strip(MARKUP).split())
    return next((each for each in schema.get("enum", ()) if each.casefold() == said.casefold()), said)
