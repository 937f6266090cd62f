"""Precision, recall and F1 of "this answer shows the indicator", for each indicator, on the labelled answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coach.scoring import fit
from coach.scoring.labelled import Answer, conversation
from coach.scoring.observation import Observer
from coach.scoring.rubric import Rubric
from coach.scoring.rules import PARTLY
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


def by_rules(answers: Sequence[Answer], rubric: Rubric) -> Shown:
    """By rules that were fitted and calibrated on the other files."""
    margins, models = fit.held_out(answers, [each.id for each in rubric.indicators])
    fair = fit.fair(answers, margins, models)
    return {answer.id: frozenset(_likely(answer, found, fair)) for answer, found in zip(answers, margins, strict=True)}


def _likely(answer: Answer, margins: Mapping[str, float], fair: Mapping[str, fit.Model]) -> Iterator[str]:
    model = fair[answer.file]
    for id, margin in margins.items():
        if model.probability(model.indicators.index(id), margin) >= PARTLY:
            yield id


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


def sample(answers: Sequence[Answer], count: int) -> list[Answer]:
    """So many answers, evenly from all files and levels; the same each time."""
    step = max(1, len(answers) // max(1, count))
    return list(answers[step // 2 :: step][:count])
