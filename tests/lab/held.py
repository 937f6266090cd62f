"""Microphone and speaker in a process of its own, told what to do: PortAudio reads its environment at its start.

`python -m tests.lab.held [MICROPHONE [SPEAKER]]` takes a JSON list a line, a command and its argument, and answers with
a JSON line each.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from coach.errors import DeviceMissing
from coach.voice.audio import Audio
from coach.voice.microphone import FRAME_SECONDS, SoundDevice
from coach.voice.speaker import SoundDevice as Speaker


class Held:
    """Its methods are the commands."""

    def __init__(self, microphone: str | None = None, speaker: str | None = None) -> None:
        self.microphone, self.speaker = SoundDevice(microphone), Speaker(speaker)
        self.microphone.read(5.0)  # a sound server takes a second to begin

    def names(self) -> dict[str, Any]:
        """Of the devices that are open."""
        return {"microphone": self.microphone.name, "speaker": self.speaker.name}

    def read(self, seconds: float) -> dict[str, Any]:
        """For so long."""
        until, frames, error = time.monotonic() + seconds, [], None
        try:
            while (left := until - time.monotonic()) > 0:
                frames += self.microphone.read(left)
        except DeviceMissing as missing:
            error = str(missing)
        loudest = max((float(np.abs(frame).max()) for frame in frames), default=0.0)
        heard = {"seconds": len(frames) * FRAME_SECONDS, "loudest": loudest}
        return heard if error is None else {**heard, "error": error}

    def reopen(self, seconds: float) -> dict[str, Any]:
        """The microphone."""
        until, back = time.monotonic() + seconds, False
        while not back and time.monotonic() < until:
            back = self.microphone.reopen(0.5)
        return {"back": back}

    def begin(self, seconds: float) -> dict[str, Any]:
        """To play a tone."""
        times = np.arange(round(seconds * 22050)) / 22050
        self.speaker.play(Audio((0.3 * np.sin(2 * np.pi * 330 * times)).astype(np.float32), 22050))
        return {}

    def wait(self, seconds: float) -> dict[str, Any]:
        """Until it has been played."""
        until = time.monotonic() + seconds
        while not self.speaker.wait(0.05) and time.monotonic() < until:
            pass
        self.speaker.drain()
        return {"played": self.speaker.played}

    def play(self, seconds: float) -> dict[str, Any]:
        """A tone, as the interviewer speaks: the microphone does not listen."""
        self.microphone.pause()
        self.begin(seconds)
        played = self.wait(seconds + 5)
        self.microphone.resume()
        return played


if __name__ == "__main__":
    held = Held(*sys.argv[1:])
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(getattr(held, name)(*arguments)), flush=True)
