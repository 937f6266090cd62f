"""Where the candidate's voice comes from: a sound device, or a file played as if spoken."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import DeviceMissing
from coach.voice.audio import RATE, join, read, resampled, silence
from coach.voice.devices import BUFFERED, find_microphone, portaudio, quiet

if TYPE_CHECKING:
    from coach.voice.audio import Samples

FRAME = 512
"""Samples in a frame: what Silero wants at a time."""
FRAME_SECONDS = FRAME / RATE


class Microphone(Protocol):
    """A stream of frames of 512 samples, 16 kHz."""

    live: bool
    """True when the frames come as time passes; False when as fast as they are taken."""

    def frames(self) -> Iterator[Samples]:
        """Frames from where the last call left off; ends where there will be no more. Raises DeviceMissing."""
        ...

    def pause(self) -> None:
        """Hear nothing from now on, and forget what was heard and not yet taken."""
        ...

    def resume(self) -> None:
        """Hear again."""
        ...

    def close(self) -> None: ...


class SoundDevice:
    """The default microphone, at its own rate: few devices have 16 kHz."""

    live = True
    stalled = 2.0
    """Seconds without sound after which a device is taken to be gone: PortAudio tells nobody."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._stream: Any = None
        self._resampler: Any = None
        self._hearing = True
        self._open()

    def frames(self) -> Iterator[Samples]:
        if self._stream is None:
            self._open()
        self.resume()
        cutter = _Cutter()
        while True:
            yield from cutter.cut(self._resampler.resample_chunk(self._chunk()))

    def pause(self) -> None:
        self._hearing = False
        with contextlib.suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
        self._resampler.clear()

    def resume(self) -> None:
        self._hearing = True

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with quiet():
                stream.close(ignore_errors=True)

    def _open(self) -> None:
        import soxr

        device = find_microphone()
        sound = portaudio()
        self._resampler = soxr.ResampleStream(device.rate, RATE, 1, dtype="float32")
        try:
            with quiet():
                self._stream = sound.InputStream(
                    samplerate=device.rate,
                    device=device.index,
                    channels=1,
                    dtype="float32",
                    latency=BUFFERED,
                    callback=self._heard,
                )
                self._stream.start()
        except sound.PortAudioError as error:
            self.close()
            raise DeviceMissing(f"the microphone {device.name!r} cannot be opened ({error}): use --text") from error

    def _heard(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        """In the sound card's own thread: whatever takes long here loses sound."""
        if self._hearing:
            self._queue.put(data[:, 0].copy())

    def _chunk(self) -> Samples:
        try:
            samples: Samples = self._queue.get(timeout=self.stalled)
        except queue.Empty:
            self.close()
            raise DeviceMissing("the microphone went away") from None
        return samples


class WavMicrophone:
    """A file played into the session as if spoken. It stands still while the interviewer speaks."""

    live = False

    def __init__(self, file: Path, tail: float) -> None:
        """`tail`: seconds of silence after its end, enough for the running answer to end. Raises CoachError."""
        sound = resampled(read(file), RATE)
        self._samples = join([sound.samples, silence(tail).samples]).samples
        self._at = 0

    def frames(self) -> Iterator[Samples]:
        while self._at + FRAME <= len(self._samples):
            self._at += FRAME
            yield self._samples[self._at - FRAME : self._at]

    def pause(self) -> None:
        """It is not running."""

    def resume(self) -> None:
        """It runs when it is asked for frames."""

    def close(self) -> None:
        """There is nothing to close."""


class _Cutter:
    """Cuts chunks of any length into frames; what is left over waits for the next chunk."""

    def __init__(self) -> None:
        self._rest = silence(0).samples

    def cut(self, samples: Samples) -> Iterator[Samples]:
        together = join([self._rest, samples]).samples
        whole = len(together) // FRAME * FRAME
        self._rest = together[whole:]
        for start in range(0, whole, FRAME):
            yield together[start : start + FRAME]
