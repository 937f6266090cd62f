"""The feedback beside the scores, as plain data for the scorecard's JSON: it explains them and has no part in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from coach.errors import LLMError
from coach.scenario import Fact, Scenario
from coach.scoring.advice import advice
from coach.scoring.adviser import Adviser, Rewrite
from coach.scoring.claims import claims
from coach.scoring.drill import Exercise, after_drill, exercise
from coach.scoring.facts import MATTERED, facts
from coach.scoring.moments import moments
from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import Scorecard
from coach.scoring.transcript import Transcript
from coach.session import Turn

FINDING_OUT = "framing"
"""The dimension that asking for facts belongs to: a drill of another one is no occasion for it."""


def with_feedback(
    data: dict[str, Any],
    card: Scorecard,
    transcript: Transcript,
    turns: Sequence[Turn],
    rubric: Rubric,
    scenario: Scenario | None,
    adviser: Adviser | None,
    drill: str | None = None,
) -> dict[str, Any]:
    """The scorecard's data with "feedback" in it, and with an exercise in its "next_drill".

    `drill`: the one dimension that the session was about; facts are no part of the others' feedback than framing's.

    "feedback" holds "advice", one entry a dimension with "staff_answer" and "rewrite" (either may be None), "moments",
    "facts" (None for a transcript not made here) and "claims". A model that fails costs the rewrites and is a notice.
    """
    reworded, notices = _reworded(card, transcript, rubric, scenario, adviser)
    feedback = {
        "advice": _advice(card, rubric, scenario, reworded),
        "moments": [asdict(each) for each in moments(card, transcript, rubric)],
        "facts": _facts(turns, scenario) if drill in (None, FINDING_OUT) else None,
        "claims": [asdict(each) for each in claims(transcript)],
    }
    whole = {**data, "notices": [*data["notices"], *notices], "feedback": feedback}
    return whole | ({"next_drill": asdict(_next(card, rubric, drill))} if card.next_drill or drill else {})


def _next(card: Scorecard, rubric: Rubric, drill: str | None) -> Exercise:
    if drill:
        return after_drill(rubric.dimension(drill), card.scores[0], card.target)
    assert card.next_drill
    return exercise(rubric.dimension(card.next_drill.dimension))


def _reworded(
    card: Scorecard, transcript: Transcript, rubric: Rubric, scenario: Scenario | None, adviser: Adviser | None
) -> tuple[dict[str, Rewrite], list[str]]:
    """Rewrites by their dimension, and what the reader has to be told."""
    if adviser is None:
        return {}, []
    try:
        found = adviser.rewrites(card, transcript, rubric, scenario)
    except LLMError as error:
        return {}, [f"no sentence of yours was rewritten, because the language model failed ({error})"]
    return {each.dimension: each for each in found}, []


def _advice(
    card: Scorecard, rubric: Rubric, scenario: Scenario | None, reworded: dict[str, Rewrite]
) -> list[dict[str, Any]]:
    """One entry for each dimension about which there is something to say."""
    answers = {each.dimension: each for each in advice(card, rubric, scenario)} if scenario else {}
    found: list[dict[str, Any]] = []
    for score in card.scores:
        answer, rewrite = answers.get(score.dimension), reworded.get(score.dimension)
        if answer or rewrite:
            staff = {"level": answer.level, "indicator": answer.indicator, "text": answer.text} if answer else None
            found.append(
                {
                    "dimension": score.dimension,
                    "staff_answer": staff,
                    "rewrite": asdict(rewrite) if rewrite else None,
                }
            )
    return found


def _facts(turns: Sequence[Turn], scenario: Scenario | None) -> dict[str, Any] | None:
    found = facts(turns, scenario) if scenario else None
    if found is None:
        return None
    return {"asked": [_fact(each) for each in found.asked], "not_asked": [_fact(each) for each in found.not_asked]}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"id": fact.id, "text": fact.text, "weight": fact.weight, "mattered": MATTERED.get(fact.weight, "")}
