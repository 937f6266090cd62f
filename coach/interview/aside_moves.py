"""The moves that only serve the candidate: a question or a fact once more, the time left. None asks anything new.

Each takes the place of what was put last, so that the next answer is read as the answer to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coach.interview.asides import REPEAT, aside
from coach.interview.case import Case, said
from coach.interview.overlap import told
from coach.interview.phrases import Phrases, unsaid
from coach.interview.wording_rules import sentences
from coach.scenario import Fact
from coach.session import ASIDE, WISH, Move, Session, Turn


def put_last(session: Session) -> Move:
    """What was put to the candidate last, asides left out."""
    return _last(session).move or Move("")


def about_interview(case: Case, session: Session) -> Move | None:
    """The answer to a wish that has nothing to do with the case."""
    wish, phrases = aside(session.answers[-1].text), _phrases(case, session)
    if wish is None:
        return None
    if wish == REPEAT:
        return _aside(session, WISH, phrases.repeat, question=_last(session).whole)
    minutes = _many(max(1, round(case.plan.seconds_left(session) / 60)), "minute")
    questions = _many(max(0, case.plan.left(session)), "question")
    return _aside(session, WISH, phrases.time, minutes=minutes, questions=questions)


def retold(case: Case, session: Session, fact: Fact) -> Move:
    """A fact once more: of a long one, the sentence that says most of what is asked."""
    question = session.answers[-1].text
    part = max(sentences(fact.text), key=lambda each: told(question, each))
    return _aside(session, ASIDE, _phrases(case, session).retold, fact=part)


def _last(session: Session) -> Turn:
    return next(turn for turn in reversed(session.questions) if turn.move is None or turn.move.kind != ASIDE)


def _aside(session: Session, source: str, phrases: tuple[str, ...], **values: str) -> Move:
    text = unsaid(tuple(_filled(each, values) for each in phrases), said(session))
    return replace(put_last(session), kind=ASIDE, text=text, source=f"{source}:{len(session.turns)}", quote=None)


def _filled(phrase: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        phrase = phrase.replace(f"{{{name}}}", value)
    return phrase


def _phrases(case: Case, session: Session) -> Phrases:
    return case.spoken(case.panel.present(session))


def _many(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number or 'no'} {what}s"
