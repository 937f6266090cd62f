"""Precision, recall and F1 of "this answer shows the indicator", for each indicator, on the labelled answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.scoring import fit, labelled
from coach.scoring.labelled import Answer, conversation
from coach.scoring.model import Model
from coach.scoring.observation import Observer
from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import SHOWN

Shown = Mapping[str, frozenset[str]]
"""Id of an answer → the indicators that a grader finds in it, met or partly."""
ALL = "all indicators"


@dataclass
class Tally:
    """What was there, what was found, what was both."""

    there: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def figures(self, indicator: str) -> tuple[float | None, float | None, float | None]:
        """Precision, recall, F1; None where there was nothing to be right or wrong about."""
        there, said, right = self.there[indicator], self.said[indicator], self.right[indicator]
        both = there + said
        return right / said if said else None, right / there if there else None, 2 * right / both if both else None


def fair(answers: Sequence[Answer], rubric: Rubric) -> Mapping[str, Model]:
    """For each file, rules that were fitted and calibrated on the other files."""
    solution = fit.solved(answers, [each.id for each in rubric.indicators], labelled.cues())
    margins, models = fit.held_out(answers, solution)
    return fit.fair(answers, margins, models)


def by(observer: Observer, answer: Answer, rubric: Rubric) -> frozenset[str]:
    """By any grader, from one answer."""
    observed = observer.observe(conversation([answer]), rubric)
    return frozenset(each.indicator for each in observed.observations if each.verdict in SHOWN)


def tally(answers: Sequence[Answer], shown: Shown) -> Tally:
    """The counts over the answers, for each indicator and for all."""
    found = Tally()
    for answer in answers:
        said = shown[answer.id]
        for counts, ids in ((found.there, answer.shown), (found.said, said), (found.right, said & answer.shown)):
            counts.update(ids)
            counts[ALL] += len(ids)
    return found


def sample(answers: Sequence[Answer], every: int) -> list[Answer]:
    """Every so manieth answer, evenly from all files and levels; the same each time."""
    return list(answers[every // 2 :: every])
