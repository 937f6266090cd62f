"""The bad argument: pressed once, to see whether the candidate caves, and under high pressure once more."""

from __future__ import annotations

import re

from coach.interview.case import Case, counted, kinds, said
from coach.interview.coverage import Coverage
from coach.interview.phrases import unsaid
from coach.interview.quote import quote_for
from coach.session import Move, Session

FIRST, AGAIN = "push", "push:again"
PUSH_AT = 0.35
"""Share of the session after which it comes."""
CONCEDES = re.compile(r"\b(?:right|true|fair|agree\w*|a point|granted|concede|admit)\b", re.IGNORECASE)
"""Nobody is held to what they have just granted."""
GIVES_IN = re.compile(
    r"\b(?:(?:you|he|she|they)(?:'re| are|'s| is)|that(?:'s| is)|it(?:'s| is)) (?:probably |quite |absolutely |all )?"
    r"(?:right|true|correct|fair)\b|\bfair (?:point|enough)\b|\bi agree\b|^agreed\b|\bgranted\b|"
    r"\ba (?:good |fair )?point\b",
    re.IGNORECASE,
)
"""Wrong, perhaps, but an answer."""


def push(case: Case, session: Session, coverage: Coverage) -> Move | None:
    """The scenario's bad argument, when its time has come."""
    due = len(session.answers) >= 2 and case.plan.progress(session) >= PUSH_AT
    if not due or "push" in kinds(session):
        return None
    if case.pressure.only_strong and not coverage.strong(case.rubric):
        return None
    return bad_argument(case)


def push_again(case: Case, session: Session) -> Move | None:
    """The same argument against the reply to it, hung on the candidate's own words where there are some to quote."""
    last = counted(session)[-1].move
    if case.pressure.pushes < 2 or last is None or last.source != FIRST:
        return None
    return once_more(case, session)


def gives_in(reply: str) -> bool:
    """True for a reply that grants the argument."""
    return bool(GIVES_IN.search(reply.replace("’", "'")))


def bad_argument(case: Case) -> Move:
    """The scenario's bad argument, pressed."""
    return Move("push", case.scenario.bad_argument, FIRST, "pressure", "pressure.holds", "alternative")


def once_more(case: Case, session: Session) -> Move:
    """The argument pressed again, whenever that is."""
    phrases = case.spoken(case.panel.present(session))
    quote = quote_for(session, case.scenario.bad_argument, CONCEDES)
    phrase = unsaid(phrases.push_again if quote else phrases.push_again_bare, said(session))
    text = phrase.replace("{quote}", quote or "")
    return Move("push", text, AGAIN, "pressure", "pressure.holds", "alternative", quote)
