"""`coach report`."""

from __future__ import annotations

import io
import json
import os
import webbrowser
from pathlib import Path

import click

from coach import settings
from coach.cli.terminal import Terminal, warn
from coach.errors import CoachError
from coach.review.report import Report
from coach.session import attempt_to_json
from coach.store import Store

FORMATS = {".txt": "text", ".md": "md", ".html": "html", ".htm": "html", ".json": "json"}


@click.command("report")
@click.argument("session")
@click.option("--format", "form", type=click.Choice(["text", "md", "html", "json"]), help="[by --output, else text]")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="PATH", help="Write it there.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser, as HTML.")
def command(session: str, form: str | None, output: Path | None, opens: bool) -> None:
    """Show the report of a session, or write it to a file. SESSION is an id, a unique prefix, or "last".

    \b
    Examples:
      coach report last
      coach report last --open
      coach report 20261121-2015 --format md --output report.md
    """
    if opens and form not in (None, "html"):
        raise click.UsageError("--open shows HTML; leave out --format")
    store = Store(settings.home())
    id = store.find(session)
    form = form or ("html" if opens else FORMATS.get(output.suffix.lower(), "text") if output else "text")
    if form == "text" and not output:
        from coach.review import text

        text.render(report_of(store, id), Terminal().console, full=True)
        return
    made = _made(report_of(store, id), form, store.folder(id))
    if opens and not output:
        output = store.folder(id) / "report.html"
    if output is None:
        click.echo(made)
        return
    _write(output, made)
    click.echo(f"written to {output}", err=True)
    if opens and not webbrowser.open(output.resolve().as_uri()):
        raise CoachError(f"no browser could be started; open {output} yourself")


def report_of(store: Store, id: str) -> Report:
    """The report of a session; one that was never scored is scored by the rules first."""
    from coach.cli.assessment import assess_session
    from coach.cli.comparing import compared
    from coach.cli.sitting import case_of

    session = store.load(id)
    case = case_of(session)
    card = store.scorecard(id)
    if card is None:
        card = assess_session(session, case.rubric, None, store, {})
        if session.finished:
            store.save_scorecard(id, card)
    attempts = [
        each if each.comparison else compared(each, session, case, store)  # it was broken off
        for each in store.attempts(id, warn)
    ]
    return Report(session, case.scenario, card, case.rubric, tuple(attempt_to_json(each) for each in attempts))


def _made(report: Report, form: str, folder: Path) -> str:
    from rich.console import Console

    from coach.review import as_json, html, markdown, text

    if form == "json":
        return json.dumps(as_json.render(report), ensure_ascii=False, indent=2)
    if form == "md":
        return markdown.render(report)
    if form == "html":
        return html.render(report, audio=folder.resolve().as_uri())
    page = io.StringIO()
    text.render(report, Console(file=page, width=80, highlight=False))
    return page.getvalue()


def _write(output: Path, made: str) -> None:
    """Reports hold what people said, so they are for their eyes."""
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(made.rstrip("\n") + "\n")
    except OSError as error:
        raise CoachError(f"{output} cannot be written: {error.strerror}") from error
