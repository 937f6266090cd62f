"""The real `coach practice --voice` at a pseudo-terminal, as a candidate meets it."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.voice.room import Room, until
from tests.bench.voice.screen import Screen, plain
from tests.bench.voice.watch import Watch
from tests.parts import needs

SCENARIO = "ci-runners"
TAIL = 4
"""Words at an answer's end by which the whole text is known on the screen."""
SKIP = 3.0
"""Seconds of the opening that are listened to; then the key that ends the interviewer's words is pressed."""
HOLD = r"finishing in (\d+(?:\.\d+)?) s"
"""The countdown of the hold on the terminal: the seconds that are left, rounded up to a tenth."""
ROUNDED = 0.05
"""What rounding up adds to it on average."""


@dataclass(frozen=True)
class Heard:
    """An answer that a loop took as whole."""

    at: float
    """When it was there to be seen, on the monotonic clock."""
    text: str
    record: Mapping[str, Any]
    """What else the loop keeps of it; for cross-checks only."""


class Coach:
    """The process. `turn`: key, auto or None for what it does by itself."""

    name = "coach"

    def __init__(
        self,
        room: Room,
        whisper: Path,
        llm: tuple[str, str] | None = None,
        turn: str | None = None,
        patience: float = 4.0,
        extra: tuple[str, ...] = (),
    ) -> None:
        """`llm`: URL and model; None is the built-in interviewer."""
        self._room = room
        self._folder = tempfile.TemporaryDirectory(prefix="coach-bench-")
        self.home = Path(self._folder.name)
        command = [sys.executable, "-m", "coach", "practice", SCENARIO, "--voice", "--seed", "1"]
        command += ["--questions", "50", "--minutes", "180", "--patience", f"{patience:g}", "--whisper", str(whisper)]
        command += ["--interviewer", "llm" if llm else "builtin"]
        if llm:
            command += ["--base-url", llm[0], "--model", llm[1]]
        if turn and "--turn" in options():
            command += ["--turn", turn]
        self.screen = Screen([*command, *extra], _environ(room, self.home))
        self.watch = Watch(self.screen.process.pid)
        self._heard: list[Heard] = []
        self._asked: list[Mapping[str, Any]] = []
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    def ready(self, seconds: float = 120.0) -> None:
        """Wait until the opening has been heard; most of it is skipped by key."""
        room, began = self._room, time.monotonic()
        until(lambda: self.lives() and room.speaker.onset(began), seconds, "the interviewer's voice")
        time.sleep(SKIP)
        self.screen.press("\r")
        until(lambda: room.quiet_for() > 2.5, seconds, "the end of the opening")

    def done(self) -> float:
        """Press the done key."""
        return self.screen.press("\r")

    def heard(self) -> list[Heard]:
        """The answers that are saved so far."""
        return list(self._heard)

    def again(self) -> dict[int, str]:
        """Place of an answer in the record → its words when they were written down once more."""
        found = [json.loads(file.read_text()) for file in self.home.rglob("heard/*.json")]
        return {each["turn"]: each["text"] for each in found}

    def asked(self) -> list[Mapping[str, Any]]:
        """The interviewer's turns that are saved so far."""
        return list(self._asked)

    def text_at(self, heard: Heard, after: float) -> float | None:
        """When the end of an answer's text came to stand on the terminal."""
        return self.screen.showing(plain(heard.text)[-TAIL:], after)

    def hold_end(self, after: float, before: float) -> float | None:
        """When the hold ended, by the last countdown that was shown between two moments, or by its going away."""
        looks = [(at, re.search(HOLD, look)) for at, look in self.screen.looks(after) if at < before]
        last = max((place for place, (_, match) in enumerate(looks) if match), default=None)
        if last is None:
            return None
        at, match = looks[last]
        counted = at + float(match[1]) - ROUNDED if match else at
        return min([counted, *(gone for gone, _ in looks[last + 1 : last + 2])])

    def look(self) -> str:
        """What was last on the screen."""
        looks = self.screen.looks()
        return re.sub(r"\n\s*\n+", "\n", looks[-1][1]).strip() if looks else ""

    def close(self) -> None:
        self._over.set()
        self.watch.close()
        self.screen.stop()
        self._reader.join(5)
        self._folder.cleanup()

    def lives(self) -> bool:
        """True. Raises RuntimeError, with what was last on the screen, when it has ended."""
        if self.screen.process.poll() is not None:
            raise RuntimeError(f"coach ended: {self.look()}")
        return True

    def _follow(self) -> None:
        """Take each whole line of the record as it is written."""
        taken = 0
        while not self._over.wait(0.02):
            lines = [line for file in self.home.rglob("turns.jsonl") for line in file.read_text().splitlines(True)]
            for line in lines[taken:]:
                if not line.endswith("\n"):
                    break
                taken += 1
                turn = json.loads(line)
                if turn["role"] == "candidate":
                    self._heard.append(Heard(time.monotonic(), turn["text"], turn))
                else:
                    self._asked.append(turn)


@functools.cache
def options() -> str:
    """The help of `coach practice`: what it can be told."""
    run = subprocess.run([sys.executable, "-m", "coach", "practice", "--help"], capture_output=True, text=True)
    return run.stdout


def _environ(room: Room, home: Path) -> dict[str, str]:
    """A machine of its own: no key, no endpoint, no settings of whoever runs the benchmark. The end-of-turn model is
    there, as it is for whoever has had coach fetch its models."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
    return {
        **own,
        **room.card.env,
        "COACH_HOME": str(home),
        "COACH_SMART_TURN": str(needs("smart-turn")),
        "TERM": "xterm-256color",
        "PYTHONUNBUFFERED": "1",
    }
