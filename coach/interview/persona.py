"""Who interviews: one person of `prompts/personas/`, with an interest, a manner, a voice and phrases of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach import library
from coach.errors import CoachError, PromptFileError
from coach.interview.channel import Person, Sound
from coach.interview.phrases import Own, own

FOLDER = "personas"
USUAL = "staff-engineer"
"""Interviews where nobody else is asked for."""


@dataclass(frozen=True)
class Persona:
    """One interviewer."""

    id: str
    name: str
    role: str
    interest: str
    """What they are after; for the language model alone."""
    manner: str
    """How they talk; for the language model alone."""
    introduction: str
    """A clause before their first words."""
    presses: Mapping[str, float]
    """Dimension → added to the worth of a question about it."""
    sound: Sound
    phrases: Own

    @property
    def person(self) -> Person:
        return Person(self.name, self.sound)


def ids() -> list[str]:
    """Ids of all personas, the usual one first."""
    found = [name.removeprefix(f"{FOLDER}/").removesuffix(".toml") for name in library.names(FOLDER, ".toml")]
    return sorted(found, key=lambda each: (each != USUAL, each))


def load(id: str) -> Persona:
    """The persona of that id. Raises CoachError when there is none, PromptFileError when its file is broken."""
    if id not in ids():
        raise CoachError(f"no persona is called {id!r}; there are: {', '.join(ids())}")
    return parse(library.read(file(id)), file(id))


def file(id: str) -> str:
    """Name of the prompt file."""
    return f"{FOLDER}/{id}.toml"


def parse(text: str, name: str) -> Persona:
    """The persona that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    texts = dict.fromkeys(("id", "name", "role", "interest", "manner", "introduction"), str)
    library.strict(data, texts | {"presses": dict, "voice": dict, "phrases": dict}, name, "")
    for key, weight in data["presses"].items():
        if not isinstance(weight, (int, float)):
            raise PromptFileError(f"{name}: presses.{key}: a number is needed")
    return Persona(
        **{key: " ".join(data[key].split()) for key in texts},
        presses=data["presses"],
        sound=_sound(data["voice"], name),
        phrases=own(data["phrases"], name, "phrases"),
    )


def _sound(data: Any, name: str) -> Sound:
    library.strict(data, {"names": list, "rate": int}, name, "voice")
    if not all(isinstance(each, str) for each in data["names"]):
        raise PromptFileError(f"{name}: voice.names: only text is a name")
    return Sound(tuple(data["names"]), data["rate"])
