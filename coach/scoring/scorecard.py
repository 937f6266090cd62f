"""The scorecard: what each dimension came to, on which sentences, and what would lift it.

Puts names and quotes to the sums of `coach.scoring.arithmetic`. Knows neither who observed nor how it is shown; the
time is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from coach.scoring import arithmetic
from coach.scoring.delivery import Delivery
from coach.scoring.observation import Observation, Observed
from coach.scoring.rubric import Dimension, Indicator, Rubric
from coach.scoring.transcript import Transcript

QUOTES = 4
"""Sentences quoted for a dimension, at most."""
AIMS = {"senior": 3, "staff": 4, "principal": 5}
SHOWN = ("met", "partly")
ONCE_MORE = "Show it in answers about other things too, unasked, as well as when you are asked about it."


@dataclass(frozen=True)
class Evidence:
    """A sentence of the candidate's, verbatim."""

    id: str
    turn: int
    quote: str


@dataclass(frozen=True)
class Score:
    """One dimension."""

    dimension: str
    name: str
    value: float | None
    """1 to 5; None when it was not observed."""
    spread: float | None
    """Half the distance between samples; None where there was one."""
    range: tuple[float, float] | None
    """The value if what is partly shown counts as nothing, and if it counts as met; None when not observed."""
    evidence: tuple[Evidence, ...]
    """Best first."""
    gap: str | None
    """What to say next time; None at 5 and when not observed."""


@dataclass(frozen=True)
class Drill:
    """What to practise next."""

    dimension: str
    name: str
    advice: str


@dataclass(frozen=True)
class Scorecard:
    """A conversation, scored."""

    scores: tuple[Score, ...]
    overall: float | None
    range: tuple[float, float] | None
    """The overall at the low and at the high end of every dimension's range; None where there is no overall."""
    level: str
    observed: Observed
    delivery: Delivery
    created: str
    """ISO 8601."""
    rubric_digest: str
    self_scores: Mapping[str, int]
    """Dimension → what the candidate gave themselves; never part of the score."""
    next_drill: Drill | None
    target: str | None
    """The level aimed at: senior, staff or principal."""


def assess(
    transcript: Transcript,
    observed: Observed,
    rubric: Rubric,
    delivery: Delivery,
    *,
    created: str,
    target: str | None,
    self_scores: Mapping[str, int],
) -> Scorecard:
    """The scorecard of a conversation. Neither delivery nor self-scores have a part in any number of it."""
    seen = _by_indicator(observed.observations)
    samples = [_by_indicator(each) for each in observed.samples]
    aim = AIMS.get(target or "", AIMS["staff"])
    scores = tuple(_score(each, seen, samples, transcript, aim) for each in rubric.dimensions)
    weights = [dimension.weight for dimension in rubric.dimensions]
    overall = arithmetic.overall(zip((score.value for score in scores), weights, strict=True))
    low, high = (
        arithmetic.overall(
            (score.range and score.range[end], weight) for score, weight in zip(scores, weights, strict=True)
        )
        for end in (0, 1)
    )
    return Scorecard(
        scores,
        overall,
        None if low is None or high is None else (low, high),
        arithmetic.level(overall),
        observed,
        delivery,
        created,
        rubric.digest,
        dict(self_scores),
        next_drill(scores, rubric),
        target,
    )


def next_drill(scores: Iterable[Score], rubric: Rubric) -> Drill | None:
    """The dimension that costs most: its weight times what it lacks of 5. None when there is nothing to lift."""
    lacking = [score for score in scores if score.value is not None and score.gap]
    if not lacking:
        return None
    worst = max(lacking, key=lambda score: rubric.dimension(score.dimension).weight * (5 - (score.value or 0.0)))
    return Drill(worst.dimension, worst.name, worst.gap or "")


