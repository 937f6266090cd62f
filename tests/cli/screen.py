"""A terminal of our own, as far as the captions need one: what was written to it, as it would be seen.

Lines that run out at the top are kept. Whatever it does not know is an error, so that nothing is written unseen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

TOKEN = re.compile(r"\x1b\[(\??)([\d;]*)([A-Za-z])|(.)", re.DOTALL)


@dataclass
class Screen:
    """So many columns and lines; the cursor is in the last line that was begun, or above it."""

    columns: int
    lines: int
    rows: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])
    """Of each cell the character, and whether it is dim; the second cell of a wide character is empty."""
    row: int = 0
    column: int = 0
    dim: bool = False
    wraps: bool = True

    def feed(self, text: str) -> Screen:
        for private, numbers, letter, character in TOKEN.findall(text):
            if letter:
                self._control(private + letter, numbers)
            else:
                self._put(character)
        return self

    def text(self, *, dim: bool = True) -> list[str]:
        """Row by row, without what is blank at the ends; `dim` false leaves out what is dim."""
        rows = ["".join(each for each, is_dim in row if dim or not is_dim).rstrip() for row in self.rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _put(self, character: str) -> None:
        if character == "\n":
            self._down()
        elif character == "\r":
            self.column = 0
        else:
            assert character.isprintable(), f"{character!r} is not to be printed"
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
            if self.column + width > self.columns:
                if not self.wraps:
                    return
                self._down()
                self.column = 0
            cells = [(character, self.dim)] + [("", self.dim)] * (width - 1)
            row = self.rows[self.row]
            row += [(" ", False)] * (self.column - len(row))
            row[self.column : self.column + width] = cells
            self.column += width

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def _control(self, letter: str, numbers: str) -> None:
        number = int(numbers or 1) if ";" not in numbers else 0
        if letter == "m":
            self.dim = {"2": True, "0": False, "22": False}.get(numbers, self.dim)
        elif letter == "A":
            assert number <= self.row - max(len(self.rows) - self.lines, 0), "up beyond the top of the terminal"
            self.row -= number
        elif letter == "B":
            assert self.row + number < len(self.rows), "down into lines that are not there"
            self.row += number
        elif letter == "G":
            self.column = number - 1
        elif letter in ("K", "J"):
            assert not numbers, "only to the end"
            del self.rows[self.row][self.column :]
            if letter == "J":
                del self.rows[self.row + 1 :]
        elif letter in ("?h", "?l") and number == 7:
            self.wraps = letter == "?h"
        else:
            raise AssertionError(f"a terminal need not know {letter!r} {numbers!r}")
