"""What the interviewer does next: pure code, the same with and without a language model.

    opening   the scenario is put
    fact      a sharp question of the candidate's unlocked a hidden fact
    clarify   a question unlocked nothing and is handed back
    reask     a question was dodged; it is asked once more, in other words
    push      a bad argument, to see whether the candidate caves
    flip      a new constraint
    probe     a gap in what was shown so far
    wrap      the last question: the decision, compressed
    close     the end; nothing is asked

Time and the number of questions are read off the session's record, never off a clock, so that a resumed session goes
on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.interview.coverage import Coverage
from coach.interview.dodge import dodged
from coach.interview.phrases import Phrases
from coach.interview.probes import next_probe
from coach.interview.questions import mostly_asks, unlocked
from coach.interview.quote import quote_for
from coach.scenario import Scenario
from coach.scoring.rubric import Rubric
from coach.session import CLOSE, Move, Session, Turn

FREE = ("fact", "clarify")
"""Kinds that answer the candidate; they do not count as questions of the interviewer's."""
MOST_CLARIFY = 2
PUSH_AT, FLIP_AT = 0.35, 0.55
"""Shares of the session after which the pushback and the constraint come."""
WRAP_SECONDS = 150.0
"""Time that the last question wants."""


@dataclass(frozen=True)
class Plan:
    """How long the conversation may be, and what it aims at."""

    level: str
    minutes: float
    questions: int
    seed: int

    def left(self, session: Session) -> int:
        """Questions left to put."""
        return self.questions - len(counted(session))

    def seconds_left(self, session: Session) -> float:
        return self.minutes * 60 - session.elapsed

    def progress(self, session: Session) -> float:
        """How much of the session is over, by questions or by time, whichever is further: 0 to 1."""
        return max(len(counted(session)) / self.questions, session.elapsed / (self.minutes * 60))


@dataclass(frozen=True)
class Case:
    """All that a move is chosen from and that does not change during a session."""

    scenario: Scenario
    rubric: Rubric
    phrases: Phrases
    plan: Plan


def next_move(case: Case, session: Session, coverage: Coverage) -> Move:
    """The move that follows the session's last turn."""
    if not session.turns:
        return Move("opening", case.scenario.opening, "opening", step="clarify")
    if _kinds(session)[-1] == "wrap" or case.plan.seconds_left(session) <= 0:
        return closing(case.phrases)
    if case.plan.left(session) <= 0:
        return _answer_question(case, session) or closing(case.phrases)
    return (
        _answer_question(case, session)
        or _wrap(case, session)
        or _reask(case, session, coverage)
        or _push(case, session)
        or _flip(case, session)
        or next_probe(case.scenario, case.rubric, session, coverage, case.plan.level, case.plan.seed)
        or closing(case.phrases)
    )


def closing(phrases: Phrases) -> Move:
    """The end of a session, also when the candidate has no more to say."""
    return Move(CLOSE, phrases.close, CLOSE)


def counted(session: Session) -> list[Turn]:
    """The interviewer's turns that count as questions."""
    return [turn for turn in session.questions if turn.move and turn.move.kind not in FREE]


def used(session: Session) -> set[str]:
    """Sources of everything said so far."""
    return {turn.move.source for turn in session.questions if turn.move}


def _kinds(session: Session) -> list[str]:
    return [turn.move.kind for turn in session.questions if turn.move]


def _asking(session: Session) -> bool:
    return bool(session.answers) and mostly_asks(session.answers[-1].text)


def _answer_question(case: Case, session: Session) -> Move | None:
    """Facts are handed over wherever a question asks for one; a question that gets none is handed back, but seldom."""
    answer = session.answers[-1].text
    known = {source.removeprefix("fact:") for source in used(session)}
    fact = unlocked(case.scenario, answer, known)
    if fact:
        return Move("fact", fact.text, f"fact:{fact.id}", dimension="framing", step="clarify")
    handed_back = _kinds(session).count("clarify")
    if _asking(session) and handed_back < MOST_CLARIFY:
        return Move("clarify", case.phrases.clarify[handed_back], f"clarify:{handed_back}", "framing", step="clarify")
    return None


def _reask(case: Case, session: Session, coverage: Coverage) -> Move | None:
    last = session.questions[-1].move
    if last is None or last.dimension is None or last.kind not in ("probe", "flip"):
        return None
    dimension = case.rubric.dimension(last.dimension)
    if not dodged(session.answers[-1].text, last.text, coverage.shown_in(dimension, len(session.answers))):
        return None
    for indicator in dimension.indicators:
        source = f"indicator:{indicator.id}"
        if source not in used(session):
            return Move("reask", indicator.probe, source, dimension.id, indicator.id, last.step)
    return None


def _wrap(case: Case, session: Session) -> Move | None:
    short_of_time = case.plan.seconds_left(session) <= min(WRAP_SECONDS, case.plan.minutes * 15)
    if (case.plan.left(session) == 1 and case.plan.questions >= 3) or (short_of_time and len(session.answers) >= 2):
        return Move("wrap", case.phrases.wrap, "wrap", "clarity", "clarity.sums_up", "commit")
    return None


def _push(case: Case, session: Session) -> Move | None:
    due = len(session.answers) >= 2 and case.plan.progress(session) >= PUSH_AT
    if not due or "push" in _kinds(session):
        return None
    return Move("push", case.scenario.bad_argument, "push", "pressure", "pressure.holds", "alternative")


def _flip(case: Case, session: Session) -> Move | None:
    due = len(session.answers) >= 3 and case.plan.progress(session) >= FLIP_AT
    if not due or "flip" in _kinds(session) or not case.scenario.flips:
        return None
    at = case.plan.seed % len(case.scenario.flips)
    quote = quote_for(session, case.scenario.flips[at])
    return Move("flip", case.scenario.flips[at], f"flip:{at}", "pressure", "pressure.updates", "flip", quote)
