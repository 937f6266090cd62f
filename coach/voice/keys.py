"""The key that says "done": Enter or Space at a terminal, a line's end from a pipe."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys
import threading
from types import TracebackType
from typing import Protocol

DONE = "\r\n "


class Keys(Protocol):
    """A context in which the keyboard is listened to."""

    interactive: bool
    """True when there is somebody at a keyboard."""

    def __enter__(self) -> Keys: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def pressed(self) -> bool:
        """True when the key was pressed since the last call. Never waits."""
        ...


class NoKeys:
    """Nobody is at a keyboard."""

    interactive = False

    def __enter__(self) -> NoKeys:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was changed."""

    def pressed(self) -> bool:
        return False


class TerminalKeys:
    """Single keys of a POSIX terminal. Outside the context the terminal is as it was."""

    interactive = True

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> TerminalKeys:
        import termios
        import tty

        self._before = termios.tcgetattr(self._descriptor)
        # cbreak, not raw: Ctrl-C still interrupts. What was typed before the context began does not count.
        tty.setcbreak(self._descriptor, termios.TCSAFLUSH)
        return self

    def __exit__(self, *error: object) -> None:
        import termios

        # Flushed, so that a second press of Enter does not answer the next prompt.
        termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, self._before)

    def pressed(self) -> bool:
        if not select.select([self._descriptor], [], [], 0)[0]:
            return False
        return any(key in DONE for key in os.read(self._descriptor, 64).decode("utf-8", "replace"))


class ConsoleKeys:
    """Single keys of a Windows console."""

    interactive = True

    def __enter__(self) -> ConsoleKeys:
        self.pressed()
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was changed."""

    def pressed(self) -> bool:
        import msvcrt

        found = False
        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            key = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            if key == "\x03":
                raise KeyboardInterrupt
            found = found or key in DONE
        return found


class PipeKeys:
    """Each line's end that comes through a pipe is one key, also when it came early."""

    interactive = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines = threading.Semaphore(0)
        self._reader: threading.Thread | None = None

    def __enter__(self) -> PipeKeys:
        if self._reader is None:
            # A thread, since Windows cannot ask a pipe whether there is something to read.
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        """The reader goes on: what comes in now counts later."""

    def pressed(self) -> bool:
        return self._lines.acquire(blocking=False)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self._descriptor, 1024):
                for _ in range(data.count(b"\n")):
                    self._lines.release()


def open_keys() -> Keys:
    """The keys of standard input, whatever that is. A file or /dev/null has none."""
    try:
        descriptor = sys.stdin.fileno()
        mode = os.fstat(descriptor).st_mode
    except (AttributeError, ValueError, OSError):  # no standard input, closed, or not the system's
        return NoKeys()
    if os.isatty(descriptor):
        return ConsoleKeys() if sys.platform == "win32" else TerminalKeys(descriptor)
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return PipeKeys(descriptor)
    return NoKeys()
