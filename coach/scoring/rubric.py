"""The rubric: dimensions, the five levels of each, and the indicators that are observed.

One rubric drives everything: its indicators choose the follow-ups, are observed as evidence, make the score, name the
gap and pick the next drill.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from coach import library
from coach.errors import PromptFileError

LEVELS = 5


@dataclass(frozen=True)
class Indicator:
    """A yes/no statement about what the candidate said."""

    id: str
    """dimension.name; labelled data refers to it."""
    statement: str
    """Reads on from "The candidate ..."."""
    level: int
    """The level that it shows, 3 to 5."""
    probe: str
    """A question that asks for it without giving it away."""
    advice: str
    """What to say next time, to a candidate who did not show it."""


@dataclass(frozen=True)
class Dimension:
    """One thing that is assessed."""

    id: str
    name: str
    question: str
    levels: tuple[str, ...]
    """What 1 to 5 look like."""
    weight: float
    """Share in the overall, relative to the others."""
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Rubric:
    """All that is assessed."""

    id: str
    dimensions: tuple[Dimension, ...]
    digest: str
    """SHA-256 of the file."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    def dimension(self, id: str) -> Dimension:
        """The dimension of that id, or of that indicator's id. Raises KeyError."""
        wanted = id.partition(".")[0]
        for dimension in self.dimensions:
            if dimension.id == wanted:
                return dimension
        raise KeyError(id)

    def only(self, ids: Collection[str]) -> Rubric:
        """The same rubric with no other dimensions than these."""
        return replace(self, dimensions=tuple(each for each in self.dimensions if each.id in ids))

    def indicator(self, id: str) -> Indicator:
        """The indicator of that id. Raises KeyError."""
        for indicator in self.dimension(id).indicators:
            if indicator.id == id:
                return indicator
        raise KeyError(id)


def load(name: str = "rubrics/staff.toml") -> Rubric:
    """The rubric of a shipped file. Raises PromptFileError naming file and key."""
    return parse(library.read(name), name)


def parse(text: str, name: str) -> Rubric:
    """The rubric that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    library.strict(data, {"id": str, "dimensions": list}, name, "")
    dimensions = tuple(_dimension(each, name, f"dimensions[{at}]") for at, each in enumerate(data["dimensions"]))
    return Rubric(data["id"], dimensions, library.digest(text))


def _dimension(data: Any, name: str, where: str) -> Dimension:
    wanted = {"id": str, "name": str, "question": str, "levels": list, "weight": float, "indicators": dict}
    library.strict(data, wanted, name, where)
    if len(data["levels"]) != LEVELS:
        raise PromptFileError(f"{name}: {where}.levels: {LEVELS} levels are needed, there are {len(data['levels'])}")
    indicators = tuple(
        _indicator(data["id"], key, each, name, f"{where}.indicators.{key}") for key, each in data["indicators"].items()
    )
    return Dimension(data["id"], data["name"], data["question"], tuple(data["levels"]), data["weight"], indicators)


def _indicator(dimension: str, key: str, data: Any, name: str, where: str) -> Indicator:
    library.strict(data, {"level": int, "is": str, "probe": str, "advice": str}, name, where)
    if data["level"] not in (3, 4, 5):
        raise PromptFileError(f"{name}: {where}.level: 3, 4 or 5, not {data['level']}")
    return Indicator(f"{dimension}.{key}", data["is"], data["level"], data["probe"], data["advice"])
