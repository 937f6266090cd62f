"""Where the interviewer's voice goes: a sound device that counts what was really heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from coach.errors import DeviceMissing
from coach.voice.audio import Audio, resampled, silence
from coach.voice.ring import Ring
from coach.voice.stream import BUFFERED, PATIENT, SOONER, Stream

if TYPE_CHECKING:
    from coach.voice.audio import Samples

DUCKED = 0.2
"""How loud the interviewer goes on while somebody seems to speak too: clearly less, still to be understood."""
WAKING = 0.3
"""Seconds that a Bluetooth speaker swallows when it wakes up."""
ASLEEP = 2.0
"""Seconds of silence after which it may have gone to sleep."""

Tap = Callable[[float, "Samples", int], None]
"""Is given, in the sound card's own thread, all samples that are played, the time at which the first of them is in the
air (by `time.monotonic`), and their rate."""


class Speaker(Protocol):
    """Plays sound after sound."""

    def play(self, audio: Audio) -> None:
        """Play this once all given before has been played; returns at once. Raises DeviceMissing."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; True when all that was given has been played. Raises DeviceMissing."""
        ...

    def drain(self) -> None:
        """Return when what was played has also left the device."""
        ...

    def stop(self) -> float:
        """Fall silent; the seconds heard since the last silence."""
        ...

    @property
    def played(self) -> float:
        """Seconds heard since the last silence; those that were only held back do not count."""
        ...

    def duck(self, on: bool) -> None:
        """Go on, but softly; or loud again."""
        ...

    def hold(self, on: bool) -> None:
        """Fall silent but forget nothing; or go on from there."""
        ...

    def reopen(self, wait: float = PATIENT) -> bool:
        """Look for the device again, by its name, else for the default one; False when there is none after so many
        seconds. What was not played goes on there."""
        ...

    def close(self) -> None: ...


class SoundDevice:
    """A speaker at its own rate. Its stream is always open, and plays silence when there is nothing to say."""

    def __init__(self, device: str | None = None, duplex: bool = False) -> None:
        """`device`: its number or a part of its name; None for the default one. `duplex`: fall silent sooner, for whom
        the candidate may interrupt by voice, at the risk of faltering. Raises DeviceMissing."""
        self.tap: Tap | None = None
        """Who wants to know what is played, as does an echo canceller."""
        self.falters = 0
        """How often the system had to play silence because we came late."""
        self._idle = threading.Event()
        self._idle.set()
        self._ring = Ring(0)
        self._sounding = 0.0
        self._stream = Stream("output", device, self._wanted, self._opened, SOONER if duplex else BUFFERED)
        self._stream.open()

    def play(self, audio: Audio) -> None:
        if not self._stream.is_open:
            self._stream.open()
        lead = self._lead()
        sound = resampled(audio, self._stream.rate).samples
        if lead:
            self._ring.put(silence(lead, self._stream.rate).samples, unheard=round(lead * self._stream.rate))
        self._ring.put(sound)
        self._idle.clear()  # not before: the callback would find nothing to play and take that for the end

    def wait(self, seconds: float) -> bool:
        if self._idle.wait(seconds):
            return True
        if self._stream.gone or not self._stream.is_open:
            self._stream.close()
            raise DeviceMissing("the speaker went away")
        return False

    def drain(self) -> None:
        """By the device's own word when the last sample is in the air."""
        left = self._sounding - time.monotonic()
        if self._stream.is_open and left > 0:
            time.sleep(min(left, 1.0))

    def stop(self) -> float:
        heard = self.played
        self._ring.cut()
        self._idle.set()
        return heard

    @property
    def played(self) -> float:
        return self._ring.since / (self._stream.rate or 1)

    @property
    def total(self) -> float:
        """Seconds heard since the start."""
        return self._ring.heard / (self._stream.rate or 1)

    @property
    def name(self) -> str:
        """Of the device that is open, or was the last to be."""
        return self._stream.device.name

    def duck(self, on: bool) -> None:
        self._ring.loudness = DUCKED if on else 1.0

    def hold(self, on: bool) -> None:
        self._ring.held = on

    def reopen(self, wait: float = PATIENT) -> bool:
        return self._stream.reopen(wait)

    def close(self) -> None:
        """What was not played is dropped."""
        self._stream.close()
        self._ring.clear()
        self._idle.set()

    def _lead(self) -> float:
        asleep = self._ring.empty and time.monotonic() - self._sounding > ASLEEP
        return WAKING if asleep and self._stream.device.bluetooth else 0.0

    def _opened(self, rate: int) -> None:
        self._ring.change(rate)

    def _wanted(self, into: Samples, at: float, underflow: bool) -> None:
        """In the sound card's own thread."""
        playing = not (self._ring.empty or self._ring.held)
        self._ring.take(into)
        if playing:
            self.falters += underflow
            self._sounding = at + len(into) / self._stream.rate
        if self.tap is not None:
            self.tap(at, into.copy(), self._stream.rate)
        if self._ring.empty:
            self._idle.set()
