"""A file as a microphone, and an answer being recorded from one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.voice.audio import RATE, Audio, to_wav
from coach.voice.microphone import FRAME, FRAME_SECONDS, WavMicrophone
from coach.voice.recording import AFTER_KEY, BEFORE, DEAD, Recording


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A second of rising numbers at 48 kHz."""
    wav = tmp_path / "answers.wav"
    wav.write_bytes(to_wav(Audio(np.linspace(0.1, 0.9, 48000, dtype=np.float32), 48000)))
    return wav


def test_a_file_gives_its_sound_then_silence_then_no_more(file: Path) -> None:
    microphone = WavMicrophone(file, tail=0.5)
    frames = list(microphone.frames())
    assert {len(frame) for frame in frames} == {FRAME}
    assert len(frames) * FRAME_SECONDS == pytest.approx(1.5, abs=FRAME_SECONDS)
    assert frames[15].mean() == pytest.approx(0.5, abs=0.03)
    assert not frames[-1].any()
    assert list(microphone.frames()) == []


def test_a_file_goes_on_where_it_stood(file: Path) -> None:
    microphone = WavMicrophone(file, tail=0)
    taken = []
    for frame in microphone.frames():
        taken.append(frame)
        if len(taken) == 3:
            break
    microphone.pause()
    microphone.resume()
    together = np.concatenate([*taken, *microphone.frames()])
    assert np.array_equal(together, np.concatenate(list(WavMicrophone(file, tail=0).frames())))


def frames(seconds: float, value: float = 0.1) -> list[np.ndarray]:
    return [np.full(FRAME, value, np.float32)] * round(seconds / FRAME_SECONDS)


def test_an_answer_keeps_little_of_the_silence_before_it_and_all_of_the_rest() -> None:
    recording = Recording(patience=4)
    for frame in frames(60, 0.1):
        assert not recording.add(frame, 0.0)
    for frame in frames(5, 0.2):
        assert not recording.add(frame, 0.9)
    over = [recording.add(frame, 0.0) for frame in frames(4.1, 0.3)]
    assert over[-1]
    assert recording.seconds == pytest.approx(69, abs=0.2)
    assert recording.audio().seconds == pytest.approx(BEFORE + 5 + 4.1, abs=0.3)
    assert (recording.audio().samples == np.float32(0.2)).sum() / RATE == pytest.approx(5, abs=0.05)


def test_after_the_key_a_little_more_is_taken_in() -> None:
    recording = Recording(patience=4)
    for frame in frames(1):
        recording.add(frame, 0.9)
    recording.done()
    assert not recording.over
    taken = 0
    while not recording.add(frames(1)[0], 0.9):
        taken += 1
    assert taken * FRAME_SECONDS == pytest.approx(AFTER_KEY, abs=2 * FRAME_SECONDS)


@pytest.mark.parametrize(
    ("value", "seconds", "suspicious"), [(0, DEAD + 1, True), (0, DEAD - 1, False), (1e-4, 9, False)]
)
def test_a_microphone_that_gives_only_zeros_is_suspicious(value: float, seconds: float, suspicious: bool) -> None:
    recording = Recording(patience=4)
    for frame in frames(seconds, value):
        recording.add(frame, 0.0)
    assert recording.suspicious is suspicious
