"""How the interviewer does against difficult candidates: `python -m tests.bench.interviewer [--model NAME|GGUF]`.

Scripted candidates (`tests.bench.candidates`) go through every scenario with the built-in interviewer, alone, as
another persona and on a panel, under normal and high pressure; with `--model` also through four scenarios with that
language model, on a llama.cpp server of its own. Every session is audited by code (`coach.interview.audit`), and the
audits are added up to a row for each candidate and engine. The exit code is 1 when a target is missed.

    python -m tests.bench.interviewer                        every scenario, some minutes
    python -m tests.bench.interviewer --every 7 --json
    python -m tests.bench.interviewer --model qwen-1.5b --only-model
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import islice

from rich.console import Console
from rich.table import Table

from coach import scenario
from coach.cli.waiting import progress_bar
from coach.interview import passed
from coach.interview.audit import audit
from coach.interview.builtin import builtin
from coach.interview.case import Case
from coach.interview.conduct import conduct
from coach.interview.interviewer import Interviewer
from coach.interview.llm_interviewer import LLMInterviewer
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import LLM
from coach.scoring.rules import RulesObserver
from coach.session import Session
from tests.bench.candidates import CANDIDATES, TWICE, Candidate, sharp
from tests.bench.scoring import file_named
from tests.interview.talk import Script, case_of
from tests.lab import llama

BUILTIN = "built-in"
WITH_MODEL = ("agent-loops", "ci-runners", "two-sponsors", "unused-platform")
"""Scenarios that a language model goes through."""
SHORT = 5
"""Questions of a session with a language model: it comes to a push and a new constraint by the third answer."""
KEY = "6e1f09c2"
"""The same in every session, so that a server keeps what stands before the case."""
UNHURRIED = 900.0
"""Seconds that a model has for a turn: what is measured here is its words, not the machine."""
AGAIN, UNLOCKED = 0.95, 0.90
"""Shares that are wanted of dodges asked again and of sharp questions answered with their fact."""


@dataclass(frozen=True)
class Cast:
    """Who interviews, and how hard."""

    personas: tuple[str, ...] = ("staff-engineer",)
    pressure: str = "normal"


CASTS = (
    Cast(),
    Cast(pressure="high"),
    Cast(("vp-product",), "low"),
    Cast(("staff-engineer", "security-lead", "director"), "high"),
)


@dataclass(frozen=True)
class Tally:
    """What was counted in some sessions; they add up."""

    sessions: int = 0
    questions: int = 0
    repeats: int = 0
    leaks: int = 0
    """Of facts nobody asked for and of the reference; a fact that is handed to somebody who never asks counts too."""
    praise: int = 0
    double: int = 0
    long: int = 0
    others: int = 0
    """Other rules broken."""
    dodges: int = 0
    """Answers past a question that could be put again: those that the audit found, of the dodger all."""
    asked_again: int = 0
    sharp: int = 0
    """Sharp questions that were put."""
    unlocked: int = 0
    """Of those, how many were answered with the fact they ask for."""
    worded: int = 0
    fallbacks: int = 0
    share: float = 0.0
    """The interviewer's shares of the words, added up."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def missed(self) -> list[str]:
        """The targets that this misses."""
        found = [f"{getattr(self, name)} {name}" for name in ("repeats", "leaks", "praise") if getattr(self, name)]
        if self.dodges and self.asked_again / self.dodges < AGAIN:
            found.append(f"{self.asked_again} of {self.dodges} dodges asked again")
        if self.sharp and self.unlocked / self.sharp < UNLOCKED:
            found.append(f"{self.unlocked} of {self.sharp} sharp questions unlock their fact")
        return found


Rows = dict[tuple[str, str], Tally]
"""Candidate and engine → what was counted."""


def hold(case: Case, candidate: Candidate, llm: LLM | None, answers: int | None = None) -> Session:
    """One session, whole or until so many answers."""
    session = Session("20261122-040000-bench", "2026-11-22T04:00:00+00:00", case.scenario.id, "", "text")
    session.engines["interviewer"] = "llm" if llm else "builtin"
    channel = Script(islice(candidate.answers(case.scenario, session), answers))
    own: Interviewer = builtin(case)
    if llm:
        plan = case.plan
        parts = (llm, own, case.scenario, plan.level, case.panel, plan.pressure, UNHURRIED)
        own = LLMInterviewer(*parts, key=KEY)
    conduct(case, session, channel, own, RulesObserver(), lambda turn, _: session.turns.append(turn))
    return session


def tally(case: Case, candidate: Candidate, session: Session) -> Tally:
    """What one session comes to."""
    found = audit(session, case.scenario, case.rubric)
    told = [turn for turn in session.questions if turn.move and turn.move.kind == "fact"]
    unasked = 0 if candidate.asks else len(told)
    dodges, again = (found.dodges, found.asked_again) if not candidate.dodges else _dodges(case, session)
    put, unlocked = _sharp(case.scenario.id, session) if candidate.asks else (0, 0)
    return Tally(
        sessions=1,
        questions=found.questions,
        repeats=len(found.repeats),
        leaks=len(found.leaks) + unasked,
        praise=len(found.praise),
        double=len(found.double),
        long=len(found.long),
        others=len(found.others),
        dodges=dodges,
        asked_again=again,
        sharp=put,
        unlocked=unlocked,
        worded=found.worded,
        fallbacks=len(found.fallbacks),
        share=found.share or 0.0,
    )


