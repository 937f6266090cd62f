"""Answers that run on, and where the interviewer cuts in. Read off the record: time is never looked at here."""

from __future__ import annotations

from coach.interview.case import Case, kinds, said
from coach.interview.channel import Stop
from coach.interview.phrases import unsaid
from coach.interview.stems import words
from coach.session import CLOSE, Move, Session, Turn

SECONDS = 90.0
"""Of an answer; the first one may take twice as long."""
WORDS_A_SECOND = 2.5
NOT_AFTER = ("stop", "wrap", CLOSE)
"""Kinds that asked for a short answer already, or end the conversation anyway."""


def stop(case: Case, session: Session) -> Stop | None:
    """Where the next answer is cut into, if it is spoken."""
    if not _may(case, session):
        return None
    member = case.panel.present(session)
    return Stop(_seconds(len(session.answers) + 1), _cut(case, session), case.panel.person(case.panel.who(member)))


def cut_in(case: Case, session: Session) -> Move | None:
    """The question for one sentence, after an answer that was cut into or, typed, was too long."""
    answer = session.answers[-1]
    if not _may(case, session) or not _ran_on(answer, len(session.answers)):
        return None
    phrases = case.spoken(case.panel.present(session))
    question = unsaid(phrases.one_sentence, said(session))
    text = question if answer.interrupted else f"{_cut(case, session)} {question}"
    return Move("stop", text, f"stop:{kinds(session).count('stop')}", "clarity", "clarity.sums_up", "commit")


def _may(case: Case, session: Session) -> bool:
    asked = kinds(session)
    return asked.count("stop") < case.pressure.stops and asked[-1] not in NOT_AFTER


def _cut(case: Case, session: Session) -> str:
    """What cuts in. The record does not hold it where it was spoken, so it is counted, not looked for."""
    phrases = case.spoken(case.panel.present(session)).stop
    return phrases[kinds(session).count("stop") % len(phrases)]


def _ran_on(answer: Turn, number: int) -> bool:
    """True for a spoken answer that was cut into, and for a typed one that would have been."""
    if answer.words or answer.interrupted:
        return answer.interrupted
    return len(words(answer.text)) > _seconds(number) * WORDS_A_SECOND


def _seconds(number: int) -> float:
    return SECONDS * 2 if number == 1 else SECONDS
