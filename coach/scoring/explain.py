"""Why the rules say what they say: for every indicator met or partly, the sentences, and the words that spoke for it.

A run of words speaks for an indicator as much as the model's margin falls when it is taken out of its sentence; it
speaks against it as much as the margin rises. Knows nothing of language models: their verdicts have no such reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.scoring.features import tokens
from coach.scoring.guards import GLUE
from coach.scoring.meaning import SHARE
from coach.scoring.model import Model, shipped
from coach.scoring.observation import Observation
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Transcript

LONGEST = 4
"""Words in a run, at most."""
SHOWN = 3
"""Runs shown for a sentence, at most, for and against each."""
TELLING = 0.25
"""The margin that a run has to move to be shown; the best for and the best against an indicator some 5 and -1."""


@dataclass(frozen=True)
class Reason:
    """One sentence cited for an indicator."""

    sentence: str
    spoke_for: tuple[str, ...]
    """Words of the sentence, the strongest first."""
    spoke_against: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """One indicator that the rules saw."""

    indicator: str
    verdict: str
    confidence: float
    reasons: tuple[Reason, ...]


def explain(
    read: Transcript, rubric: Rubric, model: Model | None = None, by: RulesObserver | None = None
) -> list[Explained]:
    """Every indicator that the rules have met or partly shown, in the order of the rubric.

    `by` are the rules where they take in more than words; the reasons are those of the words all the same.
    """
    model = model or shipped()
    observed = (by or RulesObserver(model)).observe(read, rubric).observations
    return [_explained(each, read, model) for each in observed if each.evidence]


def beyond_words(read: Transcript, rubric: Rubric, by: RulesObserver) -> list[str]:
    """One line on what sentence embeddings changed; none where the rules took in none."""
    if not by.embeddings:
        return []
    alone = {each.indicator: each.verdict for each in RulesObserver().observe(read, rubric).observations}
    other = [
        f"{each.indicator} {alone[each.indicator]} → {each.verdict}"
        for each in by.observe(read, rubric).observations
        if each.verdict != alone[each.indicator]
    ]
    made = "changed " + ", ".join(other) if other else "changed no verdict"
    return [f"Sentence embeddings, {SHARE:.0%} of each margin, have no words to show; they {made}."]


def lines(found: Sequence[Explained]) -> list[str]:
    """The same as aligned plain text, a line a sentence."""
    if not found:
        return ["the rules saw no indicator"]
    wide = max(len(each.indicator) for each in found)
    cited = max(len(reason.sentence) for each in found for reason in each.reasons)
    return [
        f"{each.indicator if first else '':{wide}}  {each.verdict if first else '':6}  "
        f"{reason.sentence:{cited}}  {_words(reason)}"
        for each in found
        for first, reason in ((reason is each.reasons[0], reason) for reason in each.reasons)
    ]


def _words(reason: Reason) -> str:
    said = f"for: {_quoted(reason.spoke_for)}" if reason.spoke_for else "for: where it stands, and the whole of it"
    return said + (f"   against: {_quoted(reason.spoke_against)}" if reason.spoke_against else "")


def _quoted(runs: Sequence[str]) -> str:
    return ", ".join(f'"{run}"' for run in runs)


def _explained(observation: Observation, read: Transcript, model: Model) -> Explained:
    column = model.indicators.index(observation.indicator)
    reasons = tuple(_reason(id, read.quote(id), column, model) for id in observation.evidence)
    return Explained(observation.indicator, observation.verdict, observation.confidence, reasons)


def _reason(id: str, text: str, column: int, model: Model) -> Reason:
    words = text.split()
    runs = [
        (at, at + length)
        for length in range(1, min(LONGEST, len(words) - 1) + 1)
        for at in range(len(words) - length + 1)
    ]
    without = [" ".join(words[:start] + words[end:]) for start, end in runs]
    whole, *rest = (float(margins[column]) for margins in model.margins([text, *without]))
    moved = {run: whole - margin for run, margin in zip(runs, rest, strict=True)}
    return Reason(id, _strongest(words, moved), _strongest(words, {run: -by for run, by in moved.items()}))


def _strongest(words: Sequence[str], moved: dict[tuple[int, int], float]) -> tuple[str, ...]:
    """The runs that move most for their length, none overlapping, none a single word that says nothing."""
    taken: list[tuple[int, int]] = []
    for run in sorted(moved, key=lambda run: (-moved[run] / (run[1] - run[0]) ** 0.3, run)):
        apart = all(run[1] <= start or run[0] >= end for start, end in taken)
        says = not GLUE.issuperset(tokens(" ".join(words[run[0] : run[1]])))
        if apart and (says or run[1] - run[0] > 1) and moved[run] >= TELLING and len(taken) < SHOWN:
            taken.append(run)
    return tuple(" ".join(words[start:end]).strip(" ,.;:?!\"'") for start, end in taken)
