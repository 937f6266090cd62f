"""How much one text says of another: runs of words, content words, figures. Knows nothing of interviews."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?")
STOP = frozenset(
    "a about after all also an and any are as at be because been but by can could did do does doing done for from get "
    "go going had has have having he her here him his how i i'd i'll i'm i've if in into is it it's its just let like "
    "make many may me might more most much must my no not now of off on one or our out over say said she should so "
    "some than that that's the their them then there these they they're this those to too up us very was we we'd "
    "we'll we're were what what's when where which while who whom whose why will with would you you'd you'll you're "
    "you've your".split()
)


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; thousands without their commas."""
    return list(_words(text))


def content(text: str) -> list[str]:
    """The words that carry something."""
    return [word for word in words(text) if word not in STOP]


def digits(text: str) -> set[str]:
    """The numbers in digits; for those in words as well see `coach.scoring.figures`."""
    return {word for word in words(text) if word[0].isdigit()}


def taken(text: str, source: str, known: str, run: int) -> bool:
    """True when some `run` words in a row of the text are the source's and not already known."""
    return bool((_runs_of(text, run) & _runs_of(source, run)) - _runs_of(known, run))


def leaning(text: str, source: str, known: str) -> float:
    """Share of the text's pairs of content words that are the source's and not already known; 0 below three pairs."""
    pairs = _runs(content(text), 2)
    shared = (pairs & _runs(content(source), 2)) - _runs(content(known), 2)
    return len(shared) / len(pairs) if len(shared) >= 3 else 0.0


def told(text: str, fact: str, known: str = "") -> float:
    """Share of the content words of a fact, without those already known, that the text says; 0 when none are left."""
    wanted = set(content(fact)) - set(content(known))
    return len(wanted & set(content(text))) / len(wanted) if wanted else 0.0


def alike(one: str, others: Iterable[str]) -> float:
    """How alike a question is to the one of the others that is most like it: 0 to 1, by all words and by content."""
    return max((_alike(one, other) for other in others), default=0.0)


def _alike(one: str, other: str) -> float:
    by_all = SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()
    mine, theirs = content(one), content(other)
    if len(mine) < 2 or len(theirs) < 2:  # "how much?" has no content to compare
        return by_all
    return min(by_all, SequenceMatcher(None, mine, theirs, autojunk=False).ratio())


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """Kept, for a whole conversation is held against one fact after another."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower().replace("\u2019", "'"))
    return tuple(WORD.findall(plain))


@lru_cache(maxsize=64)
def _runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(words(text), length))


def _runs(found: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}
