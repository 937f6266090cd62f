"""The candidate's words in the terminal while they are spoken, and one moving line under them.

What stands is printed once, and the cursor waits at its end. Everything behind the cursor (words that may still change,
the status line) is the foot, ours to overwrite and to erase, so that a resized terminal leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace

import click

from coach.cli.status_line import StatusLine, signs_for, status_line
from coach.cli.terminal import WIDEST, Terminal, dumb
from coach.voice.captions import Captions, NoCaptions, Status

BETWEEN = 0.1
"""Least seconds between two drawings of the status line in the same state."""
CALM = 0.6
"""Seconds of a hold before it is shown, unless its end is near: every breath begins one, and the line would jump."""
NEAR = 1.0
"""Seconds before the end of a hold at which it is shown however short it is."""
AWAY = 2.0
"""Seconds between two calls after which a shell may have written (Ctrl-Z, then `fg`), so that a new line is begun."""
TAIL_ROWS = 3
"""Most rows of words that may still change."""
KEPT = "You, as it is kept"

ERASE_LINE, ERASE = "\033[K", "\033[J"
NO_WRAP, WRAP = "\033[?7l", "\033[?7h"
COLOURS = {"holding": "yellow", "held": "cyan"}


def open_captions(terminal: Terminal, *, auto: bool = True, keys: bool = True) -> Captions:
    """Live captions where the stream is a terminal that can move its cursor; else the answer once, when it is over.

    `auto`: silence may end an answer. `keys`: there is somebody at a keyboard, to be told of the keys.
    """
    if terminal.out.isatty() and not dumb():
        return LiveCaptions(terminal, auto=auto, keys=keys)
    return NoCaptions(terminal.echo_answer)


class LiveCaptions:
    """One answer after the other, at a terminal."""

    live = True

    def __init__(
        self, terminal: Terminal, *, auto: bool = True, keys: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._terminal = terminal
        self._signs = signs_for(terminal.out)
        self._told = {"auto": auto, "keys": keys}
        self._clock = clock
        self._last = self._called = float("-inf")
        self._size = self._measured()
        self._begin()
        terminal.live = self

    def _begin(self) -> None:
        self._shown = ""
        self._tail = ""
        self._status: Status | None = None
        self._peak = 0.0
        self._held_since: float | None = None
        self._headed = False
        self._column = 0
        self._rows = 0
        self._steady = True  # every row since the heading is ours, and as we counted them
        self._foot: list[str] = []

    # What the listener tells

    def text(self, committed: str, tail: str) -> None:
        """Print what newly stands; show the rest dim behind it."""
        committed, tail = self._clean(committed), self._clean(tail)
        grown = committed != self._shown and committed.startswith(self._shown)
        if self._terminal.speaking or not (grown or tail != self._tail):
            return
        self._tail, self._called = tail, self._clock()
        resized = self._resized()
        printed = self._printed(committed[len(self._shown) :]) if grown else ""
        if grown:
            self._shown = committed
        self._write(resized + (ERASE + printed if grown else "") + self._drawn())

    def status(self, status: Status) -> None:
        """Draw the line again when what it shows has changed, but not for every frame."""
        self._peak = max(self._peak, status.loudness)
        now, state = self._clock(), self._calmed(status)
        if self._foot and now - self._called > AWAY:
            self.aside()
        self._called = now
        same = self._status is not None and self._status.state == state
        if self._terminal.speaking or (same and self._foot and now - self._last < BETWEEN):
            return
        self._status = replace(status, state=state, loudness=self._peak)
        self._peak, self._last = 0.0, now
        self._write(self._resized() + self._drawn())

    def _calmed(self, status: Status) -> str:
        """The state to be shown: a hold that has just begun is none yet."""
        if status.state != "holding":
            self._held_since = None
            return status.state
        if self._held_since is None:
            self._held_since = status.seconds
        near = status.left is not None and status.left <= NEAR
        return "holding" if near or status.seconds - self._held_since >= CALM else "speaking"

    def end(self, text: str) -> None:
        """What stands on the screen is what is kept: the rest is printed, or the whole again where it differs."""
        text = self._clean(text)
        out = self._resized() + (ERASE if self._foot else "")
        if text.startswith(self._shown):
            out += self._printed(text[len(self._shown) :])
        else:
            out += self._taken_back() + (self._printed(text, "You" if self._rows == 0 else KEPT) if text else "")
        self._write(out + ("\n" if self._column else ""))
        self._begin()

    def close(self) -> None:
        """Leave what stands; take the foot away."""
        self.aside()
        self._begin()

    # What the terminal tells

    def aside(self) -> None:
        """Make room: no foot, and the cursor at the beginning of a line. The next call draws the foot again."""
        out = ERASE if self._foot else ""
        self._foot = []
        if self._headed:
            self._steady = False
            out += "\n" if self._column else ""
            self._column = 0
        self._write(out)

    def back(self) -> None:
        """Others have written, whole lines, and are done."""
        if not self._terminal.speaking and (self._status is not None or self._tail):
            self._write(self._drawn())

    def give_way(self) -> None:
        """Somebody else speaks; what comes later of this answer needs its heading again."""
        self.aside()
        self._headed = False

    # Printing what stands

    def _printed(self, text: str, heading: str = "You") -> str:
        """The text, wrapped, behind what stands; its heading before it where it has none yet."""
        if not text:
            return ""
        head = ""
        if not self._headed:
            head = f"\n{self._terminal.heading(heading, 'green')}\n"
            self._headed = True
            self._rows += 2
        wrapped, self._column = wrap(text, self._column, self._width)
        self._rows += wrapped.count("\n")
        return head + wrapped

    def _taken_back(self) -> str:
        """Erases the answer as far as it was printed, where that is still possible; else ends its line."""
        if self._steady and self._rows < self._size.lines:
            out = ("\r" + _up(self._rows) if self._rows else "") + ERASE
            self._rows = 0
        else:
            out = "\n" if self._column else ""
        self._headed, self._column = False, 0
        return out

    # Drawing the foot

    def _drawn(self) -> str:
        """What changes the foot from what it is to what it should be."""
        rows = self._wanted()
        if rows == self._foot:
            return ""
        only_last = len(rows) == len(self._foot) > 1 and rows[:-1] == self._foot[:-1]
        self._foot, below = rows, len(rows) - 1
        back = f"{_up(below)}\033[{self._column + 1}G{WRAP}"
        if only_last:
            return f"{NO_WRAP}\033[{below}B\r{rows[-1]}{ERASE_LINE}{back}"
        room = "\n" * below + _up(below) + f"\033[{self._column + 1}G"
        return NO_WRAP + room + f"{ERASE_LINE}\r\n".join(rows) + ERASE + back

    def _wanted(self) -> list[str]:
        """The rows of the foot; the first one goes on where the cursor is."""
        rows = [""]
        if not self._headed and self._tail and self._size.lines > 6:
            rows = ["", self._terminal.heading("You", "green"), ""]
        if self._tail:
            most = min(TAIL_ROWS, max(self._size.lines - 4, 1))
            first, *others = self._tail_rows(self._column, most)
            rows = [*rows[:-1], first, *others]
        if self._status is not None:
            cells = self._size.columns - 1
            rows.append(self._styled(status_line(self._status, cells, self._signs, **self._told)))
        return rows

    def _tail_rows(self, column: int, most: int) -> list[str]:
        """The tail, dim, behind what stands; its newest words where it is too long."""
        words, lead = self._tail.split(), " "
        while True:
            rows = wrap(lead + " ".join(words), column, self._width)[0].split("\n")
            if len(rows) <= most or len(words) < 2:
                return [click.style(row, dim=True) if row else "" for row in rows[-most:]]
            words, lead = words[1:], f" {self._signs.more} "

    def _styled(self, line: StatusLine) -> str:
        state = self._status.state if self._status else ""
        colour = self._terminal.colour(COLOURS.get(state))
        meter = click.style(line.meter, fg=self._terminal.colour("green")) if line.meter else ""
        return meter + click.style(line.words, fg=colour, dim=colour is None)

    # The terminal's size, and its bytes

    @property
    def _width(self) -> int:
        return min(self._size.columns, WIDEST)

    def _measured(self) -> os.terminal_size:
        try:
            size = os.get_terminal_size(self._terminal.out.fileno())
        except (OSError, ValueError, AttributeError):
            size = shutil.get_terminal_size()
        return size if size.columns and size.lines else os.terminal_size((80, 24))

    def _resized(self) -> str:
        """What a new size asks for: where the cursor is in its line is not known any more, so a new line is begun."""
        before, self._size = self._size, self._measured()
        if before == self._size:
            return ""
        self._foot = []
        self._steady = self._steady and not self._headed
        if before.columns == self._size.columns or not self._column:
            return ERASE
        self._column = 0
        return f"{ERASE}\n"

    def _clean(self, text: str) -> str:
        """One line of what the stream's encoding can say, its blanks single."""
        encoding = self._terminal.out.encoding or "utf-8"
        return " ".join(text.split()).encode(encoding, "replace").decode(encoding)

    def _write(self, out: str) -> None:
        if out:  # at once, so that nothing is seen half drawn; click knows how to talk to a Windows console
            click.echo(out, nl=False, file=self._terminal.out, color=True)


def wrap(text: str, column: int, width: int) -> tuple[str, int]:
    """The words as they go on at a column of a line so wide, and the column after them. No cell of the last column is
    used. A blank at the beginning is kept, except at the beginning of a line."""
    from rich.cells import cell_len, chop_cells

    parts: list[str] = []
    for at, word in enumerate(text.split()):
        space = 1 if column and (at or text[0].isspace()) else 0
        cells = cell_len(word)
        if column and column + space + cells >= width:
            parts.append("\n")
            column = space = 0
        if cells >= width:
            *lines, word = chop_cells(word, max(width - 1, 2))
            parts += [f"{line}\n" for line in lines]
            cells = cell_len(word)
        parts.append(" " * space + word)
        column += space + cells
    return "".join(parts), column


def _up(rows: int) -> str:
    return f"\033[{rows}A" if rows else ""
