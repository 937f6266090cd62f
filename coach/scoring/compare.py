"""Two answers to one question, judged alike and set side by side.

Each is observed alone, by the same observer, behind the same earlier conversation. The observer gets the question, the
answer and what was said before them, and nothing else: no score, no self-score, no advice, and not the other answer.
Knows neither who observes nor how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from coach.scenario import Scenario
from coach.scoring.advice import Advice, advice
from coach.scoring.arithmetic import CREDIT
from coach.scoring.observation import Observation, Observed
from coach.scoring.rubric import Indicator, Rubric
from coach.scoring.scorecard import Scorecard
from coach.scoring.sentences import sentences
from coach.scoring.transcript import Exchange, Transcript
from coach.session import Turn

Change = Literal["gained", "kept", "lost"]


@dataclass(frozen=True)
class Idea:
    """One indicator that one of the answers showed, or both."""

    indicator: Indicator
    change: Change
    """Gained too where it was shown in part and now is in full; lost where it is the other way round."""
    old: Observation
    new: Observation


@dataclass(frozen=True)
class Moved:
    """One dimension by each answer alone."""

    dimension: str
    name: str
    old: float | None
    """1 to 5; None when not observed."""
    new: float | None


@dataclass(frozen=True)
class Missing:
    """What the new answer still lacks, of the dimension that was asked about or else of its weakest."""

    dimension: str
    name: str
    gap: str | None
    """What to say next time."""
    indicators: tuple[Indicator, ...]
    """Not met, in the order of the rubric."""
    advice: Advice | None
    """A sentence of the scenario's reference."""


@dataclass(frozen=True)
class Comparison:
    """What came of answering again."""

    moved: tuple[Moved, ...]
    """The dimension that was asked about first, then those that either answer showed something of."""
    ideas: tuple[Idea, ...]
    """In the order of the rubric."""
    missing: Missing | None
    """None where nobody asked about a dimension and nothing of any was shown."""


def alone(read: Transcript, exchange: Exchange) -> Transcript:
    """One answer as all the evidence there is, behind what had been said before it."""
    return Transcript((exchange,), tuple(each for each in read.exchanges if each.number < exchange.number))


def answered(exchange: Exchange, turn: Turn) -> Exchange:
    """The same question with another answer."""
    return replace(exchange, sentences=sentences(turn, exchange.number))


def concerned(asked: str | None, seen: Iterable[Observed], rubric: Rubric) -> list[str]:
    """Dimensions worth judging: what was asked about first, then whatever either answer shows anything of."""
    shown = {each.indicator.partition(".")[0] for look in seen for each in look.observations if each.verdict in CREDIT}
    return [each.id for each in rubric.dimensions if each.id == asked] + [
        each.id for each in rubric.dimensions if each.id in shown and each.id != asked
    ]


def compare(old: Scorecard, new: Scorecard, asked: str | None, rubric: Rubric, scenario: Scenario) -> Comparison:
    """Two scorecards of one answer each side by side. `rubric`: what both of them were scored by, no more."""
    before, after = (_by_indicator(card) for card in (old, new))
    ideas = tuple(
        Idea(each, _change(before[each.id], after[each.id]), before[each.id], after[each.id])
        for each in rubric.indicators
        if {before[each.id].verdict, after[each.id].verdict} & set(CREDIT)
    )
    moved = tuple(
        Moved(one.dimension, one.name, one.value, other.value)
        for one, other in zip(old.scores, new.scores, strict=True)
    )
    moved = tuple(sorted(moved, key=lambda each: each.dimension != asked))
    return Comparison(moved, ideas, _missing(new, asked, rubric, scenario))


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data, numbers to two places."""
    return {
        "dimensions": [
            {"id": each.dimension, "name": each.name, "old": _short(each.old), "new": _short(each.new)}
            for each in comparison.moved
        ],
        "indicators": [
            {
                "indicator": each.indicator.id,
                "statement": each.indicator.statement,
                "change": each.change,
                "old": _seen(each.old),
                "new": _seen(each.new),
            }
            for each in comparison.ideas
        ],
        "missing": _missing_json(comparison.missing) if comparison.missing else None,
    }


def _change(old: Observation, new: Observation) -> Change:
    more = CREDIT.get(new.verdict, 0.0) - CREDIT.get(old.verdict, 0.0)
    return "gained" if more > 0 else "lost" if more < 0 else "kept"


def _by_indicator(card: Scorecard) -> Mapping[str, Observation]:
    return {each.indicator: each for each in card.observed.observations}


def _missing(card: Scorecard, asked: str | None, rubric: Rubric, scenario: Scenario) -> Missing | None:
    observed = [each for each in card.scores if each.value is not None or each.dimension == asked]
    if not observed:
        return None
    score = min(observed, key=lambda each: (each.dimension != asked, each.value or 0.0))
    met = {each.indicator for each in card.observed.observations if each.verdict == "met"}
    lacking = tuple(each for each in rubric.dimension(score.dimension).indicators if each.id not in met)
    said = [each for each in advice(card, rubric, scenario) if each.dimension == score.dimension]
    return Missing(score.dimension, score.name, score.gap, lacking, said[0] if said else None)


def _missing_json(missing: Missing) -> dict[str, Any]:
    return {
        "dimension": missing.dimension,
        "name": missing.name,
        "gap": missing.gap,
        "indicators": [{"indicator": each.id, "statement": each.statement} for each in missing.indicators],
        "staff_answer": asdict(missing.advice) if missing.advice else None,
    }


def _seen(each: Observation) -> dict[str, Any]:
    return {"verdict": each.verdict, "evidence": list(each.evidence)}


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 2)
