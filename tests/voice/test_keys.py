"""Enter and Space, at a real terminal, at a scripted Windows console and through a pipe."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from coach.voice.keys import ConsoleKeys, Keys, NoKeys, PipeKeys, TerminalKeys, open_keys

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX terminal")


def soon(condition: object) -> bool:
    """Whether it comes true within a second."""
    deadline = time.monotonic() + 1
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: ours, and the program's."""
    import pty

    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def all_of(keys: Keys) -> list[str]:
    """Those that are there now."""
    return list(iter(keys.pressed, None))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (b"\r", ["enter"]),
        (b"\n", ["enter"]),
        (b" ", ["space"]),
        (b"x", []),
        (b"xy ", ["space"]),
        ("é\u00a0".encode(), []),
        (b" \n\r  ", ["space", "enter", "enter", "space", "space"]),
        (b"x" * 600 + b" ", ["space"]),
    ],
)
def test_a_terminal_gives_single_keys_in_order(terminal: tuple[int, int], typed: bytes, expected: list[str]) -> None:
    ours, theirs = terminal
    with TerminalKeys(theirs) as keys:
        assert keys.pressed() is None
        found: list[str] = []
        os.write(ours, typed + b"\n")  # the end mark
        assert soon(lambda: found.extend(all_of(keys)) or found[-1:] == ["enter"])
        assert soon(lambda: found.extend(all_of(keys)) or len(found) == len(expected) + 1)
        assert found == [*expected, "enter"]


def test_a_context_within_the_context_changes_nothing(terminal: tuple[int, int]) -> None:
    import termios

    ours, theirs = terminal
    before = termios.tcgetattr(theirs)
    with TerminalKeys(theirs) as keys:
        within = termios.tcgetattr(theirs)
        os.write(ours, b" \n")
        assert soon(lambda: select.select([theirs], [], [], 0)[0])
        with keys:
            assert keys.pressed() == "space"
        assert termios.tcgetattr(theirs) == within
        with keys:
            assert keys.pressed() == "enter"
    assert termios.tcgetattr(theirs) == before
    with keys:
        assert termios.tcgetattr(theirs) == within
    assert termios.tcgetattr(theirs) == before


