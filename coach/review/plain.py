"""Words from outside made safe to show: no control characters, nothing that turns the reading order around.

An escape sequence in an answer would otherwise repaint the reader's terminal. Knows no format: each renderer does its
own escaping on top.
"""

from __future__ import annotations

import re
import unicodedata

COMMAND = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""What sets colours and moves the cursor; whole, so that no "[31m" is left behind."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that reverse the text after them, across the borders of a quote."""


def plain(text: str) -> str:
    """The text without control characters, lone surrogates and direction overrides; line breaks stay."""
    lines = COMMAND.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join("".join(letter for letter in line if _shown(letter)) for line in lines)


def line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text).split())


def _shown(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs") and letter not in TURNING
