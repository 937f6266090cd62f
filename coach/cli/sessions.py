"""`coach sessions`."""

from __future__ import annotations

import json
from typing import Any

import click

from coach import settings
from coach.cli.options import json_option
from coach.cli.terminal import warn
from coach.session import Session
from coach.store import Store


@click.command("sessions")
@json_option
def command(as_json: bool) -> None:
    """List saved sessions, newest first.

    \b
    Examples:
      coach sessions
      coach sessions --json | jq '.[0].id'
    """
    store = Store(settings.home())
    rows = [_row(session, store.scorecard(session.id) or {}) for session in store.sessions(warn)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not rows:
        click.echo("No session yet; `coach practice` starts one.")
    else:
        _table(rows)


def _row(session: Session, card: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": session.id,
        "started": session.started,
        "scenario": session.scenario_id,
        "mode": session.mode,
        "overall": card.get("overall"),
        "level": card.get("level"),
        "finished": session.finished,
    }


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)  # to be typed, so never cut
    for title in ("date", "scenario", "mode", "overall", "level"):
        table.add_column(title)
    for row in rows:
        overall = "-" if row["overall"] is None else f"{row['overall']:.1f}"
        level = (row["level"] or "not scored") if row["finished"] else "unfinished"
        date = row["started"][:16].replace("T", " ")
        table.add_row(row["id"], date, row["scenario"], row["mode"], overall, level)
    Console(highlight=False).print(table)
