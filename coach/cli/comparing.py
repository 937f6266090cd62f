"""An answer given again beside the old one: both judged alike, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from coach.cli import engines, trust
from coach.cli.assessment import STANDS_ASIDE, judge_of
from coach.interview.case import Case
from coach.llm.model import LLM
from coach.scoring import scorecard
from coach.scoring.blend import Blend
from coach.scoring.compare import alone, answered, compare, concerned, to_json
from coach.scoring.delivery import delivery
from coach.scoring.observation import Observed
from coach.scoring.openings import openings
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.scorecard import Scorecard
from coach.scoring.transcript import Transcript, transcript
from coach.session import Attempt, Session, Turn
from coach.store import Store

LABELS = ("the old answer", "the new answer")
HALF_JUDGED = "both answers were scored by the rules, because the language model judged only one of them in full"


def compared(
    attempt: Attempt,
    session: Session,
    case: Case,
    store: Store,
    llm: LLM | None = None,
    insist: bool = False,
    by: RulesObserver = trust.PLAIN,
) -> Attempt:
    """The attempt with its comparison, saved. `insist`: the model judges whatever it has been shown to be worth. `by`:
    the rules to take."""
    read = transcript(session.turns)
    old = next(each for each in read.exchanges if each.number == attempt.answer)
    new = answered(old, attempt.said)
    judge = judge_of(llm, case.rubric, store, insist, by)
    found = _comparison((alone(read, old), alone(read, new)), _turns(session, attempt), case, store, judge, by)
    if llm and not judge:
        found["notices"].append(STANDS_ASIDE)
    made = replace(attempt, comparison=found)
    store.save_attempt(made)
    return made


def _comparison(
    sides: tuple[Transcript, Transcript],
    turns: Sequence[tuple[Turn, ...]],
    case: Case,
    store: Store,
    judge: LLM | None,
    by: RulesObserver,
) -> dict[str, Any]:
    (old,) = sides[0].exchanges
    asked = old.move.dimension if old.move else None
    by_rules = [by.observe(each, case.rubric) for each in sides]
    looked_for = case.rubric.only(concerned(asked, by_rules, case.rubric))
    blend = trust.blend(judge, case.rubric, store) if judge else None
    looks = _looks(sides, looked_for, judge if looked_for.dimensions else None, blend, by)
    created = datetime.now().astimezone().isoformat(timespec="seconds")
    then, now = (
        scorecard.assess(
            read,
            look,
            looked_for,
            delivery(said, openings(read)),
            created=created,
            target=case.plan.level,
            self_scores={},
        )
        for read, look, said in zip(sides, looks, turns, strict=True)
    )
    return to_json(compare(then, now, asked, looked_for, case.scenario)) | {
        "question": old.question,
        "dimension": asked,
        "old": _side(sides[0], then),
        "new": _side(sides[1], now),
        "observer": looks[1].observer,
        "model": looks[1].model,
        "notices": list(dict.fromkeys(notice for look in looks for notice in look.notices)),
        "calibration": trust.line_of(looks[1], case.rubric, store, by),
        "created": created,
    }


def _looks(
    sides: Sequence[Transcript], looked_for: Rubric, judge: LLM | None, blend: Blend | None, by: RulesObserver
) -> Sequence[Observed]:
    """What one and the same observer sees in either answer."""
    looks = [
        engines.observe(read, looked_for, judge, label=f"scoring {label}", blend=blend, by=by)
        for read, label in zip(sides, LABELS, strict=True)
    ]
    if judge is None or not _apart(looks, judge):
        return looks
    by_rules = [by.observe(read, looked_for) for read in sides]
    return [replace(look, notices=(*look.notices, HALF_JUDGED)) for look in by_rules]


def _apart(looks: Sequence[Observed], judge: LLM) -> bool:
    """True when not the same observer judged both. A model near by leaves to the rules what they are sure of."""
    if looks[0].observer != looks[1].observer:
        return True
    by_rules = [{each.indicator for each in look.observations if each.observer == "rules"} for look in looks]
    return not judge.endpoint.local and by_rules[0] != by_rules[1]


def _turns(session: Session, attempt: Attempt) -> list[tuple[Turn, ...]]:
    """Question and answer, then and now: what delivery is measured on."""
    then = (session.turns[attempt.question.index], session.turns[attempt.said.index])
    return [then, (attempt.question, attempt.said)]


def _side(read: Transcript, card: Scorecard) -> dict[str, Any]:
    """One of the answers."""
    return {
        "sentences": [{"id": each.id, "text": each.text} for each in read.sentences],
        "delivery": card.delivery.to_json(),
    }
