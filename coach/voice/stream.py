"""One stream of sound from or to a device, opened the way the device wants it. Knows not what the sound is."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coach.errors import DeviceMissing
from coach.voice import portaudio
from coach.voice.devices import NAMES, Device, Kind, find_microphone, find_speaker

if TYPE_CHECKING:
    from coach.voice.audio import Samples

Callback = Callable[["Samples", float, bool], None]
"""Called in the sound card's own thread with one channel of samples (heard, or to be filled), the time of the first of
them (when it was or will be in the air, by `time.monotonic`), and whether sound was lost before it."""

BUFFERED = 0.15
"""Seconds of sound that a stream holds ready: with PortAudio's own 0.03 playing falters while a model is loaded."""
SOONER = 0.1
"""The same where the candidate may interrupt by voice: every hundredth of a second is heard there."""
RATES = (48000, 44100, 16000)
"""Tried in this order where a device does not have the rate that it claims."""

PATIENT = 3.0
"""Seconds to look for a device that went away, where the caller does not say."""


class Stream:
    """Closed at first, and again when its device is gone."""

    stalled = 2.0
    """Seconds without a call after which a device is taken to be gone: PortAudio tells nobody."""
    first_call = 2.5
    """Seconds in which a device that is there calls for the first time; a sound server takes one."""

    def __init__(
        self,
        kind: Kind,
        wanted: str | None,
        callback: Callback,
        opened: Callable[[int], None],
        buffered: float = BUFFERED,
    ) -> None:
        """`wanted`: name or number of the device, None for the default one. `opened` is told the rate, before the first
        call. `buffered`: seconds of sound that it holds ready."""
        self._kind = kind
        self._buffered = buffered
        self._wanted = wanted
        self._callback = callback
        self._opened = opened
        self._stream: Any = None
        self._flowing = threading.Event()
        self._called = 0.0
        self._untried: list[str | None] = []
        self.device = Device("", -1, 0)
        """The last that was open."""
        self.rate = 0

    @property
    def is_open(self) -> bool:
        return self._stream is not None

    @property
    def gone(self) -> bool:
        """True when it is open and nothing has come from its device for too long."""
        return self.is_open and time.monotonic() - self._called > self.stalled

    @property
    def latency(self) -> float:
        """Seconds between a call and the air."""
        return float(self._stream.latency) if self._stream is not None else 0.0

    def open(self) -> None:
        """On the device that was wanted. Raises DeviceMissing."""
        self._untried = []
        self._open(self._wanted)

    def close(self) -> None:
        """Does nothing where it is not open."""
        portaudio.leave(self)
        stream, self._stream = self._stream, None
        if stream is not None:
            with portaudio.quiet():
                stream.close(ignore_errors=True)

    def reopen(self, wait: float) -> bool:
        """Look again at what devices there are, and open the one that was wanted, else the default one, else the last.

        False when none of them has given a sign of life within so many seconds; the next call goes on from there.
        """
        until = time.monotonic() + wait
        while True:
            if self.gone:
                self.close()
            left = max(0.0, until - time.monotonic())
            if not (self.is_open or self._open_next()):
                time.sleep(left)
                return False
            if self._flowing.wait(min(left, 0.1)):
                return True
            if not left:
                return False

    def suspend(self) -> None:
        self.close()

    def revive(self) -> None:
        try:
            self._open(self.device.name)
        except DeviceMissing:
            self._open(None)

    def _open_next(self) -> bool:
        if not self._untried:
            portaudio.restart()
            self._untried = list(dict.fromkeys((self._wanted, None, self.device.name)))
        while self._untried:
            with contextlib.suppress(DeviceMissing):
                self._open(self._untried.pop(0))
                return True
        return False

    def _open(self, name: str | None) -> None:
        device = find_microphone(name) if self._kind == "input" else find_speaker(name)
        sound = portaudio.portaudio()
        error: Exception | None = None
        for rate, channels in itertools.product(dict.fromkeys((device.rate, *RATES)), (1, 2)):
            try:
                self._start(sound, device, rate, channels)
            except sound.PortAudioError as wrong:
                self.close()
                error = error or wrong  # the first tells most: the others are guesses
            else:
                return
        raise DeviceMissing(f"the {NAMES[self._kind]} {device.name!r} cannot be opened ({error}); see `coach devices`")

    def _start(self, sound: Any, device: Device, rate: int, channels: int) -> None:
        make, callback = (
            (sound.InputStream, self._heard) if self._kind == "input" else (sound.OutputStream, self._asked)
        )
        with portaudio.quiet():
            stream = make(
                samplerate=rate,
                device=device.index,
                channels=channels,
                dtype="float32",
                latency=self._buffered,
                callback=callback,
            )
            self._stream, self.device, self.rate = stream, device, rate
            portaudio.use(self)
            self._flowing.clear()
            self._called = time.monotonic() + self.first_call - self.stalled
            self._opened(rate)
            stream.start()

    def _heard(self, data: Any, frames: int, times: Any, status: Any) -> None:
        now = self._call()
        ago = times.currentTime - times.inputBufferAdcTime
        if not (times.inputBufferAdcTime and 0 <= ago < 2):  # some systems do not know it
            ago = frames / self.rate
        self._callback(data[:, 0].copy(), now - ago, bool(status.input_overflow))

    def _asked(self, data: Any, _frames: int, times: Any, status: Any) -> None:
        now = self._call()
        ahead = times.outputBufferDacTime - times.currentTime
        if not (times.outputBufferDacTime and 0 <= ahead < 2):
            ahead = self._buffered
        self._callback(data[:, 0], now + ahead, bool(status.output_underflow))
        data[:, 1:] = data[:, :1]

    def _call(self) -> float:
        self._called = now = time.monotonic()
        if not self._flowing.is_set():
            self._flowing.set()
        return now
