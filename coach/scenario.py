"""A scenario: what the conversation is about, what is hidden in it, and what a good answer contains.

A file is TOML front matter between `+++` lines for whatever code picks from, then Markdown sections for prose. Reading
is strict: an unknown key, a missing one or a missing section is one line that names the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach import library
from coach.errors import CoachError, PromptFileError

LEVELS = ("senior", "staff", "principal")
STEPS = (
    "clarify",
    "commit",
    "alternative",
    "number",
    "cost",
    "flip",
    "failure",
    "second_order",
    "ownership",
    "reversal",
)
SECTIONS = ("Brief", "Opening", "Bad argument", "Reference: senior", "Reference: staff", "Reference: principal")


@dataclass(frozen=True)
class Fact:
    """Something the candidate is told only when a sharp question asks for it."""

    id: str
    text: str
    """As the interviewer would say it, in character."""
    unlocked_by: tuple[str, ...]
    """Phrases; a question that holds all the words of one of them, by their stems, unlocks the fact."""
    weight: int
    """1 useful, 2 changes the plan, 3 load-bearing."""


@dataclass(frozen=True)
class Stakeholder:
    """Someone with an interest in the outcome."""

    name: str
    role: str
    interest: str
    line: str
    """What they would say."""


@dataclass(frozen=True)
class Probe:
    """A question about one dimension, on one rung of the ladder."""

    id: str
    """dimension.step"""
    dimension: str
    step: str
    ask: str


@dataclass(frozen=True)
class Scenario:
    """One case to practise on."""

    id: str
    title: str
    track: str
    level: str
    """senior, staff or principal."""
    minutes: int
    facts: tuple[Fact, ...]
    stakeholders: tuple[Stakeholder, ...]
    probes: tuple[Probe, ...]
    flips: tuple[str, ...]
    """New constraints, each put as a question."""
    brief: str
    """What the interviewer knows from the start; Markdown."""
    opening: str
    """What the candidate hears first, under 90 words."""
    bad_argument: str
    """Pushback that a strong candidate does not give in to, put as a question."""
    reference: Mapping[str, str]
    """What senior, staff and principal answers contain; never shown before the report."""
    text: str
    """The file it was read from, whole."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that its probes exercise, in the order of the file."""
        return tuple(dict.fromkeys(probe.dimension for probe in self.probes))


def load(id: str) -> Scenario:
    """The scenario of that id. Raises CoachError when there is none, PromptFileError when its file is broken."""
    known = ids()
    if id not in known:
        raise CoachError(f"no scenario is called {id!r}; `coach scenarios` lists them")
    name = f"scenarios/{id}.md"
    return parse(library.read(name), name)


def ids() -> list[str]:
    """Ids of all scenarios, sorted."""
    return [name.removeprefix("scenarios/").removesuffix(".md") for name in library.names("scenarios", ".md")]


def parse(text: str, name: str) -> Scenario:
    """The scenario that a file's text says. Raises PromptFileError naming file and key."""
    front, sections = _split(text, name)
    wanted = {"id": str, "title": str, "track": str, "level": str, "minutes": int}
    tables = {"facts": list, "stakeholders": list, "probes": list, "flips": list}
    library.strict(front, wanted | tables, name, "")
    if front["level"] not in LEVELS:
        raise PromptFileError(f"{name}: level: {front['level']!r} is none of {', '.join(LEVELS)}")
    return Scenario(
        **{key: front[key] for key in wanted},
        facts=tuple(_fact(each, name, at) for at, each in enumerate(front["facts"])),
        stakeholders=tuple(_stakeholder(each, name, at) for at, each in enumerate(front["stakeholders"])),
        probes=tuple(_probe(each, name, at) for at, each in enumerate(front["probes"])),
        flips=tuple(_words(front["flips"], name, "flips")),
        brief=sections["Brief"],
        opening=" ".join(sections["Opening"].split()),
        bad_argument=" ".join(sections["Bad argument"].split()),
        reference={level: sections[f"Reference: {level}"] for level in LEVELS},
        text=text,
    )


def _split(text: str, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    parts = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise PromptFileError(f"{name}: the file has to begin with TOML between two lines of +++")
    front = library.toml(parts[1], name)
    pieces = re.split(r"^## +(.+?)[ \t]*$", parts[2], flags=re.MULTILINE)
    sections = {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    for title in sections:
        if title not in SECTIONS:
            raise PromptFileError(f"{name}: ## {title}: unknown section; known here: {', '.join(SECTIONS)}")
    for title in SECTIONS:
        if not sections.get(title):
            raise PromptFileError(f"{name}: ## {title}: missing section")
    return front, sections


def _fact(data: Any, name: str, at: int) -> Fact:
    library.strict(data, {"id": str, "text": str, "unlocked_by": list, "weight": int}, name, f"facts[{at}]")
    unlocked_by = _words(data["unlocked_by"], name, f"facts[{at}].unlocked_by")
    return Fact(data["id"], data["text"], tuple(unlocked_by), data["weight"])


def _stakeholder(data: Any, name: str, at: int) -> Stakeholder:
    library.strict(data, {"name": str, "role": str, "interest": str, "line": str}, name, f"stakeholders[{at}]")
    return Stakeholder(**data)


def _probe(data: Any, name: str, at: int) -> Probe:
    where = f"probes[{at}]"
    library.strict(data, {"dimension": str, "step": str, "ask": str}, name, where)
    if data["step"] not in STEPS:
        raise PromptFileError(f"{name}: {where}.step: {data['step']!r} is none of {', '.join(STEPS)}")
    return Probe(f"{data['dimension']}.{data['step']}", data["dimension"], data["step"], data["ask"])


def _words(data: list[Any], name: str, where: str) -> list[str]:
    for each in data:
        if not isinstance(each, str):
            raise PromptFileError(f"{name}: {where}: text expected, not {each!r}")
    return data
