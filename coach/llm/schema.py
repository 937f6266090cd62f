"""The part of JSON Schema that every server understands, checked here as well, because many do not enforce it.

Objects with all keys required and no others, arrays, strings, numbers, integers, booleans and enums of strings: nothing
with ranges, lengths or references, which one server or another refuses or skips without a word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "description"}
SHOWN = 5
MOST_ENUM = 900
"""Values in all enums of one schema; strict servers take 1000."""


def closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with every key of every object required and no other allowed, as strict servers want it.

    Raises ValueError for a keyword outside of the common part: it would bind on one server and not on the next.
    """
    for key in schema:
        if key not in KNOWN:
            raise ValueError(f"{key!r} is not in the part of JSON Schema that all servers enforce")
    whole = dict(schema)
    if schema["type"] == "object":
        properties = {key: closed(each) for key, each in schema["properties"].items()}
        whole |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    if schema["type"] == "array":
        whole["items"] = closed(schema["items"])
    return whole


def sendable(schema: Mapping[str, Any], most: int | None = MOST_ENUM) -> Mapping[str, Any]:
    """The schema as it can be sent: where its enums have more than `most` values, without them.

    What comes back is checked against the whole schema all the same.
    """
    return schema if most is None or _values(schema) <= most else _open(schema)


def misfit(data: Any, schema: Mapping[str, Any], where: str = "") -> str | None:
    """What is wrong with the data, in words for the model that made it; None when it fits."""
    name = where or "the answer"
    if not _is(data, schema["type"]):
        return f"{name} has to be of type {schema['type']}"
    if "enum" in schema and data not in schema["enum"]:
        return f"{name} is {_shown(data)}, and has to be one of {_list(schema['enum'])}"
    if schema["type"] == "object":
        return _object(data, schema["properties"], where)
    if schema["type"] == "array":
        found = (misfit(each, schema["items"], f"{name}[{at}]") for at, each in enumerate(data))
        return next((fault for fault in found if fault), None)
    return None


def _object(data: dict[str, Any], properties: Mapping[str, Any], where: str) -> str | None:
    prefix = f"{where}." if where else ""
    for key in properties:
        if key not in data:
            return f"the key {prefix}{key} is missing"
    for key in data:
        if key not in properties:
            return f"the key {prefix}{_shown(key)} is not asked for"
    found = (misfit(data[key], each, f"{prefix}{key}") for key, each in properties.items())
    return next((fault for fault in found if fault), None)


def _values(schema: Mapping[str, Any]) -> int:
    inner = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return len(schema.get("enum", ())) + sum(map(_values, inner))


def _open(schema: Mapping[str, Any]) -> dict[str, Any]:
    whole = {key: value for key, value in schema.items() if key != "enum"}
    if "properties" in schema:
        whole["properties"] = {key: _open(each) for key, each in schema["properties"].items()}
    if "items" in schema:
        whole["items"] = _open(schema["items"])
    return whole


def _is(data: Any, kind: str) -> bool:
    if isinstance(data, bool):  # an int to Python, but not to JSON
        return kind == "boolean"
    if kind == "number":
        return isinstance(data, (int, float)) and math.isfinite(data)
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    return isinstance(data, types[kind])


def _shown(data: Any) -> str:
    return repr(data)[:60]


def _list(values: list[Any]) -> str:
    more = f", ... ({len(values)} in all)" if len(values) > SHOWN else ""
    return ", ".join(map(repr, values[:SHOWN])) + more
