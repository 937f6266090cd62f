"""The built-in interviewer's connecting words, read from `prompts/builtin.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from coach import library
from coach.errors import PromptFileError

FILE = "builtin.toml"
SAID = {
    "quote": ("quote",),
    "push": ("argument",),
    "push_again": ("quote",),
    "announce": ("name", "role"),
    "guest_again": ("name",),
    "retold": ("fact",),
    "repeat": ("question",),
    "time": ("minutes", "questions"),
}
"""Phrases with something to be filled in, and what."""
Own = Mapping[str, "str | tuple[str, ...]"]
"""Phrases that take the place of others, by key."""


@dataclass(frozen=True)
class Phrases:
    """What is said around the questions of a scenario."""

    quote: tuple[str, ...]
    """Ways to take up the candidate's words; {quote} stands for them."""
    elsewhere: tuple[str, ...]
    """Between them and a question that is about something else."""
    reask: tuple[str, ...]
    """Before a question that was dodged."""
    after_fact: tuple[str, ...]
    """The question after a fact was handed over."""
    clarify: tuple[str, ...]
    """The answer to a question that unlocks nothing."""
    vague: tuple[str, ...]
    """The answer to one that could be asked anywhere."""
    decide: tuple[str, ...]
    """The answer to one question too many, and to one for the interviewer's own answer."""
    retold: tuple[str, ...]
    """Around a {fact} that was told before."""
    repeat: tuple[str, ...]
    """Around the last {question}, asked for once more."""
    time: tuple[str, ...]
    """Says the {minutes} and {questions} that are left."""
    push: tuple[str, ...]
    """Around the bad argument; {argument} stands for it."""
    push_again: tuple[str, ...]
    """The argument once more, against {quote}."""
    push_again_bare: tuple[str, ...]
    """The same where nothing can be quoted."""
    know: tuple[str, ...]
    """The question after a number that the candidate brought in."""
    know_again: tuple[str, ...]
    """The same once more, where that was not answered."""
    stop: tuple[str, ...]
    """Cuts into an answer that runs on."""
    one_sentence: tuple[str, ...]
    """The question after that."""
    announce: tuple[str, ...]
    """Somebody from the scenario comes in; {name} and {role} stand for who."""
    guest: tuple[str, ...]
    """What they ask where their line asks nothing."""
    guest_again: tuple[str, ...]
    """What is asked once {name} has gone without an answer."""
    wrap: str
    close: str
    levels: Mapping[str, Own] = field(default_factory=dict)
    """Pressure level → what is said otherwise there."""

    def spoken(self, own: Own, level: str) -> Phrases:
        """As a persona with phrases of its own says them at that level of pressure: gentle is everybody's, terse are
        those who have no words of their own."""
        low, high = (self.levels.get(each, {}) if each == level else {} for each in LEVELS)
        changed: dict[str, Any] = {**high, **own, **low}
        first = changed.get(
            "after_fact", ()
        )  # a session may hand over more facts than there are in a list of one's own
        changed["after_fact"] = (*first, *(each for each in self.after_fact if each not in first))
        return replace(self, **changed)


LEVELS = ("low", "high")
SINGLE = ("wrap", "close")
LISTS = tuple(each.name for each in fields(Phrases) if each.name not in (*SINGLE, "levels"))
KINDS: Mapping[str, type] = dict.fromkeys(LISTS, list) | dict.fromkeys(SINGLE, str)
OWN = tuple(each for each in KINDS if each not in ("guest", "guest_again", "know_again"))
"""What a persona may say otherwise: a guest is somebody else, and nobody asks otherwise where a number comes from."""


def unsaid(phrases: tuple[str, ...], said: str) -> str:
    """The first of the phrases that is not in what was said so far; when all are, the one that was said longest ago."""
    return next((each for each in phrases if each not in said), None) or min(phrases, key=said.rfind)


def load(name: str = FILE) -> Phrases:
    """The shipped phrases. Raises PromptFileError naming file and key."""
    return parse(library.read(name), name)


def parse(text: str, name: str) -> Phrases:
    """The phrases that a TOML text says. Raises PromptFileError naming file and key."""
    data = library.toml(text, name)
    library.strict(data, {**KINDS, **dict.fromkeys(LEVELS, dict)}, name, "")
    levels = {level: own(data.pop(level), name, level) for level in LEVELS}
    return Phrases(**_checked(data, name, ""), levels=levels)


def own(data: Any, name: str, where: str) -> Own:
    """Some of the phrases, as a persona or a level has them. Raises PromptFileError naming file and key."""
    if not isinstance(data, dict):
        raise PromptFileError(f"{name}: {where}: a table is needed")
    for key in data:
        if key not in OWN:
            raise PromptFileError(f"{name}: {where}.{key}: unknown key; known here: {', '.join(OWN)}")
    library.strict(data, {key: KINDS[key] for key in data}, name, where)
    return _checked(data, name, f"{where}.")


def _checked(data: Mapping[str, Any], name: str, prefix: str) -> dict[str, Any]:
    for key, phrases in data.items():
        if key in LISTS and not (phrases and all(isinstance(each, str) for each in phrases)):
            raise PromptFileError(f"{name}: {prefix}{key}: at least one phrase is needed, and only text")
        for variable in SAID.get(key, ()):
            for phrase in phrases:
                if f"{{{variable}}}" not in phrase:
                    raise PromptFileError(f"{name}: {prefix}{key}: {phrase!r} does not say where {{{variable}}} goes")
    return {key: tuple(each) if key in LISTS else each for key, each in data.items()}
