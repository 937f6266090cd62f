"""Text that comes in pieces, put together into sentences to be spoken, each as soon as it is certain to be whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s+["'“‘(\[]?[A-Z0-9])|\n\s*\n""")
"""The end of a sentence: there has to be the beginning of another behind it."""
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|cf|approx|mr|mrs|ms|dr|st|inc|fig)|\b[A-Z])\.$", re.IGNORECASE)


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences, without blanks around them."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        while cut := _end(waiting):
            yield from _spoken(waiting[:cut])
            waiting = waiting[cut:].lstrip()
    yield from _spoken(waiting)


def _end(text: str) -> int:
    """Where the first sentence ends; 0 when that cannot be told yet."""
    for found in END.finditer(text):
        if not ABBREVIATION.search(text[: found.end()]):
            return found.end()
    return 0


def _spoken(sentence: str) -> Iterator[str]:
    if sentence.strip():
        yield sentence.strip()
