"""Where the candidate's voice comes from: a sound device, or a file played as if spoken."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import DeviceMissing
from coach.voice.audio import RATE, join, read, resampled, silence
from coach.voice.sample_clock import SampleClock
from coach.voice.stream import BUFFERED, PATIENT, SOONER, Stream

if TYPE_CHECKING:
    from coach.voice.audio import Samples

FRAME = 512
"""Samples in a frame: what Silero wants at a time."""
FRAME_SECONDS = FRAME / RATE
KEPT = 60.0
"""Seconds that are kept for a reader who does not come; then the oldest are lost."""
RINGING = 0.15
"""Seconds for which our own voice goes on in the room, and in the device, when it has left the speaker."""


class Microphone(Protocol):
    """A stream of frames of 512 samples, 16 kHz."""

    live: bool
    """True when the frames come as time passes; False when as fast as they are taken."""

    @property
    def ended(self) -> bool:
        """True when there will be no more, as at the end of a file."""
        ...

    def read(self, wait: float) -> list[Samples]:
        """The frames that have come since; where there is none, waits for the first, so many seconds at most.

        Raises DeviceMissing when the device is gone, until `reopen` says otherwise.
        """
        ...

    def pause(self) -> None:
        """Hear nothing from now on, and forget what was heard and not yet taken."""
        ...

    def resume(self) -> None:
        """Hear again, but not what is still in the room of the sound before."""
        ...

    def reopen(self, wait: float = PATIENT) -> bool:
        """Look for the device again, by its name, else for the default one; False when there is none after so many
        seconds. Calling it again goes on looking."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, eq=False, slots=True)
class _Block:
    samples: Samples
    time: float
    rate: int


class SoundDevice:
    """A microphone at its own rate, always open: few devices have 16 kHz, and to open one takes a word's time."""

    live = True
    ended = False

    def __init__(self, device: str | None = None, duplex: bool = False) -> None:
        """`device`: its number or a part of its name; None for the default one. `duplex`: go on hearing while paused,
        for whoever interrupts the interviewer by voice. Raises DeviceMissing."""
        self.duplex = duplex
        self._blocks: queue.SimpleQueue[_Block] = queue.SimpleQueue()
        self._hearing = True
        self._from = 0.0
        self._ear = _Ear()
        self.overflows = 0
        """How often the system said that sound was lost."""
        self.dropped = 0.0
        """Seconds of sound that nobody came to read in time."""
        self._stream = Stream("input", device, self._heard, self._opened, SOONER if duplex else BUFFERED)
        self._stream.open()

    def read(self, wait: float) -> list[Samples]:
        return [frame for _, frame in self.timed(wait)]

    def timed(self, wait: float) -> list[tuple[float, Samples]]:
        """As `read`, each frame with the time at which its first sample was in the air, by `time.monotonic`."""
        until = time.monotonic() + wait
        frames = self._waiting()
        while not frames:
            if not self._stream.is_open or self._stream.gone:
                self._stream.close()
                raise DeviceMissing("the microphone went away")
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                frames = [*self._taken(self._blocks.get(timeout=min(left, self._stream.stalled))), *self._waiting()]
            except queue.Empty:
                continue
        return frames

    def pause(self) -> None:
        if not self.duplex:
            self._hearing = False
            self._forget()

    def resume(self) -> None:
        if not self._hearing:
            self._forget()
            self._from = time.monotonic() + RINGING
            self._hearing = True

    def reopen(self, wait: float = PATIENT) -> bool:
        return self._stream.reopen(wait)

    def close(self) -> None:
        self._stream.close()

    @property
    def name(self) -> str:
        """Of the device that is open, or was the last to be."""
        return self._stream.device.name

    @property
    def note(self) -> str:
        """Why this device was chosen, where it is not the default one; else empty."""
        return self._stream.device.note

    @property
    def lost(self) -> float:
        """Seconds of sound that were lost since the start: by us, by the system, or by the device."""
        return self._ear.lost

    def _opened(self, _rate: int) -> None:
        """The clocks of two devices are not one."""
        self._ear.anew()

    def _forget(self) -> None:
        while not self._blocks.empty():
            self._blocks.get_nowait()
        self._ear.anew()

    def _waiting(self) -> list[tuple[float, Samples]]:
        frames: list[tuple[float, Samples]] = []
        while not self._blocks.empty():
            frames += self._taken(self._blocks.get_nowait())
        return frames

    def _taken(self, block: _Block) -> list[tuple[float, Samples]]:
        early = max(0, round((self._from - block.time) * block.rate))
        if early >= len(block.samples):
            return []
        return self._ear.hear(_Block(block.samples[early:], block.time + early / block.rate, block.rate))

    def _heard(self, samples: Samples, at: float, overflow: bool) -> None:
        """In the sound card's own thread: whatever takes long here loses sound."""
        self.overflows += overflow
        if self._hearing:
            self._blocks.put(_Block(samples, at, self._stream.rate))
            if self._blocks.qsize() * len(samples) > KEPT * self._stream.rate:
                self.dropped += len(self._blocks.get_nowait().samples) / self._stream.rate


class _Ear:
    """Makes 16 kHz frames, each with its time, out of the blocks of a device."""

    def __init__(self) -> None:
        self._lost = 0.0
        self._clock = SampleClock(RATE)
        self.anew()

    @property
    def lost(self) -> float:
        """Seconds of sound that never came."""
        return self._lost + self._clock.lost

    def anew(self) -> None:
        """What comes next has nothing to do with what came before."""
        self._lost += self._clock.lost
        self._rate = 0
        self._rest = silence(0).samples
        self._given = 0
        self._clock = SampleClock(RATE)

    def hear(self, block: _Block) -> list[tuple[float, Samples]]:
        """The frames that are whole now."""
        if block.rate != self._rate:
            self._start(block.rate)
        samples = self._resampler.resample_chunk(block.samples)
        self._clock.add(block.time, len(block.samples) * RATE / block.rate)
        self._rest = join([self._rest, samples]).samples
        whole = len(self._rest) // FRAME
        frames = [self._rest[at * FRAME : (at + 1) * FRAME] for at in range(whole)]
        self._rest = self._rest[whole * FRAME :]
        first, self._given = self._given, self._given + whole * FRAME
        return [(self._clock.at(first + at * FRAME), frame) for at, frame in enumerate(frames)]

    def _start(self, rate: int) -> None:
        import soxr

        self.anew()
        self._rate = rate
        self._resampler: Any = soxr.ResampleStream(rate, RATE, 1, dtype="float32")


class WavMicrophone:
    """A file played into the session as if spoken. It stands still while the interviewer speaks."""

    live = False

    def __init__(self, file: Path, tail: float) -> None:
        """`tail`: seconds of silence after its end, enough for the running answer to end. Raises CoachError."""
        sound = resampled(read(file), RATE)
        self._samples = join([sound.samples, silence(tail).samples]).samples
        self._at = 0

    @property
    def ended(self) -> bool:
        return self._at + FRAME > len(self._samples)

    def read(self, wait: float) -> list[Samples]:  # noqa: ARG002 - nothing to wait for
        """One frame, so that whoever ends an answer early loses nothing of the next."""
        if self.ended:
            return []
        self._at += FRAME
        return [self._samples[self._at - FRAME : self._at]]

    def pause(self) -> None:
        """It is not running."""

    def resume(self) -> None:
        """It runs when it is asked for frames."""

    def reopen(self, wait: float = 0.0) -> bool:  # noqa: ARG002
        """It never goes away."""
        return True

    def close(self) -> None:
        """There is nothing to close."""
