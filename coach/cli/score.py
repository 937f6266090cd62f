"""`coach score`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach import scenario as scenarios
from coach import settings
from coach.cli import engines
from coach.cli.options import embeddings_option, endpoint_options, json_option, observer_option
from coach.cli.terminal import Terminal
from coach.errors import CoachError, SessionNotFound
from coach.llm.model import LLM
from coach.store import Store

if TYPE_CHECKING:
    from coach.review.report import Report
    from coach.scoring.explain import Explained
    from coach.scoring.rules import RulesObserver


@dataclass(frozen=True)
class Judge:
    """Who scores."""

    llm: LLM | None
    """None for the rules."""
    insisted: bool
    """True when a language model was asked for by name, whatever it has shown."""
    samples: int | None
    """Calls a dimension; None for as many as suit the model."""
    seconds: float | None
    """That the model may take; None for what is usual."""
    rules: RulesObserver
    """With sentence embeddings, or plain."""
    live: bool = False
    """True for the words as they were heard live, also where they were written down again later."""


@click.command("score")
@click.argument("what", metavar="FILE|SESSION")
@click.option("--scenario", "scenario_id", metavar="ID", help="What a transcript made elsewhere is about.")
@observer_option
@endpoint_options
@embeddings_option
@click.option(
    "--samples",
    type=click.IntRange(1, 9),
    metavar="N",
    help="Times that a model elsewhere is asked about each dimension; the median counts. [3]",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1),
    metavar="S",
    help="Time for all that the model is asked; what it is not asked then the rules judge. [120 near by, else 300]",
)
@click.option("--live-text", is_flag=True, help="The words as they were heard live, not those of `coach retranscribe`.")
@click.option("--explain", is_flag=True, help="Show which words spoke for each indicator, by the rules.")
@click.option("--fresh", is_flag=True, help="Ask the model again, also what it has answered before.")
@json_option
def command(
    what: str,
    scenario_id: str | None,
    observer: str,
    model: str | None,
    base_url: str | None,
    embeddings: str | None,
    samples: int | None,
    seconds: float | None,
    live_text: bool,
    explain: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Score a saved session, or a transcript made elsewhere.

    FILE is JSON, {"question": "...", "turns": [{"role": "interviewer"|"candidate", "text": "..."}]}, or Markdown or
    plain text with speaker labels (Interviewer: / Candidate: / Q: / A:); "-" reads it from stdin. SESSION is an id, a
    unique prefix, or "last".

    \b
    Examples:
      coach score interview.md
      coach score last --observer llm --model qwen3:8b
      coach score last --samples 5 --fresh
      coach score interview.md --explain
      coach score answers.json --json | jq .overall
    """
    now = settings.load(base_url=base_url, model=model, embeddings=embeddings)
    terminal = Terminal(as_json)
    llm = engines.language_model(now, observer, terminal.notify, fresh=fresh)
    judge = Judge(llm, observer == "llm", samples, seconds, engines.rules(now, terminal.notify), live_text)
    if what == "-" or Path(what).is_file():
        report = _score_file(what, scenario_id, judge, Store(now.home))
    else:
        report = _score_session(what, Store(now.home), judge)
    _show(report, terminal, as_json, judge.rules if explain else None)


def _score_file(what: str, scenario_id: str | None, judge: Judge, store: Store) -> Report:
    from coach.cli.assessment import assess_turns
    from coach.review.report import Report
    from coach.scoring import foreign, rubric
    from coach.session import Session

    about = scenarios.load(scenario_id) if scenario_id else None
    rubric_ = rubric.load()
    turns = foreign.turns(_text(what), what)
    target = about.level if about else None
    card = assess_turns(
        turns,
        rubric_,
        judge.llm,
        target,
        store,
        samples=judge.samples,
        about=about,
        insist=judge.insisted,
        seconds=judge.seconds,
        by=judge.rules,
    )
    session = Session(what, card["created"], scenario_id or "", about.text if about else "", "text", turns=turns)
    return Report(session, about, card, rubric_)


def _score_session(what: str, store: Store, judge: Judge) -> Report:
    from coach.cli.assessment import assess_session
    from coach.cli.report import scored
    from coach.cli.sitting import case_of

    try:
        session = store.load(store.find(what))
    except SessionNotFound as error:
        if "." in what or "/" in what:
            raise CoachError(f"{what}: no such file") from error
        raise
    case = case_of(session)
    earlier = store.scorecard(session.id) or {}
    own = earlier.get("self_scores", {})
    asked = (judge.samples, judge.insisted, judge.seconds, judge.rules, judge.live)
    card = assess_session(session, case.rubric, judge.llm, store, own, *asked)
    store.save_scorecard(session.id, card)
    return scored(session, case, card, store)


def _show(report: Report, terminal: Terminal, as_json: bool, explained: RulesObserver | None) -> None:
    """The report; with the reasons of those rules where there are any."""
    from coach.review import text

    reasons = _reasons(report, explained) if explained else []
    if as_json:
        more = {"explain": [asdict(each) for each in reasons]} if explained else {}
        click.echo(json.dumps({**report.card, **more}, ensure_ascii=False, indent=2))
        return
    text.render(report, terminal.console, full=True)
    if explained:
        from coach.scoring.explain import beyond_words, lines
        from coach.scoring.transcript import transcript

        click.echo("\nWhy, by the rules: the words that spoke for each indicator, and against it.")
        click.echo("\n".join(f"  {line}" for line in lines(reasons)))
        for line in beyond_words(transcript(report.session.turns), report.rubric, explained):
            click.echo(line)


def _reasons(report: Report, rules: RulesObserver) -> list[Explained]:
    """The rules' reasons, whoever judged: a language model's verdicts have none of this kind."""
    from coach.scoring.explain import explain
    from coach.scoring.transcript import transcript

    return explain(transcript(report.session.turns), report.rubric, by=rules)


def _text(what: str) -> str:
    try:
        return sys.stdin.read() if what == "-" else Path(what).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CoachError(f"{what} cannot be read: {error}") from error
