"""An interviewer who speaks without end and may be interrupted by voice, in a process of its own.

`python -m tests.lab.duplex SECONDS [MODE]` prints a JSON line for each reaction: {"reaction": ..., "at": ...}, `at`
being `time.monotonic`, and at the end {"figures": ...}. MODE is `aec` (echo cancelled) or
`headset` (the microphone as it is).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from coach.interview.channel import Sound
from coach.voice.audio import Audio
from coach.voice.barge_in import BargeIn
from coach.voice.echo import Cleaned
from coach.voice.microphone import FRAME_SECONDS, SoundDevice
from coach.voice.speaker import SoundDevice as Speaker
from coach.voice.synthesizer import Pyttsx3
from coach.voice.vad import Silero

WORDS = (
    "Thank you for coming in. I would like to talk about the search project, and what you would stop first.",
    "Suppose that the team has lost two engineers, and that the deadline has not moved.",
    "How would you tell the director about it, and what would you ask for in return?",
    "Give me numbers where you have them, and say plainly where you have none.",
)


def tell(**what: Any) -> None:
    """One line of the protocol."""
    print(json.dumps(what), flush=True)


class Interview:
    """Plays, listens and reacts."""

    def __init__(self, mode: str) -> None:
        voice = Pyttsx3()
        self.clips: list[Audio] = [voice.synthesize(words, Sound()) for words in WORDS]
        self.device, self.speaker = SoundDevice(duplex=True), Speaker(duplex=True)
        self.microphone = Cleaned(self.device, self.speaker) if mode == "aec" else self.device
        self.vad, self.barge_in = Silero(), BargeIn()
        self.spoken = self.silent = 0.0
        self.next = 0

    def run(self, seconds: float) -> None:
        """Until the time is over."""
        until = time.monotonic() + seconds
        tell(began=time.monotonic())
        while time.monotonic() < until:
            for frame in self.microphone.read(0.1):
                self._take(self.barge_in.feed(frame, probability := self.vad.probability(frame)), probability)
            if not self.barge_in.stopped and self.speaker.wait(0):
                self.speaker.play(self.clips[self.next % len(self.clips)])
                self.next += 1
        lost = {"lost": self.device.lost, "overflows": self.device.overflows, "falters": self.speaker.falters}
        tell(figures={"played": self.speaker.total, "cpu": time.process_time(), **lost})

    def _take(self, reaction: str | None, probability: float) -> None:
        if reaction:
            getattr(self, reaction)()
            tell(reaction=reaction, at=time.monotonic(), played=self.speaker.total)
        self.silent = 0.0 if probability > 0.3 else self.silent + FRAME_SECONDS
        if self.barge_in.stopped and self.silent > 1.5:
            tell(answer=len(self.barge_in.frames) * FRAME_SECONDS)
            self.barge_in.reset()

    def duck(self) -> None:
        self.speaker.duck(True)

    def hold(self) -> None:
        self.speaker.hold(True)

    def stop(self) -> None:
        self.speaker.stop()

    def resume(self) -> None:
        self.speaker.duck(False)
        self.speaker.hold(False)


if __name__ == "__main__":
    Interview(sys.argv[2] if len(sys.argv) > 2 else "aec").run(float(sys.argv[1]))
