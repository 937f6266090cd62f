"""The interviewer's voice: a sentence becomes sound."""

from __future__ import annotations

import ctypes
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice.audio import Audio, decode, silence

LIBRARIES = ("libespeak-ng.so.1", "libespeak.so.1")
"""What pyttsx3 speaks through where the system has no voice of its own."""

USUAL = Sound()


class Synthesizer(Protocol):
    """Makes sound of text."""

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        """The text as it sounds in somebody's voice. Raises CoachError."""
        ...


class Pyttsx3:
    """The system's own voice, each sentence said by a process of its own (see `coach.voice.render`)."""

    def __init__(self, seconds: float = 20.0) -> None:
        """`seconds`: how long a sentence may take to be made; it takes well under one."""
        self._seconds = seconds

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        if not any(character.isalnum() for character in text):
            return silence(0.2)
        with tempfile.TemporaryDirectory(prefix="coach-") as folder:
            reason = ""
            for attempt in ("1.wav", "2.wav"):
                try:
                    return self._render(text, Path(folder, attempt), sound)
                except subprocess.TimeoutExpired:
                    reason = f"nothing within {self._seconds:g} s"
                except (OSError, ValueError) as error:
                    reason = str(error)
        raise CoachError(f"the voice gives no sound ({reason}): see `coach doctor`, or use --mute")

    def _render(self, text: str, file: Path, sound: Sound) -> Audio:
        run = subprocess.run(
            [sys.executable, "-m", "coach.voice.render", str(file), str(sound.rate), *sound.voices],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=self._seconds,
        )
        if run.returncode:
            raise ValueError(f"pyttsx3 ended with {run.returncode}")
        audio = decode(file.read_bytes())
        if not audio.samples.any():
            raise ValueError("pyttsx3 wrote silence")
        return audio


def find_voice() -> str:
    """Name of the engine that will speak, without starting it. Raises CoachError with the way to get one."""
    if importlib.util.find_spec("pyttsx3") is None:
        raise CoachError("pyttsx3 is missing: `pip install pyttsx3`, or use --mute")
    if sys.platform in ("darwin", "win32"):
        return {"darwin": "NSSpeechSynthesizer", "win32": "SAPI 5"}[sys.platform]
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            continue
        return "eSpeak NG" if "ng" in library else "eSpeak"
    raise CoachError("the interviewer has no voice: `sudo apt install espeak-ng`, or use --mute")
