"""One sitting at a session, new or resumed: hold the conversation, keep it, score it, show it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

import click

from coach import library, scenario
from coach.cli import engines
from coach.cli.assessment import assess_session, drill_of, self_scores
from coach.cli.cast import Cast
from coach.cli.channels import Again, Wish, open_channel
from coach.cli.terminal import Terminal
from coach.cli.waiting import sign_of_life
from coach.errors import CoachError
from coach.hub import called
from coach.interview import drill, phrases, pressure
from coach.interview.case import Case, Plan
from coach.interview.channel import Clock
from coach.interview.conduct import conduct
from coach.llm.model import LLM
from coach.review import text
from coach.review.report import Report
from coach.scoring import rubric
from coach.scoring.rules import RulesObserver
from coach.session import Hearing, Session, Turn, Word
from coach.settings import OFF, Settings
from coach.store import Store, new_id

PROMPTS = (
    "rubrics/staff.toml",
    "builtin.toml",
    "interviewer.md",
    "directions.toml",
    "judge.md",
    "judge-dimension.md",
    "adviser.md",
    "answer-format.md",
    "answer-lines.md",
    "answer-again.md",
)
INTERRUPTED = 130


@dataclass(frozen=True)
class Sitting:
    """What one run of `practice` or `resume` works with."""

    settings: Settings
    terminal: Terminal
    wish: Wish
    interviewer: str
    """auto, builtin or llm, as asked for."""
    json: bool

    @property
    def store(self) -> Store:
        return Store(self.settings.home)


def begin(sitting: Sitting, chosen: scenario.Scenario, plan: Plan, cast: Cast) -> None:
    """A new session, to its scorecard."""
    cast.panel()  # that there is nobody of that name is said before anything else happens
    llm = engines.language_model(sitting.settings, sitting.interviewer, sitting.terminal.notify)
    now = datetime.now().astimezone()
    session = Session(
        id=new_id(now),
        started=now.isoformat(),
        scenario_id=chosen.id,
        scenario_text=chosen.text,
        mode="text",
        settings={**asdict(plan), "personas": list(cast.personas)},
        prompts={name: library.digest(library.read(name)) for name in (*PROMPTS, *cast.prompts)},
    )
    _hold(sitting, session, llm, new=True)


def go_on(sitting: Sitting, session: Session) -> None:
    """An interrupted session, from where it was to its scorecard."""
    if session.finished:
        raise CoachError(f"session {session.id} is finished; `coach report {session.id}` shows it")
    llm = engines.language_model(sitting.settings, sitting.interviewer, sitting.terminal.notify)
    _hold(sitting, session, llm, new=False)


def case_of(session: Session) -> Case:
    """The case that a session is about, with its scenario as it was when the session began."""
    kept, rubric_ = session.settings, rubric.load()
    plan = Plan(**{each.name: kept[each.name] for each in fields(Plan) if each.name in kept})
    plan = replace(plan, drill=drill_of(session, rubric_))
    cast = Cast(tuple(kept.get("personas") or Cast().personas))
    then = scenario.parse(session.scenario_text, f"scenarios/{session.scenario_id}.md")
    return Case(then, rubric_, phrases.load(), plan, cast.panel())


def _hold(sitting: Sitting, session: Session, llm: LLM | None, new: bool) -> None:
    case, store = case_of(session), sitting.store
    rules = engines.rules(sitting.settings, sitting.terminal.notify)  # what is missing is said before the interview
    clock = _clock(session.elapsed)
    about, again = session.scenario_text, rereading(session, store, sitting.settings.whisper)
    channel, mode = open_channel(sitting.wish, sitting.settings, sitting.terminal, clock, about, again)
    if new:
        session.mode = "voice" if mode == "voice" else "text"
        wish = sitting.wish
        session.settings |= {
            "patience": sitting.settings.patience,
            "turn": sitting.settings.turn,
            "barge_in": sitting.settings.barge_in,
            "keep_audio": wish.keep_audio,
            "mute": wish.mute,
        }
        session.engines = _engines(sitting.settings, llm, mode)
        store.create(session)

    def keep(turn: Turn, wav: bytes | None) -> None:
        if wav is not None:
            turn = replace(turn, audio=store.keep_audio(session, f"turn-{turn.index:03}.wav", wav))
        store.append(session, turn)

    _announce(sitting, case, session, llm)
    with store.lock(session.id), _resumable(session), closing(channel):
        session.turns[:] = store.load(session.id).turns  # another process may have gone on until the lock was ours
        words = engines.interviewer(case, llm, waiting=mode == "text")  # aloud, the channel shows how it stands
        conduct(case, session, channel, words, RulesObserver(), keep)
        with sign_of_life("writing the last answer down once more"):
            channel.settle()
        _finish(sitting, case, session, llm, rules)


def rereading(session: Session, store: Store, whisper: str) -> Again:
    """Keeps the words of an answer that was written down once more beside those heard at once."""

    def keep(start: float, words: tuple[Word, ...]) -> None:
        turn = next((each for each in session.answers if each.start == start), None)
        if turn is not None:
            now, text = datetime.now().astimezone(), " ".join(word.text for word in words)
            id = f"turn-{turn.index:03}-{new_id(now)}"
            store.save_hearing(
                session.id, Hearing(id, turn.index, called(whisper), now.isoformat(), "", text, words, live=True)
            )

    return keep


def _finish(sitting: Sitting, case: Case, session: Session, llm: LLM | None, rules: RulesObserver) -> None:
    """Self-scores first, so that they are not swayed; then the scorecard."""
    asks = sys.stdin.isatty() and not sitting.wish.answers and bool(session.answers)
    drilled = case.rubric.only([case.plan.drill]) if case.plan.drill else case.rubric
    own = self_scores(drilled, sitting.terminal) if asks else {}
    card = assess_session(session, case.rubric, llm, sitting.store, own, by=rules)
    sitting.store.save_scorecard(session.id, card)
    report = Report(session, case.scenario, card, case.rubric)
    click.echo(file=sitting.terminal.out)
    text.render(report, sitting.terminal.console, full=False)
    sitting.terminal.notify(f"saved as {session.id}; `coach report {session.id} --open` shows the whole report")
    if sitting.json:
        click.echo(json.dumps(card, ensure_ascii=False, indent=2))


@contextmanager
def _resumable(session: Session) -> Iterator[None]:
    """An interruption says what is saved and how to go on."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        answers = len(session.answers)
        saved = f"{answers} answer{'' if answers == 1 else 's'} saved"
        way_on = f"coach score {session.id}" if session.finished else f"coach resume {session.id}"
        click.echo(f"\nInterrupted; {saved}. Go on with: {way_on}", err=True)
        sys.exit(INTERRUPTED)


