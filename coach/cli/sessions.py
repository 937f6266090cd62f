"""`coach sessions`."""

from __future__ import annotations

import json
from typing import Any

import click

from coach import settings
from coach.cli.options import json_option
from coach.cli.terminal import PIPED, warn
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
        "drill": _drill(session, card),
    }


def _drill(session: Session, card: dict[str, Any]) -> dict[str, Any] | None:
    """The one dimension that a drill is about and what it came to; None for a whole interview."""
    dimension = session.settings.get("drill")
    if not dimension:
        return None
    scores = [each["score"] for each in card.get("dimensions", ()) if each["id"] == dimension]
    return {"dimension": dimension, "score": scores[0] if scores else None}


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("id", "date", "scenario", "mode", "overall", "level"):
        table.add_column(title, no_wrap=title in ("id", "scenario"))  # to be typed, so never cut
    for row in rows:
        overall = "-" if row["overall"] is None else f"{row['overall']:.1f}"
        date = row["started"][:16].replace("T", " ")
        table.add_row(row["id"], date, row["scenario"], row["mode"], overall, _level(row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PIPED
    console.print(table)


def _level(row: dict[str, Any]) -> str:
    """What a session came to; a drill has no level, only the score of its dimension."""
    drill = row["drill"]
    if not row["finished"]:
        came_to = "unfinished"
    elif drill and row["level"]:
        came_to = "not observed" if drill["score"] is None else f"{drill['score']:.1f}"
    else:
        came_to = row["level"] or "not scored"
    return f"drill: {drill['dimension']}, {came_to}" if drill else came_to
