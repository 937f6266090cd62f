"""A grader on trial: attacked, asked again, robbed of its evidence; each a row that says how far its score moved.

Pure but for what the observer does. Knows nothing of levels, nor what becomes of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.errors import CoachError
from coach.scoring.attacks import NO_GAIN, Attack, Bound, cases
from coach.scoring.delivery import delivery
from coach.scoring.observation import Observer
from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import SHOWN, Scorecard, assess
from coach.scoring.transcript import transcript
from coach.session import Turn

STEADY = Bound(0.5, 0.5)
"""Of a dimension, up and down, between runs."""
HALO = Bound(0.0, 0.0)
"""How much further another dimension may fall than the one whose sentences are gone."""
LEAST = 1.0
"""What a conversation, or a dimension, without a value counts as where it is compared."""
TRIES = 3
"""Conversations that may fail before their share counts."""
FAILURES = 0.1
"""Share of conversations that a model may leave to the rules; beyond it, it is the rules that are measured."""
NEARLY = 1e-9
"""Sums in another order differ in the last bits."""


@dataclass(frozen=True)
class Row:
    """One row of the attack table, as it came out."""

    name: str
    cases: int
    mean: float
    """Of the sizes."""
    worst: float
    """The largest, with its sign."""
    bound: str
    passed: bool


class Grader:
    """Grades conversations and counts them; gives up on a model that leaves them to the rules."""

    def __init__(self, observer: Observer, rubric: Rubric, model: str | None, told: Callable[[int], None]) -> None:
        self.model = model
        """The language model that is measured; None for the rules."""
        self.name = "rules"
        """What it calls itself in its observations."""
        self.done = 0
        self.failed = 0
        """Conversations that the model left to the rules altogether."""
        self._observations = self._by_rules = 0
        self._observer, self._rubric, self._told = observer, rubric, told

    def card(self, turns: Iterable[Turn], by: Observer | None = None) -> Scorecard:
        """The scorecard of a conversation, `by` another observer than usual. Raises CoachError when too many failed."""
        read = transcript(turns)
        observed = (by or self._observer).observe(read, self._rubric)
        self.done += 1
        if read.sentences:  # where nothing is said nobody is asked
            self._observations += len(observed.observations)
            self._by_rules += sum(each.observer == "rules" for each in observed.observations)
        if observed.observer != "rules":
            self.name = observed.observer
        elif self.model and read.sentences:
            self._fail(observed.notices[-1] if observed.notices else "it gave no reason")
        self._told(self.done)
        return assess(read, observed, self._rubric, delivery(()), created="", target=None, self_scores={})

    @property
    def by_rules(self) -> float:
        """Share of all observations that were the rules', 0 to 1."""
        return self._by_rules / max(1, self._observations)

    def _fail(self, why: str) -> None:
        self.failed += 1
        if self.failed >= TRIES and self.failed > FAILURES * self.done:
            left = f"{self.model} left {self.failed} of {self.done} conversations to the rules"
            raise CoachError(f"{left}, so there is nothing to say about it: {why}")


def attack_row(
    attack: Attack,
    targets: Mapping[str, Sequence[Turn]],
    clean: Mapping[str, Scorecard],
    grader: Grader,
    variants: int | None,
) -> Row:
    """How far the attack moves the overall, on each of its cases."""
    found: list[float] = []
    for change, id in cases(attack, tuple(targets), variants):
        overall = grader.card(change(targets[id])).overall
        if attack.bound.of == "overall":
            found.append(overall or 0.0)
        else:
            found.append(known(overall) - known(clean[id].overall))
    gained = attack.bound.of == "change" and max(found) >= NO_GAIN
    return row(attack.name, found, attack.bound, gained=gained)


def halo_row(targets: Mapping[str, Sequence[Turn]], clean: Mapping[str, Scorecard], grader: Grader) -> Row:
    """With the sentences of its strongest dimension deleted, does any other dimension fall further?"""
    found: list[float] = []
    for id, turns in targets.items():
        best = max(clean[id].scores, key=lambda score: known(score.value))
        left = grader.card(without(turns, cited(clean[id], best.dimension)))
        falls = {
            before.dimension: known(before.value) - known(after.value)
            for before, after in zip(clean[id].scores, left.scores, strict=True)
        }
        own = falls.pop(best.dimension)
        found.append(max(0.0, max(falls.values()) - own))
    return row("one skill's sentences deleted", found, HALO)


def rerun_row(runs: Mapping[str, Sequence[Scorecard]]) -> Row:
    """How far each dimension moves up and down between runs of one conversation."""
    found = [
        half([score.value for score in scores])
        for cards in runs.values()
        for scores in zip(*(card.scores for card in cards), strict=True)
    ]
    return row("graded again", found, STEADY)


def row(name: str, found: Sequence[float], bound: Bound, *, gained: bool = False) -> Row:
    """The row of what was found, held against its bound."""
    mean = sum(map(abs, found)) / len(found)
    worst = max(found, key=abs)
    within = mean <= bound.mean + NEARLY and abs(worst) <= bound.worst + NEARLY
    return Row(name, len(found), mean, worst, str(bound), within and not gained)


def cited(card: Scorecard, dimension: str) -> frozenset[str]:
    """Ids of all sentences that a dimension rests on."""
    shown = [each for each in card.observed.observations if each.verdict in SHOWN]
    return frozenset(id for each in shown if each.indicator.startswith(f"{dimension}.") for id in each.evidence)


def without(turns: Sequence[Turn], ids: frozenset[str]) -> list[Turn]:
    """The conversation with those sentences gone."""
    kept = {
        exchange.turn: " ".join(each.text for each in exchange.sentences if each.id not in ids)
        for exchange in transcript(turns).exchanges
    }
    return [replace(turn, text=kept[turn.index], words=()) if turn.index in kept else turn for turn in turns]


def half(values: Sequence[float | None]) -> float:
    """Half the distance between the lowest and the highest; what was not observed in a run says nothing."""
    there = [value for value in values if value is not None]
    return (max(there) - min(there)) / 2 if there else 0.0


def known(value: float | None) -> float:
    """The value, or the least there is."""
    return LEAST if value is None else value
