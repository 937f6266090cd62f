"""The interviewer's voice, by the real pyttsx3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.voice import synthesizer
from coach.voice.audio import to_wav
from coach.voice.synthesizer import Pyttsx3, find_voice
from tests.parts import missing

SENTENCE = "What would you stop, and who would you tell first?"


@pytest.fixture
def voice() -> Pyttsx3:
    try:
        find_voice()
    except CoachError as error:
        missing(str(error))
    return Pyttsx3()


def test_a_sentence_sounds_the_second_time_as_the_first(voice: Pyttsx3, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = voice.synthesize(SENTENCE), voice.synthesize(SENTENCE)
    assert 1.5 < first.seconds < 6
    assert second.seconds == pytest.approx(first.seconds, abs=0.2)
    assert abs(second.samples).max() > 0.05
    assert capfd.readouterr() == ("", "")


def test_a_long_text_is_made_to_its_end(voice: Pyttsx3) -> None:
    assert voice.synthesize(SENTENCE * 20).seconds > 15 * voice.synthesize(SENTENCE).seconds


def test_text_without_a_word_is_a_short_silence(voice: Pyttsx3) -> None:
    audio = voice.synthesize(" ... ")
    assert 0 < audio.seconds < 1
    assert not audio.samples.any()


def test_signs_are_spoken_not_run(voice: Pyttsx3) -> None:
    assert voice.synthesize("Is p99 < 300 ms & 5 % — “ça” <b>3</b> $(reboot) 日本?").seconds > 1


def test_the_text_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, voice: Pyttsx3) -> None:
    commands = []
    really = subprocess.run

    def watched(command: list[str], **more: object) -> object:
        commands.append(" ".join(command))
        return really(command, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    voice.synthesize("A secret plan.")
    assert len(commands) == 1
    assert "secret" not in commands[0]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in the place of Python: the child process does whatever it says."""
    program = tmp_path / "child"
    monkeypatch.setattr(sys, "executable", str(program))
    return program


def script(program: Path, text: str) -> None:
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)


def test_one_that_fails_once_is_tried_again(program: Path, tmp_path: Path) -> None:
    from coach.voice.audio import Audio, silence

    good = tmp_path / "good.wav"
    good.write_bytes(to_wav(Audio(silence(0.3).samples + 0.1, 16000)))
    script(program, f'[ -e {tmp_path}/tried ] && cp {good} "$3" || {{ touch {tmp_path}/tried; exit 1; }}')
    assert Pyttsx3().synthesize("Hello").seconds == pytest.approx(0.3)


@pytest.mark.parametrize(
    "does", ["exit 3", "exit 0", 'echo nonsense > "$3"', "exec sleep 60"], ids=["fails", "no file", "no sound", "hangs"]
)
def test_one_that_never_works_is_one_line(program: Path, does: str) -> None:
    script(program, does)
    with pytest.raises(CoachError, match="the voice gives no sound") as caught:
        Pyttsx3(seconds=0.3).synthesize("Hello")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a voice of their own")
def test_a_missing_engine_is_one_line_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesizer, "LIBRARIES", ("libnot-there.so.1",))
    with pytest.raises(CoachError, match="apt install espeak-ng"):
        find_voice()
