"""The folder of the user's own scenarios: what lies there, and putting something new there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from coach import files, library, scenario, settings
from coach.cli.terminal import warn
from coach.errors import CoachError
from coach.scenario import FOLDER, ID, SUFFIX

TAKEN = "is there already and stays as it is; take another id, or remove it"


def folder() -> Path:
    """Where the user's own scenarios lie, there or not."""
    return settings.prompts() / FOLDER


def scenarios_in(place: Path) -> list[Path]:
    """The files of a folder that are meant as scenarios, drafts among them."""
    return sorted(place.glob(f"*{SUFFIX}"))


def strays() -> Iterator[str]:
    """What is said of the files there that are no scenario by their names."""
    for each in scenarios_in(folder()):
        if not ID.fullmatch(each.stem):
            yield f"left out: {each} (`coach scenarios check {each}` says why)"


def check_id(id: str) -> None:
    """Raises CoachError for what is no id, and where something of the user's has that id, a draft perhaps."""
    if not ID.fullmatch(id):
        raise CoachError(f"{id!r} is no id; take small letters, digits and hyphens, such as my-case")
    for each in taken(id):
        raise CoachError(f"{each} {TAKEN}")


def taken(id: str) -> list[Path]:
    """What the user has under that id."""
    return [each for each in scenarios_in(folder()) if each.name.partition(".")[0] == id]


def tell_hidden(id: str) -> None:
    """Say so when a scenario of the user's takes the place of a shipped one."""
    if (library.root() / scenario.file_name(id)).is_file():
        warn(f"it takes the place of the shipped scenario {id}, until you remove it")


def file(name: str) -> Path:
    """Where a scenario of that name would be."""
    return folder() / f"{name}{SUFFIX}"


def save(name: str, text: str) -> Path:
    """Write a new file there, for its owner only. Raises CoachError when there is one of that name."""
    made = file(name)
    if made.exists():
        raise CoachError(f"{made} {TAKEN}")
    try:
        files.make(made.parent)
        with files.private(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as sink:
            sink.write(text.encode())
    except OSError as error:
        raise CoachError(f"{made} cannot be written: {error.strerror}; COACH_PROMPTS names another folder") from error
    return made
