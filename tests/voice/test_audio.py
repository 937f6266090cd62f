"""Sound in files and at other rates."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachError
from coach.voice.audio import RATE, Audio, decode, join, read, resampled, silence, to_wav
from tests.parts import program


def tone(seconds: float = 0.5, rate: int = RATE, frequency: float = 440.0) -> Audio:
    times = np.arange(round(seconds * rate)) / rate
    return Audio((0.5 * np.sin(2 * np.pi * frequency * times)).astype(np.float32), rate)


def pitch(audio: Audio) -> float:
    """Its loudest frequency, Hz."""
    spectrum = np.abs(np.fft.rfft(audio.samples))
    return float(np.argmax(spectrum) * audio.rate / len(audio.samples))


def test_a_wav_file_comes_back_as_it_was() -> None:
    back = decode(to_wav(tone()))
    assert back.rate == RATE
    assert np.abs(back.samples - tone().samples).max() < 1e-3


def test_what_is_too_loud_is_clipped_not_wrapped() -> None:
    loud = decode(to_wav(Audio(np.array([2.0, -2.0], np.float32), RATE)))
    assert loud.samples[0] > 0.99
    assert loud.samples[1] < -0.99


def test_stereo_becomes_one_channel() -> None:
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(np.array([[1000, 3000]] * 80, np.int16).tobytes())
    audio = decode(sink.getvalue())
    assert audio.seconds == pytest.approx(0.01)
    assert audio.samples[0] == pytest.approx(2000 / 32768)


@pytest.mark.parametrize("name", ["sound.aiff", "sound.flac", "sound.au", "float.wav", "sound.mp3"])
def test_other_containers_are_known_by_what_is_in_them(tmp_path: Path, name: str) -> None:
    original = tmp_path / "original.wav"
    original.write_bytes(to_wav(tone(rate=22050)))
    more = ["-c:a", "pcm_f32le"] if name == "float.wav" else []
    command = [program("ffmpeg"), "-loglevel", "error", "-i", str(original), *more, str(tmp_path / name)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    disguised = tmp_path / "disguised.wav"
    (tmp_path / name).rename(disguised)
    audio = read(disguised)
    assert audio.rate == 22050
    assert audio.seconds == pytest.approx(0.5, abs=0.06)
    assert pitch(audio) == pytest.approx(440, abs=5)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000])
def test_another_rate_is_the_same_sound(rate: int) -> None:
    audio = resampled(tone(rate=rate), RATE)
    assert audio.rate == RATE
    assert audio.seconds == pytest.approx(0.5, abs=0.01)
    assert pitch(audio) == pytest.approx(440, abs=5)


def test_joined_frames_and_silence() -> None:
    assert join([silence(0.1).samples, tone(0.2).samples]).seconds == pytest.approx(0.3)
    assert join([]).seconds == 0


@pytest.mark.parametrize("data", [b"", b"not a sound at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_file_that_is_no_sound_is_told_in_one_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "broken.wav"
    file.write_bytes(data)
    with pytest.raises(CoachError, match=r"broken\.wav: .*; give a WAV file") as caught:
        read(file)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="No such file"):
        read(tmp_path / "nowhere.wav")
