"""The built-in interviewer's connecting words, read from `prompts/builtin.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from coach import library
from coach.errors import PromptFileError

FILE = "builtin.toml"


@dataclass(frozen=True)
class Phrases:
    """What is said around the questions of a scenario."""

    quote: tuple[str, ...]
    """Ways to take up the candidate's words; {quote} stands for them."""
    reask: tuple[str, ...]
    """Before a question that was dodged."""
    after_fact: tuple[str, ...]
    """The question after a fact was handed over."""
    clarify: tuple[str, ...]
    """The answer to a question that unlocks nothing."""
    wrap: str
    close: str


def load(name: str = FILE) -> Phrases:
    """The shipped phrases. Raises PromptFileError naming file and key."""
    return parse(library.read(name), name)


def parse(text: str, name: str) -> Phrases:
    """The phrases that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    lists = {"quote": list, "reask": list, "after_fact": list, "clarify": list}
    library.strict(data, lists | {"wrap": str, "close": str}, name, "")
    for key in lists:
        if not data[key]:
            raise PromptFileError(f"{name}: {key}: at least one is needed")
    for phrase in data["quote"]:
        if "{quote}" not in phrase:
            raise PromptFileError(f"{name}: quote: {phrase!r} does not say where {{quote}} goes")
    return Phrases(**(data | {key: tuple(data[key]) for key in lists}))
