"""What a language model said of each dimension, once or several times over, put together to observations.

Nothing is made up: a dimension of which no sample came is observed by the rules, and said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from coach.scoring.observation import Observation, Observed, Verdict
from coach.scoring.rubric import Dimension, Indicator, Rubric

STRICTEST: tuple[Verdict, ...] = ("absent", "no_opportunity", "partly", "met")
"""Where samples are even, the one that credits least counts."""
CITED = 3
"""Sentences cited for an indicator, at most."""
GIVES_UP = 2
"""Calls running without an answer, after which the model is not asked any more."""

Sample = Mapping[str, tuple[Verdict, tuple[str, ...]]]
"""Indicator id → verdict and evidence, as one call gave them."""


class Tally:
    """Takes in what calls came to."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self._samples: dict[str, list[Sample]] = {}
        self._failures: dict[str, str] = {}
        """Dimension → why its last call came to nothing."""
        self._running = 0

    def take(self, dimension: Dimension, sample: Sample | Exception) -> None:
        """One call's outcome."""
        if isinstance(sample, Exception):
            self._failures[dimension.id] = str(sample)
            self._running += 1
        else:
            self._samples.setdefault(dimension.id, []).append(sample)
            self._running = 0

    @property
    def in_vain(self) -> bool:
        """True when several calls running failed: those after them would too, and each takes its time."""
        return self._running >= GIVES_UP

    def failed(self, dimension: Dimension) -> bool:
        """True when a call for this dimension failed."""
        return dimension.id in self._failures

    def observed(self, model: str, rules: Observed) -> Observed:
        """One observation an indicator, from the model or else from the rules, and what the reader has to be told."""
        without = [each for each in self._rubric.dimensions if each.id not in self._samples]
        why = self._why(without)
        if len(without) == len(self._rubric.dimensions):
            return Observed(rules.observer, rules.model, rules.observations, (*rules.notices, _all_rules(why)))
        by_rules = {each.indicator: each for each in rules.observations}
        found: list[Observation] = []
        for dimension in self._rubric.dimensions:
            samples = self._samples.get(dimension.id)
            found += [merged(each, samples) if samples else by_rules[each.id] for each in dimension.indicators]
        notices = rules.notices if without else ()
        told = [f"observed by the rules, not by the model: {', '.join(names)} ({each})" for each, names in why.items()]
        return Observed("llm", model, tuple(found), (*notices, *told), self._readings())

    def _why(self, without: Sequence[Dimension]) -> dict[str, list[str]]:
        """Reason → names of the dimensions that are missing for it; those never asked for lack the last reason."""
        last = list(self._failures.values())[-1:]
        reasons: dict[str, list[str]] = {}
        for dimension in without:
            reason = self._failures.get(dimension.id) or "".join(last)
            reasons.setdefault(reason, []).append(dimension.name)
        return reasons

    def _readings(self) -> tuple[tuple[Observation, ...], ...]:
        """Sample by sample what it said, each of the dimensions that it was had for; none where there was one only."""
        by_dimension = [
            [tuple(merged(each, [sample]) for each in dimension.indicators) for sample in samples]
            for dimension in self._rubric.dimensions
            if (samples := self._samples.get(dimension.id))
        ]
        readings = tuple(sum(each, ()) for each in zip_longest(*by_dimension, fillvalue=()))
        return readings if len(readings) > 1 else ()


def merged(indicator: Indicator, samples: Sequence[Sample]) -> Observation:
    """One observation of all samples: the verdict most of them give, and what those cite, most cited first.

    Confidence is (n + 1) / (samples + 2), n being the samples that gave this verdict: by the rule of succession one
    sample alone is worth 0.67, three that agree 0.8, two of three 0.6.
    """
    given = [sample[indicator.id] for sample in samples]
    counts = Counter(verdict for verdict, _ in given)
    verdict = max(STRICTEST, key=lambda each: (counts[each], -STRICTEST.index(each)))
    cited = Counter(id for each, evidence in given if each == verdict for id in evidence)
    evidence = tuple(id for id, _ in cited.most_common(CITED))
    confidence = (counts[verdict] + 1) / (len(given) + 2)
    return Observation(indicator.id, verdict, evidence, round(confidence, 2), "llm")


def _all_rules(why: Mapping[str, object]) -> str:
    return f"observed by the rules alone, because the language model failed ({next(iter(why))})"
