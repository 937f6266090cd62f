"""The interviewer's voice, by the real pyttsx3."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice import synthesizer
from coach.voice.audio import to_wav
from coach.voice.render import choose
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


@dataclass
class Known:
    """A voice as pyttsx3 tells of it."""

    id: str
    name: str


ESPEAK = [Known("gmw/en", "English (Great Britain)"), Known("gmw/en-us", "English (America)")]
MACOS = [Known("com.apple.voice.compact.en-GB.Daniel", "Daniel"), Known("com.apple.Fred", "Fred")]


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        (ESPEAK, ["Daniel", "en-us+f3"], "gmw/en-us+f3"),
        (ESPEAK, ["en-us"], "gmw/en-us"),
        (ESPEAK, ["great britain"], "gmw/en"),
        (MACOS, ["Zira", "Daniel", "en-us+f3"], "com.apple.voice.compact.en-GB.Daniel"),
        (MACOS, ["en-gb+f3"], None),
        (MACOS, [], None),
        ([], ["Daniel"], None),
    ],
)
def test_the_first_voice_of_those_liked_that_is_there(
    voices: list[Known], wanted: list[str], chosen: str | None
) -> None:
    assert choose(voices, wanted) == chosen


def test_everybody_who_interviews_sounds_different_and_the_usual_one_as_ever(voice: Pyttsx3) -> None:
    from coach.interview import persona
    from coach.interview.panel import GUEST

    sounds = [*(persona.load(id).sound for id in persona.ids()), GUEST]
    heard = [voice.synthesize(SENTENCE, each) for each in sounds]
    assert len({each.samples.tobytes() for each in heard}) == len(sounds)
    assert heard[0].samples.tobytes() == voice.synthesize(SENTENCE).samples.tobytes()
    assert voice.synthesize(SENTENCE, Sound((), 120)).seconds > 1.2 * heard[0].seconds


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
