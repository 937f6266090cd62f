"""What is said at once, while a language model still looks for the rest: what the built-in words begin with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.interview.wording_rules import sentences
from coach.session import Move

AT_ONCE = 1.0
"""Seconds for a turn's words; a model that took longer the last time is not waited for in silence."""
SILENCE, GAP = 5.0, 1.5
"""Seconds that a candidate waits for a slow model at most: who has heard nothing yet; and behind the lead, before it
seems to have been all."""
PACE = 2.9
"""Words a second, as interviewers speak."""
WHOLE = ("push", "flip", "guest")
"""Kinds whose words are to be said as they stand: there is nothing left to find."""


@dataclass(frozen=True)
class Lead:
    """A turn's built-in words in two parts."""

    said: str
    """What needs no model: the candidate's words taken up, a fact, an argument."""
    asked: str
    """The question that it ends with, to be put in better words; empty where all is said."""

    @property
    def seconds(self) -> float:
        """That a model may take from its beginning on, where it is spoken."""
        return len(self.said.split()) / PACE + GAP if self.said else SILENCE


def lead(text: str, move: Move) -> Lead:
    """The parts of a turn's built-in words."""
    if move.kind in WHOLE:
        return Lead(text, "")
    *before, last = sentences(text)
    return Lead(" ".join(before), last)


def rest(move: Move, begun: Lead) -> Move:
    """What is left of a move once its lead is said."""
    if not begun.said:
        return move
    if move.kind == "fact":
        return replace(move, kind="probe", text=begun.asked)
    return replace(move, text=sentences(move.text)[-1], quote=None)
