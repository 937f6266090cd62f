"""The rivals as processes of their own: a naive loop, and pipecat's local pipeline."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.bench.voice.coach import Heard
from tests.bench.voice.room import Room, until
from tests.bench.voice.watch import Watch
from tests.lab.soundcard import end
from tests.parts import needs

PIPECAT = "pipecat-ai==1.14.0"
PROMPT = (
    "You are a staff engineer who interviews a candidate on strategy and prioritization. Ask one question at a time, "
    "in at most two plain sentences, about what the candidate has just said. Never answer for the candidate, never "
    "praise, never list anything. The case: a company of eighty engineers waits too long for its builds. The platform "
    "team wants to move all build runners to new machines this quarter, product wants a launch, and there are people "
    "for one of the two. Security has found old images on the runners. The director has promised the move to the board."
)


class Rival:
    """One of them. It tells what it heard on its standard output, each line read with its moment."""

    def __init__(self, room: Room, name: str, command: list[str], whisper: Path, llm: tuple[str, str]) -> None:
        self.name = name
        self._room = room
        self._folder = tempfile.TemporaryDirectory(prefix="rival-")
        prompt = Path(self._folder.name) / "prompt.txt"
        prompt.write_text(PROMPT)
        command += ["--whisper", str(whisper), "--base-url", llm[0], "--model", llm[1], "--prompt", str(prompt)]
        self._errors = (Path(self._folder.name) / "stderr").open("w+")
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **room.card.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.watch = Watch(self.process.pid)
        self._heard: list[Heard] = []
        self._texts: list[float] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            now = time.monotonic()
            with contextlib.suppress(json.JSONDecodeError):
                told = json.loads(line)
                if "text" in told:
                    self._texts.append(now)
                elif told.get("heard"):
                    self._heard.append(Heard(now, told["heard"], {}))

    def ready(self, seconds: float = 120.0) -> None:
        """Wait until its greeting has been heard."""
        room, began = self._room, time.monotonic()
        until(lambda: self.lives() and room.speaker.onset(began), seconds, f"{self.name}'s voice")
        until(lambda: room.quiet_for() > 2.5, seconds, "the end of the greeting")

    def lives(self) -> bool:
        """True. Raises RuntimeError, with what it complained of, when it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended: {self.look()}")
        return True

    def heard(self) -> list[Heard]:
        """The turns that it has closed so far."""
        return list(self._heard)

    def text_at(self, heard: Heard, after: float) -> float | None:
        """When the last of the text was there: the last transcription, where it tells of them."""
        return next((at for at in reversed(self._texts) if after <= at <= heard.at), heard.at)

    def look(self) -> str:
        """What it last complained of."""
        self._errors.flush()
        return Path(self._errors.name).read_text()[-2000:]

    def close(self) -> None:
        self.watch.close()
        end(self.process)  # type: ignore[arg-type]
        self._reader.join(5)
        self._errors.close()
        self._folder.cleanup()


def naive(room: Room, whisper: Path, llm: tuple[str, str], silence: float = 2.0) -> Rival:
    """The naive loop."""
    command = [sys.executable, "-m", "tests.bench.voice.naive", "--silence", f"{silence:g}"]
    return Rival(room, "naive", command, whisper, llm)


def pipecat(room: Room, whisper: Path, llm: tuple[str, str], python: str) -> Rival:
    """pipecat, by an interpreter that has it."""
    script = str(Path(__file__).with_name("piped.py"))
    return Rival(room, "pipecat", [python, script, "--piper", str(needs("piper"))], whisper, llm)


def has_pipecat(python: str | None) -> str | None:
    """The interpreter to run pipecat with; None when there is none."""
    if python is None:
        return sys.executable if importlib.util.find_spec("pipecat") else None
    run = subprocess.run([python, "-c", "import pipecat, sounddevice, piper, faster_whisper"], capture_output=True)
    return python if run.returncode == 0 else None
