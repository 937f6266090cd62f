"""Where things stand in a scenario's file: the line of each key, row and section. Knows nothing of what they mean.

The TOML reader gives no lines. But a TOML text is one statement after another, and the first lines of a statement are
never a statement by themselves: whatever lines can be read together, and no fewer of them can, are one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coach.scenario import FENCE, HEADING, TOML, without_comments

END = re.compile(r"(\.[^.\[\]]+|\[\d+\])$")
"""The last step of a place such as "facts[2].text"."""
SAID = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Statement:
    """One key with its value, or the head of a table."""

    line: int
    """Of its first line, from 1."""
    lines: Sequence[str]
    table: dict[str, Any]

    @property
    def is_head(self) -> bool:
        return self.lines[0].lstrip().startswith("[")


class Places:
    """The line of every place in one text."""

    def __init__(self, text: str) -> None:
        parts = FENCE.split(text, maxsplit=2)
        self._lines = {"": 1}
        self.broken: int | None = None
        """The first line that is no TOML; None where there is none."""
        if len(parts) == 3:
            first = parts[0].count("\n") + 1
            self._lines["##"] = first + parts[1].count("\n")
            self._front(parts[1].split("\n"), first)
            self._sections(parts[2], self._lines["##"])

    def line(self, where: str) -> int:
        """The line of a place; where it is not in the text, the line of what it would be in."""
        while where not in self._lines:
            where = "##" if where.startswith("## ") else END.sub("", where) if END.search(where) else ""
        return self._lines[where]

    def toml(self, said: str) -> int:
        """The line of an error of the TOML reader's, which tells it only where it stumbles."""
        found = SAID.search(said)
        return self.broken or (int(found[1]) if found else 1)

    def _front(self, lines: list[str], first: int) -> None:
        table, rows = "", Counter[str]()
        for statement in self._statements(lines, first):
            if statement.is_head:
                table = "".join(f".{key}" for key in _keys(statement.table)).removeprefix(".")
                if statement.lines[0].lstrip().startswith("[["):
                    self._lines.setdefault(table, statement.line)
                    rows[table] += 1
                    table = f"{table}[{rows[table] - 1}]"
                self._lines.setdefault(table, statement.line)
            else:
                self._value(f"{table}." if table else "", statement)

    def _value(self, prefix: str, statement: Statement) -> None:
        """A key, each key that it goes through, and the items of its list."""
        where, value = prefix, statement.table
        while isinstance(value, dict) and len(value) == 1:
            key, value = next(iter(value.items()))
            where = f"{where}{key}"
            self._lines.setdefault(where, statement.line)
            where += "."
        if isinstance(value, list):
            for at, line in enumerate(_items(statement)):
                self._lines.setdefault(f"{where[:-1]}[{at}]", line)

    def _statements(self, lines: list[str], first: int) -> Iterator[Statement]:
        at = 0
        while at < len(lines):
            for end in range(at + 1, len(lines) + 1):
                table = _table(lines[at:end])
                if table is not None:
                    if table:
                        yield Statement(first + at, lines[at:end], table)
                    at = end
                    break
            else:
                self.broken = self.broken or first + at
                at += 1

    def _sections(self, prose: str, first: int) -> None:
        for heading in HEADING.finditer(prose := without_comments(prose)):
            self._lines[f"## {heading[1]}"] = first + prose.count("\n", 0, heading.start())


def line_of(where: str, said: str, places: Places) -> int:
    """The line that a fault is shown with."""
    return places.toml(said) if where == TOML else places.line(where)


def _items(statement: Statement) -> Iterator[int]:
    """The line on which each item of a list ends."""
    counted = 0
    for end in range(1, len(statement.lines) + 1):
        table = _table([*statement.lines[:end], "]"]) or (statement.table if end == len(statement.lines) else None)
        while isinstance(table, dict):
            table = next(iter(table.values()))
        if isinstance(table, list):
            yield from [statement.line + end - 1] * (len(table) - counted)
            counted = max(counted, len(table))


def _keys(table: Any) -> Iterator[str]:
    """The keys that a head names: "a", "b" of [a.b]."""
    while isinstance(table, (dict, list)) and table:
        if isinstance(table, list):
            table = table[0]
        else:
            key, table = next(iter(table.items()))
            yield key


def _table(lines: Sequence[str]) -> dict[str, Any] | None:
    """What lines say; None when they are no whole TOML."""
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None
