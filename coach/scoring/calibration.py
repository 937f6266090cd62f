"""How far a grader can be trusted, measured: interviews of known level put in order, runs compared, attacks withstood.

Pure: is handed an observer, the references and the rubric. Does not know where the result goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from coach.scoring.attacks import attacks, cases
from coach.scoring.observation import Observer
from coach.scoring.ranks import partial, spearman
from coach.scoring.reference import GRADED, Reference
from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import Scorecard
from coach.scoring.trial import Grader, Row, attack_row, half, halo_row, known, rerun_row

UNCALIBRATED = "uncalibrated (coach calibrate measures it)"
RUNS = 5
WORTH_SAYING = 0.05
"""Share of observations that are not the model's own."""


@dataclass(frozen=True)
class Sample:
    """How much of it all is gone through; the same part each time."""

    scenarios: int
    """Scenarios whose three references are put in order, at most."""
    adversarial: int
    """Adversarial references, at most."""
    targets: int
    """Conversations that are attacked and graded again, at least one."""
    variants: int | None
    """Variants of each attack, about; None for all."""


FULL = Sample(1000, 1000, 7, None)
"""Seven, so that variants in fours and fives meet each of them."""
QUICK = Sample(4, 6, 2, 8)


@dataclass(frozen=True)
class Pairs:
    """Pairs of interviews, the one of the higher level against the other."""

    high: str
    low: str
    kept: int
    """In the right order; equals are not."""
    of: int


@dataclass(frozen=True)
class Calibration:
    """What was found out about one grader."""

    observer: str
    model: str | None
    quick: bool
    """Measured on a part of it all."""
    conversations: int
    """Graded in all, attacked ones and repetitions included."""
    fell_back: int
    """How many of them the model left to the rules altogether."""
    by_rules: float
    """Share of all observations that were the rules', 0 to 1."""
    pairs: tuple[Pairs, ...]
    """Of plain references of one scenario, for each two levels."""
    adversarial: Pairs
    """Staff answers that sound poor against weak ones that shine."""
    spearman: float
    """Overall with level, over the plain references."""
    partial: float
    """The same with length, in words, taken out."""
    runs: int
    spread: float
    """The largest half distance between the overalls of one conversation."""
    attacks: tuple[Row, ...]
    """Empty when only the order was measured."""
    overalls: Mapping[str, float | None]
    """Reference → overall."""
    embeddings: str | None = None
    """What the rules in it took in besides words, by name."""

    @property
    def kept(self) -> int:
        """Pairs of plain references in the right order ..."""
        return sum(each.kept for each in self.pairs)

    @property
    def of(self) -> int:
        """... and all of them."""
        return sum(each.of for each in self.pairs)


def line(found: Calibration) -> str:
    """What a report says of its grader."""
    where = " in a quick check" if found.quick else ""
    steady = f"±{found.spread:.1f} between runs" if round(found.spread, 1) else "the same in every run"
    said = f"this grader put {found.kept} of {found.of} reference pairs in the right order{where}; {steady}"
    if found.model and found.by_rules >= WORTH_SAYING:
        said += f"; {100 * found.by_rules:.0f} % of it was observed by the rules"
    failed = sum(not row.passed for row in found.attacks)
    return f"{said}; {failed} of {len(found.attacks)} attacks moved it too far" if failed else said


