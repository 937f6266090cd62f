"""What stands on a terminal, and since when: a process at a pseudo-terminal, each change read with its moment."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Mapping, Sequence

ROWS, COLUMNS = 40, 160


class Screen:
    """The process and its terminal."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        import pyte

        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(env), start_new_session=True
        )
        os.close(slave)
        self._pieces: list[tuple[float, bytes]] = []
        self._looks: list[tuple[float, str]] = []
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._master, 65536)
            except OSError:  # the process has gone
                return
            if not piece:
                return
            with self._lock:
                self._pieces.append((time.monotonic(), piece))

    def press(self, key: str) -> float:
        """Press a key; the moment is handed back."""
        os.write(self._master, key.encode())
        return time.monotonic()

    def looks(self, after: float = 0.0) -> list[tuple[float, str]]:
        """(moment, all that stood on the screen from then on), from a moment on.

        The screen is worked out only here: while somebody speaks, it would take a core from who is measured.
        """
        with self._lock:
            pieces, self._pieces = self._pieces, []
        for at, piece in pieces:
            self._stream.feed(piece)
            shown = "\n".join(line.rstrip() for line in self._screen.display)
            if not self._looks or shown != self._looks[-1][1]:
                self._looks.append((at, shown))
        return [look for look in self._looks if look[0] >= after]

    def showing(self, words: Sequence[str], after: float) -> float | None:
        """When these words came to stand on the screen one behind another; None when they never did."""
        wanted = " " + " ".join(words) + " "
        return next((at for at, look in self.looks(after) if wanted in f" {' '.join(plain(look))} "), None)

    def stop(self) -> None:
        """Interrupt it as Ctrl-C does, then end it by its own id."""
        for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(sent)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                continue
        self._reader.join(5)
        os.close(self._master)


def plain(text: str) -> list[str]:
    """The words alone, small, without punctuation, "um" and "uh": as they are compared."""
    words = re.sub(r"[^\w\s']", " ", text.lower()).replace("'", "").split()
    return [word for word in words if word not in ("um", "uh", "uhm", "umm")]
