"""The room: a virtual sound card whose speaker and mouth are both recorded, on one clock.

A recording comes in pieces, each of which came at a moment; the earliest of them tell when each sample sounded. Both
tapes run the same way, so that what lies between two sounds is true to some milliseconds whoever made them.
"""

from __future__ import annotations

import subprocess
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.lab.soundcard import SoundCard, end

T = TypeVar("T")
RATE = 16000
"""Of the tapes, samples per second."""
STEP = RATE // 100
QUIET = 0.003
"""Below it nothing is to be heard; 1 is full scale."""
NEAR = 5.0
"""Seconds around a sample within which its moment is read from the pieces."""


class Tape:
    """What comes out of one device, and when."""

    def __init__(self, card: SoundCard, device: str) -> None:
        command = ["parec", f"--device={device}", f"--rate={RATE}", "--format=s16le", "--channels=1", "--raw"]
        self._process = subprocess.Popen(
            [*command, "--latency-msec=10"], env=card.environ, stdout=subprocess.PIPE, bufsize=0
        )
        self._data = bytearray()
        self._came: list[tuple[int, float]] = []
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while piece := self._process.stdout.read(4096):
            with self._lock:
                self._data += piece
                self._came.append((len(self._data) // 2, time.monotonic()))

    def close(self) -> None:
        end(self._process)

    def __len__(self) -> int:
        return len(self._data) // 2

    def samples(self, first: int = 0, last: int | None = None) -> Any:
        """Samples between -1 and 1."""
        import numpy as np

        with self._lock:
            whole = len(self._data) // 2
            piece = bytes(self._data[2 * first : 2 * (whole if last is None else min(last, whole))])
        return np.frombuffer(piece, "<i2").astype(np.float32) / 32768

    def moment(self, sample: int) -> float:
        """When it sounded, on the monotonic clock."""
        with self._lock:
            near = [came - (at - sample) / RATE for at, came in self._came if abs(at - sample) < NEAR * RATE]
            return min(near) if near else self._came[-1][1]

    def index(self, moment: float) -> int:
        """The sample that sounded then; may be beyond the last one."""
        with self._lock:
            near = [at - round((came - moment) * RATE) for at, came in self._came if abs(came - moment) < NEAR]
            if not near:
                at, came = self._came[-1] if self._came else (0, moment)
                near = [at + round((moment - came) * RATE)]
        return max(0, max(near))

    def onset(self, after: float, loud: float = QUIET) -> float | None:
        """When the first sound after a moment began."""
        import numpy as np

        first = self.index(after)
        samples = np.abs(self.samples(first))
        for at in np.flatnonzero(samples > loud):
            if (samples[at : at + RATE // 10] > loud).sum() > 20:  # a click is no word
                return self.moment(first + int(at))
        return None

    def loud_at(self, moment: float) -> bool:
        """Whether something sounded in the tenth of a second before a moment."""
        import numpy as np

        last = self.index(moment)
        samples = self.samples(max(0, last - RATE // 10), last)
        return bool((np.abs(samples) > QUIET).sum() > 20)

    def last_sound(self, seconds: float = 60.0) -> float | None:
        """When the last sound ended, looking so far back."""
        import numpy as np

        first = max(0, len(self) - int(seconds * RATE))
        loud = np.flatnonzero(np.abs(self.samples(first)) > QUIET)
        return self.moment(first + int(loud[-1])) if len(loud) else None

    def sounding(self, start: float, stop: float) -> float:
        """Seconds between two moments in which something was to be heard, in steps of 10 ms."""
        import numpy as np

        samples = np.abs(self.samples(self.index(start), self.index(stop)))
        steps = samples[: len(samples) // STEP * STEP].reshape(-1, STEP)
        return float((steps.max(axis=1) > QUIET).sum()) / 100 if len(steps) else 0.0

    def locate(self, samples: Any, after: float) -> float:
        """When these samples (at `RATE`) began to sound, at some moment after the given one: where they fit best."""
        import numpy as np

        first = self.index(after)
        heard = self.samples(first)
        size = 1 << (len(heard) + len(samples) - 1).bit_length()
        fit = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(samples, size)), size)
        return self.moment(first + int(np.argmax(fit[: max(1, len(heard) - len(samples) + 1)])))


class Room:
    """Sound card, both tapes, and the one candidate who may speak."""

    def __init__(self, card: SoundCard) -> None:
        self.card = card
        self.speaker = Tape(card, "speaker.monitor")
        self.mouth = Tape(card, "mouth.monitor")
        self._saying: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        self.hush()
        self.speaker.close()
        self.mouth.close()

    def say(self, file: Path) -> Callable[[float], float]:
        """Begin to say a file; what is handed back tells when any second of it sounds, and waits until it can."""
        began = time.monotonic()
        self.hush()
        self._saying = subprocess.Popen(
            ["paplay", "--device=mouth", "--latency-msec=30", str(file)], env=self.card.environ
        )
        lead, mark = _mark(file)
        until(lambda: self.mouth.onset(began) is not None, 10, "the candidate's voice")
        time.sleep((lead + len(mark)) / RATE + 0.7)  # until all of the mark is on the tape
        origin = self.mouth.locate(mark, began) - lead / RATE
        return lambda second: origin + second

    def hush(self) -> None:
        """Stop saying it."""
        if self._saying is not None:
            end(self._saying)
            self._saying = None

    def quiet_for(self) -> float:
        """Seconds since the interviewer's last sound; since the start when there was none."""
        last = self.speaker.last_sound()
        return time.monotonic() - last if last is not None else len(self.speaker) / RATE


@contextmanager
def room() -> Iterator[Room]:
    """A room with nobody in it."""
    with SoundCard() as card:
        opened = Room(card)
        try:
            until(lambda: len(opened.speaker) and len(opened.mouth), 10, "the tapes")
            yield opened
        finally:
            opened.close()


def at_tape_rate(file: Path) -> Any:
    """A WAV file's samples at `RATE`."""
    import numpy as np
    import soxr

    with wave.open(str(file), "rb") as source:
        rate = source.getframerate()
        samples = np.frombuffer(source.readframes(source.getnframes()), "<i2").astype(np.float32) / 32768
    return soxr.resample(samples, rate, RATE)


def _mark(file: Path) -> tuple[int, Any]:
    """Where the speech begins in a file, and its first two seconds: by them it is found again on the tape."""
    import numpy as np

    samples = at_tape_rate(file)
    lead = int(np.flatnonzero(np.abs(samples) > 0.15)[0])
    return lead, samples[lead : lead + 2 * RATE]


def until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """Wait for a condition, whose value is handed back; TimeoutError naming it when it has not come true in time."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)
    return found