def _dodges(case: Case, session: Session) -> tuple[int, int]:
    """Answers of somebody who dodges everything, whether they were recognised or not, and how many were met."""
    due = [then for _, then in passed.due(session, case.rubric)]
    return len(due), sum(passed.met(then) for then in due)


def _sharp(scenario_id: str, session: Session) -> tuple[int, int]:
    """Sharp questions put whose fact was not told yet, and how many were answered with it."""
    facts = {question: fact for fact, rows in sharp(scenario_id).items() for question in rows}
    put = unlocked = 0
    told: set[str] = set()
    for turn, then in zip(session.turns, session.turns[1:], strict=False):
        move = then.move
        if turn.role == "candidate" and (fact := facts.get(turn.text)) and fact not in told and move:
            put += 1
            unlocked += move.source == f"fact:{fact}"
        if move and move.kind == "fact":
            told.add(move.source.removeprefix("fact:"))
    return put, unlocked


def measure(
    ids: Sequence[str],
    casts: Sequence[Cast],
    candidates: Sequence[Candidate],
    llm: LLM | None = None,
    answers: int | None = None,
) -> Iterator[tuple[str, Tally]]:
    """Candidate and tally, session by session: all candidates, spread over the scenarios, then each on the next one;
    so all of both have had their turn where it is broken off, and neighbours share what a server keeps."""
    short = {"questions": SHORT} if llm else {}
    cases = [case_of(id, cast.personas, cast.pressure, **short) for cast in casts for id in ids]
    for at in range(len(cases)):
        for number, candidate in enumerate(candidates):
            case = cases[(at + number * len(cases) // len(candidates)) % len(cases)]
            yield candidate.name, tally(case, candidate, hold(case, candidate, llm, answers))


def main() -> None:
    options = _options()
    ids = scenario.ids()[:: options.every]
    rows: Rows = {}
    began = time.monotonic()
    if not options.only_model:
        _add(rows, BUILTIN, measure(ids, CASTS, CANDIDATES), len(ids) * len(CASTS) * len(CANDIDATES))
    if options.model:
        with llama.serve(options.model, threads=options.threads) as url:
            model = OpenAIModel(Endpoint(url, None, None), options.model.stem)
            once = [each for each in CANDIDATES if each.name != TWICE]
            few = measure(WITH_MODEL, CASTS[:1], once, model, options.answers)
            _add(rows, options.model.stem, few, len(WITH_MODEL) * len(once), options.minutes)
    missed = {f"{name}, {engine}": row.missed for (name, engine), row in rows.items() if row.missed}
    if options.json:
        told = [{"candidate": name, "engine": engine, **asdict(row)} for (name, engine), row in rows.items()]
        print(json.dumps({"rows": told, "missed": missed}, indent=2))
    else:
        console = Console(highlight=False)
        console.width = max(console.width, 150)
        console.print(_table(rows))
        console.print(f"{sum(row.sessions for row in rows.values())} sessions in {time.monotonic() - began:.0f} s")
        for what, why in missed.items():
            console.print(f"missed: {what}: {', '.join(why)}")
    sys.exit(1 if missed else 0)


def _add(rows: Rows, engine: str, found: Iterator[tuple[str, Tally]], sessions: int, minutes: float = math.inf) -> None:
    """Add up so many sessions, or those that are over after so many minutes."""
    end = time.monotonic() + minutes * 60
    with progress_bar(engine) as tell:
        for at, (name, one) in enumerate(found, start=1):
            rows[name, engine] = rows.get((name, engine), Tally()) + one
            tell(at, sessions)
            if time.monotonic() > end:
                return


def _table(rows: Rows) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("candidate", "engine"):
        table.add_column(name)
    heads = "sessions questions repeats leaks praise double long other dodges,again sharp,unlocked fallback talk"
    for name in heads.split():
        table.add_column(name.replace(",", ", "), justify="right")
    for (candidate, engine), row in rows.items():
        table.add_row(candidate, engine, *_cells(row))
    for engine in dict.fromkeys(engine for _, engine in rows):
        every = sum((row for (_, own), row in rows.items() if own == engine), Tally())
        table.add_row("all", engine, *_cells(every), style="bold")
    return table


def _cells(row: Tally) -> Iterator[str]:
    yield from map(
        str, (row.sessions, row.questions, row.repeats, row.leaks, row.praise, row.double, row.long, row.others)
    )
    yield _share(row.asked_again, row.dodges)
    yield _share(row.unlocked, row.sharp)
    yield _share(row.fallbacks, row.worded)
    yield f"{row.share / row.sessions:.0%}"


def _share(part: int, whole: int) -> str:
    return f"{whole}, {part / whole:.0%}" if whole else "-"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.interviewer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", type=file_named, metavar="NAME|GGUF", help="a test model's name, or a file")
    parser.add_argument("--every", type=int, default=1, help="every so manieth scenario, with the built-in one [1]")
    parser.add_argument("--answers", type=int, default=3, help="of a session with a model [3]")
    parser.add_argument("--minutes", type=float, default=25, help="that a model has for all of it [25]")
    parser.add_argument("--threads", type=int, default=2, help="of its server; 1 where others use the machine [2]")
    parser.add_argument("--only-model", action="store_true", help="leave the built-in interviewer out")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
