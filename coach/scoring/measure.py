"""How the rules do on labelled files that they were not fitted on, as a table for a person to read.

Knows nothing of fitting: it is handed models that have not seen the file that they are measured on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from coach.scoring import rubric as rubrics
from coach.scoring.delivery import delivery
from coach.scoring.labelled import Answer, conversation, interviews
from coach.scoring.model import Model
from coach.scoring.rubric import Rubric
from coach.scoring.rules import PARTLY, RulesObserver
from coach.scoring.scorecard import Scorecard, assess
from coach.scoring.transcript import Transcript

KINDS = {1: "weak", 2: "weak", 3: "senior", 4: "staff", 5: "staff"}


def table(answers: Sequence[Answer], margins: Sequence[Mapping[str, float]], fair: Mapping[str, Model]) -> str:
    """All figures as text. `margins` and `fair` are by models that have not seen the answer, the file."""
    rubric = rubrics.load()
    spoken = [(talk, card(conversation(talk), fair[talk[0].file], rubric)) for talk in interviews(answers)]
    return "\n".join([*_indicators(answers, margins, fair), "", *_pairs(spoken), "", *_levels(spoken)])


def card(read: Transcript, model: Model, rubric: Rubric) -> Scorecard:
    """The rules' scorecard of a transcript by that model."""
    observed = RulesObserver(model).observe(read, rubric)
    return assess(read, observed, rubric, delivery(()), created="", target=None, self_scores={})


def _indicators(
    answers: Sequence[Answer], margins: Sequence[Mapping[str, float]], fair: Mapping[str, Model]
) -> list[str]:
    """Precision, recall and F1 of "the answer shows the indicator", over all and by file."""
    counts: Counter[tuple[str, str]] = Counter()
    for answer, found in zip(answers, margins, strict=True):
        model = fair[answer.file]
        said = {id for id, margin in found.items() if model.probability(model.indicators.index(id), margin) >= PARTLY}
        for where in (answer.file, "all files"):
            counts[where, "right"] += len(said & answer.shown)
            counts[where, "said"] += len(said)
            counts[where, "there"] += len(answer.shown)
    lines = ["indicators of an answer (met or partly), micro: precision recall F1"]
    for where in [*fair, "all files"]:
        right, claimed, there = (counts[where, what] for what in ("right", "said", "there"))
        lines.append(f"  {where:12} {right / claimed:.2f} {right / there:.2f} {2 * right / (claimed + there):.2f}")
    return lines


def _pairs(spoken: Sequence[tuple[list[Answer], Scorecard]]) -> list[str]:
    """Share of pairs of interviews that are put in the right order."""
    lines = ["interviews in the right order"]
    for high, low in (("staff", "weak"), ("staff", "senior"), ("senior", "weak")):
        pairs = list(product(_overalls(spoken, high), _overalls(spoken, low)))
        right = sum(1.0 if above > below else 0.5 if above == below else 0.0 for above, below in pairs)
        lines.append(f"  {high} > {low:7} {right / len(pairs):.3f} of {len(pairs)}")
    return lines


def _overalls(spoken: Sequence[tuple[list[Answer], Scorecard]], kind: str) -> list[float]:
    return [card.overall or 1.0 for talk, card in spoken if KINDS[talk[0].level] == kind]


def _levels(spoken: Sequence[tuple[list[Answer], Scorecard]]) -> list[str]:
    """For each level meant, the overalls and the levels that came out."""
    lines = ["level meant: overalls, levels"]
    for level in range(1, 6):
        cards = [card for talk, card in spoken if talk[0].level == level]
        overalls = " ".join(sorted(f"{card.overall:.2f}" if card.overall is not None else "-" for card in cards))
        names = Counter(card.level for card in cards)
        lines.append(f"  {level}: {overalls}   {', '.join(f'{count} {name}' for name, count in names.most_common())}")
    return lines
