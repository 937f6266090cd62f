"""The clauses that a speaker is playing without a silence between them: what is to be heard when, and what was.

Knows neither speaker nor clock: it is told how many seconds of it have been heard. Where a clause was cut short, its
words are taken to be as long as they have letters.
"""

from __future__ import annotations

CLOSE = 0.02
"""Seconds that a clause may lack and still count as heard: it ends with a breath of silence."""


class Line:
    """Grows at its end while it is played."""

    def __init__(self) -> None:
        self._clauses: list[tuple[str, float]] = []
        self._shown = 0

    @property
    def playing(self) -> bool:
        return bool(self._clauses)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(seconds for _text, seconds in self._clauses)

    def add(self, text: str, seconds: float) -> None:
        """A clause that was given to the speaker, and how long it sounds."""
        self._clauses.append((text, seconds))

    def begun(self, seconds: float) -> list[str]:
        """The clauses that have begun since the last look, so many seconds having been heard."""
        at, count = 0.0, 0
        for _text, length in self._clauses:
            count += at <= seconds
            at += length
        return self._show(count)

    def unshown(self) -> list[str]:
        """The clauses that no look has shown yet; from now on it has."""
        return self._show(len(self._clauses))

    def clear(self) -> list[str]:
        """Begin anew; all clauses that were in it."""
        texts = [text for text, _seconds in self._clauses]
        self._clauses, self._shown = [], 0
        return texts

    def split(self, seconds: float) -> tuple[str, str]:
        """The words that were heard in the first seconds of it, and those that were not."""
        heard: list[str] = []
        unheard: list[str] = []
        for text, length in self._clauses:
            count = _words_within(text.split(), max(0.0, seconds) / length if seconds < length - CLOSE else 1.0)
            heard += text.split()[:count]
            unheard += text.split()[count:]
            seconds -= length
        return " ".join(heard), " ".join(unheard)

    def _show(self, count: int) -> list[str]:
        new = [text for text, _seconds in self._clauses[self._shown : count]]
        self._shown = max(self._shown, count)
        return new


def _words_within(words: list[str], share: float) -> int:
    """How many words lie, by more than half of each, in this share of their clause."""
    end = share * (sum(map(len, words)) + len(words))
    at = count = 0
    for word in words:
        if at + (len(word) + 1) / 2 >= end:
            break
        at += len(word) + 1
        count += 1
    return count
