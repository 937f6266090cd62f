"""What an answer of the level aimed at would have held here: sentences of the scenario's own reference.

For each dimension the one sentence that is most about something the candidate did not show; none where no sentence is
about it. It chooses what is shown beside a score and never moves one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.scenario import Scenario
from coach.scoring.cues import cued
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.scorecard import Score, Scorecard
from coach.scoring.sentences import Sentence
from coach.scoring.transcript import Exchange, Transcript

CUED = 0.5
"""What a cue adds to the linear model's probability."""
SURE = 0.8
"""Probability from which a sentence counts without a cue; references are written unlike speech, so it is high."""
NEAREST = 0.2
"""What being about the very gap that the scorecard names adds."""
HOW_IT_IS_SAID = ("clarity.", "pressure.")
"""No sentence about an answer can show these."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
ITEM = re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE)
VERB = re.compile(r"^([A-Z][a-z]+?)(ies|(?<=ch)es|(?<=sh)es|(?<=ss)es|s) ")
NO_VERBS = frozenset("this its his these always unless across as is was has does".split())


@dataclass(frozen=True)
class Advice:
    """One sentence of the reference, for one dimension."""

    dimension: str
    indicator: str
    """What the candidate did not show and the sentence does."""
    level: str
    """Of the reference: senior, staff or principal."""
    text: str


def advice(card: Scorecard, rubric: Rubric, scenario: Scenario) -> tuple[Advice, ...]:
    """At most one sentence a dimension observed, in the scorecard's order; no sentence stands for two of them."""
    level = card.target if card.target and card.target in scenario.reference else "staff"
    found: list[tuple[float, Advice]] = []
    for sentence in _sentences(scenario.reference[level], level):
        about = _about(sentence, card, rubric, scenario)
        found += [(worth, Advice(dimension, indicator, level, sentence)) for worth, dimension, indicator in about]
    found.sort(key=lambda each: -each[0])
    chosen: dict[str, Advice] = {}
    for _, each in found:
        if each.dimension not in chosen and all(each.text != other.text for other in chosen.values()):
            chosen[each.dimension] = each
    return tuple(chosen[score.dimension] for score in card.scores if score.dimension in chosen)


def missing(score: Score, card: Scorecard, rubric: Rubric) -> list[str]:
    """Indicators of a dimension that were not met, the one that the gap is about first."""
    met = {each.indicator for each in card.observed.observations if each.verdict == "met"}
    lacking = [each for each in rubric.dimension(score.dimension).indicators if each.id not in met]
    return [each.id for each in sorted(lacking, key=lambda each: each.advice != score.gap)]


def _about(sentence: str, card: Scorecard, rubric: Rubric, scenario: Scenario) -> Iterator[tuple[float, str, str]]:
    """How much the sentence is about each missing idea, with its dimension and indicator; what it is not about, not."""
    likely = _likely(sentence)
    people = [each.name.split()[0] for each in scenario.stakeholders]
    for score in card.scores:
        lacking = missing(score, card, rubric) if score.gap else []
        for at, indicator in enumerate(lacking):
            cue = cued(sentence, indicator, people)
            probability = likely.get(indicator, 0.0)
            if cue or (probability >= SURE and not indicator.startswith(HOW_IT_IS_SAID)):
                yield probability + CUED * cue + NEAREST * (at == 0), score.dimension, indicator


def _likely(sentence: str) -> dict[str, float]:
    """Indicator → how likely the sentence shows it, as it stands or put into the mouth of a candidate."""
    found: dict[str, float] = {}
    for form in {sentence, _spoken(sentence)}:
        read = Transcript((Exchange(2, 1, "", None, (Sentence("A2.1", form),)),))
        for indicator, hits in RulesObserver().hits(read).items():
            found[indicator] = max(found.get(indicator, 0.0), hits[0].probability)
    return found


def _spoken(sentence: str) -> str:
    """ "Tells Rosalind herself." → "I would tell Rosalind myself."; what begins otherwise stays as it is."""
    match = _verb(sentence)
    if not match:
        return sentence
    verb = match[1].lower() + ("y" if match[2] == "ies" else "")
    return re.sub(r"\b(?:herself|himself|themselves)\b", "myself", f"I would {verb} {sentence[match.end() :]}")


def _verb(sentence: str) -> re.Match[str] | None:
    """The verb that the sentence begins with: what the one who answers does."""
    match = VERB.match(sentence)
    return match if match and (match[1] + match[2]).lower() not in NO_VERBS else None


def _sentences(reference: str, level: str) -> Sequence[str]:
    """The sentences of a reference that say what an answer holds.

    A senior reference mostly ends on what that answer lacks ("A workable plan, though ..."), which is no advice.
    """
    pieces = [" ".join(piece.split()) for block in ITEM.split(reference) for piece in block.split("\n\n")]
    found = [sentence for piece in pieces for sentence in SENTENCE_END.split(piece) if sentence]
    return found[:-1] if level == "senior" and found and not _verb(found[-1]) else found
