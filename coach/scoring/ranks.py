"""Rank correlation. Written out because `statistics.correlation` ranks only from Python 3.12 on."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import StatisticsError, correlation


def ranks(values: Sequence[float]) -> list[float]:
    """Places from 1; equals share the mean of theirs."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's rank correlation, -1 to 1; 0 where one side is all the same and nothing can be in order."""
    try:
        return correlation(ranks(first), ranks(second))
    except StatisticsError:
        return 0.0


def partial(first: Sequence[float], second: Sequence[float], without: Sequence[float]) -> float:
    """The rank correlation of the first two that is left when what both have in common with the third is taken out.

    0 where the third explains one of them altogether, so that nothing is left.
    """
    both, one, other = spearman(first, second), spearman(first, without), spearman(second, without)
    left = sqrt(max(0.0, (1 - one**2) * (1 - other**2)))
    return (both - one * other) / left if left > 1e-9 else 0.0
