"""What the candidate has shown so far, indicator by indicator: the map that the next move is chosen from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.scoring.arithmetic import CREDIT
from coach.scoring.observation import Observed
from coach.scoring.rubric import Dimension, Rubric

ENOUGH = 4.0
"""Points at which a dimension has been shown well: two staff ideas, say. See `coach.scoring.scorecard`."""
STRONG = 3
"""Dimensions half shown that make a candidate strong."""


@dataclass(frozen=True)
class Coverage:
    """Strength of every indicator, and the answers in which it showed."""

    strength: Mapping[str, float]
    """Indicator → 0 to 1; what is not there was not shown."""
    answers: Mapping[str, frozenset[int]]
    """Indicator → numbers of the answers (from 1) with evidence of it."""

    def gap(self, dimension: Dimension) -> float:
        """How much of a dimension is still to be shown: 1 nothing yet, 0 enough."""
        points = sum((each.level - 2) * self.strength.get(each.id, 0.0) for each in dimension.indicators)
        return max(0.0, 1.0 - points / ENOUGH)

    def shown_in(self, dimension: Dimension, answer: int) -> bool:
        """True when that answer held evidence of the dimension."""
        return any(answer in self.answers.get(each.id, ()) for each in dimension.indicators)

    def ideas_in(self, answer: int) -> set[str]:
        """The indicators that an answer held evidence of."""
        return {indicator for indicator, answers in self.answers.items() if answer in answers}

    def strong(self, rubric: Rubric) -> bool:
        """True when a good part of several dimensions has been shown."""
        return sum(self.gap(each) <= 0.5 for each in rubric.dimensions) >= STRONG


NOTHING = Coverage({}, {})


def coverage(observed: Observed) -> Coverage:
    """The map behind what an observer saw."""
    shown = [each for each in observed.observations if each.verdict in CREDIT]
    return Coverage(
        {each.indicator: CREDIT[each.verdict] for each in shown},
        {each.indicator: frozenset(_answer(id) for id in each.evidence) for each in shown},
    )


def _answer(sentence_id: str) -> int:
    return int(sentence_id[1:].partition(".")[0])
