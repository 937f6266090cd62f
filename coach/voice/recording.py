"""One spoken answer being recorded: its frames, without the silence before it. Knows neither devices nor the clock."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from coach.voice.audio import RATE, Audio, join
from coach.voice.microphone import FRAME, FRAME_SECONDS

if TYPE_CHECKING:
    from coach.voice.audio import Samples

BEFORE = 2.0
"""Seconds kept of the silence before the first word; a candidate may think for minutes."""
DEAD = 5.0
"""Seconds of nothing but zeros at the start after which a microphone is suspected to be muted."""


class Recording:
    """Grows frame by frame."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._dead = True
        self.skipped = 0.0
        """Seconds of silence at the start that were not kept."""

    def add(self, frame: Samples, begun: bool) -> None:
        """Take in a frame. `begun`: there was real speech, this frame counted in."""
        self._frames.append(frame)
        self._dead = self._dead and not frame.any()
        if not begun and len(self._frames) * FRAME_SECONDS > BEFORE:
            self._frames.popleft()
            self.skipped += FRAME_SECONDS

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

    def last(self, seconds: float, before: float = 0.0) -> Audio:
        """The end of what was kept, so long at most, but for the very last seconds `before` it; the cost does not grow
        with the answer."""
        end = max(len(self._frames) - round(before * RATE / FRAME), 0)
        frames = [self._frames[at] for at in range(max(end - round(seconds * RATE / FRAME), 0), end)]
        return join(frames, RATE)
