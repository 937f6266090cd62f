"""The moments to answer again: answers that left most on the table.

Read off the record and the observations: a question that had to be put again was dodged, a pushback that was met with
agreement and no argument was given way to. Knows nothing of how questions are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import SHOWN, Score, Scorecard
from coach.scoring.transcript import Exchange, Transcript

MOMENTS = 3
ASKED = ("opening", "probe", "push", "flip", "guest", "reask", "wrap")
"""Moves that want an answer about one dimension, where they have one: an opening does in a drill."""
GOOD = 4.0
"""Value from which an answer to its question left too little on the table to be given again."""
SHOWED = 0.5
"""An answer that showed something of what it was asked about left half as much."""
DODGED = GAVE_WAY = 2.0
"""Worth as much as two levels of a dimension."""
CURT = 12
"""Words; an answer below this and without evidence counts as said in passing."""
ARGUED = ("pressure.holds", "pressure.updates")
AGREES = re.compile(
    r"^(?:(?:well|yes|yeah|ok|okay|hm+|so|no|then|i guess|i suppose|alright|all right)[,.]?\s+)*"
    r"(?:(?:you(?:'re| are)|that(?:'s| is)|he(?:'s| is)|she(?:'s| is)|they(?:'re| are)) (?:probably |quite |"
    r"absolutely )?"
    r"(?:right|true|fair)|fair (?:enough|point)|good point|sure\b|fine\b|i agree|agreed|let's do that|i(?:'d|"
    r" would) do that"
    r"|(?:yes|yeah|ok|okay)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Moment:
    """One answer to give again."""

    turn: int
    """Index of the candidate's turn."""
    answer: int
    """Which answer, from 1, as in the ids of its sentences."""
    question: str
    why: str
    dimension: str | None
    """What the question was about; None where nobody knows."""


def moments(card: Scorecard, transcript: Transcript, rubric: Rubric) -> tuple[Moment, ...]:
    """The three that cost most, of different dimensions where there are as many, the costliest first."""
    shown = {each.indicator: set(each.evidence) for each in card.observed.observations if each.verdict in SHOWN}
    ranked = sorted(_lost(card, transcript.exchanges, shown, rubric), key=lambda each: -each[0])
    first: dict[object, Moment] = {}
    for _, moment in ranked:
        first.setdefault(moment.dimension or moment.turn, moment)
    rest = [moment for _, moment in ranked if moment not in first.values()]
    chosen = [*first.values(), *rest][:MOMENTS]
    return tuple(moment for _, moment in ranked if moment in chosen)


def _lost(
    card: Scorecard, exchanges: Sequence[Exchange], shown: Mapping[str, set[str]], rubric: Rubric
) -> Iterator[tuple[float, Moment]]:
    """What each answer left on the table, in levels of a dimension by its weight."""
    scores = {score.dimension: score for score in card.scores}
    for at, exchange in enumerate(exchanges):
        ids = {each.id for each in exchange.sentences}
        showed = sorted(indicator for indicator, evidence in shown.items() if evidence & ids)
        put_again = at + 1 < len(exchanges) and _kind(exchanges[at + 1]) == "reask"
        move = exchange.move
        if exchange.wish:
            continue
        if move is None or move.dimension is None:
            if not showed and exchange.move is None:
                yield 1.0, _moment(exchange, "Nothing in this answer counted as evidence for anything.", None)
        elif move.kind in ASKED and move.dimension in scores:
            lost, why = _answered(exchange, scores[move.dimension], showed, put_again)
            if lost:
                yield lost * rubric.dimension(move.dimension).weight, _moment(exchange, why, move.dimension)


def _answered(exchange: Exchange, score: Score, showed: Sequence[str], put_again: bool) -> tuple[float, str]:
    """How much an answer to a question about the dimension lost, and why; 0 when it was worth giving as it was."""
    left = 5 - (score.value or 1.0)
    of_it = [each for each in showed if each.startswith(f"{score.dimension}.")]
    if put_again:
        return left + DODGED, "You went past the question, and it had to be put again."
    if _kind(exchange) == "push" and not set(ARGUED) & set(showed):
        if _agrees(exchange):
            return left + GAVE_WAY, "You gave way to the pushback without saying what was new in it."
        return left, "The pushback got neither a new argument nor a change of plan with its reason."
    if score.value is None or score.value >= GOOD:
        return 0.0, ""
    about = f"It was about {score.name.lower()}, where you stand at {score.value:.1f}"
    if of_it:
        return left * SHOWED, f"{about}; the answer showed only a part of what was looked for."
    curt = sum(len(each.text.split()) for each in exchange.sentences) < CURT
    return left + 0.5 * curt, f"{about}; nothing in the answer showed any of it."


def _agrees(exchange: Exchange) -> bool:
    return bool(exchange.sentences) and AGREES.match(exchange.sentences[0].text) is not None


def _kind(exchange: Exchange) -> str:
    return exchange.move.kind if exchange.move else ""


def _moment(exchange: Exchange, why: str, dimension: str | None) -> Moment:
    return Moment(exchange.turn, exchange.number, exchange.question, why, dimension)
