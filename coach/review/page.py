"""Lines in a terminal: wrapped with a hanging indent, readable without colour and when piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.review.plain import plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 88
"""Columns; longer lines are hard to read however wide the terminal is."""
BAR = 10

ASCII = str.maketrans({"█": "#", "░": ".", "“": '"', "”": '"', "’": "'", "±": "+/-", "…": "...", "→": "->"})
"""What a terminal gets that has no such letters."""


class Page:
    """Lines of one console, wrapped with a hanging indent. Colour comes and goes with the console's own judgement."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDEST)
        self.letters = ASCII if console.options.ascii_only else {}

    def text(self, words: str, style: str = "") -> Text:
        """Words with a style; a letter that the terminal's encoding lacks becomes a question mark."""
        from rich.text import Text

        encoding = self.console.encoding
        return Text(plain(words).translate(self.letters).encode(encoding, "replace").decode(encoding), style)

    def joined(self, *pieces: tuple[str, str]) -> Text:
        """Pieces of words, each in its own style."""
        from rich.text import Text

        return Text.assemble(*(self.text(words, style) for words, style in pieces))

    def put(self, words: str | Text, label: str = "", indent: int = 0, style: str = "") -> None:
        """One paragraph; its label stands before the first line, and the others line up behind it."""
        from rich.text import Text

        if indent + len(label) > self.width // 2:
            self.put(label, indent=indent, style="dim")
            label, indent = "", indent + 2
        body = self.text(words, style) if isinstance(words, str) else words
        before = self.text(" " * indent + label, "dim")
        for each in body.wrap(self.console, max(self.width - before.cell_len, 10)):
            row = Text.assemble(before, each)
            row.rstrip()
            if row:
                self.console.print(row, soft_wrap=True, highlight=False)
            before = self.text(" " * before.cell_len)

    def gap(self) -> None:
        self.console.print()

    def heading(self, words: str) -> None:
        self.gap()
        self.put(words, style="bold underline")

    def bar(self, score: float | None) -> str:
        """Ten cells that say the score without colour; blanks where there is none, since an empty bar reads as 0."""
        if score is None:
            return " " * BAR
        cells = round(score * BAR / 5)
        return "█" * cells + "░" * (BAR - cells)
