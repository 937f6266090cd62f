"""The candidate's terminal: words shown as they come, answers read, notices dim and apart."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from coach.errors import CoachError
from coach.interview.channel import INTERVIEWER
from coach.interview.text_channel import scripted

if TYPE_CHECKING:
    from rich.console import Console

Read = Callable[[], str | None]
WIDEST = 100
"""Cells in a line of the conversation, however wide the terminal."""
PIPED = 1000
"""Characters in a line of a table that no terminal cuts."""
HOW_TO_ANSWER = "Answer in as many lines as you like; an empty line ends an answer, Ctrl-D ends the session."


class Live(Protocol):
    """Something that moves at the foot of the terminal, and makes room for whoever else writes there."""

    def aside(self) -> None:
        """Take it away, and leave the cursor at the beginning of a line."""
        ...

    def back(self) -> None:
        """Those who wrote whole lines meanwhile are done."""
        ...

    def give_way(self) -> None:
        """Take it away, for somebody else speaks now."""
        ...


class Terminal:
    """Shows a conversation on stdout, or on stderr when stdout is kept for JSON."""

    def __init__(self, json: bool = False) -> None:
        self.out: TextIO = sys.stderr if json else sys.stdout
        self._column = 0
        self._speaking = False
        self._name = INTERVIEWER.name
        self.live: Live | None = None

    @property
    def speaking(self) -> bool:
        """True between the first piece of the interviewer's words and the "\n" that ends them."""
        return self._speaking

    @property
    def console(self) -> Console:
        """A rich console on the same stream; without colour where it is no terminal or NO_COLOR is set."""
        from rich.console import Console

        return Console(file=self.out, highlight=False, soft_wrap=False)

    def name(self, name: str) -> None:
        """Whose words come next."""
        self._name = name

    def show(self, piece: str) -> None:
        """Put a piece of the interviewer's words, wrapped at the width of the terminal; "\\n" ends them."""
        if not self._speaking:
            if self.live is not None:
                self.live.give_way()
            self._head(self._name, "cyan")
            self._speaking = True
        if piece == "\n":
            self._speaking, self._column = False, 0
            click.echo(file=self.out)
        else:
            click.echo(self._wrapped(piece), nl=False, file=self.out)
        self.out.flush()

    def echo_answer(self, answer: str) -> None:
        """Put an answer that was not typed here, so that the conversation can be read as a whole."""
        if self.live is not None:
            self.live.give_way()
        self._head("You", "green")
        click.echo(answer, file=self.out)

    def notify(self, notice: str) -> None:
        """One line that is not part of the conversation; always on stderr."""
        if not (self.out.isatty() and sys.stderr.isatty()):
            warn(notice)
            return
        if self._speaking and self._column:  # amid the interviewer's words
            click.echo(file=self.out)
            self._column = 0
        if self.live is not None:
            self.live.aside()
        warn(notice)
        if self.live is not None:
            self.live.back()

    def heading(self, name: str, colour: str) -> str:
        """A name over what somebody says, styled."""
        return name if dumb() else click.style(name, bold=True, fg=self.colour(colour))

    def colour(self, colour: str | None) -> str | None:
        """The colour; None where the environment wants none."""
        return None if os.environ.get("NO_COLOR") else colour

    def _head(self, name: str, colour: str) -> None:
        click.echo(f"\n{self.heading(name, colour)}", file=self.out)

    def _wrapped(self, piece: str) -> str:
        width = min(shutil.get_terminal_size().columns, WIDEST) if self.out.isatty() else 0
        lines = []
        for at, word in enumerate(piece.split(" ")):
            space = 1 if at else 0
            if width and self._column and self._column + space + len(word) >= width:
                lines.append("\n" + word)
                self._column = len(word)
            else:
                lines.append(" " * space + word)
                self._column += space + len(word)
        return "".join(lines)


def warn(notice: str) -> None:
    """One line on stderr that is not the answer to what was asked."""
    click.secho(notice, err=True, dim=True, color=False if dumb() else None)


def dumb() -> bool:
    """True where the environment says that the terminal knows no escape sequences."""
    return os.environ.get("TERM") in ("dumb", "unknown")


def typed(terminal: Terminal) -> Read:
    """Read answers at a terminal: of several lines, each ended by an empty one; None at Ctrl-D."""
    with suppress(ImportError):  # Windows edits lines by itself
        import readline  # noqa: F401 - gives input() its line editing

    def read() -> str | None:
        lines: list[str] = []
        click.echo(f"\n{terminal.heading('You', 'green')}", file=terminal.out)
        while True:
            line = _line(terminal)
            if line is None and not lines:
                return None
            if line is None or (not line.strip() and lines):
                return "\n".join(lines)
            if line.strip():
                lines.append(line)

    return read


def _line(terminal: Terminal) -> str | None:
    """One line as typed; None at Ctrl-D. input() puts its prompt on stdout, which has to stay clean for JSON."""
    prompt = "> "
    try:
        if terminal.out is sys.stdout:
            return input(prompt)
        click.echo(prompt, nl=False, file=terminal.out)
        return input()
    except EOFError:
        click.echo(file=terminal.out)
        return None


def streamed(lines: Iterable[str], terminal: Terminal) -> Read:
    """Read answers that come as lines, separated by `---`, each as soon as it is complete."""
    answers: Iterator[str] = scripted(lines)

    def read() -> str | None:
        answer = next(answers, None)
        if answer is not None:
            terminal.echo_answer(answer)
        return answer

    return read


def lines_of(file: Path) -> list[str]:
    """The lines of a file of answers. Raises CoachError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CoachError(f"{file} cannot be read: {error}") from error
