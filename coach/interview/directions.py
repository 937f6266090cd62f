"""What the language model is told to do with one turn, read from `prompts/directions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach import library
from coach.errors import PromptFileError
from coach.session import Move

FILE = "directions.toml"
TASKS = ("probe", "reask", "push", "flip", "fact", "clarify", "wrap")
ALSO = ("quote", "dimension", "again")
VARIABLES = frozenset({"text", "quote", "question", "tried", "faults"})


@dataclass(frozen=True)
class Directions:
    """The words of the file."""

    begin: str
    task: Mapping[str, str]
    """By kind of move."""
    also: Mapping[str, str]
    """What is added where it applies: quote, dimension, again."""

    @property
    def frame(self) -> str:
        """All that stands around the variables: what a model must not read out."""
        return library.VARIABLE.sub("", " ".join([*self.task.values(), *self.also.values()]))

    def text(self, move: Move, question: str | None, tried: str = "", faults: str = "") -> str:
        """The direction for a move; with the faults of the last try when it is told again.

        `question` is what the move's dimension asks, as the rubric words it.
        """
        lines = [_fill(self.task[move.kind], {"text": move.text})]
        if question:
            lines.append(_fill(self.also["dimension"], {"question": question}))
        if move.quote:
            lines.append(_fill(self.also["quote"], {"quote": move.quote}))
        if faults:
            lines.append(_fill(self.also["again"], {"tried": tried, "faults": faults}))
        return "\n".join(lines)


def load(name: str = FILE) -> Directions:
    """The shipped directions. Raises PromptFileError naming file and key."""
    return parse(library.read(name), name)


def parse(text: str, name: str) -> Directions:
    """The directions that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    library.strict(data, {"begin": str, "task": dict, "also": dict}, name, "")
    library.strict(data["task"], dict.fromkeys(TASKS, str), name, "task")
    library.strict(data["also"], dict.fromkeys(ALSO, str), name, "also")
    for table in ("task", "also"):
        for key, each in data[table].items():
            unknown = sorted(set(library.VARIABLE.findall(each)) - VARIABLES)
            if unknown:
                raise PromptFileError(f"{name}: {table}.{key}: unknown variable {{{{{unknown[0]}}}}}")
    return Directions(data["begin"], data["task"], data["also"])


def _fill(template: str, values: Mapping[str, str]) -> str:
    return library.VARIABLE.sub(lambda match: values.get(match[1], ""), template)
