"""An answer being recorded."""

from __future__ import annotations

import numpy as np
import pytest

from coach.voice.microphone import FRAME, FRAME_SECONDS
from coach.voice.recording import BEFORE, DEAD, Recording


def fed(recording: Recording, seconds: float, begun: bool, value: float = 0.1) -> None:
    for _ in range(round(seconds / FRAME_SECONDS)):
        recording.add(np.full(FRAME, value, np.float32), begun)


def test_of_a_long_silence_before_the_first_word_only_its_end_is_kept() -> None:
    recording = Recording()
    fed(recording, 60, begun=False, value=0.01)
    fed(recording, 5, begun=True)
    assert recording.seconds == pytest.approx(65, abs=0.1)
    assert recording.skipped == pytest.approx(60 - BEFORE, abs=0.1)
    assert recording.audio().seconds == pytest.approx(5 + BEFORE, abs=0.1)


def test_silence_within_is_kept() -> None:
    recording = Recording()
    fed(recording, 3, begun=True)
    fed(recording, 30, begun=True, value=0.0)
    assert recording.audio().seconds == pytest.approx(33, abs=0.1)
    assert recording.skipped == 0


def test_its_end_is_had_without_the_rest() -> None:
    recording = Recording()
    fed(recording, 60, begun=True, value=0.1)
    fed(recording, 3, begun=True, value=0.2)
    last = recording.last(8)
    assert last.seconds == pytest.approx(8, abs=FRAME_SECONDS)
    assert (last.samples[-round(2.9 * 16000) :] == np.float32(0.2)).all()
    assert last.samples[0] == np.float32(0.1)
    assert Recording().last(8).seconds == 0
    assert (recording.last(2, before=3).samples == np.float32(0.1)).all()
    assert recording.last(8, before=60).seconds == pytest.approx(3, abs=0.1)


def test_nothing_but_zeros_is_suspicious_after_a_while_and_one_sample_clears_it() -> None:
    recording = Recording()
    fed(recording, DEAD - 0.1, begun=False, value=0.0)
    assert not recording.suspicious
    fed(recording, 0.2, begun=False, value=0.0)
    assert recording.suspicious
    recording.add(np.full(FRAME, 1e-5, np.float32), False)
    assert not recording.suspicious
