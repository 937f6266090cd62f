"""Silero, frame by frame."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from coach.voice.audio import RATE, read, resampled
from coach.voice.microphone import FRAME
from coach.voice.vad import Silero
from tests.lab.voices import candidate


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """A second of silence, a sentence, a second of silence."""
    file = tmp_path_factory.mktemp("vad") / "speech.wav"
    audio = read(candidate(file, [1.0, "We stop the search project today.", 1.0]))
    samples = resampled(audio, RATE).samples
    return samples[: len(samples) // FRAME * FRAME]


def test_frame_by_frame_it_says_the_same_as_about_the_whole(speech: np.ndarray) -> None:
    from faster_whisper.vad import get_vad_model

    whole = np.asarray(get_vad_model()(speech.copy())).reshape(-1)
    vad = Silero()
    stream = [vad.probability(frame) for frame in speech.reshape(-1, FRAME)]
    assert np.abs(whole - stream).max() < 0.01
    vad.reset()
    again = [vad.probability(frame) for frame in speech.reshape(-1, FRAME)]
    assert again == stream


def test_it_tells_speech_from_silence_and_noise(speech: np.ndarray) -> None:
    vad = Silero()
    stream = np.array([vad.probability(frame) for frame in speech.reshape(-1, FRAME)])
    assert stream[:25].max() < 0.3
    assert stream[-15:].max() < 0.3
    assert np.median(stream[40:-40]) > 0.9
    vad.reset()
    noise = np.random.default_rng(1).normal(0, 0.05, (100, FRAME)).astype(np.float32)
    assert max(vad.probability(frame) for frame in noise) < 0.5


def test_it_is_found_without_importing_the_library_around_it() -> None:
    code = (
        "import sys; from coach.voice.vad import model_file as m; print(m().exists(), 'faster_whisper' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["True", "False"]
