"""Microphone and speaker as they are: unplugged, plugged in again, another default; in real time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.voice.audio import RATE, Audio, to_wav
from tests.lab.soundcard import SoundCard, until


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with SoundCard() as card:
        yield card


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Six seconds of 440 Hz."""
    times = np.arange(RATE * 6) / RATE
    wav = tmp_path / "tone.wav"
    wav.write_bytes(to_wav(Audio((0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32), RATE)))
    return wav


class Held:
    """A process that has microphone and speaker open; see tests/lab/held.py."""

    def __init__(self, card: SoundCard, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.lab.held", *words],
            env={**os.environ, **card.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def do(self, *words: Any) -> dict[str, Any]:
        """What it says to a command."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


def test_a_microphone_unplugged_and_plugged_in_again_goes_on(card: SoundCard, tone: Path) -> None:
    with Held(card) as held:
        assert held.do("names")["microphone"] == "default"
        speaking = card.speaking(tone)
        before = held.do("read", 2.0)
        assert before["loudest"] == pytest.approx(0.3, abs=0.05)
        assert before["seconds"] == pytest.approx(2.0, abs=0.5)
        card.unplug()
        assert held.do("read", 10.0)["error"] == "the microphone went away"
        assert not held.do("reopen", 0.3)["back"]
        assert speaking.wait(timeout=20) == 0
        card.plug()
        assert held.do("reopen", 8.0)["back"]
        card.speaking(tone)
        assert held.do("read", 3.0)["loudest"] == pytest.approx(0.3, abs=0.05)


def test_another_microphone_is_listened_to_when_it_becomes_the_default(card: SoundCard, tone: Path) -> None:
    card.second_microphone()
    with Held(card) as held:
        assert held.do("read", 1.0)["seconds"] > 0.3
        card.unplug()
        assert "error" in held.do("read", 10.0)
        card.control("set-default-source", "webcam")
        assert held.do("reopen", 8.0)["back"]
        speaking = card.speaking(tone, "webcam_mouth")
        assert held.do("read", 3.0)["loudest"] == pytest.approx(0.3, abs=0.05)
        assert speaking.wait(timeout=20) == 0


def test_a_microphone_taken_out_of_the_system_is_replaced_without_a_word_lost(card: SoundCard, tone: Path) -> None:
    """The sound server moves the stream to what is left, and we hear on."""
    card.second_microphone()
    with Held(card) as held:
        assert held.do("read", 1.0)["seconds"] > 0.3
        card.control("set-default-source", "webcam")
        card.remove("module-remap-source", "microphone")
        card.speaking(tone, "webcam_mouth")
        heard = held.do("read", 4.0)
        assert heard.get("error") is None or held.do("reopen", 8.0)["back"]
        assert held.do("read", 2.0)["loudest"] == pytest.approx(0.3, abs=0.05)


def test_devices_are_chosen_by_name(card: SoundCard, tone: Path) -> None:
    card.second_microphone()
    with Held(card, "webcam", "head") as held:
        assert held.do("names") == {"microphone": "webcam", "speaker": "headphones"}
        card.speaking(tone, "webcam_mouth")
        assert held.do("read", 3.0)["loudest"] == pytest.approx(0.3, abs=0.05)
        with card.record("headphones.monitor") as headphones, card.record() as speaker:
            assert held.do("play", 1.0)["played"] == pytest.approx(1.0, abs=0.01)
            assert headphones.sounding() > 0.8
            assert speaker.sounding() == 0


def test_the_microphone_looks_for_devices_while_the_speaker_plays_on(card: SoundCard) -> None:
    with Held(card) as held, card.record() as recording:
        assert held.do("read", 0.5)["seconds"] > 0
        card.unplug()
        assert "error" in held.do("read", 10.0)
        held.do("begin", 4.0)
        until(lambda: recording.sounding() > 1, 10, "the interviewer")
        card.plug()
        assert held.do("reopen", 8.0)["back"]
        assert held.do("wait", 10.0)["played"] == pytest.approx(4.0, abs=0.05)
        assert recording.sounding() == pytest.approx(4.0, abs=0.5)
        assert held.do("read", 1.0)["seconds"] > 0.3


def test_after_a_pause_our_own_voice_is_not_in_what_is_heard(card: SoundCard) -> None:
    card.echo()
    with Held(card) as held:
        for _ in range(3):
            assert held.do("play", 1.0)["played"] == pytest.approx(1.0, abs=0.01)
            heard = held.do("read", 0.6)
            assert heard["loudest"] < 0.003
            assert heard["seconds"] > 0.2
