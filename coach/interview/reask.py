"""A question that the answer went past is put once more, in other words; an answer to that is left as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coach.interview.aside_moves import put_last
from coach.interview.case import Case, said, used
from coach.interview.concrete import FORM
from coach.interview.coverage import Coverage
from coach.interview.dodge import dodged
from coach.interview.doubt import SOURCE, assured, explained, sourced
from coach.interview.phrases import unsaid
from coach.interview.probes import own_probes
from coach.interview.push import FIRST as PUSH
from coach.interview.push import gives_in
from coach.scoring.rubric import Dimension, Rubric
from coach.session import Move, Session

ASKED_AGAIN = ("opening", "probe", "flip", "guest", "push")
"""Kinds that are put again."""
DECISION = "clarity.answer_first"
"""What a new constraint comes to."""
CONVINCE = "pressure.holds"
"""What a bad argument comes to."""
COMES_TO = {"flip": DECISION, "push": CONVINCE}
AGAIN = "again:"
"""How the source of a second question about a number, or for a guest, begins."""
LIKE: Mapping[str, tuple[str, ...]] = {
    "clarify": ("framing.asks", "outcomes.early", "risk.test", "strategy.sequence"),
    "commit": ("priorities.commits", "strategy.policy", "clarity.answer_first"),
    "alternative": (
        *("framing.reframes", "tradeoffs.alternative", "outcomes.misleads", "stakeholders.interest", "leverage.wider"),
        *("framing.cause", "pressure.concedes"),
    ),
    "number": ("priorities.criterion", "tradeoffs.price", "outcomes.target", "strategy.proof", "outcomes.result"),
    "cost": ("priorities.cost", "stakeholders.message", "stakeholders.interest"),
    "flip": ("priorities.cuts",),
    "failure": ("framing.cause", "outcomes.guardrail", "risk.specific", "leverage.support", "outcomes.misleads"),
    "second_order": ("strategy.horizon", "risk.second_order", "leverage.mechanism"),
    "ownership": ("stakeholders.decider", "leverage.owner", "leverage.mechanism"),
    "reversal": (
        *("framing.assumption", "tradeoffs.revisit", "tradeoffs.reversible", "outcomes.early", "pressure.holds"),
        "pressure.concedes",
    ),
}
"""Step → the rubric's questions that ask for the same in other words. A rubric without these takes its own in turn."""


def reask(case: Case, session: Session, coverage: Coverage) -> Move | None:
    """The last question in other words, where the last answer went past it."""
    last = put_last(session)
    if not asked_again(last, case.rubric, bool(case.plan.drill)):
        return None
    if not went_past(last, session.answers[-1].text, coverage.ideas_in(len(session.answers))):
        return None
    if last.source == PUSH and case.pressure.pushes > 1:  # it is pressed again in any case
        return None
    if last.source.startswith(SOURCE):
        return _of_a_number(case, session, last)
    if last.kind == "guest":
        phrase = case.phrases.guest_again[0].replace("{name}", last.who or "them")
        return Move("reask", phrase, f"{AGAIN}{last.source}", last.dimension, last.indicator, last.step)
    if last.dimension is None:
        return _of_the_case(case, session, coverage)
    return _in_other_words(case.rubric, last, used(session), COMES_TO.get(last.kind))


def asked_again(move: Move, rubric: Rubric, drill: bool) -> bool:
    """True for a question that is put again when an answer goes past it.

    In a drill the case itself is not, and the bad argument is pressed once more in any case.
    """
    if move.kind not in ASKED_AGAIN:
        return False
    if move.kind == "push":
        return not drill and move.source == PUSH
    if move.dimension is None:
        return move.source.startswith(SOURCE) or (move.kind == "opening" and not drill)
    return any(each.id == move.dimension for each in rubric.dimensions)


def went_past(move: Move, answer: str, ideas: Collection[str]) -> bool:
    """True when an answer goes past that question. `ideas`: indicators that the rules saw in it."""
    if move.source.startswith(SOURCE):
        return not sourced(answer) and (assured(answer) or not explained(answer))
    if move.kind == "push" and gives_in(answer):
        return False
    if move.dimension is None:
        return _of_anything(answer, ideas)
    topic = "" if move.kind == "guest" else move.text  # what a guest says is an image more often than a question
    return dodged(answer, topic, move.dimension, ideas)


def _of_anything(answer: str, ideas: Collection[str]) -> bool:
    """An idea about anything is an answer, but not how it is said."""
    about = next((each for each in sorted(ideas) if not each.startswith(FORM)), "").partition(".")[0]
    return dodged(answer, "", about, ideas)


def _of_a_number(case: Case, session: Session, last: Move) -> Move:
    phrase = unsaid(case.phrases.know_again, said(session))
    return Move("reask", phrase, f"{AGAIN}{last.source}", step=last.step)


def _of_the_case(case: Case, session: Session, coverage: Coverage) -> Move | None:
    """A first decision, as the case has it: what "what do you do?" comes to."""
    own = own_probes(case.scenario, case.rubric, coverage, case.plan.level)
    first = next((each for each in own if each.step == "commit" and each.source not in used(session)), None)
    return first and Move("reask", first.text, first.source, first.dimension, first.indicator, first.step)


def _in_other_words(rubric: Rubric, last: Move, known: Collection[str], first: str | None) -> Move | None:
    """One of the rubric's own questions not put yet: `first`, those like the last one, any of its dimension."""
    about = rubric.dimension(last.dimension or "")
    probes = {each.id: (dimension.id, each.probe) for dimension in rubric.dimensions for each in dimension.indicators}
    for indicator in (first, *_alike(about, last.step)):
        source = f"indicator:{indicator}"
        if indicator in probes and source not in known:
            dimension, probe = probes[indicator]
            return Move("reask", probe, source, dimension, indicator, last.step)
    return None


def _alike(dimension: Dimension, step: str | None) -> Iterator[str]:
    """A dimension's indicators, first those that are asked for on that step."""
    own = [each.id for each in dimension.indicators]
    like = [each for each in LIKE.get(step or "", ()) if each in own]
    yield from like
    yield from (each for each in own if each not in like)
