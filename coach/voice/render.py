"""`python -m coach.voice.render FILE [RATE [VOICE ...]]`: says the text on standard input into a sound file, then ends.

RATE is words a minute. The first VOICE that the system has speaks, its usual one where it has none of them.

A process of its own for every sentence: within one process pyttsx3 writes only the last of two files, hangs at the
second `runAndWait` on macOS, and prints to standard output. The text comes on standard input since command lines are
for everyone on the machine to see.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

WORDS_PER_MINUTE = 175
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


def main() -> None:
    """Writes WAV, or AIFF on macOS, whatever the file is called. It may wait for ever: the caller has the time-out."""
    text = sys.stdin.buffer.read().decode("utf-8")
    file, rate, wanted = Path(sys.argv[1]), sys.argv[2:3], sys.argv[3:]
    import pyttsx3

    finished: list[bool] = []
    engine = pyttsx3.init()
    engine.connect("finished-utterance", lambda **_: finished.append(True))
    voice = choose(engine.getProperty("voices"), wanted) if wanted else None
    if voice is not None:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", int(rate[0]) if rate else WORDS_PER_MINUTE)
    engine.save_to_file(text, str(file))
    engine.runAndWait()
    # With eSpeak it returns after 10 ms, and the file of a long sentence would be lost with this process.
    since_file = 0.0
    while not finished and since_file < AFTER_FILE:
        time.sleep(STEP)
        since_file += STEP if file.exists() and file.stat().st_size else 0.0


if __name__ == "__main__":
    main()
