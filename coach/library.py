"""Find and read the files under `prompts/`: all that a model or a candidate is told.

In a wheel they lie inside the package, in a checkout beside it; either way they are plain files that anyone may edit.
A folder of the user's own may be searched before them: a file there hides the shipped one of the same name.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from coach.errors import PromptFileError

VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
KINDS: Mapping[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}
SHOWN = 40
"""Characters of a value that a message quotes."""
T = TypeVar("T")
_own: list[Path] = []
"""The user's folder, while there is one; the last counts."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a prompt file."""

    where: str
    """Its place in the file, such as "probes[3].ask" or "## Brief"; empty for the file as a whole."""
    said: str
    """What is wrong, and what to do."""

    def __str__(self) -> str:
        return f"{self.where}: {self.said}" if self.where else self.said


def root() -> Path:
    """The folder of shipped prompts."""
    package = Path(__file__).resolve().parent
    inside = package / "prompts"
    return inside if inside.is_dir() else package.parent / "prompts"


@contextmanager
def also(folder: Path) -> Iterator[None]:
    """Search a folder of the user's own first, as long as this lasts. It need not exist."""
    _own.append(folder)
    try:
        yield
    finally:
        _own.pop()


def is_own(name: str) -> bool:
    """True for a prompt file that is the user's."""
    return any((folder / name).is_file() for folder in _own[-1:])


def path(name: str) -> Path:
    """The file of that name, such as "interviewer.md" or "rubrics/staff.toml". Raises PromptFileError."""
    for folder in (*_own[-1:], root()):
        if (folder / name).is_file():
            return folder / name
    raise PromptFileError(f"{name}: no such prompt file in {root()}; reinstall coach to bring it back")


def called(name: str) -> str:
    """What messages call a prompt file: the user's own by its path, a shipped one by its name."""
    return str(path(name)) if is_own(name) else name


def read(name: str) -> str:
    """The text of a prompt file. Raises PromptFileError."""
    return text_of(path(name))


def text_of(file: Path) -> str:
    """The text of any file, without the mark that some editors put before it. Raises PromptFileError."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PromptFileError(f"{file}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise PromptFileError(f"{file} cannot be read: {error.strerror}") from error


def names(folder: str, suffix: str) -> list[str]:
    """Names of the files of one folder, the user's among them, sorted: names("scenarios", ".md")."""
    found = {each.name for base in (*_own[-1:], root()) for each in (base / folder).glob(f"*{suffix}")}
    return sorted(f"{folder}/{each}" for each in found)


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
    """Check a table of a prompt file, as `misfits` does. Raises PromptFileError naming the file and the first fault."""
    for fault in misfits(data, wanted, where):
        raise PromptFileError(f"{name}: {fault}")


def misfits(data: Any, wanted: Mapping[str, type], where: str) -> Iterator[Fault]:
    """What is wrong with a table of a prompt file: every wanted key has to be there, of its type, and no other.

    `where` is the table's place in the file, such as "probes[3]".
    """
    prefix = f"{where}." if where else ""
    if not isinstance(data, dict):
        yield Fault(where, "a table is needed")
        return
    for key in data:
        if key not in wanted:
            yield Fault(f"{prefix}{key}", f"unknown key; known here: {', '.join(wanted)}")
    for key, kind in wanted.items():
        if key not in data:
            yield Fault(f"{prefix}{key}", f"missing; add it as {KINDS[kind]}")
        elif not fits(data[key], kind):
            yield Fault(f"{prefix}{key}", f"{kind.__name__} expected, not {short(data[key])}; write {KINDS[kind]}")


def fits(value: Any, kind: type[T]) -> TypeGuard[T]:
    """True for a value of that type; a whole number is a number too, but true and false are none."""
    return isinstance(value, (int, float) if kind is float else kind) and isinstance(value, bool) == (kind is bool)


def short(value: Any) -> str:
    """A value as it is shown in a message."""
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]} ..."
