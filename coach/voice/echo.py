"""The interviewer's own voice taken out of what the microphone hears: WebRTC's echo canceller, from the extra `aec`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError
from coach.voice.audio import RATE, join, silence
from coach.voice.microphone import FRAME
from coach.voice.microphone import SoundDevice as MicrophoneDevice
from coach.voice.sample_clock import SampleClock
from coach.voice.speaker import SoundDevice as SpeakerDevice
from coach.voice.stream import PATIENT

if TYPE_CHECKING:
    from coach.voice.audio import Samples

MISSING = "the echo canceller is missing: `pip install pywebrtc-audio` (the extra `aec`), or use a headset"
CHUNK = RATE // 100
"""Samples that the canceller takes at a time."""
AHEAD = 0.04
"""Seconds by which the canceller is told what was played before it can be heard: it cannot look into the future, and
the devices' times are true to some 20 ms."""
DRIFT = 0.02
"""Seconds by which the two clocks may part before they are set again; each time the canceller learns anew."""
FAINT = 1e-4
"""Below this we are silent."""
REMEMBERED = 10.0
"""Seconds kept of what was played."""
RESIDUE = 0.18
"""Share of a frame's loudness, -15 dB, that must be left of it while we speak; less is what the canceller missed."""
LEARNING = 3.0
"""Seconds of our own voice from which the canceller learns the room; before that nothing is heard beside it."""
AFTER, DONE = 1.0, 0.3
"""Seconds of silence after which the room is silent too, and what is heard needs no cleaning; fewer when we have
finished, and it is no pause between two sentences: the candidate begins to answer."""


def available() -> bool:
    """True where the extra is installed."""
    import importlib.util

    return importlib.util.find_spec("pywebrtc_audio") is not None


class EchoCanceller:
    """Frames of any length in, frames of the same length out, 8 ms later. 16 kHz."""

    def __init__(self) -> None:
        """Raises CoachError where the extra is not installed."""
        try:
            from pywebrtc_audio import EchoCanceller as Canceller
        except ImportError as error:
            raise CoachError(MISSING) from error
        self._canceller: Any = Canceller(sample_rate=RATE, num_channels=1, stream_delay_ms=0)
        self._near = self._far = silence(0).samples
        self._clean = silence((CHUNK - 1) / RATE).samples  # as many as may wait for a whole chunk

    def feed(self, near: Samples, far: Samples) -> Samples:
        """`near`: what the microphone heard. `far`: what was played at that time, or a little before; as long."""
        self._near, self._far = join([self._near, near]).samples, join([self._far, far]).samples
        whole = len(self._near) // CHUNK * CHUNK
        if whole:
            clean = self._canceller.process(self._near[:whole], self._far[:whole])
            self._clean = join([self._clean, clean]).samples
            self._near, self._far = self._near[whole:], self._far[whole:]
        given, self._clean = self._clean[: len(near)], self._clean[len(near) :]
        return given


class Played:
    """What was played lately, by time: 16 kHz, whatever the speaker's rate. Silence for all other times."""

    def __init__(self) -> None:
        self._taken: deque[tuple[float, Samples, int]] = deque(maxlen=2000)
        self._samples: Samples = silence(0).samples
        self._dropped = 0
        self._anew(0)

    def tap(self, at: float, samples: Samples, rate: int) -> None:
        """In the sound card's own thread."""
        self._taken.append((at, samples, rate))

    def position(self, time: float) -> float:
        """The sample, counted from the first, that was in the air then."""
        self._take_in()
        return (time - self._clock.at(0)) * RATE

    def at(self, position: int, count: int) -> Samples:
        """So many samples from there on."""
        import numpy as np

        self._take_in()
        given = np.zeros(count, np.float32)
        start = position - self._dropped
        first, last = max(start, 0), min(start + count, len(self._samples))
        if first < last:
            given[first - start : last - start] = self._samples[first:last]
        return given

    def _take_in(self) -> None:
        while self._taken:
            at, samples, rate = self._taken.popleft()
            if rate != self._rate:
                self._anew(rate)
            self._clock.add(at, len(samples) * RATE / rate)
            self._samples = join([self._samples, self._resampler.resample_chunk(samples)]).samples
        surplus = len(self._samples) - round(REMEMBERED * RATE)
        if surplus > RATE:
            self._samples = self._samples[surplus:]
            self._dropped += surplus

    def _anew(self, rate: int) -> None:
        import soxr

        self._rate = rate
        self._clock = SampleClock(RATE)
        self._samples = silence(0).samples
        self._dropped = 0
        self._resampler: Any = soxr.ResampleStream(rate, RATE, 1, dtype="float32") if rate else None


class Cleaned:
    """A microphone that hears while the speaker plays, and does not hear the speaker."""

    live = True
    ended = False

    def __init__(self, microphone: MicrophoneDevice, speaker: SpeakerDevice) -> None:
        """The speaker keeps its `tap` for this. Raises CoachError where the extra is not installed."""
        self._canceller = EchoCanceller()
        self._microphone = microphone
        self._played = Played()
        self._at: int | None = None
        self._still = self._after = AFTER
        self._learnt = 0.0
        self._gain = 1.0
        microphone.duplex = True
        speaker.tap = self._played.tap

    def read(self, wait: float) -> list[Samples]:
        """As the microphone's own."""
        return [self.clean(time, frame) for time, frame in self._microphone.timed(wait)]

    def frames(self) -> Iterator[Samples]:
        while True:
            yield from self.read(1.0)

    def pause(self) -> None:
        """It goes on hearing."""
        self._after = AFTER

    def resume(self) -> None:
        """It never stopped."""
        self._after = DONE

    def reopen(self, wait: float = PATIENT) -> bool:
        self._at = None
        self._learnt = 0.0
        return self._microphone.reopen(wait)

    def close(self) -> None:
        self._microphone.close()

    def clean(self, time: float, frame: Samples) -> Samples:
        """What there is in a frame, heard at that time, besides our own voice."""
        far = self._far(time)
        seconds = len(frame) / RATE
        sounding = abs(far).max() > FAINT
        self._still = 0.0 if sounding else self._still + seconds
        self._learnt += seconds if sounding else 0.0
        clean = self._canceller.feed(frame, far)
        if self._still > self._after:
            return frame
        return self._gated(frame, clean)

    def _gated(self, frame: Samples, clean: Samples) -> Samples:
        import numpy as np

        kept = self._learnt > LEARNING and np.square(clean).sum() > RESIDUE**2 * np.square(frame).sum()
        before, self._gain = self._gain, 1.0 if kept else 0.0
        return clean * np.linspace(before, self._gain, len(clean), dtype=np.float32)

    def _far(self, time: float) -> Samples:
        """What was played when a frame was heard: without a jump from frame to frame, as long as the clocks agree."""
        position = self._played.position(time + AHEAD)
        if self._at is None or abs(position - self._at) > DRIFT * RATE:
            self._at = round(position)
        far = self._played.at(self._at, FRAME)
        self._at += FRAME
        return far
