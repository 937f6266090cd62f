"""Simple Markdown of prompt files as paragraphs and list items: all that a reference answer is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from coach.review.plain import line, plain

ITEM = re.compile(r"^\s*[-*+]\s+")
EMPHASIS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


@dataclass(frozen=True)
class Block:
    """One paragraph, or one list."""

    items: tuple[str, ...]
    listed: bool


def blocks(markdown: str) -> tuple[Block, ...]:
    """Paragraphs and lists in order; emphasis is dropped, and lines that belong together are joined."""
    pieces: list[tuple[bool, str]] = []
    fresh = True
    for each in plain(markdown).split("\n"):
        if ITEM.match(each):
            pieces.append((True, ITEM.sub("", each)))
        elif fresh and each.strip():
            pieces.append((False, each))
        elif each.strip():
            listed, before = pieces.pop()
            pieces.append((listed, f"{before} {each}"))
        fresh = not each.strip()
    return _grouped([(listed, _bare(words)) for listed, words in pieces])


def _bare(words: str) -> str:
    return line(EMPHASIS.sub(lambda found: found[1] or found[2], words))


def _grouped(pieces: list[tuple[bool, str]]) -> tuple[Block, ...]:
    found: list[Block] = []
    for listed, group in groupby(pieces, key=lambda piece: piece[0]):
        words = [each for _, each in group]
        found += [Block(tuple(words), True)] if listed else [Block((each,), False) for each in words]
    return tuple(found)
