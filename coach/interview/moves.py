"""What the interviewer does next: pure code, the same with and without a language model.

    opening   the scenario is put
    fact      a sharp question of the candidate's unlocked a hidden fact
    clarify   a question unlocked nothing and is handed back
    aside     the last question or a fact once more, or the time left, as the candidate wished
    stop      an answer ran on; one sentence is asked for
    reask     a question was dodged; it is asked once more, in other words
    push      a bad argument, to see whether the candidate caves; under high pressure it is pressed twice
    announce  somebody from the scenario comes in; nothing is asked
    guest     what they say
    flip      a new constraint
    probe     a number that the candidate claims, or a gap in what was shown so far
    wrap      the last question: the decision, compressed
    close     the end; nothing is asked

A drill is of one dimension only: see `coach.interview.drill`.

Time and the number of questions are read off the session's record, never off a clock, so that a resumed session goes
on where it was.
"""

from __future__ import annotations

from dataclasses import replace

from coach.interview import drill
from coach.interview.aside_moves import about_interview, put_last, retold
from coach.interview.case import Case, Plan, kinds, said, used
from coach.interview.coverage import Coverage
from coach.interview.doubt import SOURCE as DOUBT
from coach.interview.doubt import doubt
from coach.interview.guest import arrival, in_time, spoken_of
from coach.interview.persona import Persona
from coach.interview.phrases import unsaid
from coach.interview.probes import next_probe
from coach.interview.push import FIRST, push, push_again
from coach.interview.questions import mostly_asks, vague, wants_the_answer
from coach.interview.quote import quote_for
from coach.interview.reask import reask
from coach.interview.timebox import cut_in
from coach.interview.unlocking import told_already, unlocked
from coach.session import CLOSE, Move, Session

__all__ = ["Case", "Plan", "closing", "next_move"]

MOST_CLARIFY = 2
"""Questions that are answered as such; with more of them, a decision is asked for."""
FLIP_AT = 0.55
"""Share of the session after which the constraint comes."""
WRAP_SECONDS = 150.0
"""Time that the last question wants."""
ONES_OWN = ("opening", "wrap", CLOSE)
"""Kinds that belong to whoever opened."""


def next_move(case: Case, session: Session, coverage: Coverage) -> Move:
    """The move that follows the session's last turn."""
    move = _next(case, session, coverage)
    return move if move.who else replace(move, who=case.panel.who(_speaker(case, session, move)))


def _next(case: Case, session: Session, coverage: Coverage) -> Move:
    if not session.turns:
        return _opening(case, coverage)
    come = arrival(case, session)
    if come:
        return come
    if case.plan.seconds_left(session) <= 0:
        return closing(case)
    wished = about_interview(case, session)
    if wished or put_last(session).kind == "wrap":
        return wished or closing(case)
    if case.plan.left(session) <= 0:
        return _answer_question(case, session) or closing(case)
    if case.plan.drill:
        return _drill(case, session, coverage)
    return (
        _answer_question(case, session)
        or _wrap(case, session)
        or cut_in(case, session)
        or reask(case, session, coverage)
        or push_again(case, session)
        or doubt(case, session)
        or spoken_of(case, session)
        or push(case, session, coverage)
        or _flip(case, session)
        or in_time(case, session)
        or _probe(case, session, coverage)
        or closing(case)
    )


def closing(case: Case) -> Move:
    """The end of a session, also when the candidate has no more to say."""
    chair = case.panel.chair
    return Move(CLOSE, case.spoken(chair).close, CLOSE, who=case.panel.who(chair))


def _opening(case: Case, coverage: Coverage) -> Move:
    if case.plan.drill:
        return drill.opening(case, coverage)
    return Move("opening", case.scenario.opening, "opening", step="clarify")


def _drill(case: Case, session: Session, coverage: Coverage) -> Move:
    """Of what a whole interview has, only what is about the one dimension, or follows from the last answer alone."""
    stop = cut_in(case, session)
    return (
        _answer_question(case, session)
        or (replace(stop, dimension=case.plan.drill, indicator=None) if stop else None)
        or reask(case, session, coverage)
        or drill.next_question(case, session, coverage)
        or closing(case)
    )


def _speaker(case: Case, session: Session, move: Move) -> Persona:
    """Who of the panel says it: a thread stays with whoever began it, a new one is the next one's."""
    if move.kind in ONES_OWN:
        return case.panel.chair
    new = move.source == FIRST or (move.kind in ("flip", "probe") and not move.source.startswith(DOUBT))
    return case.panel.following(session) if new else case.panel.present(session)


def _answer_question(case: Case, session: Session) -> Move | None:
    """Facts are handed over wherever a question asks for one; one that was told is told again, a question that gets
    none is handed back."""
    answer = session.answers[-1].text
    known = {source.removeprefix("fact:") for source in used(session)}
    fact = unlocked(case.scenario, answer, known)
    if fact:
        return Move("fact", fact.text, f"fact:{fact.id}", dimension="framing", step="clarify")
    if not mostly_asks(answer):
        return None
    again = told_already(case.scenario, answer, known)
    return retold(case, session, again) if again else _hand_back(case, session)


def _hand_back(case: Case, session: Session) -> Move | None:
    """The question, handed back; None where there is no other way left to say so, and the interviewer goes on."""
    answer, times = session.answers[-1].text, kinds(session).count("clarify")
    phrases = case.spoken(case.panel.present(session))
    if times >= MOST_CLARIFY or wants_the_answer(answer):
        phrase = unsaid(phrases.decide, said(session))
    else:
        phrase = unsaid(phrases.vague if vague(answer) else phrases.clarify, said(session))
    if times >= MOST_CLARIFY and phrase in said(session):
        return None
    return Move("clarify", phrase, f"clarify:{times}", "framing", step="clarify")


def _wrap(case: Case, session: Session) -> Move | None:
    short_of_time = case.plan.seconds_left(session) <= min(WRAP_SECONDS, case.plan.minutes * 15)
    if (case.plan.left(session) == 1 and case.plan.questions >= 3) or (short_of_time and len(session.answers) >= 2):
        return Move("wrap", case.spoken(case.panel.chair).wrap, "wrap", "clarity", "clarity.sums_up", "commit")
    return None


def _flip(case: Case, session: Session) -> Move | None:
    due = len(session.answers) >= 3 and case.plan.progress(session) >= FLIP_AT
    if not due or "flip" in kinds(session) or not case.scenario.flips:
        return None
    at = case.plan.seed % len(case.scenario.flips)
    quote = quote_for(session, case.scenario.flips[at])
    return Move("flip", case.scenario.flips[at], f"flip:{at}", "pressure", "pressure.updates", "flip", quote)


def _probe(case: Case, session: Session, coverage: Coverage) -> Move | None:
    presses = case.panel.following(session).presses
    return next_probe(case.scenario, case.rubric, session, coverage, case.plan.level, case.plan.seed, presses)
