"""`coach report`."""

from __future__ import annotations

import io
import json
import os
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach import settings
from coach.cli.terminal import Terminal, warn
from coach.errors import CoachError
from coach.review.report import Report
from coach.session import Session, attempt_to_json, newest, reheard
from coach.store import Store

if TYPE_CHECKING:
    from rich.console import Console

    from coach.interview.case import Case

FORMATS = {".txt": "text", ".md": "md", ".html": "html", ".htm": "html", ".json": "json"}


@click.command("report")
@click.argument("session", required=False, default="last")
@click.option("--format", "form", type=click.Choice(["text", "md", "html", "json"]), help="[by --output, else text]")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="PATH", help="Write it there.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser, as HTML.")
@click.option("--timing", "times", is_flag=True, help="How long each spoken answer was waited for, as text or JSON.")
def command(session: str, form: str | None, as_json: bool, output: Path | None, opens: bool, times: bool) -> None:
    """Show the report of a session, or write it to a file.

    SESSION is an id, a unique prefix, or "last" (the one taken without it).

    \b
    Examples:
      coach report last
      coach report last --open
      coach report last --timing
      coach report 20261121-2015 --format md --output report.md
    """
    form = _form(form, as_json, output, opens, times)
    store = Store(settings.home())
    id = store.find(session)
    if times:
        _timing(store.load(id), form, output)
        return
    if form == "text" and not output:
        from coach.review import text

        text.render(report_of(store, id), Terminal().console, full=True)
        return
    made = _made(report_of(store, id), form, store.folder(id))
    if opens and not output:
        output = store.folder(id) / "report.html"
    _put(made, output)
    if output and opens and not webbrowser.open(output.resolve().as_uri()):
        raise CoachError(f"no browser could be started; open {output} yourself")


def _form(form: str | None, as_json: bool, output: Path | None, opens: bool, times: bool) -> str:
    """The format that the flags come to. Raises click.UsageError where they contradict each other."""
    if as_json and form not in (None, "json"):
        raise click.UsageError("--json and --format say different things; leave out one")
    form = "json" if as_json else form
    if opens and form not in (None, "html"):
        raise click.UsageError("--open shows HTML; leave out --format")
    found = form or ("html" if opens else FORMATS.get(output.suffix.lower(), "text") if output else "text")
    if times and found not in ("text", "json"):
        raise click.UsageError("--timing is text or JSON; leave out --format and --open")
    return found


def _timing(session: Session, form: str, output: Path | None) -> None:
    """The figures alone: nothing has to be scored for them."""
    from coach.review import timing

    if form == "json":
        made = json.dumps(timing.to_json(session), ensure_ascii=False, indent=2)
    elif output:
        made = _printed(lambda console: timing.render(session, console))
    else:
        timing.render(session, Terminal().console)
        return
    _put(made, output)


def report_of(store: Store, id: str) -> Report:
    """The report of a session; one that was never scored is scored by the rules first."""
    from coach.cli.assessment import assess_session
    from coach.cli.comparing import compared
    from coach.cli.sitting import case_of

    held = store.load(id)
    case = case_of(held)
    card = store.scorecard(id)
    if card is None:
        card = assess_session(held, case.rubric, None, store, {})
        if held.finished:
            store.save_scorecard(id, card)
    report = scored(held, case, card, store)
    attempts = [
        each if each.comparison else compared(each, report.session, case, store)  # it was broken off
        for each in store.attempts(id, warn)
    ]
    return replace(report, attempts=tuple(attempt_to_json(each) for each in attempts))


def scored(held: Session, case: Case, card: dict[str, Any], store: Store) -> Report:
    """The report of a session by that card, with the words that the card is about."""
    answers = {turn.index: turn for turn in held.answers}
    hearings = [each for each in store.hearings(held.id, warn) if each.turn in answers]
    last = newest(hearings)
    report = Report(held, case.scenario, card, case.rubric)
    shown = tuple(each for each in hearings if each.id in report.scored or last[each.turn] is each)
    return replace(
        report,
        session=reheard(held, [each for each in shown if each.id in report.scored]),
        hearings=shown,
        live={each.turn: answers[each.turn] for each in shown},
    )


def _made(report: Report, form: str, folder: Path) -> str:
    from coach.review import as_json, html, markdown, text

    if form == "json":
        return json.dumps(as_json.render(report), ensure_ascii=False, indent=2)
    if form == "md":
        return markdown.render(report)
    if form == "html":
        return html.render(report, audio=folder.resolve().as_uri())
    return _printed(lambda console: text.render(report, console))


def _printed(render: Callable[[Console], None]) -> str:
    """What is printed to a terminal of 80 columns."""
    from rich.console import Console

    page = io.StringIO()
    render(Console(file=page, width=80, highlight=False))
    return page.getvalue()


def _put(made: str, output: Path | None) -> None:
    """To the file, else to stdout."""
    if output is None:
        click.echo(made)
        return
    _write(output, made)
    click.echo(f"written to {output}", err=True)


def _write(output: Path, made: str) -> None:
    """Reports hold what people said, so they are for their eyes."""
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(made.rstrip("\n") + "\n")
    except OSError as error:
        raise CoachError(f"{output} cannot be written: {error.strerror}") from error
