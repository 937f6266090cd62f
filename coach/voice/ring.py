"""Samples that wait to be played, shared by whoever puts them and the sound card's own thread."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from coach.voice.audio import Audio, resampled

if TYPE_CHECKING:
    from coach.voice.audio import Samples

FADE = 0.005
"""Seconds in which sound falls silent or comes back: a hard edge clicks."""


class Ring:
    """Gives samples in the order in which they were put, as loud as is asked for, and counts those that were heard."""

    def __init__(self, rate: int) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Samples] = deque()
        self._rate = rate
        self._unheard = 0
        self._gain = 1.0
        self.held = False
        """True: give silence, and keep what waits."""
        self.loudness = 1.0
        """What every sample is multiplied by; reached gently."""
        self.heard = 0
        """Samples given since the start."""
        self.since = 0
        """Of these, those since it was last empty when something was put."""

    @property
    def empty(self) -> bool:
        return not self._waiting

    def put(self, samples: Samples, unheard: int = 0) -> None:
        """`unheard`: how many of them, at the start, are not to be counted. Only counts where nothing waits."""
        with self._lock:
            if not self._waiting:
                self.since, self._unheard = 0, unheard
            if len(samples):
                self._waiting.append(samples)

    def take(self, into: Samples) -> None:
        """Fill it with what is next, and with silence where there is no more."""
        with self._lock:
            target = 0.0 if self.held else self.loudness
            if target == self._gain == 0:
                into[:] = 0
                return
            done = self._fill(into if target else into[: round(FADE * self._rate)])
            into[done:] = 0
            self._level(into[:done], target)

    def cut(self) -> None:
        """Fade what is playing, drop the rest."""
        import numpy as np

        with self._lock:
            tail = np.zeros(0, np.float32) if self.held else self._head(round(FADE * self._rate))
            self._waiting.clear()
            self.held, self.loudness = False, 1.0
            if len(tail):
                self._waiting.append(tail * np.linspace(1, 0, len(tail), dtype=np.float32))

    def clear(self) -> None:
        """Drop all that waits."""
        with self._lock:
            self._waiting.clear()
            self.held, self.loudness = False, 1.0

    def change(self, rate: int) -> None:
        """Go on at another rate."""
        with self._lock:
            if self._rate and rate != self._rate:
                self._waiting = deque(resampled(Audio(each, self._rate), rate).samples for each in self._waiting)
                self.heard, self.since = (round(count * rate / self._rate) for count in (self.heard, self.since))
            self._rate = rate

    def _fill(self, into: Samples) -> int:
        """Copy what waits; how many samples there were."""
        done = 0
        while self._waiting and done < len(into):
            first = self._waiting[0]
            count = min(len(first), len(into) - done)
            into[done : done + count] = first[:count]
            done += count
            if count == len(first):
                self._waiting.popleft()
            else:
                self._waiting[0] = first[count:]
        silent = min(self._unheard, done)
        self._unheard -= silent
        self.heard += done - silent
        self.since += done - silent
        return done

    def _level(self, samples: Samples, target: float) -> None:
        import numpy as np

        if target != self._gain:
            fade = min(len(samples), round(FADE * self._rate))
            samples[:fade] *= np.linspace(self._gain, target, fade, dtype=np.float32)
            samples[fade:] *= target
            self._gain = target
        elif target != 1:
            samples *= target

    def _head(self, count: int) -> Samples:
        import numpy as np

        parts: list[Samples] = []
        for each in self._waiting:
            if count <= 0:
                break
            parts.append(each[:count])
            count -= len(each)
        return np.concatenate([np.zeros(0, np.float32), *parts])
