"""When a spoken answer is over. Pure: it is fed how likely each stretch of sound is speech, and knows no clock."""

from __future__ import annotations

SPEECH = 0.5
"""Probability from which silence turns into speech."""
STILL_SPEECH = 0.35
"""Probability down to which speech goes on: word ends fade."""
BEGUN = 0.2
"""Seconds of speech before an answer counts as begun: a cough or a door is less."""
BREATH = 0.3
"""Seconds of silence that do not part one stretch of speech from the next."""


class Endpointer:
    """An answer is over after enough silence behind real speech, or when the candidate says so; never amid speech."""

    def __init__(self, patience: float) -> None:
        """`patience`: seconds of silence that end an answer."""
        self._patience = patience
        self._speaking = False
        self._stretch = 0.0
        self._done = False
        self.begun = False
        """True once there was real speech."""
        self.silence = 0.0
        """Seconds since the last speech, or since the start."""

    def feed(self, probability: float, seconds: float) -> bool:
        """Take in the next stretch of sound; True when the answer is over."""
        self._speaking = probability >= (STILL_SPEECH if self._speaking else SPEECH)
        if self._speaking:
            self._stretch += seconds
            self.silence = 0.0
            self.begun = self.begun or self._stretch >= BEGUN - 1e-9
        else:
            self.silence += seconds
            if self.silence > BREATH:
                self._stretch = 0.0
        return self.over

    def done(self) -> None:
        """The candidate says that the answer is over."""
        self._done = True

    @property
    def over(self) -> bool:
        # The sum of many frames may fall short of a round number by a rounding error.
        return self._done or (self.begun and self.silence >= self._patience - 1e-9)
