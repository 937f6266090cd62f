"""Enter and Space, at a real terminal and through a pipe."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from coach.voice.keys import NoKeys, PipeKeys, TerminalKeys, open_keys

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


@pytest.mark.parametrize(
    ("typed", "is_done"), [(b"\r", True), (b"\n", True), (b" ", True), (b"x", False), (b"xy ", True)]
)
def test_a_terminal_gives_single_keys(terminal: tuple[int, int], typed: bytes, is_done: bool) -> None:
    ours, theirs = terminal
    with TerminalKeys(theirs) as keys:
        assert not keys.pressed()
        os.write(ours, typed)
        assert soon(keys.pressed) is is_done
        assert not keys.pressed()


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


def test_control_c_still_interrupts() -> None:
    import pty

    code = (
        "import sys, time\n"
        "from coach.voice.keys import open_keys\n"
        "with open_keys() as keys:\n"
        "    print('ready', type(keys).__name__, flush=True)\n"
        "    while not keys.pressed(): time.sleep(0.01)\n"
    )
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", code])
    try:
        shown = b""
        while b"\n" not in shown:
            shown += os.read(terminal, 200)
        assert b"ready TerminalKeys" in shown
        os.write(terminal, b"\x03")
        _, status = os.waitpid(child, 0)
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) in (-signal.SIGINT, 1)


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


@pytest.mark.parametrize("source", ["/dev/null", __file__])
def test_a_file_has_no_keys(source: str) -> None:
    code = "from coach.voice.keys import open_keys; print(type(open_keys()).__name__)"
    with open(source, "rb") as file:  # noqa: PTH123
        shown = subprocess.run([sys.executable, "-c", code], stdin=file, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "NoKeys"


def test_no_standard_input_has_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert isinstance(open_keys(), NoKeys)
