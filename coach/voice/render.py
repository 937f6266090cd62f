"""`python -m coach.voice.render`: says one text into a sound file, then ends. What to say comes on standard input.

A process of its own for every text: within one process pyttsx3 writes only the last of two files, hangs at the
second `runAndWait` on macOS, and prints to standard output. It starts its engine before it reads, so that it can be
started ahead of time and wait; when whoever started it is gone, however that went, its input ends and so does it.
The text comes on standard input since command lines are for everyone on the machine to see.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

STEP = 0.01
AFTER_FILE = 0.3
"""Seconds to wait, once there is a file, for engines that never say that they are done."""


class Known(Protocol):
    """A voice, as pyttsx3 tells of it."""

    id: str
    name: str


def choose(voices: Iterable[Known], wanted: Sequence[str]) -> str | None:
    """Id of the first wanted voice that is there, known by a part of its name or by the end of its id; None for none.

    "en-us+f3" is eSpeak's voice en-us in a variant, which is in no list.
    """
    known = list(voices)
    for each in wanted:
        name, plus, variant = each.lower().partition("+")
        for voice in known:
            if voice.id.lower().rpartition("/")[2] == name:
                return f"{voice.id}{plus}{variant}"
            if not plus and name in (voice.name or "").lower():
                return voice.id
    return None


def order(text: str, file: Path, rate: int, voices: Sequence[str]) -> bytes:
    """What to write to its standard input. The first of `voices` that the system has speaks, its usual one where it
    has none of them; `rate` is words a minute."""
    return json.dumps({"text": text, "file": str(file), "rate": rate, "voices": list(voices)}).encode()


def main() -> None:
    """Writes WAV, or AIFF on macOS, whatever the file is called. It may wait for ever: the caller has the time-out."""
    import pyttsx3

    finished: list[bool] = []
    engine = pyttsx3.init()
    engine.connect("finished-utterance", lambda **_: finished.append(True))
    voices = list(engine.getProperty("voices"))
    wanted = sys.stdin.buffer.read()
    if wanted:
        _say(engine, voices, json.loads(wanted), finished)
    os._exit(0)  # not sys.exit: ending in order takes as long as the speaking, and somebody waits


def _say(engine: Any, voices: list[Known], wanted: dict[str, Any], finished: list[bool]) -> None:
    voice = choose(voices, wanted["voices"])
    if voice is not None:
        engine.setProperty("voice", voice)
    _set_rate(engine, wanted["rate"])
    file = Path(wanted["file"])
    engine.save_to_file(wanted["text"], str(file))
    engine.runAndWait()
    # With eSpeak it returns after 10 ms, and the file of a long sentence would be lost with this process.
    since_file = 0.0
    while not finished and since_file < AFTER_FILE:
        time.sleep(STEP)
        since_file += STEP if file.exists() and file.stat().st_size else 0.0


def _set_rate(engine: Any, rate: int) -> None:
    """In words a minute.

    eSpeak works on a thread of its own, where a rate set by pyttsx3 right before a text has been seen to come after it
    once in some tries on a busy machine: somebody then speaks at 200 words a minute. So wait until it is set.
    """
    if sys.platform in ("darwin", "win32"):
        engine.setProperty("rate", rate)
        return
    from pyttsx3.drivers import _espeak

    _espeak.SetParameter(_espeak.RATE, rate, 0)
    for _ in range(100):
        if _espeak.dll.espeak_GetParameter(_espeak.RATE, 1) == rate:  # pyttsx3's own leaves out the 1 for "current"
            return
        time.sleep(STEP)


if __name__ == "__main__":
    main()
