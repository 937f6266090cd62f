"""What the candidate sees of an answer while it is given: its words as they are heard, and how the turn stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coach.voice.audio import Samples

QUIETEST = -60.0
"""dBFS at which the level meter begins."""


@dataclass(frozen=True)
class Status:
    """How the candidate's turn stands at one moment."""

    state: str
    """waiting, speaking, holding, held or over, as the floor calls it."""
    left: float | None = None
    """Seconds until the hold ends and the answer with it."""
    reason: str = ""
    """Why the hold is so long, in a few words; may be empty."""
    loudness: float = 0.0
    """Of the last moment, 0 to 1."""
    seconds: float = 0.0
    """Length of the answer so far."""


class Captions(Protocol):
    """Shows one answer after the other."""

    live: bool
    """True when words and status are seen at once, so that no notice need tell of them."""

    def text(self, committed: str, tail: str) -> None:
        """All of the answer that stands, which only grows, and what of its end may still change."""
        ...

    def status(self, status: Status) -> None:
        """How it stands now; may be called for every frame."""
        ...

    def end(self, text: str) -> None:
        """The answer is over, and this is what is kept of it; empty when nothing was said."""
        ...

    def close(self) -> None:
        """Take away what is not to stay, when an answer is given up in its middle. Harmless otherwise."""
        ...


class NoCaptions:
    """Nothing while the answer is given; at its end, somebody is told the whole."""

    live = False

    def __init__(self, heard: Callable[[str], None] = lambda _text: None) -> None:
        self._heard = heard

    def text(self, committed: str, tail: str) -> None:
        """Not shown."""

    def status(self, status: Status) -> None:
        """Not shown."""

    def end(self, text: str) -> None:
        if text:
            self._heard(text)

    def close(self) -> None:
        """Nothing was shown."""


def loudness(samples: Samples) -> float:
    """How loud a stretch of sound (-1 to 1) is: 0 for -60 dBFS and less, 1 for a full-scale square wave, on a dB scale.

    Ordinary speech into a microphone comes to a half or two thirds.
    """
    import numpy as np

    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    if power <= 10 ** (QUIETEST / 10):
        return 0.0
    return min(1 - 10 * math.log10(power) / QUIETEST, 1.0)
