"""What an observer says about one indicator, and the seam behind which observers stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from coach.scoring.rubric import Rubric
from coach.scoring.transcript import Transcript

Verdict = Literal["met", "partly", "absent", "no_opportunity"]


@dataclass(frozen=True)
class Observation:
    """One indicator, judged."""

    indicator: str
    verdict: Verdict
    evidence: tuple[str, ...]
    """Sentence ids of the candidate's, best first; empty unless met or partly."""
    confidence: float
    """0 to 1, in the verdict."""
    observer: str
    """rules or llm."""


@dataclass(frozen=True)
class Observed:
    """All that one observer has to say about one transcript."""

    observer: str
    model: str | None
    observations: tuple[Observation, ...]
    """One for every indicator of the rubric, in its order."""
    notices: tuple[str, ...] = ()
    """What the reader has to know, such as a dimension that fell back to the rules."""
    samples: tuple[tuple[Observation, ...], ...] = ()
    """Where it was observed several times over: what each sample said, of the dimensions that it was had for. The
    observations above are then those of the majority."""


class Observer(Protocol):
    """Judges every indicator of a rubric on a transcript. Blind: it sees no self-scores, earlier scores or coaching."""

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed: ...