def calibrate(
    observer: Observer,
    references: Sequence[Reference],
    rubric: Rubric,
    *,
    model: str | None = None,
    again: Observer | None = None,
    runs: int = RUNS,
    sample: Sample = FULL,
    attacked: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Measure a grader: `model` is the language model behind it, None for the rules.

    `again` grades for a second time and more often: the same grader, without what it may remember of the first time.
    `sample` may be a part of it all; `attacked` off measures the order and the runs alone. Raises CoachError when
    the model leaves so many conversations to the rules that it is those that would be measured.
    """
    chosen = _chosen(references, sample)
    targets = {each.id: each.turns for each in _targets(chosen, sample.targets)}
    table = attacks(rubric) if attacked else ()
    total = len(chosen) + len(targets) * (runs - 1 + attacked)
    total += sum(1 for each in table for _ in cases(each, tuple(targets), sample.variants))
    grader = Grader(observer, rubric, model, lambda done: progress(done, total) if progress else None)
    cards = {each.id: grader.card(each.turns) for each in chosen}
    runs_of = {id: [cards[id], *(grader.card(turns, again) for _ in range(runs - 1))] for id, turns in targets.items()}
    rows = [attack_row(each, targets, cards, grader, sample.variants) for each in table]
    if attacked:
        rows += [halo_row(targets, cards, grader), rerun_row(runs_of)]
    return _calibration(chosen, cards, runs_of, rows, grader, sample != FULL)


def to_json(found: Calibration) -> dict[str, Any]:
    """The calibration as plain data."""
    return asdict(found)


def from_json(data: Mapping[str, Any]) -> Calibration:
    """The calibration that plain data says. Raises TypeError or KeyError for data of another version."""
    parts = {
        "pairs": tuple(Pairs(**each) for each in data["pairs"]),
        "adversarial": Pairs(**data["adversarial"]),
        "attacks": tuple(Row(**each) for each in data["attacks"]),
    }
    return Calibration(**{**data, **parts})


def _calibration(
    chosen: Sequence[Reference],
    cards: Mapping[str, Scorecard],
    runs_of: Mapping[str, Sequence[Scorecard]],
    rows: Sequence[Row],
    grader: Grader,
    quick: bool,
) -> Calibration:
    overalls = {id: card.overall for id, card in cards.items()}
    plain = [each for each in chosen if not each.adversarial]
    levels = [float(GRADED.index(each.level)) for each in plain]
    values = [known(overalls[each.id]) for each in plain]
    words = [float(sum(len(answer.split()) for answer in each.answers)) for each in plain]
    return Calibration(
        observer=grader.name,
        model=grader.model,
        quick=quick,
        conversations=grader.done,
        fell_back=grader.failed,
        by_rules=grader.by_rules,
        pairs=tuple(_pairs(plain, overalls)),
        adversarial=_adversarial(chosen, overalls),
        spearman=spearman(values, levels),
        partial=partial(values, levels, words),
        runs=max(len(runs) for runs in runs_of.values()),
        spread=max(half([card.overall for card in runs]) for runs in runs_of.values()),
        attacks=tuple(rows),
        overalls=overalls,
    )


def _chosen(references: Sequence[Reference], sample: Sample) -> list[Reference]:
    """Whole scenarios, and adversarial ones of both kinds."""
    plain = [each for each in references if not each.adversarial]
    scenarios = list(dict.fromkeys(each.scenario for each in plain))[: sample.scenarios]
    adversarial = [each for each in references if each.adversarial]
    step = max(1, -(-len(adversarial) // max(1, sample.adversarial)))
    return [each for each in plain if each.scenario in scenarios] + adversarial[::step][: sample.adversarial]


def _targets(references: Sequence[Reference], count: int) -> list[Reference]:
    """So many plain references, of each level in turn and each of another scenario."""
    plain = [each for each in references if not each.adversarial]
    scenarios = list(dict.fromkeys(each.scenario for each in plain))
    by_place = {(each.scenario, each.level): each for each in plain}
    levels = GRADED[::-1]
    return [by_place[id, levels[at % len(levels)]] for at, id in enumerate(scenarios[:count])]


def _pairs(plain: Sequence[Reference], overalls: Mapping[str, float | None]) -> Iterator[Pairs]:
    for low, high in combinations(GRADED, 2):
        above = {each.scenario: each for each in plain if each.level == high}
        below = [each for each in plain if each.level == low and each.scenario in above]
        yield _compared(high, low, ((above[each.scenario].id, each.id) for each in below), overalls)


def _adversarial(references: Sequence[Reference], overalls: Mapping[str, float | None]) -> Pairs:
    staff, weak = (
        [each.id for each in references if each.adversarial and each.level == level] for level in ("staff", "weak")
    )
    return _compared("staff", "weak", ((high, low) for high in staff for low in weak), overalls)


def _compared(high: str, low: str, pairs: Iterable[tuple[str, str]], overalls: Mapping[str, float | None]) -> Pairs:
    right = [known(overalls[above]) > known(overalls[below]) for above, below in pairs]
    return Pairs(high, low, sum(right), len(right))
