"""A scenario: what the conversation is about, what is hidden in it, and what a good answer contains.

A file is TOML front matter between `+++` lines for whatever code picks from, then Markdown sections for prose. Reading
is strict: an unknown key, a missing one or a missing section is one line that names the file and the key. Whether a
case is any good, `coach.bank` checks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from coach import library
from coach.errors import CoachError, PromptFileError
from coach.library import Fault

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
KEYS = {"id": str, "title": str, "track": str, "level": str, "minutes": int}
ROWS: Mapping[str, Mapping[str, type]] = {
    "facts": {"id": str, "text": str, "unlocked_by": list, "weight": int},
    "stakeholders": {"name": str, "role": str, "interest": str, "line": str},
    "probes": {"dimension": str, "step": str, "ask": str},
}
SECTIONS = ("Brief", "Opening", "Bad argument", "Reference: senior", "Reference: staff", "Reference: principal")
FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"^## +(.+?)[ \t]*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FOLDER, SUFFIX = "scenarios", ".md"
DRAFT = ".draft"
"""What stands between an id and the suffix while a file is no scenario yet."""
TOML = "TOML"
"""Where a fault is that keeps all of the front matter from being read."""
T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """Something the candidate is told only when a sharp question asks for it."""

    id: str
    text: str
    """As the interviewer would say it, in character."""
    unlocked_by: tuple[str, ...]
    """Phrases; a question that holds all the words of one of them, by their stems, unlocks the fact, and so does one
    with enough words of several: see `coach.interview.unlocking`."""
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
    """The scenario of that id, the user's own before a shipped one.

    Raises CoachError when there is none, PromptFileError when its file is broken.
    """
    if id not in ids():
        raise CoachError(f"no scenario is called {id!r}; `coach scenarios` lists them")
    name = file_name(id)
    try:
        one = parse(library.read(name), library.called(name))
        if one.id != id:
            raise PromptFileError(f"{library.called(name)}: id: {one.id!r} is not the name of the file; make them one")
    except PromptFileError as error:
        hint = f" (`coach scenarios check {id}` shows every fault with its line)" if library.is_own(name) else ""
        raise PromptFileError(f"{error}{hint}") from error
    return one


def ids() -> list[str]:
    """Ids of all scenarios, sorted, by the names of their files."""
    found = (name.removeprefix(f"{FOLDER}/").removesuffix(SUFFIX) for name in library.names(FOLDER, SUFFIX))
    return [id for id in found if ID.fullmatch(id)]


def usable(tell: Callable[[str], None]) -> list[Scenario]:
    """All that can be read, by id; a broken one is told of and left out, so that it hides no other."""
    found = []
    for id in ids():
        try:
            found.append(load(id))
        except PromptFileError as error:
            tell(f"left out: {error}")
    return found


def file_name(id: str) -> str:
    """The name of a scenario's file in the library."""
    return f"{FOLDER}/{id}{SUFFIX}"


def parse(text: str, name: str) -> Scenario:
    """The scenario that a file's text says. Raises PromptFileError naming file and key."""
    one, faults = read(text)
    for fault in faults:
        raise PromptFileError(f"{name}: {fault}")
    return one


def read(text: str) -> tuple[Scenario, list[Fault]]:
    """The scenario as far as a text says one, and all that keeps it from being one.

    What is missing or of the wrong type is empty in the scenario, and every row keeps its place.
    """
    parts = FENCE.split(text, maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        return _scenario({}, {}, text), [Fault("", "the file has to begin with TOML between two lines of +++")]
    sections, in_sections = _sections(parts[2])
    try:
        front = tomllib.loads(parts[0] + parts[1])  # with what stands before it, lines count as in the file
    except tomllib.TOMLDecodeError as error:
        return _scenario({}, sections, text), [Fault(TOML, f"{error}; mend this first"), *in_sections]
    return _scenario(front, sections, text), [*_in_front(front), *in_sections]


def _sections(prose: str) -> tuple[dict[str, str], list[Fault]]:
    """The prose by its headings, comments left out."""
    before, *pieces = HEADING.split(without_comments(prose))
    sections: dict[str, str] = {}
    faults = [Fault("##", "text before the first section; put it under ## Brief")] if before.strip() else []
    for title, body in zip(pieces[::2], pieces[1::2], strict=True):
        if title not in SECTIONS:
            faults.append(Fault(f"## {title}", f"unknown section; known here: {', '.join(SECTIONS)}"))
        if title in sections:
            faults.append(Fault(f"## {title}", "there twice; leave one of them"))
        sections[title] = body.strip()
    missing = [title for title in SECTIONS if not sections.get(title)]
    return sections, faults + [Fault(f"## {title}", "missing section, or nothing in it; write it") for title in missing]


def without_comments(prose: str) -> str:
    """The prose with its lines where they were."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), prose)


def _in_front(front: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with the form of the front matter."""
    yield from library.misfits(front, KEYS | dict.fromkeys((*ROWS, "flips"), list), "")
    if _of(str, front, "level") and front["level"] not in LEVELS:
        yield Fault("level", f"{library.short(front['level'])} is none of {', '.join(LEVELS)}")
    for table, keys in ROWS.items():
        for at, row in enumerate(_of(list, front, table)):
            yield from library.misfits(row, keys, f"{table}[{at}]")
            yield from _not_words(_of(list, row, "unlocked_by"), f"{table}[{at}].unlocked_by")
            step = _of(str, row, "step")
            if step and step not in STEPS:
                yield Fault(f"{table}[{at}].step", f"{library.short(step)} is none of {', '.join(STEPS)}")
    yield from _not_words(_of(list, front, "flips"), "flips")


def _not_words(values: list[Any], where: str) -> Iterator[Fault]:
    for at, each in enumerate(values):
        if not isinstance(each, str):
            yield Fault(f"{where}[{at}]", f"text expected, not {library.short(each)}; write it in quotes")


def _scenario(front: Mapping[str, Any], sections: Mapping[str, str], text: str) -> Scenario:
    return Scenario(
        **{key: _of(kind, front, key) for key, kind in KEYS.items()},
        facts=tuple(Fact(id, said, _words(by), weight) for id, said, by, weight in _rows(front, "facts")),
        stakeholders=tuple(Stakeholder(*row) for row in _rows(front, "stakeholders")),
        probes=tuple(Probe(f"{row[0]}.{row[1]}", *row) for row in _rows(front, "probes")),
        flips=_words(_of(list, front, "flips")),
        brief=sections.get("Brief", ""),
        opening=" ".join(sections.get("Opening", "").split()),
        bad_argument=" ".join(sections.get("Bad argument", "").split()),
        reference={level: sections.get(f"Reference: {level}", "") for level in LEVELS},
        text=text,
    )


def _rows(front: Mapping[str, Any], table: str) -> Iterator[list[Any]]:
    """The values of each row, in the order of its keys."""
    for row in _of(list, front, table):
        yield [_of(kind, row, key) for key, kind in ROWS[table].items()]


def _words(values: list[Any]) -> tuple[str, ...]:
    return tuple(each if isinstance(each, str) else "" for each in values)


def _of(kind: type[T], data: Any, key: str) -> T:
    """A value of a table; an empty one where it is missing or of another type."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if library.fits(found, kind) else kind()
