"""Loudness on a scale of decibels, and captions that show nothing."""

from __future__ import annotations

import numpy as np
import pytest

from coach.voice.captions import NoCaptions, Status, loudness


@pytest.mark.parametrize(("amplitude", "expected"), [(1.0, 1.0), (0.1, 2 / 3), (0.01, 1 / 3), (0.001, 0), (0, 0)])
def test_every_tenth_of_the_amplitude_is_a_third_of_the_scale(amplitude: float, expected: float) -> None:
    square = np.where(np.arange(512) % 2, amplitude, -amplitude).astype(np.float32)
    assert loudness(square) == pytest.approx(expected, abs=1e-6)


def test_it_stays_between_0_and_1() -> None:
    assert loudness(np.full(512, 4.0, np.float32)) == 1.0
    assert loudness(np.zeros(0, np.float32)) == 0.0
    assert loudness(np.full(512, 1e-9, np.float32)) == 0.0


def test_no_captions_tell_the_whole_at_the_end_and_nothing_of_nothing() -> None:
    told: list[str] = []
    captions = NoCaptions(told.append)
    captions.text("We", "would")
    captions.status(Status("speaking"))
    assert told == []
    captions.end("We would.")
    captions.end("")
    captions.close()
    assert told == ["We would."]
