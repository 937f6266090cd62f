"""How it was said: pace, pauses, fillers, hedges, share of the talking. Shown beside the score, never part of it.

Only spoken answers are timed. A transcriber drops many an "um", so fillers are "at least" that many. Whether answers
began with the answer is told by whoever observed them; typed ones have that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from coach.scoring.features import tokens
from coach.session import Turn, Word

BREATH = 0.5
"""Seconds between two words from which it is no longer speaking time."""
PAUSE = 1.0
"""Seconds between two words from which it counts as a pause."""
BUCKETS = (("0.5-1", 0.5, 1.0), ("1-2", 1.0, 2.0), ("2-4", 2.0, 4.0), ("over 4", 4.0, float("inf")))
"""Lengths of pauses that are counted apart, seconds; what is shorter is breath and the ends of phrases."""
NORMS = {"slow_wpm": 110, "fast_wpm": 190, "harmless_fillers": 5, "fillers_per_minute": 12}
"""Pace that is felt as slow or fast when it lasts; fillers a minute that cost nothing that can be measured, and those
near which harm is seen (Laske 2024). A pause for thought is no fault, so pauses have no norm."""

FILLER = re.compile(
    r"\b(?:u+h+m*|u+m+|e+r+m*|e+h+m+|h+m+|mm+|sort of|kind of)\b"
    r"|\byou know\b(?! (?:what|how|why|who|where|when|that|the|if)\b)"
    r"|\blike(?=,)|(?<=, )like\b|\b(?:i mean|basically|actually)(?=,)",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:i (?:think|guess|suppose|feel like|would say)|i'd say|maybe|perhaps|probably|possibly|hopefully|somewhat|"
    r"might|could be|more or less|to some (?:degree|extent)|it depends|i'm not sure|not entirely sure)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Delivery:
    """Figures on the candidate's answers; None where nothing could be timed."""

    measured: bool
    """True when there were spoken answers; the timed figures are on those alone."""
    words: int
    fillers: int
    """At least."""
    hedges: int
    pace_wpm: float | None = None
    """Words a minute of speaking time: pauses longer than BREATH are left out."""
    articulation_wpm: float | None = None
    """Words a minute of sound: every gap between words is left out."""
    fillers_per_minute: float | None = None
    """Of speaking time, at least."""
    pauses: int | None = None
    """Pauses inside answers, of PAUSE or longer."""
    longest_pause: float | None = None
    """Seconds."""
    longest_stretch: float | None = None
    """Seconds spoken without a pause."""
    thinking_time: float | None = None
    """Seconds from the end of a question to the first word, in the mean."""
    talk_ratio: float | None = None
    """The candidate's share of all words spoken by both sides, 0 to 1."""
    pause_histogram: Mapping[str, int] | None = None
    """Pauses inside answers by their length in seconds, a count for each of BUCKETS."""
    answers: int = 0
    """Answers that say something; mere questions are none."""
    answer_first: int | None = None
    """How many of them give the decision in the first sentence or two; None where nobody looked."""

    def to_json(self) -> dict[str, Any]:
        """Plain data, numbers to two places, with the norms for information."""
        rounded = {key: round(each, 2) if isinstance(each, float) else each for key, each in asdict(self).items()}
        return rounded | {"norms": dict(NORMS)}


def delivery(turns: Sequence[Turn], opens: Sequence[bool] | None = None) -> Delivery:
    """The figures of a conversation. What was typed is counted, not timed.

    `opens`: for each answer that says something, whether it begins with the decision (see `coach.scoring.openings`).
    """
    began = (len(opens), sum(opens)) if opens is not None else (0, None)
    answers = [turn for turn in turns if turn.role == "candidate"]
    spoken = [turn for turn in answers if turn.words]
    counted = spoken or answers
    text = "\n".join(turn.text for turn in counted)
    words, fillers, hedges = _words(text), len(FILLER.findall(text)), len(HEDGE.findall(text.replace("’", "'")))
    if not spoken:
        return Delivery(False, words, fillers, hedges, answers=began[0], answer_first=began[1])
    gaps = [gap for turn in spoken for gap in _gaps(turn.words)]
    length = sum(turn.words[-1].end - turn.words[0].start for turn in spoken)
    speaking = length - sum(gap for gap in gaps if gap > BREATH)
    pauses = [gap for gap in gaps if gap >= PAUSE]
    return Delivery(
        True,
        words,
        fillers,
        hedges,
        pace_wpm=_a_minute(words, speaking),
        articulation_wpm=_a_minute(words, length - sum(gaps)),
        fillers_per_minute=_a_minute(fillers, speaking),
        pauses=len(pauses),
        longest_pause=max(pauses, default=None),
        longest_stretch=max(stretch for turn in spoken for stretch in _stretches(turn.words)),
        thinking_time=_mean(list(_thinking(turns))),
        talk_ratio=words / max(1, words + sum(_words(turn.text) for turn in turns if turn.role == "interviewer")),
        pause_histogram={name: sum(low <= gap < high for gap in gaps) for name, low, high in BUCKETS},
        answers=began[0],
        answer_first=began[1],
    )


def _words(text: str) -> int:
    return sum(token[0].isalnum() for token in tokens(text))


def _gaps(words: Sequence[Word]) -> list[float]:
    return [max(0.0, after.start - before.end) for before, after in pairwise(words)]


def _stretches(words: Sequence[Word]) -> Iterator[float]:
    """Seconds of each run of words without a pause."""
    start = words[0].start
    for before, after in pairwise(words):
        if after.start - before.end >= PAUSE:
            yield before.end - start
            start = after.start
    yield words[-1].end - start


def _thinking(turns: Sequence[Turn]) -> Iterator[float]:
    """Seconds before the first word of each spoken answer; none where the candidate broke in."""
    for question, answer in pairwise(turns):
        if question.role == "interviewer" and answer.words:
            yield max(0.0, answer.words[0].start - question.end)


def _a_minute(count: int, seconds: float) -> float | None:
    return 60 * count / seconds if seconds > 0 else None


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
