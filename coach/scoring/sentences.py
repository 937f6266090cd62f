"""Sentences of an answer, numbered, so that evidence is an id and every quote is verbatim by construction."""

from __future__ import annotations

from dataclasses import dataclass

from coach.session import Turn


@dataclass(frozen=True)
class Sentence:
    """One sentence of the candidate's."""

    id: str
    """"A3.2": third answer, second sentence."""
    text: str
    start: float | None = None
    """Seconds from the session's start; None when typed."""
    end: float | None = None


def sentences(turn: Turn, number: int) -> tuple[Sentence, ...]:
    """The sentences of the candidate's answer of that number."""
    raise AssertionError("helper B writes this")
