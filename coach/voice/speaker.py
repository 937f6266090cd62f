"""Where the interviewer's voice goes: a sound device that counts what was really heard."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import DeviceMissing
from coach.voice.audio import Audio, resampled
from coach.voice.devices import BUFFERED, find_speaker, portaudio, quiet

if TYPE_CHECKING:
    from coach.voice.audio import Samples

FADE = 0.005
"""Seconds in which an interrupted sound falls silent: a hard edge clicks."""


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

    def close(self) -> None: ...


class SoundDevice:
    """The default speaker, at its own rate."""

    stalled = 2.0
    """Seconds without a call for sound after which a device is taken to be gone: PortAudio tells nobody."""

    def __init__(self) -> None:
        """Raises DeviceMissing."""
        self._idle = threading.Event()
        self._stream: Any = None
        self._open()

    def play(self, audio: Audio) -> None:
        if self._stream is None:
            self._open()
        self._ring.put(resampled(audio, self._rate).samples)
        self._idle.clear()  # not before: the callback would find nothing to play and take that for the end

    def wait(self, seconds: float) -> bool:
        if self._idle.wait(seconds):
            return True
        if time.monotonic() - self._called > self.stalled:
            self.close()
            raise DeviceMissing("the speaker went away")
        return False

    def drain(self) -> None:
        if self._stream is not None:
            time.sleep(self._stream.latency)

    def stop(self) -> float:
        heard = self._ring.cut(round(FADE * self._rate)) / self._rate
        self._idle.set()
        return heard

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with quiet():
                stream.close(ignore_errors=True)
        self._idle.set()

    def _open(self) -> None:
        device = find_speaker()
        self._rate = device.rate
        self._ring = _Ring()
        self._called = time.monotonic()
        sound = portaudio()
        try:
            with quiet():
                self._stream = sound.OutputStream(
                    samplerate=device.rate,
                    device=device.index,
                    channels=1,
                    dtype="float32",
                    latency=BUFFERED,
                    callback=self._wanted,
                )
                self._stream.start()
        except sound.PortAudioError as error:
            self.close()
            raise DeviceMissing(f"the speaker {device.name!r} cannot be opened ({error})") from error

    def _wanted(self, data: Any, frames: int, _time: Any, _status: Any) -> None:
        """In the sound card's own thread."""
        self._called = time.monotonic()
        data[:, 0] = self._ring.take(frames)
        if self._ring.empty:
            self._idle.set()


class _Ring:
    """Samples waiting to be played, shared by two threads."""

    def __init__(self) -> None:
        import numpy as np

        self._none: Samples = np.zeros(0, np.float32)
        self._waiting = self._none
        self._played = 0
        self._lock = threading.Lock()

    @property
    def empty(self) -> bool:
        return not len(self._waiting)

    def put(self, samples: Samples) -> None:
        import numpy as np

        with self._lock:
            if self.empty:
                self._played = 0
            self._waiting = np.concatenate([self._waiting, samples])

    def take(self, count: int) -> Samples:
        """Exactly so many samples, silence where there are no more."""
        import numpy as np

        with self._lock:
            taken, self._waiting = self._waiting[:count], self._waiting[count:]
            self._played += len(taken)
        return np.pad(taken, (0, count - len(taken)))

    def cut(self, fade: int) -> int:
        """Fade what is playing, drop the rest; how many samples were played since it was last empty."""
        import numpy as np

        with self._lock:
            tail = self._waiting[:fade]
            self._waiting = tail * np.linspace(1, 0, len(tail), dtype=np.float32)
            return self._played
