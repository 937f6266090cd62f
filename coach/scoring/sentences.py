"""Sentences of an answer, numbered, so that evidence is an id and every quote is verbatim by construction.

The text is made canonical first: what a reader cannot see is taken out, and markup with it, so that neither can move a
score. Knows nothing of what a sentence may show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.session import Turn, Word

SHORT_LINE = 50
"""Characters: a line below this was ended on purpose; a longer one may have been wrapped."""
TOO_LONG = 45
"""Words: nobody says a sentence of this length with its punctuation; it has been lost and the text is cut."""
PIECE = 24
"""Words at most in a piece of such a text."""
LEAST = 5
"""Words at least in a piece of such a text."""

INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0]")
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>|<!--.*?-->", re.DOTALL)
MACHINE = re.compile(r"<\|[^|>\n]{0,40}\|>|\{[^{}\n]*\"[^{}\n]*:[^{}\n]*\}|\[/?[A-Z]{3,}\](?:\s*\d\b)?")
"""Marks of a chat format, data and labels such as [RESULT] 5: nobody says those."""
LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~|`{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
LEADER = re.compile(r"^\s*(?:[-*+•–—]\s+|#{1,6}\s+|>\s*|\d{1,2}[.)]\s+|```\w*\s*$|[-*_=]{3,}\s*$)")
ENDED = re.compile(r"[.!?:;][\"')\]]*$")
STARTS = {"so": 3, "but": 3, "then": 2, "and": 2, "because": 2, "if": 2, "i'd": 2, "i'm": 2, "i'll": 2, "it's": 2} | {
    "that's": 2,
    "there's": 2,
    "i": 1,
    "we": 1,
    "we'd": 1,
    "they": 1,
    "it": 1,
    "which": 1,
    "when": 1,
    "or": 1,
    "also": 1,
}
"""Words that open a spoken sentence, and how likely."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the candidate's."""

    id: str
    """"A3.2": third answer, second sentence."""
    text: str
    start: float | None = None
    """Seconds from the session's start; None when typed."""
    end: float | None = None


def sentences(turn: Turn, number: int) -> tuple[Sentence, ...]:
    """The sentences of the candidate's answer of that number. Nothing without a letter or a digit is one."""
    pieces = [piece.split() for block in _blocks(canonical(turn.text)) for piece in _split(block)]
    pieces = [piece for piece in pieces if any(_sounds(token) for token in piece)]
    times = iter(_times([token for piece in pieces for token in piece], turn.words))
    found: list[Sentence] = []
    for piece in pieces:
        timed = [next(times) for _ in piece]
        for first, last in _cut(piece, timed, 0, len(piece)) if len(piece) > TOO_LONG else [(0, len(piece))]:
            start, end = timed[first], timed[last - 1]
            text = " ".join(piece[first:last])
            found.append(
                Sentence(f"A{number}.{len(found) + 1}", text, start.start if start else None, end.end if end else None)
            )
    return tuple(found)


def canonical(text: str) -> str:
    """The text as a reader sees it: compatible characters folded (NFKC), invisible ones and markup taken out."""
    visible = "".join(_visible(character) for character in unicodedata.normalize("NFKC", text.replace("\r\n", "\n")))
    plain = LINK.sub(r"\1", MACHINE.sub(" ", TAG.sub(" ", INVISIBLE.sub("", visible))))
    for _ in range(2):  # bold inside italics
        plain = EMPHASIS.sub(r"\2", plain)
    return unicodedata.normalize("NFKC", plain)


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Co", "Cn", "Cs"):
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else character


def _blocks(text: str) -> Iterator[str]:
    """Runs of lines that belong together; a list item, a heading or a line ended on purpose closes one."""
    block: list[str] = []
    for line in text.splitlines():
        bare = LEADER.sub("", line)
        if block and (bare != line or not bare.strip()):
            yield " ".join(block)
            block = []
        if bare.strip():
            block.append(bare.strip())
        if block and len(line) < SHORT_LINE:
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def _split(block: str) -> list[str]:
    import sentencex

    return [piece.strip() for piece in sentencex.segment("en", block)]


def _sounds(token: str) -> str:
    return "".join(character for character in token if character.isalnum())


def _times(tokens: Sequence[str], words: Sequence[Word]) -> list[Word | None]:
    """The spoken word that each token is: by how far into the letters of the whole answer it begins.

    Both come from one transcription, but need not be cut into words alike.
    """
    if not words:
        return [None] * len(tokens)
    letters = [word for word in words for _ in _sounds(word.text)] or list(words)
    total = sum(len(_sounds(token)) for token in tokens) or 1
    found: list[Word | None] = []
    at = 0
    for token in tokens:
        found.append(letters[min(at * len(letters) // total, len(letters) - 1)])
        at += len(_sounds(token))
    return found


def _cut(tokens: Sequence[str], timed: Sequence[Word | None], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Halve the range at its best gap until every piece is short enough."""
    if last - first <= PIECE:
        yield first, last
        return
    middle = (first + last) / 2
    gaps = range(first + LEAST, last - LEAST + 1)
    best = max(gaps, key=lambda gap: (_strength(tokens, timed, gap), -abs(gap - middle)))
    yield from _cut(tokens, timed, first, best)
    yield from _cut(tokens, timed, best, last)


def _strength(tokens: Sequence[str], timed: Sequence[Word | None], gap: int) -> float:
    """How likely a sentence ends before that token: by the pause when spoken, else by the words around it."""
    before, after = timed[gap - 1], timed[gap]
    pause = after.start - before.end if before and after else 0.0
    if pause >= 0.25:
        return 10 + pause
    if ENDED.search(tokens[gap - 1]):
        return 9.0
    if tokens[gap - 1].lower() in STARTS:
        return 0.0
    return (4 if tokens[gap - 1].endswith(",") else 0) + STARTS.get(tokens[gap].lower().strip(","), 0)
