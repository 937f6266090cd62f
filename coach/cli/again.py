"""`coach again`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from coach import settings
from coach.cli import engines
from coach.cli.channels import Wish, as_before, flags_as_before, open_channel
from coach.cli.choosing import chosen
from coach.cli.options import channel_options, embeddings_option, endpoint_options, json_option, observer_option
from coach.cli.terminal import Terminal
from coach.errors import CoachError, DeviceMissing
from coach.session import Attempt, Move, Role, Session, Turn, attempt_to_json
from coach.settings import Settings
from coach.store import Store, new_id

if TYPE_CHECKING:
    from coach.interview.case import Case
    from coach.interview.channel import Utterance
    from coach.review.report import Report
    from coach.scoring.transcript import Exchange

RECALLED = 60
"""Words of the answer before, from its end, that are shown so that the question makes sense."""
INTERRUPTED = 130


@click.command("again")
@click.argument("session", required=False, default="last")
@click.argument("answer", metavar="[TURN]", required=False)
@channel_options
@observer_option
@endpoint_options
@embeddings_option
@json_option
def command(
    session: str,
    answer: str | None,
    wish: Wish,
    observer: str,
    model: str | None,
    base_url: str | None,
    embeddings: str | None,
    as_json: bool,
) -> None:
    """Answer one question of a session again, and see both answers side by side.

    SESSION is an id, a unique prefix, or "last" (the one taken without it); TURN is the number of the answer in its
    report: 5 or A5. Without TURN you choose among the answers that cost most; where nobody can be asked it is the first
    of them. Both answers are scored alike, each alone, by an observer that knows of no other score. The session stays
    as it was, and its report tells of the new answer.

    Aloud or in writing as the session was, unless a flag says otherwise; Ctrl-C or Ctrl-D keeps nothing.

    \b
    Examples:
      coach again
      coach again last 5 --text
      coach again 20261121-2015 A5 --voice --keep-audio
      coach again last 2 --answers better.txt --json | jq .comparison.dimensions
      coach again last 5 --observer llm --model qwen3:8b
    """
    from coach.cli.comparing import compared
    from coach.cli.report import report_of
    from coach.cli.sitting import case_of

    store, terminal = Store(settings.home()), Terminal(as_json)
    report = report_of(store, store.find(session))
    saved, case = report.session, case_of(report.session)
    exchange = chosen(report, answer, terminal, ask=not wish.answers)
    now = settings.load(
        base_url=base_url,
        model=model,
        embeddings=embeddings,
        **flags_as_before(wish, saved),
    )
    llm, rules = engines.language_model(now, observer, terminal.notify), engines.rules(now, terminal.notify)
    attempt = _asked(report, case, exchange, now, terminal, as_before(wish, saved), store)
    with _kept(attempt):
        attempt = compared(attempt, saved, case, store, llm, insist=observer == "llm", by=rules)
        _show(attempt, report, terminal, as_json)


def _asked(
    report: Report, case: Case, exchange: Exchange, now: Settings, terminal: Terminal, wish: Wish, store: Store
) -> Attempt:
    """Put the question as it was put then, and keep the answer. Raises CoachError when there is none."""
    session, began = report.session, datetime.now().astimezone()
    started = time.monotonic()
    channel, mode = open_channel(wish, now, terminal, lambda: time.monotonic() - started, session.scenario_text)
    _recall(report, exchange, mode, terminal)
    question = next(turn for turn in reversed(session.turns[: exchange.turn]) if turn.role == "interviewer")
    with closing(channel), _nothing_kept(session, exchange.number):
        put = channel.say([exchange.question], case.panel.person(question.who))
        heard = channel.listen()
    if heard is None:
        raise CoachError(f"no answer was given, so nothing was kept; `coach again {session.id} {exchange.number}`")
    id = new_id(began)
    audio = store.keep_audio(session, f"again-{id}.wav", heard.wav) if heard.wav else None
    attempt = Attempt(
        id,
        session.id,
        exchange.number,
        began.isoformat(),
        "voice" if mode == "voice" else "text",
        _turn(question.index, "interviewer", put, question.move),
        _turn(exchange.turn, "candidate", heard, audio=audio),
    )
    store.save_attempt(attempt)
    return attempt


def _turn(index: int, role: Role, said: Utterance, move: Move | None = None, audio: str | None = None) -> Turn:
    return Turn(
        index,
        role,
        said.text,
        said.start,
        said.end,
        move,
        words=said.words,
        interrupted=said.interrupted,
        timing=dict(said.timing),
        audio=audio,
        unheard=said.unheard,
    )


def _recall(report: Report, exchange: Exchange, mode: str, terminal: Terminal) -> None:
    """What the question hangs on: the case, and the end of the answer before it. Not the old answer itself."""
    from coach.review.page import Page

    page, answers = Page(terminal.console), report.transcript.exchanges
    page.gap()
    page.put(report.title, style="bold")
    page.put(f"answer {exchange.number} of {len(answers)}, asked again · {mode}", style="dim")
    if exchange.number == 1:
        return  # the question is the case
    if report.scenario:
        page.put(f"The case was: {report.scenario.opening}", style="dim")
    before = report.session.turns[answers[exchange.number - 2].turn].text.split()
    if before:
        cut = "... " if len(before) > RECALLED else ""
        page.put(f"Before it you said: {cut}{' '.join(before[-RECALLED:])}", style="dim")


@contextmanager
def _nothing_kept(session: Session, number: int) -> Iterator[None]:
    """An interruption before the answer is over says that it is as if nothing had been asked. Raises DeviceMissing
    when the microphone is lost."""
    again = f"coach again {session.id} {number}"
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"\nInterrupted; nothing was kept. Ask it with: {again}", err=True)
        sys.exit(INTERRUPTED)
    except DeviceMissing as gone:
        raise DeviceMissing(f"the microphone is gone, so nothing was kept: connect one, then `{again}`") from gone


@contextmanager
def _kept(attempt: Attempt) -> Iterator[None]:
    """An interruption after it says where the answer is."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"\nInterrupted; your answer is saved. See it with: coach report {attempt.session}", err=True)
        sys.exit(INTERRUPTED)


def _show(attempt: Attempt, report: Report, terminal: Terminal, as_json: bool) -> None:
    from coach.review import side_by_side

    data = attempt_to_json(attempt)
    click.echo(file=terminal.out)
    side_by_side.render(data, terminal.console)
    terminal.notify(f"saved; `coach report {report.session.id}` tells of it")
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
