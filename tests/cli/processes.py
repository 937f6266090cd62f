"""The real `coach` as a process of its own, and what it has written so far."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def start(home: Path, *args: str, env: Mapping[str, str] | None = None, **pipes: Any) -> subprocess.Popen[str]:
    """Start `coach` with a data folder; stdin, stdout and stderr are pipes unless said otherwise."""
    command = [sys.executable, "-m", "coach", *args]
    environ = os.environ | {"COACH_HOME": str(home), "PYTHONUNBUFFERED": "1"} | dict(env or {})
    streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | pipes
    return subprocess.Popen(command, env=environ, text=True, **streams)


def turns(home: Path) -> list[dict[str, Any]]:
    """All whole turns on disk of the one session there is."""
    lines = [line for file in home.rglob("turns.jsonl") for line in file.read_text().splitlines(keepends=True)]
    return [json.loads(line) for line in lines if line.endswith("\n")]


def said(home: Path, role: str) -> list[str]:
    """What one side has said, on disk."""
    return [turn["text"] for turn in turns(home) if turn["role"] == role]


def until(condition: Callable[[], Any], process: subprocess.Popen[str], seconds: float = 60) -> None:
    """Wait for a condition while the process lives; AssertionError with its stderr when it never comes true."""
    deadline = time.monotonic() + seconds
    while not condition():
        late = time.monotonic() > deadline
        if late or process.poll() is not None:
            process.kill()
            raise AssertionError(f"{'not in time' if late else 'ended'}: {process.communicate()[1]}")
        time.sleep(0.02)
