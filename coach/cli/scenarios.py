"""`coach scenarios`."""

from __future__ import annotations

import json

import click

from coach import scenario
from coach.cli.options import json_option


@click.group("scenarios", invoke_without_command=True)
@click.option("--track", metavar="T", help="Only this track.")
@json_option
@click.pass_context
def command(ctx: click.Context, track: str | None, as_json: bool) -> None:
    """List what there is to practise, or show one scenario.

    \b
    Examples:
      coach scenarios
      coach scenarios --track platform --json
      coach scenarios show ci-runners
    """
    if ctx.invoked_subcommand:
        return
    found = [scenario.load(id) for id in scenario.ids()]
    rows = [each for each in found if track in (None, each.track)]
    if as_json:
        keys = ("id", "title", "track", "level", "minutes")
        click.echo(json.dumps([{key: getattr(each, key) for key in keys} for each in rows], indent=2))
    elif not rows:
        click.echo(f"No scenario on track {track!r}; there are: {', '.join(sorted({each.track for each in found}))}")
    else:
        _table(rows)


@command.command("show")
@click.argument("id")
def show(id: str) -> None:
    """Show the case of one scenario, without what is hidden in it."""
    from rich.console import Console
    from rich.markdown import Markdown

    one = scenario.load(id)
    console = Console(highlight=False)
    click.secho(one.title, bold=True)
    click.secho(f"{one.track} · {one.level} · {one.minutes} minutes\n", dim=True)
    console.print(Markdown(one.brief))
    click.secho("\nYou will hear", bold=True)
    console.print(one.opening, markup=False)
    click.secho("\nPeople", bold=True)
    for person in one.stakeholders:
        click.echo(f"  {person.name}, {person.role}")
    click.secho(f"\n{len(one.facts)} facts are hidden until you ask for them.", dim=True)
    click.echo(f"Practise it: coach practice {one.id}")


def _table(rows: list[scenario.Scenario]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)  # to be typed, so never cut
    for title in ("title", "track", "level", "minutes"):
        table.add_column(title)
    for each in rows:
        table.add_row(each.id, each.title, each.track, each.level, str(each.minutes))
    Console(highlight=False).print(table)
