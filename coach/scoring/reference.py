"""Reference interviews: conversations of a known level that a grader has to put in order before its number is shown.

The files say who wrote which level; nothing here knows how an answer is graded. They are the held-out truth: whatever
is fitted or tuned, is fitted on `prompts/labelled/` and never on these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coach import library, scenario
from coach.errors import PromptFileError
from coach.scenario import Scenario
from coach.session import Move, Turn

GRADED = ("senior-minus", "senior", "staff")
"""Lowest first; each scenario that has references has one of each."""
LEVELS = ("weak", *GRADED)
"""Weak is found only among the adversarial: below any of the three, whatever it sounds like."""
ADVERSARIAL = "adversarial-"
"""How the id of a reference begins that is built to mislead a grader: staff that sounds poor, or weak that shines."""
ROLES = ("interviewer", "candidate")


@dataclass(frozen=True)
class Reference:
    """One interview of a known level."""

    id: str
    scenario: str
    level: str
    """weak, senior-minus, senior or staff."""
    style: str
    """How the speaker talks, in a word or two; it has nothing to do with the level."""
    turns: tuple[Turn, ...]
    """Question and answer in turn, without times."""

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(turn.text for turn in self.turns if turn.role == "candidate")

    @property
    def adversarial(self) -> bool:
        return self.id.startswith(ADVERSARIAL)


def load() -> tuple[Reference, ...]:
    """All shipped references, by file. Raises PromptFileError naming file and key."""
    found: dict[str, Reference] = {}
    for name in library.names("references", ".toml"):
        for at, reference in enumerate(parse(library.read(name), name)):
            if reference.id in found:
                raise PromptFileError(f"{name}: references[{at}].id: {reference.id!r} is taken; every id is there once")
            found[reference.id] = reference
    return tuple(found.values())


def parse(text: str, name: str) -> tuple[Reference, ...]:
    """The references that a TOML text says: of one scenario, or each with its own. Raises PromptFileError."""
    data = library.toml(text, name)
    shared = {"scenario": str} if "scenario" in data else {}
    library.strict(data, shared | {"references": list}, name, "")
    return tuple(
        _reference(each, data.get("scenario"), name, f"references[{at}]") for at, each in enumerate(data["references"])
    )


def _reference(data: Any, shared: str | None, name: str, where: str) -> Reference:
    own = {} if shared else {"scenario": str}
    library.strict(data, {"id": str} | own | {"level": str, "style": str, "turns": list}, name, where)
    if data["level"] not in LEVELS:
        raise PromptFileError(f"{name}: {where}.level: {data['level']!r} is none of {', '.join(LEVELS)}")
    id = shared or data["scenario"]
    if id not in scenario.ids():
        place = "scenario" if shared else f"{where}.scenario"
        raise PromptFileError(f"{name}: {place}: no scenario is called {id!r}; `coach scenarios` lists them")
    if not data["turns"] or len(data["turns"]) % 2:
        raise PromptFileError(f"{name}: {where}.turns: every question needs its answer")
    case = scenario.load(id)
    turns = tuple(_turn(each, at, case, name, f"{where}.turns[{at}]") for at, each in enumerate(data["turns"]))
    return Reference(data["id"], id, data["level"], data["style"], turns)


def _turn(data: Any, index: int, case: Scenario, name: str, where: str) -> Turn:
    """Line breaks in the file mean nothing: all of it was spoken."""
    library.strict(data, {"role": str, "text": str}, name, where)
    role = ROLES[index % 2]
    if data["role"] != role:
        raise PromptFileError(f"{name}: {where}.role: {role!r} expected, not {data['role']!r}; the two take turns")
    text = " ".join(data["text"].split())
    if not text:
        raise PromptFileError(f"{name}: {where}.text: nothing is said")
    if role == "candidate":
        return Turn(index, "candidate", text, 0.0, 0.0)
    return Turn(index, "interviewer", text, 0.0, 0.0, _move(case, text))


def _move(case: Scenario, text: str) -> Move | None:
    """The move behind a question, as an interview records it; None when the scenario words it differently by now."""
    moves = [
        Move("opening", case.opening, "opening", step="clarify"),
        Move("push", case.bad_argument, "push", "pressure", "pressure.holds", "alternative"),
        *(
            Move("flip", flip, f"flip:{at}", "pressure", "pressure.updates", "flip")
            for at, flip in enumerate(case.flips)
        ),
        *(Move("probe", probe.ask, f"probe:{probe.id}", probe.dimension, step=probe.step) for probe in case.probes),
    ]
    return next((move for move in moves if move.text == text), None)
