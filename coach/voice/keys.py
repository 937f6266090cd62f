"""The candidate's two keys: Enter and Space at a terminal, lines through a pipe. Does not know what they do."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import stat
import sys
import threading
from collections import deque
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, Literal, Protocol

Key = Literal["enter", "space"]
KEYS: dict[str, Key] = {"\r": "enter", "\n": "enter", " ": "space"}
MOST_LINES = 1000
"""Lines that wait to be looked at; more stay in the pipe."""


class Keys(Protocol):
    """A context in which the keyboard is listened to; entered again within itself it is the same one."""

    interactive: bool
    """True when there is somebody at a keyboard."""

    def __enter__(self) -> Keys: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def pressed(self) -> Key | None:
        """The next key that was pressed, in order; None when there is none. Never waits."""
        ...

    def forget(self) -> None:
        """Drop what was pressed so far: a finger too quick must not end the next answer."""
        ...


class NoKeys:
    """Nobody is at a keyboard."""

    interactive = False

    def __enter__(self) -> NoKeys:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was changed."""

    def pressed(self) -> Key | None:
        return None

    def forget(self) -> None:
        """Nothing was pressed."""


class TerminalKeys:
    """Single keys of a POSIX terminal. Outside the context the terminal is as it was, however the context ended."""

    interactive = True

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._depth = 0
        self._before: list[Any] = []
        self._handlers: dict[signal.Signals, Any] = {}
        self._waiting: deque[Key] = deque()

    def __enter__(self) -> TerminalKeys:
        import termios

        if not self._depth:
            self._before = termios.tcgetattr(self._descriptor)
            self._waiting.clear()
            self._take_signals()
            # What was typed before the context began does not count, so it is flushed.
            self._cbreak(termios.TCSAFLUSH)
        self._depth += 1
        return self

    def __exit__(self, *error: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._restore()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            self._handlers.clear()

    def pressed(self) -> Key | None:
        if not self._waiting and select.select([self._descriptor], [], [], 0)[0]:
            self._waiting.extend(self._read())
        return self._waiting.popleft() if self._waiting else None

    def forget(self) -> None:
        import termios

        self._waiting.clear()
        with contextlib.suppress(termios.error):  # the terminal is gone
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def _read(self) -> Iterator[Key]:
        try:
            data = os.read(self._descriptor, 1024)
        except OSError:  # the terminal is gone
            return
        for byte in data:
            if key := KEYS.get(chr(byte)):
                yield key

    def _cbreak(self, when: int) -> None:
        import tty

        tty.setcbreak(self._descriptor, when)  # not raw: Ctrl-C still interrupts

    def _restore(self) -> None:
        import termios

        with contextlib.suppress(termios.error):  # the terminal is gone
            # Flushed, so that a second press of Enter does not answer the next prompt.
            termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, self._before)

    def _take_signals(self) -> None:
        """Where somebody else handles them, or Python would not let us, they stay as they are."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number, handler in ((signal.SIGTERM, self._terminated), (signal.SIGCONT, self._continued)):
            if signal.getsignal(number) == signal.SIG_DFL:
                self._handlers[number] = signal.signal(number, handler)

    def _terminated(self, number: int, _frame: FrameType | None) -> None:
        self._restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _continued(self, _number: int, _frame: FrameType | None) -> None:
        """Back from Ctrl-Z: the shell has set the terminal as it likes it."""
        import termios

        with contextlib.suppress(OSError, termios.error):
            # From the background, setting it would stop us again.
            if os.tcgetpgrp(self._descriptor) == os.getpgrp():
                self._cbreak(termios.TCSADRAIN)


class ConsoleKeys:
    """Single keys of a Windows console, which need no setting up."""

    interactive = True

    def __init__(self) -> None:
        self._depth = 0

    def __enter__(self) -> ConsoleKeys:
        if not self._depth:
            self.forget()
        self._depth += 1
        return self

    def __exit__(self, *error: object) -> None:
        self._depth -= 1

    def pressed(self) -> Key | None:
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            key = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            if key == "\x03":
                raise KeyboardInterrupt
            if key in "\0\xe0":  # an arrow or a function key: what follows is its number, be it that of a space
                msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            elif key in KEYS:
                return KEYS[key]
        return None

    def forget(self) -> None:
        while self.pressed():
            pass


class PipeKeys:
    """Each line that comes through a pipe is one key: Space when there are only blanks in it, else Enter.

    Nobody's finger slips in a pipe, so a line that came early is not forgotten.
    """

    interactive = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting: queue.Queue[Key] = queue.Queue(MOST_LINES)
        self._reader: threading.Thread | None = None

    def __enter__(self) -> PipeKeys:
        if self._reader is None:
            # A thread, since Windows cannot ask a pipe whether there is something to read.
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        """The reader goes on: what comes in now counts later."""

    def pressed(self) -> Key | None:
        with contextlib.suppress(queue.Empty):
            return self._waiting.get_nowait()
        return None

    def forget(self) -> None:
        """What came is what the script meant."""

    def _read(self) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while data := os.read(self._descriptor, 1024):
                *lines, rest = (rest + data).split(b"\n")
                rest = rest[:64]  # enough to tell the key, however long the line
                for line in lines:
                    bare = line.rstrip(b"\r")
                    self._waiting.put("space" if bare and not bare.strip() else "enter")


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
