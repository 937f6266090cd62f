"""`coach scenarios check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach import library, scenario
from coach.cli.options import json_option
from coach.cli.own import folder, scenarios_in
from coach.errors import CoachError, PromptFileError
from coach.scenario import FOLDER

if TYPE_CHECKING:
    from coach.bank.check import Finding
    from coach.scoring.rubric import Rubric


@dataclass(frozen=True)
class Checked:
    """One file and what is wrong with it."""

    file: Path
    findings: Sequence[Finding]


@click.command("check", short_help="Check scenario files strictly, all faults at once.")
@click.argument("what", metavar="[PATH|ID]...", nargs=-1)
@json_option
def command(what: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files strictly: files, folders or ids; without any, your own and the shipped ones.

    All faults are told at once, each as FILE:LINE: what is wrong; what to do. The exit code is 1 when there are faults.

    \b
    Examples:
      coach scenarios check
      coach scenarios check my-case
      coach scenarios check drafts/ ./my-case.md --json
    """
    from coach.scoring import rubric

    found = [checked(file, rubric.load()) for file in files_of(what)]
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        for line in (line for each in found for line in lines(each)):
            click.echo(line)
        click.echo(summary(found))
    if any(each.findings for each in found):
        sys.exit(1)


def files_of(what: Sequence[str]) -> list[Path]:
    """The files to check, each once. Raises CoachError for what is neither file nor folder nor scenario."""
    places = what or (str(folder()), str(library.root()))
    return list(dict.fromkeys(file for each in places for file in _files(each, required=bool(what))))


def checked(file: Path, rubric: Rubric) -> Checked:
    """A file with all that is wrong with it; one that cannot be read has that one fault."""
    from coach.bank.check import Finding, check

    try:
        return Checked(file, check(library.text_of(file), file.stem, rubric))
    except PromptFileError as error:
        return Checked(file, [Finding(1, "", str(error).removeprefix(f"{file}").lstrip(": "))])


def lines(found: Checked) -> Iterator[str]:
    """Its faults as they are printed."""
    for each in found.findings:
        yield f"{shown(found.file)}:{each.line}: {each}"


def summary(found: Sequence[Checked]) -> str:
    """How much was checked, and how much is wrong."""
    faults, faulty = sum(len(each.findings) for each in found), sum(bool(each.findings) for each in found)
    files = f"{len(found)} scenario{'' if len(found) == 1 else 's'} checked"
    if not faults:
        return f"{files}: no faults"
    return f"{files}: {faults} fault{'' if faults == 1 else 's'}" + (f" in {faulty} of them" if len(found) > 1 else "")


def as_data(found: Sequence[Checked]) -> dict[str, object]:
    """The same as plain data."""
    return {
        "scenarios": len(found),
        "faults": [
            {"file": str(each.file), "line": one.line, "where": one.where, "said": one.said}
            for each in found
            for one in each.findings
        ],
    }


def shown(file: Path) -> str:
    """A path as short as it can be clicked on from here."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _files(what: str, required: bool) -> list[Path]:
    place = Path(what)
    if place.is_dir():
        inner = place / FOLDER
        found = scenarios_in(inner if inner.is_dir() else place)
        if required and not found:
            raise CoachError(f"{what}: no scenario file in it; they are called ID.md")
        return found
    if place.is_file():
        return [place]
    if what in scenario.ids() or library.is_own(scenario.file_name(what)):
        return [library.path(scenario.file_name(what))]
    if required:
        raise CoachError(f"{what}: no such file or folder, and no scenario is called so; `coach scenarios` lists them")
    return []
