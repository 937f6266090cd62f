"""What the language model is told to do with one turn, read from `prompts/directions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach import library
from coach.errors import PromptFileError
from coach.interview.panel import Panel
from coach.interview.persona import Persona
from coach.interview.pressure import LEVELS
from coach.interview.push import AGAIN
from coach.session import Move

FILE = "directions.toml"
TASKS = ("probe", "reask", "stop", "push", "push_again", "guest", "flip", "fact", "clarify", "wrap")
ALSO = ("quote", "again", "speaker")
WHO = ("alone", "panel", "member")
VARIABLES = frozenset({"text", "quote", "tried", "faults", "speaker", "name", "role", "interest", "manner", "members"})


@dataclass(frozen=True)
class Directions:
    """The words of the file."""

    begin: str
    task: Mapping[str, str]
    """By kind of move."""
    also: Mapping[str, str]
    """What is added where it applies: quote, again, speaker."""
    who: Mapping[str, str]
    """Who the model is: alone, panel, and each member of one."""
    pressure: Mapping[str, str]
    """How hard it presses, by level."""

    @property
    def frame(self) -> str:
        """All that stands around the variables: what a model must not read out."""
        return library.VARIABLE.sub("", " ".join([*self.task.values(), *self.also.values()]))

    def persona(self, panel: Panel) -> str:
        """Who the model is, the same for a whole session."""
        told = [
            _fill(self.who["alone" if len(panel.members) == 1 else "member"], _about(each)) for each in panel.members
        ]
        return told[0] if len(told) == 1 else _fill(self.who["panel"], {"members": "\n".join(told)})

    def text(self, move: Move, tried: str = "", faults: str = "", speaker: str = "") -> str:
        """The direction for a move; with the faults of the last try when it is told again.

        `speaker`: whose words they are, where there is more than one. What the rubric asks behind the move is not told:
        small models read it out, and large ones do without.
        """
        task = "push_again" if move.source == AGAIN else move.kind
        lines = []
        if speaker and move.kind != "guest":
            lines.append(_fill(self.also["speaker"], {"speaker": speaker}))
        if move.quote:
            lines.append(_fill(self.also["quote"], {"quote": move.quote}))
        lines.append(_fill(self.task[task], {"text": move.text, "speaker": speaker}))  # small models heed the last most
        if faults:
            lines.append(_fill(self.also["again"], {"tried": tried, "faults": faults}))
        return "\n".join(lines)


def load(name: str = FILE) -> Directions:
    """The shipped directions. Raises PromptFileError naming file and key."""
    return parse(library.read(name), name)


def parse(text: str, name: str) -> Directions:
    """The directions that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    tables = {"task": TASKS, "also": ALSO, "who": WHO, "pressure": tuple(LEVELS)}
    library.strict(data, {"begin": str} | dict.fromkeys(tables, dict), name, "")
    for table, keys in tables.items():
        library.strict(data[table], dict.fromkeys(keys, str), name, table)
        for key, each in data[table].items():
            unknown = sorted(set(library.VARIABLE.findall(each)) - VARIABLES)
            if unknown:
                raise PromptFileError(f"{name}: {table}.{key}: unknown variable {{{{{unknown[0]}}}}}")
    return Directions(**data)


def _about(member: Persona) -> dict[str, str]:
    return {"name": member.name, "role": member.role, "interest": member.interest, "manner": member.manner}


def _fill(template: str, values: Mapping[str, str]) -> str:
    return library.VARIABLE.sub(lambda match: values.get(match[1], ""), template)
