"""The interviewer's voice: a text becomes sound."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Protocol

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice.audio import Audio, decode, silence
from coach.voice.render import order

LIBRARIES = ("libespeak-ng.so.1", "libespeak.so.1")
"""What pyttsx3 speaks through where the system has no voice of its own."""

USUAL = Sound()


class Synthesizer(Protocol):
    """Makes sound of text. Any thread may ask it, several at a time."""

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        """The text as it sounds in somebody's voice. Raises CoachError."""
        ...

    def warm_up(self) -> None:
        """Get ready for the first text. Whatever goes wrong is told by `synthesize`."""
        ...

    def close(self) -> None:
        """Let go of what waits for texts."""
        ...


class Pyttsx3:
    """The system's own voice, each text said by a process of its own (see `coach.voice.render`).

    One process is started ahead and waits: starting takes ten times as long as saying a clause.
    """

    def __init__(self, seconds: float = 5.0) -> None:
        """`seconds`: how long a text may take to be made; it takes well under one."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._closed = False

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        if not any(character.isalnum() for character in text):
            return silence(0.2)
        try:
            return self._twice(text, sound)
        finally:
            self.warm_up()  # only now: it would take the processor from the one that speaks

    def warm_up(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._spare is None and not self._closed:
                self._spare = _start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            _end(spare)

    def _twice(self, text: str, sound: Sound) -> Audio:
        reason = ""
        with tempfile.TemporaryDirectory(prefix="coach-") as folder:
            for attempt in ("1.wav", "2.wav"):
                try:
                    return self._render(text, Path(folder, attempt), sound)
                except subprocess.TimeoutExpired:
                    reason = f"nothing within {self._seconds:g} s"
                except (OSError, ValueError) as error:
                    reason = str(error)
        raise CoachError(f"the voice gives no sound ({reason}): see `coach doctor`, or use --mute")

    def _render(self, text: str, file: Path, sound: Sound) -> Audio:
        process = self._process()
        try:
            process.communicate(order(text, file, sound.rate, sound.voices), timeout=self._seconds)
        finally:
            _end(process)
        if process.returncode:
            raise ValueError(f"pyttsx3 ended with {process.returncode}")
        audio = decode(file.read_bytes())
        if not audio.samples.any():
            raise ValueError("pyttsx3 wrote silence")
        return audio

    def _process(self) -> subprocess.Popen[bytes]:
        """The one that waits, if it is still there: Ctrl-C ends it too, and a machine short of memory may."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.poll() is not None:
            _end(spare)
            spare = None
        return spare or _start()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "coach.voice.render"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """It has nothing to lose."""
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


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
