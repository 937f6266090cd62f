"""What the candidate said and the interviewer let pass: dodges, figures and sizes that nobody asked about.

Read off the record by the judgements that are made live; see `dodge`, `doubt` and `coach.scoring.claims`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from coach.interview.coverage import coverage
from coach.interview.doubt import SOURCE as DOUBT
from coach.interview.doubt import claimed
from coach.interview.push import AGAIN as PRESSED_AGAIN
from coach.interview.reask import asked_again, went_past
from coach.scenario import Scenario
from coach.scoring.claims import claims
from coach.scoring.figures import figures
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Exchange, transcript
from coach.session import ASIDE, CLOSE, Move, Session

FIRST = ("fact", "clarify", ASIDE, "stop", "wrap", CLOSE)
"""Kinds that come before a question is put again: the candidate asked back, ran on, or time was up."""
FIGURE, NO_NUMBER, VAGUE = "figure", "no number", "vague"
MOST = 5
"""Figures that are told; of sizes as many as the report tells the candidate of."""


@dataclass(frozen=True)
class Passed:
    """Something that nobody pressed."""

    turn: int
    kind: str
    """figure: stated as a fact, and not asked how they know; no number: a size without one, and not asked for it;
    vague: an answer that went past its question, which was not put again."""
    text: str


@dataclass(frozen=True)
class Dodge:
    """An answer that went past its question while there was a turn left to put it again."""

    turn: int
    text: str
    again: bool
    """True when it was put again."""


def dodges(session: Session, rubric: Rubric) -> tuple[Dodge, ...]:
    """All of a session's, in order."""
    return tuple(_dodges(session, rubric))


def passed(session: Session, scenario: Scenario, dodged: tuple[Dodge, ...]) -> tuple[Passed, ...]:
    """What was let pass: figures, sizes, answers."""
    vague = (Passed(each.turn, VAGUE, each.text) for each in dodged if not each.again)
    return (*islice(_figures(session, scenario), MOST), *_sizes(session), *vague)


def due(session: Session, rubric: Rubric) -> Iterator[tuple[Exchange, Move]]:
    """The answers to questions that are put again when dodged, where there was a turn left for that; and the next
    move."""
    drill = bool(session.settings.get("drill"))
    for exchange in transcript(session.turns).exchanges:
        move, then = exchange.move, _next(session, exchange)
        if move and then and asked_again(move, rubric, drill) and then.kind not in FIRST:
            yield exchange, then


def _dodges(session: Session, rubric: Rubric) -> Iterator[Dodge]:
    observer = RulesObserver()
    for exchange, then in due(session, rubric):
        move, answer = exchange.move or Move(""), session.turns[exchange.turn].text
        seen = coverage(observer.observe(transcript(session.turns[: exchange.turn + 1]), rubric))
        if went_past(move, answer, seen.ideas_in(exchange.number)):
            yield Dodge(exchange.turn, answer, met(then))


def met(then: Move) -> bool:
    """True when a move puts the question before it once more."""
    return then.kind == "reask" or then.source == PRESSED_AGAIN


def _next(session: Session, exchange: Exchange) -> Move | None:
    """What the interviewer did after an answer; None when nothing, or when it is not known."""
    later = (turn.move for turn in session.turns[exchange.turn + 1 :] if turn.role == "interviewer")
    return next(later, None)


def _figures(session: Session, scenario: Scenario) -> Iterator[Passed]:
    """Numbers that were claimed and that nobody asked about, each once."""
    asked = {turn.move.source for turn in session.questions if turn.move}
    known = figures(" ".join([scenario.title, scenario.brief, scenario.opening]))
    for turn in session.turns:
        if turn.role == "interviewer":
            known |= figures(turn.whole)
            continue
        for figure, quote in list(claimed(turn.text, known)):
            if f"{DOUBT}{figure}" not in asked and figure not in known:
                yield Passed(turn.index, FIGURE, quote)
            known.add(figure)


def _sizes(session: Session) -> Iterator[Passed]:
    """Sizes without a number after which none was asked for."""
    said = transcript(session.turns)
    exchanges = {each.turn: each for each in said.exchanges}
    for claim in claims(said):
        turn = said.turn_of(claim.id)
        then = _next(session, exchanges[turn])
        if then is None or then.step != "number":
            yield Passed(turn, NO_NUMBER, claim.quote)
