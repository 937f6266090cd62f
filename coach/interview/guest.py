"""Somebody from the scenario comes in, says what they have to say, hears one answer, and goes again."""

from __future__ import annotations

import re

from coach.interview.case import Case, kinds
from coach.interview.stems import words
from coach.interview.wording_rules import REQUEST, sentences
from coach.scenario import Stakeholder
from coach.session import ANNOUNCE, Move, Session

NAMED_AT, COMES_AT = 0.3, 0.5
"""Shares of the session after which somebody who was spoken of, and somebody at all, comes in."""
FEWEST_NAMED, FEWEST = 6, 8
"""Questions that a session has to have for that: in a short one there are better uses for them."""
TELLS = re.compile(
    r"\b(?:(?:tell|convince|persuade|call|ask|meet)(?:ing)? (?:the|him|her|them|my|our|every\w*|product|sales|finance)|"
    r"(?:talk|speak|go|write|explain|say)(?:ing)?(?: \w+)? (?:to|with) (?:the|him|her|them|my|our)|sit down with)\b",
    re.IGNORECASE,
)
"""What somebody says who means to speak with people."""


def spoken_of(case: Case, session: Session) -> Move | None:
    """Somebody comes in of whom the candidate has just spoken, or because they mean to speak with people."""
    if not _may(case, session, NAMED_AT, FEWEST_NAMED):
        return None
    answers = [turn.text for turn in session.answers]
    for each in case.scenario.stakeholders:
        if named(each, answers[-1]):
            return _announced(case, session, each)
    return _announced(case, session, _last_named(case, answers)) if TELLS.search(answers[-1]) else None


def in_time(case: Case, session: Session) -> Move | None:
    """Somebody comes in because it is late and nobody has yet."""
    if not _may(case, session, COMES_AT, FEWEST):
        return None
    return _announced(case, session, _last_named(case, [turn.text for turn in session.answers]))


def arrival(case: Case, session: Session) -> Move | None:
    """What somebody says who has just been announced."""
    last = session.questions[-1].move
    if last is None or last.kind != ANNOUNCE:
        return None
    guest = case.scenario.stakeholders[int(last.source.removeprefix(f"{ANNOUNCE}:"))]
    text = guest.line
    if not text.endswith("?") and not any(REQUEST.match(each) for each in sentences(text)):
        text += f" {case.phrases.guest[case.plan.seed % len(case.phrases.guest)]}"
    source = f"guest:{_number(case, guest)}"
    return Move("guest", text, source, "stakeholders", "stakeholders.interest", "cost", who=guest.name)


def named(stakeholder: Stakeholder, answer: str) -> bool:
    """True when an answer speaks of somebody, by a part of their name or by a role that is theirs alone."""
    spoken = f" {' '.join(words(answer))} "
    role = stakeholder.role.split(",")[0]
    own = [each for each in stakeholder.name.split() if len(each) > 2]
    if len(role.split()) > 1 or role.isupper():
        own.append(role)
    return any(f" {' '.join(words(each))} " in spoken for each in own)


def _may(case: Case, session: Session, share: float, fewest: int) -> bool:
    had = kinds(session).count("guest")
    late = case.plan.progress(session) >= share and case.plan.questions >= fewest and len(session.answers) >= 2
    return late and had < case.pressure.guests and bool(case.scenario.stakeholders)


def _last_named(case: Case, answers: list[str]) -> Stakeholder:
    """Whoever was named last in the session; by the seed where nobody was."""
    people = case.scenario.stakeholders
    before = [each for answer in answers for each in people if named(each, answer)]
    return before[-1] if before else people[case.plan.seed % len(people)]


def _announced(case: Case, session: Session, guest: Stakeholder) -> Move:
    phrase = case.spoken(case.panel.present(session)).announce[0]
    text = phrase.replace("{name}", guest.name).replace("{role}", guest.role)
    return Move(ANNOUNCE, text, f"{ANNOUNCE}:{_number(case, guest)}")


def _number(case: Case, guest: Stakeholder) -> int:
    return case.scenario.stakeholders.index(guest)