def to_json(card: Scorecard) -> dict[str, Any]:
    """The scorecard as plain data, numbers to two places."""
    return {
        "overall": _short(card.overall),
        "level": card.level,
        "observer": card.observed.observer,
        "model": card.observed.model,
        "dimensions": [_dimension(score) for score in card.scores],
        "observations": [_observation(each) for each in card.observed.observations],
        "delivery": card.delivery.to_json(),
        "notices": list(card.observed.notices),
        "created": card.created,
        "rubric_digest": card.rubric_digest,
        "self_scores": dict(card.self_scores),
        "next_drill": asdict(card.next_drill) if card.next_drill else None,
        "target": card.target,
        "samples": max(1, len(card.observed.samples)),
        "range": _ends(card.range),
    }


def _score(
    dimension: Dimension,
    seen: Mapping[str, Observation],
    samples: Sequence[Mapping[str, Observation]],
    transcript: Transcript,
    aim: int,
) -> Score:
    looks = [each for each in samples if dimension.indicators[0].id in each] or [seen]
    value, spread = arithmetic.middle(
        [arithmetic.value(dimension, each, _both_ways(dimension, each, transcript)) for each in looks]
    )
    both_ways = _both_ways(dimension, seen, transcript)
    low, high = (arithmetic.value(dimension, seen, both_ways, partly) for partly in arithmetic.DOUBT)
    ids = _evidence(dimension, seen)[:QUOTES]
    evidence = tuple(Evidence(id, transcript.turn_of(id), transcript.quote(id)) for id in ids)
    gap = None if value is None or value >= 5 else _gap(dimension, seen, aim)
    unsure = None if value is None or low is None or high is None else (min(low, value), max(high, value))
    return Score(dimension.id, dimension.name, value, spread, unsure, evidence, gap)


def _by_indicator(observations: Iterable[Observation]) -> dict[str, Observation]:
    return {each.indicator: each for each in observations}


def _evidence(dimension: Dimension, seen: Mapping[str, Observation]) -> list[str]:
    """Sentence ids, what was met before what was partly shown, the highest level first, each sentence once."""
    shown = [each for each in dimension.indicators if seen[each.id].verdict in SHOWN]
    shown.sort(key=lambda each: (seen[each.id].verdict != "met", -each.level))
    ranked = sorted(
        (at, number, id) for number, each in enumerate(shown) for at, id in enumerate(seen[each.id].evidence)
    )
    return list(dict.fromkeys(id for _, _, id in ranked))


def _both_ways(dimension: Dimension, seen: Mapping[str, Observation], transcript: Transcript) -> bool:
    """Evidence in an answer to a question about the dimension and in another one.

    In a transcript not made here nobody knows what a question was about: there, two different answers will do.
    """
    turns = {transcript.turn_of(id) for id in _evidence(dimension, seen)}
    moves = {exchange.turn: exchange.move for exchange in transcript.exchanges}
    if not any(moves.values()):
        return len(turns) > 1
    asked = {turn for turn in turns if (move := moves[turn]) and move.dimension == dimension.id}
    return bool(asked) and asked != turns


def _gap(dimension: Dimension, seen: Mapping[str, Observation], aim: int) -> str:
    """Advice for the indicator that is nearest: the lowest level not met up to the one aimed at, then beyond."""
    missing = [each for each in dimension.indicators if seen[each.id].verdict != "met"]

    def distance(each: Indicator) -> tuple[bool, int]:
        return each.level > aim, each.level

    return min(missing, key=distance).advice if missing else ONCE_MORE


def _dimension(score: Score) -> dict[str, Any]:
    return {
        "id": score.dimension,
        "name": score.name,
        "score": _short(score.value),
        "spread": _short(score.spread),
        "range": _ends(score.range),
        "evidence": [asdict(each) for each in score.evidence],
        "gap": score.gap,
    }


def _observation(each: Observation) -> dict[str, Any]:
    return {
        "indicator": each.indicator,
        "verdict": each.verdict,
        "evidence": list(each.evidence),
        "confidence": round(each.confidence, 2),
    }


def _ends(unsure: tuple[float, float] | None) -> list[float] | None:
    return None if unsure is None else [round(each, 2) for each in unsure]


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 2)
