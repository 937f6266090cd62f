"""When each sample of a stream was in the air, from the shaky times of its blocks."""

from __future__ import annotations

import statistics
from collections import deque

BLOCKS = 63
"""How many blocks are looked back at: about a second."""
GAP = 0.1
"""Seconds by which the blocks must come late, and stay late, before sound is taken to be lost."""
FOLLOWED = 0.01
"""Share of a smaller lateness that is followed with each block: two clocks never run quite alike."""


class SampleClock:
    """Counts the samples of a stream and knows the time of each. Jitter of single blocks does not move it."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._starts: deque[float] = deque(maxlen=BLOCKS)
        self._start = 0.0
        self.samples = 0.0
        """How many there were so far."""
        self.lost = 0.0
        """Seconds of sound that never came, by the clock."""

    def add(self, time: float, samples: float) -> None:
        """A block whose first sample was in the air at that time, in seconds."""
        self._starts.append(time - self.samples / self._rate)
        self.samples += samples
        seen = statistics.median(self._starts)
        late = seen - self._start
        settled = len(self._starts) == BLOCKS
        if settled and abs(late) < GAP:
            self._start += late * FOLLOWED
            return
        self._start = seen
        if settled:
            self.lost += max(late, 0.0)

    def at(self, sample: float) -> float:
        """When that sample, counted from the first, was in the air."""
        return self._start + sample / self._rate
