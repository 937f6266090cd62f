"""`python -m coach.voice.render FILE`: says the text on standard input into a sound file, then ends.

A process of its own for every sentence: within one process pyttsx3 writes only the last of two files, hangs at the
second `runAndWait` on macOS, and prints to standard output. The text comes on standard input since command lines are
for everyone on the machine to see.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

WORDS_PER_MINUTE = 175
STEP = 0.01
AFTER_FILE = 0.3
"""Seconds to wait, once there is a file, for engines that never say that they are done."""


def main() -> None:
    """Writes WAV, or AIFF on macOS, whatever the file is called. It may wait for ever: the caller has the time-out."""
    text = sys.stdin.buffer.read().decode("utf-8")
    file = Path(sys.argv[1])
    import pyttsx3

    finished: list[bool] = []
    engine = pyttsx3.init()
    engine.connect("finished-utterance", lambda **_: finished.append(True))
    engine.setProperty("rate", WORDS_PER_MINUTE)
    engine.save_to_file(text, str(file))
    engine.runAndWait()
    # With eSpeak it returns after 10 ms, and the file of a long sentence would be lost with this process.
    since_file = 0.0
    while not finished and since_file < AFTER_FILE:
        time.sleep(STEP)
        since_file += STEP if file.exists() and file.stat().st_size else 0.0


if __name__ == "__main__":
    main()
