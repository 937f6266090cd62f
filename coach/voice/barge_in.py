"""Whether the candidate interrupts the interviewer, or only coughs or agrees. Knows neither devices nor the clock."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal

from coach.voice.microphone import FRAME_SECONDS

if TYPE_CHECKING:
    from coach.voice.audio import Samples

Reaction = Literal["duck", "hold", "stop", "resume"]
"""What the interviewer is to do: go on softly; fall silent but lose nothing; give up; go on as before."""

SPEECH = 0.35
"""Probability from which a frame counts as speech: the canceller makes words under the interviewer's less plain."""
DUCK = 0.06
"""Seconds of speech from which the interviewer lowers their voice: it costs nothing when it was a cough."""
HOLD = 0.09
"""Seconds of speech from which they fall silent: what follows decides, and half a second is all one may talk on."""
SURE = 0.7
"""Seconds of speech that make an interruption whatever was said: longer than "mm-hmm" or "okay"."""
BREATH = 0.15
"""Seconds of silence after which an interviewer who only lowered their voice goes on."""
PAUSE = 0.5
"""The same for one who fell silent: between "Sorry," and what follows people pause."""
BEFORE = 0.5
"""Seconds kept from before the speech: its first sound is too soft to be called speech."""


class BargeIn:
    """For as long as the interviewer speaks; `reset` before the next time."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._speech = 0.0
        self._still = 0.0
        self._reached: Reaction | None = None
        self.stopped = False
        """True from the reaction "stop" on."""

    def reset(self) -> None:
        """The interviewer begins to speak, or goes on."""
        self._frames.clear()
        self._settle()
        self.stopped = False

    @property
    def frames(self) -> list[Samples]:
        """What was heard since just before the speech began; without speech, the last half second."""
        return list(self._frames)

    @property
    def speech(self) -> float:
        """Seconds of speech since the interviewer was last undisturbed."""
        return self._speech

    def feed(self, frame: Samples, probability: float) -> Reaction | None:
        """A frame that was heard beside the interviewer, and how likely it is speech. A reaction when it changes."""
        self._frames.append(frame)
        if self.stopped:
            return None
        if probability >= SPEECH:
            self._speech += FRAME_SECONDS
            self._still = 0.0
            return self._risen()
        self._still += FRAME_SECONDS
        if self._still >= (PAUSE if self._reached == "hold" else BREATH):
            return self._over()
        self._forget()
        return None

    def _risen(self) -> Reaction | None:
        if self._speech >= SURE:
            return self._stop()
        if self._speech >= HOLD and self._reached != "hold":
            self._reached = "hold"
            return "hold"
        if self._speech >= DUCK and self._reached is None:
            self._reached = "duck"
            return "duck"
        return None

    def _stop(self) -> Reaction:
        self.stopped = True
        return "stop"

    def _over(self) -> Reaction | None:
        disturbed = self._reached is not None
        self._settle()
        self._forget()
        return "resume" if disturbed else None

    def _settle(self) -> None:
        self._speech = 0.0
        self._still = 0.0
        self._reached = None

    def _forget(self) -> None:
        """Without speech only the last half second is worth anything."""
        while not self._speech and len(self._frames) * FRAME_SECONDS > BEFORE:
            self._frames.popleft()
