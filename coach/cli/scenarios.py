"""`coach scenarios`: the list. What else can be done with scenarios stands in `coach.cli.scenarios_*`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from coach import library, scenario, settings
from coach.cli import scenarios_check, scenarios_draft, scenarios_new, scenarios_show
from coach.cli.options import json_option
from coach.cli.own import folder, strays
from coach.cli.practised import Practised, practised
from coach.cli.terminal import PIPED, warn
from coach.scenario import LEVELS, Scenario
from coach.store import Store

if TYPE_CHECKING:
    from rich.console import Console

TITLE = 20
"""Characters that a title needs to be worth showing."""
MARK = " *"


@dataclass(frozen=True)
class Row:
    """One scenario in the list."""

    scenario: Scenario
    practised: Practised | None
    own: bool

    @property
    def order(self) -> tuple[str, int, str]:
        return self.scenario.track, LEVELS.index(self.scenario.level), self.scenario.id

    @property
    def last(self) -> str:
        return self.practised.day if self.practised else "never"

    @property
    def best(self) -> str:
        return f"{self.practised.best:.1f}" if self.practised and self.practised.best is not None else "-"


@click.group("scenarios", invoke_without_command=True)
@click.option("--track", metavar="T", help="Only this track.")
@click.option("--level", type=click.Choice(LEVELS), help="Only this level.")
@json_option
@click.pass_context
def command(ctx: click.Context, track: str | None, level: str | None, as_json: bool) -> None:
    """List what there is to practise, or make scenarios of your own.

    The list says when each was practised last and the best overall score so far. Your own scenarios are marked with *;
    they lie in `prompts/scenarios` in the data folder, or in `scenarios` in COACH_PROMPTS. One with the id of a shipped
    scenario takes its place.

    \b
    Examples:
      coach scenarios
      coach scenarios --track data --level staff
      coach scenarios show ci-runners
      coach scenarios new my-case
      coach scenarios check
      coach scenarios draft --from advert.pdf
    """
    if ctx.invoked_subcommand:
        return
    known = practised(Store(settings.home()), warn)
    every = [
        Row(each, known.get(each.id), library.is_own(scenario.file_name(each.id))) for each in scenario.usable(warn)
    ]
    rows = sorted((row for row in every if _wanted(row, track, level)), key=lambda row: row.order)
    for line in strays():
        warn(line)
    if as_json:
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2))
    elif rows:
        _show(rows)
    else:
        tracks = ", ".join(sorted({row.scenario.track for row in every}))
        click.echo(f"No scenario{_of(track, level)}; the tracks are: {tracks}")


for each in (scenarios_show, scenarios_check, scenarios_new, scenarios_draft):
    command.add_command(each.command)


def _wanted(row: Row, track: str | None, level: str | None) -> bool:
    return track in (None, row.scenario.track) and level in (None, row.scenario.level)


def _of(track: str | None, level: str | None) -> str:
    return (f" on track {track!r}" if track else "") + (f" of level {level}" if level else "")


def _as_json(row: Row) -> dict[str, Any]:
    known = row.practised
    return {key: getattr(row.scenario, key) for key in ("id", "title", "track", "level", "minutes")} | {
        "own": row.own,
        "sessions": known.sessions if known else 0,
        "practised": known.last if known else None,
        "best": known.best if known else None,
    }


def _show(rows: list[Row]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPED
    _table(rows, console)
    if any(row.own for row in rows):
        click.secho(f"{MARK.strip()} yours, in {folder()}", dim=True)


def _table(rows: list[Row], console: Console) -> None:
    """A line a scenario; titles only where there is room for them."""
    from rich.table import Table

    cells = [
        (each.scenario.track, each.scenario.level, each.scenario.id + MARK * each.own, each.last, each.best)
        for each in rows
    ]
    headings = ("track", "level", "id", "practised", "best")
    taken = sum(max(len(row[at]) for row in [headings, *cells]) + 2 for at in range(len(headings)))
    room = console.width - taken
    titled = room >= TITLE
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True, justify="right" if heading == "best" else "left")
    if titled:  # only the title may be cut
        table.add_column("title", no_wrap=True, max_width=room)
    for row, cell in zip(rows, cells, strict=True):
        table.add_row(*cell, *([row.scenario.title] if titled else []))
    console.print(table)
