"""The candidate's voice while the interviewer speaks: what the microphone hears then, and what is to become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import DeviceMissing
from coach.voice.barge_in import BargeIn, Reaction
from coach.voice.microphone import Microphone

if TYPE_CHECKING:
    from coach.voice.audio import Samples
    from coach.voice.parts import Detector


class Barging:
    """For a microphone that goes on hearing, and does not hear the interviewer."""

    def __init__(self, microphone: Microphone, vad: Detector) -> None:
        self._microphone = microphone
        self._vad = vad
        self._barge_in = BargeIn()
        self._deaf = False

    def begin(self) -> None:
        """The interviewer begins to speak; what was heard before is nothing to them."""
        self._vad.reset()
        self._barge_in.reset()
        self._deaf = False
        self.look()
        self._barge_in.reset()

    def look(self) -> Reaction | None:
        """What has been heard since: what it asks of the interviewer, if anything. Never waits."""
        if self._deaf:
            return None
        reaction = None
        try:
            for frame in self._microphone.read(0):
                reaction = self._barge_in.feed(frame, self._vad.probability(frame)) or reaction
        except DeviceMissing:  # told when it is listened to
            self._deaf = True
        return reaction

    def carried(self) -> list[Samples]:
        """What the answer begins with: frames from just before the candidate spoke."""
        return self._barge_in.frames
