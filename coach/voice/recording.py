"""One spoken answer being recorded: its frames, and when it is over. Knows neither devices nor the clock."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from coach.voice.audio import RATE, Audio, join
from coach.voice.endpointer import Endpointer
from coach.voice.microphone import FRAME_SECONDS

if TYPE_CHECKING:
    from coach.voice.audio import Samples

BEFORE = 2.0
"""Seconds kept of the silence before the first word; a candidate may think for minutes."""
AFTER_KEY = 0.25
"""Seconds still taken in after the key: the last word may not have come through the device yet."""
DEAD = 5.0
"""Seconds of nothing but zeros at the start after which a microphone is suspected to be muted."""


class Recording:
    """Grows frame by frame until it is over."""

    def __init__(self, patience: float, limit: float | None = None) -> None:
        """`patience`: seconds of silence that end it. `limit`: seconds from the first word on after which it is
        cut into."""
        self._limit = limit
        self._since_begun = 0.0
        self._endpointer = Endpointer(patience)
        self._frames: deque[Samples] = deque()
        self._dead = True
        self._left: float | None = None
        self.skipped = 0.0
        """Seconds of silence at the start that were not kept."""
        self.cut = False
        """True when it was cut into."""

    def add(self, frame: Samples, probability: float) -> bool:
        """Take in a frame and how likely it is speech; True when the answer is over."""
        self._frames.append(frame)
        self._dead = self._dead and not frame.any()
        if self._left is not None:
            self._left -= FRAME_SECONDS
            if self._left <= 0:
                self._endpointer.done()
        over = self._endpointer.feed(probability, FRAME_SECONDS) or self._at_limit()
        if not self._endpointer.begun and len(self._frames) * FRAME_SECONDS > BEFORE:
            self._frames.popleft()
            self.skipped += FRAME_SECONDS
        return over

    def _at_limit(self) -> bool:
        """Nobody is cut into who has just fallen silent: they may be done."""
        self._since_begun += FRAME_SECONDS if self._endpointer.begun else 0.0
        speaking = self._endpointer.begun and not self._endpointer.silence
        self.cut = self._limit is not None and self._since_begun >= self._limit and speaking
        return self.cut

    def done(self) -> None:
        """The candidate says that the answer is over; so it is a few frames later."""
        if self._left is None:
            self._left = AFTER_KEY

    @property
    def begun(self) -> bool:
        """True once there was real speech."""
        return self._endpointer.begun

    @property
    def over(self) -> bool:
        return self._endpointer.over or self.cut

    @property
    def seconds(self) -> float:
        """Since it began, silence that was not kept counted in."""
        return self.skipped + len(self._frames) * FRAME_SECONDS

    @property
    def suspicious(self) -> bool:
        """True when the microphone has given nothing at all so far, not even noise."""
        return self._dead and self.seconds >= DEAD

    def audio(self) -> Audio:
        """What was kept."""
        return join(self._frames, RATE)
