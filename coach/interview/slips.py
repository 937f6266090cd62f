"""Words as they were meant: typed or heard with one slip, flakey for flaky, contarct for contract.

Knows no dictionary: only words that mean nothing to the case are held against those that do.
"""

from __future__ import annotations

from collections.abc import Collection

from coach.interview.stems import stem

SHORTEST = 5
"""Letters of a word that may be mended; shorter ones have too many neighbours."""
VOWELS = frozenset("aeiouy")
THEMSELVES = frozenset("casual causal contact county later latter party quite serve sever trail widow".split())
"""Words, or their stems, that are a slip away from what cases are about and mean what they say."""


def meant(word: str, known: Collection[str]) -> str:
    """The known word that is a slip away, by itself or by its stem; the word where there is none, or more than one."""
    if THEMSELVES & {word, stem(word)}:
        return word
    found = {stem(each) for each in known if _near(word, each) or _near(stem(word), stem(each))}
    return found.pop() if len(found) == 1 else word


def _near(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= SHORTEST and one[0] == other[0] and slipped(one, other)


def slipped(one: str, other: str) -> bool:
    """True when the words differ by a letter too many, two letters in each other's place, or another vowel."""
    if len(one) == len(other):
        return _swapped(one, other)
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _swapped(one: str, other: str) -> bool:
    apart = [at for at, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(apart) == 1:
        return {one[apart[0]], other[apart[0]]} <= VOWELS
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] + one[apart[1]] == other[apart[1]] + other[apart[0]]
    )
