"""A scorecard for a saved session or a transcript made elsewhere, and the candidate's own scores before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from coach import scenario
from coach.cli import engines, trust
from coach.cli.terminal import Terminal, warn
from coach.cli.waiting import sign_of_life
from coach.llm.model import LLM
from coach.scenario import Scenario
from coach.scoring import scorecard
from coach.scoring.delivery import delivery
from coach.scoring.feedback import with_feedback
from coach.scoring.openings import openings
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import transcript
from coach.session import Hearing, Session, Turn, newest, reheard
from coach.store import Store

STANDS_ASIDE = (
    "scored by the rules: the language model runs here and has not been shown to grade better; "
    "`coach calibrate` measures it, `coach score SESSION --observer llm` takes it as it is"
)


def assess_turns(
    turns: Sequence[Turn],
    rubric: Rubric,
    llm: LLM | None,
    target: str | None,
    store: Store,
    own: dict[str, int] | None = None,
    samples: int | None = None,
    about: Scenario | None = None,
    insist: bool = False,
    seconds: float | None = None,
    drill: str | None = None,
    by: RulesObserver | None = None,
) -> dict[str, Any]:
    """The scorecard of a conversation as plain data; "calibration" says how far its grader can be trusted.

    `about` is the scenario where it is known; the feedback rests on it. `insist`: the model scores even where it has
    not been shown to grade better than the rules. `seconds` are what it may take; None for what is usual. `drill`: the
    one dimension that is looked at, where the conversation was about no other. `by`: the rules, where not plain ones.
    """
    by = by or trust.PLAIN
    read, looked_for = transcript(turns), rubric.only([drill]) if drill else rubric
    judge = judge_of(llm, rubric, store, insist, by)
    blend = trust.blend(judge, rubric, store) if judge else None
    observed = engines.observe(read, looked_for, judge, samples=samples, seconds=seconds, blend=blend, by=by)
    if llm and not judge:
        observed = replace(observed, notices=(*observed.notices, STANDS_ASIDE))
    card = scorecard.assess(
        read,
        observed,
        looked_for,
        delivery(turns, openings(read)),
        created=datetime.now().astimezone().isoformat(timespec="seconds"),
        target=target,
        self_scores=own or {},
    )
    data = scorecard.to_json(card) | {"calibration": trust.line_of(observed, rubric, store, by), "drill": drill}
    adviser = engines.adviser(None if engines.STOPPED in observed.notices else judge)
    with sign_of_life("finding words for the advice", shown=adviser is not None):
        return with_feedback(data, card, read, turns, rubric, about, adviser, drill)


def judge_of(
    llm: LLM | None, rubric: Rubric, store: Store, insist: bool, by: RulesObserver = trust.PLAIN
) -> LLM | None:
    """The model that scores; None where the rules do, also because it stands aside: see STANDS_ASIDE."""
    return llm if llm and (insist or trust.proven(llm, rubric, store, by)) else None


def assess_session(
    session: Session,
    rubric: Rubric,
    llm: LLM | None,
    store: Store,
    own: dict[str, int],
    samples: int | None = None,
    insist: bool = False,
    seconds: float | None = None,
    by: RulesObserver | None = None,
    live: bool = False,
) -> dict[str, Any]:
    """The scorecard of a session as plain data; "heard" names the answers that were written down again later.

    Those count as they were heard then, unless `live`.
    """
    heard = [] if live else _written_again(session, store)
    about = scenario.parse(session.scenario_text, f"scenarios/{session.scenario_id}.md")
    target = session.settings.get("level")
    drill = drill_of(session, rubric)
    turns = reheard(session, heard).turns
    card = assess_turns(turns, rubric, llm, target, store, own, samples, about, insist, seconds, drill, by)
    notices = [each for each in (*card["notices"], words_by(session, heard)) if each]
    return card | {"notices": notices, "heard": [{"turn": h.turn, "id": h.id, "model": h.model} for h in heard]}


def _written_again(session: Session, store: Store) -> list[Hearing]:
    """The newest words of each answer whose recording was heard again, and in which there were any."""
    last = newest(store.hearings(session.id, warn))
    return [last[each.index] for each in session.answers if each.index in last and last[each.index].text]


def words_by(session: Session, heard: Sequence[Hearing]) -> str:
    """Whose words were scored, where not all of them were heard in the session; empty where they were."""
    heard = [each for each in heard if not each.live]
    if not heard:
        return ""
    models, answers = ", ".join(dict.fromkeys(each.model for each in heard)), len(session.answers)
    part = "" if len(heard) == answers else f", in {len(heard)} of {answers} answers"
    return f"words by {models}, written down again after the session{part}"


def drill_of(session: Session, rubric: Rubric) -> str | None:
    """The one dimension that a session is about; None for a whole interview, or when the rubric has it no more."""
    drill = session.settings.get("drill")
    return drill if any(each.id == drill for each in rubric.dimensions) else None


def self_scores(rubric: Rubric, terminal: Terminal) -> dict[str, int]:
    """Ask the candidate for scores of their own, dimension by dimension; whatever is skipped is left out."""
    click.secho("\nBefore you see the scorecard: how would you score yourself?", file=terminal.out, bold=True)
    click.echo(
        "1 no substance · 2 mid-level · 3 senior · 4 staff · 5 principal; Enter skips one, q the rest.",
        file=terminal.out,
    )
    own: dict[str, int] = {}
    for dimension in rubric.dimensions:
        said = _own_score(dimension.name, terminal)
        if said == "q":
            break
        if said:
            own[dimension.id] = int(said)
    return own


def _own_score(name: str, terminal: Terminal) -> str:
    """ "1" to "5", "" for skipped, "q" for no more."""
    while True:
        click.echo(f"  {name}: ", nl=False, file=terminal.out)
        try:
            said = input().strip().lower()
        except EOFError:
            return "q"
        if said in ("", "q", "1", "2", "3", "4", "5"):
            return said
        click.echo("  1 to 5, Enter or q", file=terminal.out)
