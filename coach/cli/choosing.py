"""Which answer of a session is to be given again: the one that was named, or one of those that cost most."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from coach.cli.terminal import Terminal
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.review.feedback import Moment
    from coach.review.report import Report
    from coach.scoring.transcript import Exchange

NUMBER = re.compile(r"[aA]?([1-9]\d*)(?:\.\d+)?")
"""An answer as the report numbers it, or one of its sentences."""


def chosen(report: Report, named: str | None, terminal: Terminal, ask: bool) -> Exchange:
    """The answer of that number; without one it is asked for, where that is wanted and there is a terminal, else the
    one that cost most. Raises CoachError and click.BadParameter."""
    return _exchange(report, _number(named) if named else _moment(report, terminal, ask))


def _number(named: str) -> int:
    match = NUMBER.fullmatch(named.strip())
    if not match:
        raise click.BadParameter(f"{named!r} is not the number of an answer, such as 5 or A5", param_hint="TURN")
    return int(match[1])


def _exchange(report: Report, number: int) -> Exchange:
    """The answer of that number. Raises CoachError."""
    id, exchanges = report.session.id, report.transcript.exchanges
    if not exchanges:
        raise CoachError(f"session {id} has no answer yet; `coach resume {id}` goes on with it")
    if not 1 <= number <= len(exchanges):
        has = "answers 1 to " + str(len(exchanges)) if len(exchanges) > 1 else "one answer"
        raise CoachError(f"session {id} has {has}, and no {number}; `coach report {id}` shows them")
    return exchanges[number - 1]


def _moment(report: Report, terminal: Terminal, ask: bool) -> int:
    """One of the answers that cost most: chosen at a terminal, else the first. Raises CoachError for none."""
    from coach.review import feedback

    id, found = report.session.id, feedback.moments(report)
    if not found:
        _exchange(report, 1)
        raise CoachError(f"in session {id} no answer stands out; name one, such as: coach again {id} 1")
    if not (ask and sys.stdin.isatty()):
        also = f"; `coach again {id} N` takes another" if len(report.transcript.exchanges) > 1 else ""
        terminal.notify(f"{found[0].answer} again, which cost most{also}")
        return found[0].number
    return found[_choice(found, terminal)].number


def _choice(found: tuple[Moment, ...], terminal: Terminal) -> int:
    """Which of the moments, from 0."""
    from coach.review.page import Page

    page = Page(terminal.console)
    page.heading("Which one again?")
    for at, each in enumerate(found, start=1):
        about = f"{each.answer}, {each.about}" if each.about else each.answer
        page.put(f"{about}: {each.why}", label=f"{at}  ", indent=2)
        page.put(f"“{each.question}”", indent=5, style="dim")
    prompt = f"1 to {len(found)} [1]: " if len(found) > 1 else "Enter for this one: "
    while True:
        click.echo(prompt, nl=False, file=terminal.out)
        try:
            said = input().strip() or "1"
        except EOFError as error:
            raise CoachError("none was chosen, so nothing was asked") from error
        if said.isdigit() and 1 <= int(said) <= len(found):
            return int(said) - 1
