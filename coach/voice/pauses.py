"""The candidate's own pauses: how long they have been silent after a sentence and gone on all the same. Pure values."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 1.0
"""Seconds from which a silence is a pause for thought; shorter ones are breath and would hide the long ones."""
KEPT = 40
"""Pauses that are remembered; how somebody speaks changes within an hour."""
SHARE = 0.9
"""Of these pauses that are no longer than the usual one; of fewer than ten it is the longest."""


@dataclass(frozen=True)
class Pauses:
    """Those of one session that were resumed, in seconds, oldest first."""

    seconds: tuple[float, ...] = ()

    def and_one(self, seconds: float) -> Pauses:
        """With one more, if it is long enough to be one."""
        return Pauses((*self.seconds, seconds)[-KEPT:]) if seconds >= LEAST else self

    @property
    def usual(self) -> float:
        """Seconds that hardly any of them is longer than; 0 where there are none."""
        if not self.seconds:
            return 0.0
        return sorted(self.seconds)[math.ceil(SHARE * len(self.seconds)) - 1]
