"""Text that comes in pieces, cut into clauses to be spoken: a short one first, so that sound begins early.

Joined by single blanks the clauses are the text again: cuts are made at blanks alone, which leaves numbers, web
addresses and "e.g." whole. Knows nothing of sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LEAST = 12
"""Letters of the shortest clause, but for the last: "Right." goes with what follows it."""
SIZES = ((LEAST, 30), (40, 120), (100, 160))
"""For the first clause, the second, and all others: letters from which on a comma ends it, and from which on it ends
before the next "because" when no comma comes. The end of a sentence always does."""
MOST = 240
"""Letters after which any blank will do: whoever never sets a comma must not keep everybody waiting."""
HELD = 160
"""Letters up to which what stands in quotes or brackets is kept together: one that is never closed holds up no more."""

BLANKS = " \t\r\n"
"""Not the blank that must not be broken: it is in "300 ms" to keep it whole."""
WORD = re.compile(rf"([{BLANKS}]*)([^{BLANKS}]+)(?=[{BLANKS}])")
SENTENCE = re.compile(r"""[.!?…]+["'”’»)\]*_`]*$""")
COMMA = re.compile(r"""[,;:–—]["'”’»)\]*_`]*$|^-$""")
ABBREVIATION = re.compile(
    r"""(?:^|(?<=[("“'‘/]))(?:(?:[a-z]\.)+[a-z]|etc|vs|cf|approx|incl|resp|no|nr|fig|inc|mr|mrs|ms|dr|st|prof|sr|jr)\.,?$""",
    re.IGNORECASE,
)
INITIAL = re.compile(r"^[(\"“‘]*[A-Z]\.$")
LETTERED = frozenset("project option plan team phase tier group choice vendor variant case point service item".split())
"""Behind these a single letter is a name that may end a sentence: "we stop project B."."""
NUMBER = re.compile(r"^\(?\d\.$")
MARK = re.compile(r"^(?:[-*•+–]|#{1,6}|\(?\d{1,2}[.)])$")
"""What begins a heading or an item of a list."""
JOINTS = frozenset("and or but because so since while when where which who whose that if unless until before".split())
"""Words that a clause may end before."""


def clauses(pieces: Iterable[str]) -> Iterator[str]:
    """Clauses without blanks around them, each as soon as it is certain to be whole."""
    cutter = _Cutter()
    for before, word in _words(pieces):
        yield from cutter.before(word, before)
        yield from cutter.take(word)
    yield from cutter.cut()


def _words(pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The blanks before each word, and the word once there is a blank behind it."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        taken = 0
        for found in WORD.finditer(waiting):
            yield found[1], found[2]
            taken = found.end()
        waiting = waiting[taken:]
    if last := waiting.strip(BLANKS):
        yield waiting[: waiting.index(last)], last


class _Cutter:
    """The clause that is coming together."""

    def __init__(self) -> None:
        self._count = 0
        self._words: list[str] = []
        self._length = -1
        self._brackets = 0
        self._quoted = False

    def cut(self) -> Iterator[str]:
        """The clause as it is, if there is one."""
        if self._words:
            yield " ".join(self._words)
            self._count += 1
            self._words, self._length = [], -1

    def before(self, word: str, blanks: str) -> Iterator[str]:
        """The clause, if it is over before this word."""
        line = "\n" in blanks and (blanks.count("\n") > 1 or bool(MARK.match(word)))
        if line:
            self._brackets, self._quoted = 0, False
        if self._length >= LEAST and (line or self._long(word)):
            yield from self.cut()

    def take(self, word: str) -> Iterator[str]:
        """Add the word; the clause, if it is over with it."""
        last = self._words[-1] if self._words else ""
        self._words.append(word)
        self._length += 1 + len(word)
        self._enclose(word)
        if self._length >= LEAST and not self._held and self._ends(word, last):
            yield from self.cut()

    @property
    def _sizes(self) -> tuple[int, int]:
        return SIZES[min(self._count, len(SIZES) - 1)]

    @property
    def _held(self) -> bool:
        return (self._quoted or self._brackets > 0) and self._length < HELD

    def _long(self, word: str) -> bool:
        joint = self._length >= self._sizes[1] and word.lower() in JOINTS and not self._held
        return joint or self._length + len(word) >= MOST

    def _ends(self, word: str, last: str) -> bool:
        if ABBREVIATION.search(word) or NUMBER.match(word):
            return False
        if INITIAL.match(word) and last.lower().strip("*_`") not in LETTERED:
            return False
        if SENTENCE.search(word):
            return True
        return bool(COMMA.search(word)) and self._length >= self._sizes[0]

    def _enclose(self, word: str) -> None:
        opened = sum(map(word.count, "([")) - sum(map(word.count, ")]"))
        self._brackets = max(0, self._brackets + opened)
        if word.count('"') % 2:
            self._quoted = not self._quoted
        if word.count("“") != word.count("”"):
            self._quoted = word.count("“") > word.count("”")
