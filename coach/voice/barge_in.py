"""Whether the candidate interrupts the interviewer, or only coughs or agrees. Knows neither devices nor the clock."""

from __future__ import annotations

import re
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
AGREED = 1.4
"""The same where all that was heard so far is agreement: "yeah, yeah, right"."""
BREATH = 0.15
"""Seconds of silence after which an interviewer who only lowered their voice goes on."""
PAUSE = 0.5
"""The same for one who fell silent: between "Sorry," and what follows people pause."""
DOUBT = 1.5
"""Seconds of silence in which words may still come that tell what it was."""
BEFORE = 0.5
"""Seconds kept from before the speech: its first sound is too soft to be called speech."""

AGREEMENT = frozenset(
    """mm mmm mhm mhmm hm hmm uh huh um er erm ah aha oh yeah yea yep yes ya ok okay right sure true
    exactly indeed good great nice fine cool alright thanks thank you see got it go on i""".split()
)
"""What listeners say without wanting the floor."""
ALONE = frozenset("stop wait sorry no but actually pause hold excuse pardon repeat hey listen".split())
"""What takes the floor even as a single word."""


class BargeIn:
    """For as long as the interviewer speaks; `reset` before the next time."""

    def __init__(self, asks: bool = False) -> None:
        """`asks`: what the candidate says is written down meanwhile and comes in with `heard`, so that a short word
        that is in doubt can wait for it."""
        self._asks = asks
        self._frames: deque[Samples] = deque()
        self._speech = 0.0
        self._still = 0.0
        self._reached: Reaction | None = None
        self._sure = SURE
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

    @property
    def doubtful(self) -> bool:
        """True when the candidate has fallen silent again after too short a word to tell: what it was would decide."""
        return self._reached == "hold" and self._still >= BREATH

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
        if self._still >= self._borne():
            return self._over()
        self._forget()
        return None

    def heard(self, text: str) -> Reaction | None:
        """What has been said since the interviewer was last undisturbed, as far as it is written down."""
        if self.stopped or not self._speech:
            return None
        words = re.findall(r"[\w']+", text.casefold())
        own = [word for word in words if word not in AGREEMENT]
        if len(own) >= 2 or ALONE.intersection(own):
            return self._stop()
        if self.doubtful:
            return self._over()
        self._sure = AGREED if words and not own else SURE
        return None

    def _risen(self) -> Reaction | None:
        if self._speech >= self._sure:
            return self._stop()
        if self._speech >= HOLD and self._reached != "hold":
            self._reached = "hold"
            return "hold"
        if self._speech >= DUCK and self._reached is None:
            self._reached = "duck"
            return "duck"
        return None

    def _borne(self) -> float:
        """Seconds of silence after which it was nothing."""
        if self._reached != "hold":
            return BREATH
        return DOUBT if self._asks else PAUSE

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
        self._sure = SURE

    def _forget(self) -> None:
        """Without speech only the last half second is worth anything."""
        while not self._speech and len(self._frames) * FRAME_SECONDS > BEFORE:
            self._frames.popleft()
