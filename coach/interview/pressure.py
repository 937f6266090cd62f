"""How hard the interviewer presses: what is done more, less or not at all at each level."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pressure:
    """One level."""

    pushes: int
    """Times the bad argument is pressed."""
    only_strong: bool
    """It is pressed on strong candidates only."""
    guests: int
    """Stakeholders who come in for one exchange."""
    stops: int
    """Times that a long answer is cut into."""
    doubts: int
    """Numbers of the candidate's that are asked about."""


LEVELS = {
    "low": Pressure(pushes=1, only_strong=True, guests=0, stops=0, doubts=1),
    "normal": Pressure(pushes=1, only_strong=False, guests=1, stops=0, doubts=2),
    "high": Pressure(pushes=2, only_strong=False, guests=1, stops=2, doubts=3),
}
USUAL = "normal"