def _announce(sitting: Sitting, case: Case, session: Session, llm: LLM | None) -> None:
    plan, terminal = case.plan, sitting.terminal
    click.secho(f"\n{case.scenario.title}", file=terminal.out, bold=True)
    who = f"language model {llm.model}" if llm else "built-in interviewer"
    about = [plan.level, f"up to {plan.questions} questions or {plan.minutes:g} minutes", who, session.mode]
    about += [f"{plan.pressure} pressure"] if plan.pressure != pressure.USUAL else []
    about += [f"{each.name}, {each.role}" for each in case.panel.members if case.panel.named]
    about = [f"drill: {case.rubric.dimension(plan.drill).name.lower()}", *about] if plan.drill else about
    click.secho(" · ".join(about), file=terminal.out, dim=True)
    if plan.drill and (untold := drill.untold(case)):
        click.secho(f"What the interviewer leaves out: {untold}", file=terminal.out, dim=True)


def _engines(settings: Settings, llm: LLM | None, mode: str) -> dict[str, str | None]:
    """What the session runs on, for the record; never a key, nor a password in an address."""
    found: dict[str, str | None] = {"interviewer": "llm" if llm else "builtin", "model": llm.model if llm else None}
    if llm and settings.base_url:
        found["base_url"] = engines.endpoint(settings).address
    if mode == "voice":
        found["whisper"] = settings.whisper
    if settings.embeddings != OFF:
        found["embeddings"] = settings.embeddings
    return found


def _clock(elapsed: float) -> Clock:
    """Seconds of session time; a resumed session goes on at the end of its last turn."""
    began = time.monotonic() - elapsed
    return lambda: time.monotonic() - began
