from __future__ import annotations

from typing import Any

import pytest

from coach.llm.schema import closed, misfit


@pytest.mark.parametrize(
    ("kind", "fits", "not_fits"),
    [
        ("string", ["", "a"], [1, None, ["a"]]),
        ("number", [1, 0.5], [True, "1", float("nan"), float("inf")]),
        ("integer", [1], [True, 1.5, "1"]),
        ("boolean", [True, False], [0, "true"]),
        ("object", [{}], [[], None]),
    ],
)
def test_types(kind: str, fits: list[Any], not_fits: list[Any]) -> None:
    schema = closed({"type": kind, "properties": {}} if kind == "object" else {"type": kind})
    assert [misfit(each, schema) for each in fits] == [None] * len(fits)
    assert all(misfit(each, schema) for each in not_fits)


def test_inner_objects_are_closed_too() -> None:
    inner = {"type": "object", "properties": {"b": {"type": "string"}}}
    schema = closed({"type": "object", "properties": {"a": {"type": "array", "items": inner}}})
    assert misfit({"a": [{"b": "x"}]}, schema) is None
    assert misfit({"a": [{"b": "x", "c": 1}]}, schema) == "the key a[0].'c' is not asked for"


def test_long_enums_are_not_told_whole() -> None:
    schema = closed({"type": "string", "enum": [f"A1.{n}" for n in range(100)]})
    fault = misfit("A9.9", schema)
    assert fault is not None
    assert "100 in all" in fault
    assert len(fault) < 150
