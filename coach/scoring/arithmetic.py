"""From indicators to a dimension's value, to the overall, to a level: sums that a reader can redo by hand.

1. Points of a dimension: each indicator met gives its level less 2 (1, 2 or 3 points), partly shown half of that.
2. Points become a value by STEPS, in straight lines between them.
3. Without an indicator of level 4 or 5 that is met, the value is at most BELOW_STAFF. Without evidence both in an
   answer to a question about the dimension and in another one, it is at most BELOW_PRINCIPAL.
4. A dimension whose every indicator had no opportunity has no value. The overall is the mean of the others, by weight;
   there is none when fewer than ENOUGH dimensions have a value.
5. The overall's level is the last of BANDS that it reaches.
6. What is only partly shown makes a value unsure: counted as nothing it gives the low end, counted as met the high.
7. Where an observer looked several times, a dimension's value is the median of the values by each look, and its spread
   is half the distance between the highest and the lowest.

Knows nothing of transcripts, observers or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from coach.scoring.observation import Observation
from coach.scoring.rubric import Dimension

CREDIT = {"met": 1.0, "partly": 0.5}
DOUBT = (0.0, 1.0)
"""What "partly" is worth at the low and at the high end of what a value may be."""
STEPS = ((0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (4.0, 4.0), (8.0, 5.0))
"""Points → value. Two senior ideas, or one staff idea, are a senior answer; two staff ideas are a staff answer."""
BELOW_STAFF = 3.5
BELOW_PRINCIPAL = 4.5
ENOUGH = 4
NOT_OBSERVED = "not observed"
BANDS = ((1.0, "below mid-level"), (1.4, "mid-level"), (2.2, "senior"), (2.9, "staff"), (4.2, "principal"))
"""Overall → level. They lie below 2, 3, 4 and 5 because nobody shows everything in one conversation: the overall of a
staff candidate is the mean of dimensions at 4 and of some hardly touched. Set on the labelled interviews."""


def points(
    dimension: Dimension, observations: Mapping[str, Observation], partly: float = CREDIT["partly"]
) -> float | None:
    """Points of a dimension; None when nothing in it had an opportunity. `partly`: what is partly shown is worth."""
    credit = CREDIT | {"partly": partly}
    seen = [(each.level - 2, observations[each.id].verdict) for each in dimension.indicators]
    if all(verdict == "no_opportunity" for _, verdict in seen):
        return None
    return sum(worth * credit.get(verdict, 0.0) for worth, verdict in seen)


def value(
    dimension: Dimension,
    observations: Mapping[str, Observation],
    both_ways: bool,
    partly: float = CREDIT["partly"],
) -> float | None:
    """1 to 5; None when not observed. `both_ways`: there is evidence both when asked about it and when not."""
    earned = points(dimension, observations, partly)
    if earned is None:
        return None
    full = ("met", "partly") if partly == CREDIT["met"] else ("met",)
    staff = any(each.level >= 4 and observations[each.id].verdict in full for each in dimension.indicators)
    most = BELOW_STAFF if not staff else 5.0 if both_ways else BELOW_PRINCIPAL
    return min(on_scale(earned), most)


def middle(values: Sequence[float | None]) -> tuple[float | None, float | None]:
    """The median of samples and their spread. Not observed when most of them say so; one alone has no spread."""
    there = [value for value in values if value is not None]
    if 2 * len(there) < len(values) or not there:
        return None, None
    return median(there), (max(there) - min(there)) / 2 if len(there) > 1 else None


def on_scale(earned: float) -> float:
    """The value of so many points, before any cap."""
    for (low, start), (high, end) in pairwise(STEPS):
        if earned <= high:
            return start + (end - start) * (earned - low) / (high - low)
    return STEPS[-1][1]


def overall(values: Iterable[tuple[float | None, float]]) -> float | None:
    """The mean of the values, each with its weight; None when too few are there."""
    there = [(value, weight) for value, weight in values if value is not None]
    if len(there) < ENOUGH:
        return None
    return sum(value * weight for value, weight in there) / sum(weight for _, weight in there)


def level(overall: float | None, bands: Sequence[tuple[float, str]] = BANDS) -> str:
    """What an overall amounts to, in a word."""
    if overall is None:
        return NOT_OBSERVED
    return [name for least, name in bands if round(overall, 2) >= least][-1]
