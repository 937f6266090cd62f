"""Sound in memory: samples and their rate, from and to files. Knows nothing of devices."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from coach.errors import CoachError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 16000
"""What Whisper and Silero hear at, samples per second."""


@dataclass(frozen=True, eq=False)
class Audio:
    """One channel of sound."""

    samples: Samples
    """From -1 to 1."""
    rate: int
    """Samples per second."""

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def silence(seconds: float, rate: int = RATE) -> Audio:
    """So many seconds of nothing."""
    import numpy as np

    return Audio(np.zeros(round(seconds * rate), np.float32), rate)


def join(frames: Iterable[Samples], rate: int = RATE) -> Audio:
    """Frames of the same rate, one after the other."""
    import numpy as np

    return Audio(np.concatenate([np.zeros(0, np.float32), *frames]), rate)


def resampled(audio: Audio, rate: int) -> Audio:
    """The same sound at another rate."""
    if audio.rate == rate or not len(audio.samples):
        return Audio(audio.samples, rate)
    import soxr

    return Audio(soxr.resample(audio.samples, audio.rate, rate), rate)


def read(file: Path) -> Audio:
    """The sound in a file of any kind that FFmpeg knows, at its own rate. Raises CoachError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CoachError(f"{file}: {error.strerror or error}; give a sound file that can be read") from error
    try:
        return decode(data)
    except ValueError as error:
        raise CoachError(f"{file}: {error}; give a WAV file") from error


def decode(data: bytes) -> Audio:
    """The sound in a file's bytes, whatever its name said: macOS writes AIFF as .wav. Raises ValueError."""
    if not data:
        raise ValueError("the file is empty")
    if data[:4] == b"RIFF":
        try:
            return _pcm(io.BytesIO(data))
        except (wave.Error, EOFError):
            pass  # a WAV whose samples are not 16 bit integers
    return _decoded(io.BytesIO(data))


def to_wav(audio: Audio) -> bytes:
    """The sound as a WAV file with 16 bits a sample."""
    import numpy as np

    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        file.writeframes((audio.samples.clip(-1, 1) * 32767).astype(np.int16).tobytes())
    return sink.getvalue()


def _pcm(source: IO[bytes]) -> Audio:
    import numpy as np

    with wave.open(source, "rb") as file:
        if file.getsampwidth() != 2:
            raise wave.Error("not 16 bit")
        channels, rate = file.getnchannels(), file.getframerate()
        data = file.readframes(file.getnframes())
    whole = len(data) // (2 * channels) * (2 * channels)
    samples = np.frombuffer(data[:whole], "<i2").reshape(-1, channels).astype(np.float32) / 32768
    return Audio(samples.mean(axis=1), rate)


def _decoded(source: IO[bytes]) -> Audio:
    import av
    import av.error
    import numpy as np

    try:
        with av.open(source, mode="r") as container:
            if not container.streams.audio:
                raise ValueError("there is no sound in the file")
            stream = container.streams.audio[0]
            rate = stream.rate
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
            parts = [part.to_ndarray()[0] for part in _resampled_parts(container.decode(stream), resampler)]
    except av.error.FFmpegError as error:
        raise ValueError("this is no sound file") from error
    return join((part.astype(np.float32) for part in parts), rate)


def _resampled_parts(frames: Iterator[Any], resampler: Any) -> Iterator[Any]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)
