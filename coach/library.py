"""Find and read the files under `prompts/`: all that a model or a candidate is told.

In a wheel they lie inside the package, in a checkout beside it; either way they are plain files that anyone may edit.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coach.errors import PromptFileError

VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


def root() -> Path:
    """The folder of shipped prompts."""
    package = Path(__file__).resolve().parent
    inside = package / "prompts"
    return inside if inside.is_dir() else package.parent / "prompts"


def path(name: str) -> Path:
    """The file of that name, such as "interviewer.md" or "rubrics/staff.toml". Raises PromptFileError."""
    found = root() / name
    if not found.is_file():
        raise PromptFileError(f"{name}: no such prompt file in {root()}; reinstall coach to bring it back")
    return found


def read(name: str) -> str:
    """The text of a prompt file. Raises PromptFileError."""
    return path(name).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> list[str]:
    """Names of the files of one folder, sorted: names("scenarios", ".md")."""
    return sorted(f"{folder}/{found.name}" for found in (root() / folder).glob(f"*{suffix}"))


def digest(text: str) -> str:
    """SHA-256 of a prompt's text, to tell later what a session was run with."""
    return hashlib.sha256(text.encode()).hexdigest()


def fill(name: str, variables: Mapping[str, str]) -> str:
    """A prompt with its `{{variables}}` filled in.

    Strict both ways: a variable without a value and a value without its variable are both PromptFileErrors.
    """
    text = read(name)
    wanted = set(VARIABLE.findall(text))
    for missing in sorted(wanted - set(variables)):
        raise PromptFileError(f"{name}: unknown variable {{{{{missing}}}}}; known here: {', '.join(sorted(variables))}")
    for unused in sorted(set(variables) - wanted):
        raise PromptFileError(f"{name}: missing variable {{{{{unused}}}}}; the prompt has to say where it goes")
    return VARIABLE.sub(lambda match: variables[match[1]], text)


def toml(text: str, name: str) -> dict[str, Any]:
    """The table that a TOML text says. Raises PromptFileError naming the file and the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PromptFileError(f"{name}: {error}") from error


def strict(data: Any, wanted: Mapping[str, type], name: str, where: str) -> None:
    """Check a table of a prompt file: every wanted key is there, of its type, and no other.

    `where` is the table's place in the file, such as "probes[3]". Raises PromptFileError naming file and key.
    """
    prefix = f"{where}." if where else ""
    if not isinstance(data, dict):
        raise PromptFileError(f"{name}: {where}: a table is needed")
    for key in data:
        if key not in wanted:
            raise PromptFileError(f"{name}: {prefix}{key}: unknown key; known here: {', '.join(wanted)}")
    for key, kind in wanted.items():
        if key not in data:
            raise PromptFileError(f"{name}: {prefix}{key}: missing")
        if not isinstance(data[key], (int, float) if kind is float else kind):
            raise PromptFileError(f"{name}: {prefix}{key}: {kind.__name__} expected")