def test_what_is_forgotten_does_not_count(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    with TerminalKeys(theirs) as keys:
        os.write(ours, b"\n\n")
        assert soon(keys.pressed)
        os.write(ours, b" ")
        assert soon(lambda: select.select([theirs], [], [], 0)[0])
        keys.forget()
        assert keys.pressed() is None
        os.write(ours, b" ")
        assert soon(lambda: keys.pressed() == "space")


def test_a_terminal_that_is_gone_has_no_keys() -> None:
    import pty

    ours, theirs = pty.openpty()
    with TerminalKeys(theirs) as keys:
        os.close(ours)
        assert keys.pressed() is None
        keys.forget()
    os.close(theirs)


def test_the_terminal_is_as_before_also_after_an_error(terminal: tuple[int, int]) -> None:
    import termios

    before = termios.tcgetattr(terminal[1])
    with TerminalKeys(terminal[1]):
        assert termios.tcgetattr(terminal[1]) != before
    assert termios.tcgetattr(terminal[1]) == before
    with pytest.raises(KeyboardInterrupt), TerminalKeys(terminal[1]):
        raise KeyboardInterrupt
    assert termios.tcgetattr(terminal[1]) == before


def test_what_was_typed_before_does_not_count(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    keys = TerminalKeys(theirs)
    os.write(ours, b"\n\n")
    assert soon(lambda: select.select([theirs], [], [], 0)[0])
    with keys:
        assert not keys.pressed()


LISTENING = """
import sys, time
from coach.voice.keys import open_keys
with open_keys() as keys:
    print("ready", type(keys).__name__, flush=True)
    while not keys.pressed(): time.sleep(0.01)
print("done", flush=True)
"""


@dataclass
class Listener:
    """A process at a terminal of its own, which waits for a key."""

    pid: int
    terminal: int

    def shows(self, text: bytes) -> None:
        shown = b""
        while text not in shown:
            shown += os.read(self.terminal, 200)

    def mode(self) -> list[object]:
        import termios

        return termios.tcgetattr(self.terminal)

    def ended(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def listener() -> Iterator[Listener]:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", LISTENING])
    yield Listener(pid, terminal)
    os.close(terminal)


def test_control_c_still_interrupts(listener: Listener) -> None:
    before = listener.mode()
    listener.shows(b"ready TerminalKeys")
    assert listener.mode() != before
    os.write(listener.terminal, b"\x03")
    assert listener.ended() in (-signal.SIGINT, 1)
    assert listener.mode() == before


def test_a_terminated_process_leaves_the_terminal_as_it_was(listener: Listener) -> None:
    before = listener.mode()
    listener.shows(b"ready")
    os.kill(listener.pid, signal.SIGTERM)
    assert listener.ended() == -signal.SIGTERM
    assert listener.mode() == before


def test_back_from_being_stopped_single_keys_count_again(listener: Listener) -> None:
    import termios

    before = listener.mode()
    listener.shows(b"ready")
    within = listener.mode()
    os.kill(listener.pid, signal.SIGSTOP)
    os.waitpid(listener.pid, os.WUNTRACED)
    termios.tcsetattr(listener.terminal, termios.TCSANOW, before)  # as a shell does
    os.kill(listener.pid, signal.SIGCONT)
    assert soon(lambda: listener.mode() == within)
    os.write(listener.terminal, b" ")
    listener.shows(b"done")
    assert listener.ended() == 0
    assert listener.mode() == before


def test_whoever_handles_a_signal_keeps_it(terminal: tuple[int, int]) -> None:
    calls: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: calls.append(number))
    try:
        with TerminalKeys(terminal[1]):
            os.kill(os.getpid(), signal.SIGTERM)
            assert soon(lambda: calls == [signal.SIGTERM])
    finally:
        signal.signal(signal.SIGTERM, before)
    with TerminalKeys(terminal[1]):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


class Console:
    """Windows' msvcrt, with keys already pressed."""

    def __init__(self, keys: str) -> None:
        self._keys = list(keys)

    def kbhit(self) -> bool:
        return bool(self._keys)

    def getwch(self) -> str:
        return self._keys.pop(0)


def console(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Console(keys))


def test_a_windows_console_gives_single_keys_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    console(monkeypatch, "early\r")
    with ConsoleKeys() as keys:
        assert all_of(keys) == []
        console(monkeypatch, "x \r\0 \xe0\r \xe0H")  # a function key's number may be that of a blank
        with keys:
            assert all_of(keys) == ["space", "enter", "space"]
        console(monkeypatch, "\r\r")
        keys.forget()
        assert all_of(keys) == []
        console(monkeypatch, "\r\x03")
        assert keys.pressed() == "enter"
        with pytest.raises(KeyboardInterrupt):
            keys.pressed()


def test_each_line_through_a_pipe_is_one_key() -> None:
    reading, writing = os.pipe()
    with PipeKeys(reading) as keys:
        assert not keys.pressed()
        os.write(writing, b"\n\nhalf a line")
        assert soon(keys.pressed)
        assert soon(keys.pressed)
        assert not keys.pressed()
        os.write(writing, b"\n")
        os.close(writing)
        assert soon(keys.pressed)
        assert not keys.pressed()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"\n", ["enter"]),
        (b" \n", ["space"]),
        (b" \r\n\r\n", ["space", "enter"]),
        (b"\t \nspace\n \n\n", ["space", "enter", "space", "enter"]),
        (b" " * 3000 + b"\n" + b"x" * 3000 + b" \n", ["space", "enter"]),
        (b"\n" * 3000, ["enter"] * 3000),
    ],
)
def test_a_line_of_blanks_is_space_and_any_other_enter(lines: bytes, expected: list[str]) -> None:
    reading, writing = os.pipe()
    found: list[str] = []
    with PipeKeys(reading) as keys, keys:
        for part in (lines[:3], lines[3:]):
            os.write(writing, part)
        os.close(writing)
        keys.forget()  # what a script wrote early is meant
        assert soon(lambda: found.extend(all_of(keys)) or len(found) == len(expected))
    assert found == expected


@pytest.mark.parametrize("source", ["/dev/null", __file__])
def test_a_file_has_no_keys(source: str) -> None:
    code = "from coach.voice.keys import open_keys; print(type(open_keys()).__name__)"
    with open(source, "rb") as file:  # noqa: PTH123
        shown = subprocess.run([sys.executable, "-c", code], stdin=file, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "NoKeys"


def test_no_standard_input_has_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert isinstance(open_keys(), NoKeys)
