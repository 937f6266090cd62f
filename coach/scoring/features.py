"""What the linear model looks at in a sentence: its words and letters in short runs, and where it stands.

Knows nothing of indicators or weights. A feature is a bucket that a run of words or letters is hashed to, so that the
weights are one small table; the hash is CRC-32, the same on every machine.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

BUCKETS = 1 << 14
SEEDS = {"w": 1, "c": 2}
"""So that a run of words and the same run of letters are different features."""
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,]*|[?:;%$€£]")
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "quarter dozen third".split()
)
FLAGS = ("follow_up", "first", "second", "last", "digit", "question", "opens_follow_up")
FLAG_WEIGHT = 0.5


@dataclass(frozen=True)
class Place:
    """Where in the conversation a sentence stands."""

    at: int
    """From 0, in its answer."""
    of: int
    """Sentences in its answer."""
    follow_up: bool
    """True when the answer is not the first of the conversation."""


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and the few marks that mean something."""
    return TOKEN.findall(text.lower().replace("’", "'"))


def flags(text: str, place: Place) -> list[float]:
    """One value for each of FLAGS."""
    truths = (
        place.follow_up,
        place.at == 0,
        place.at == 1,
        place.at == place.of - 1,
        any(character.isdigit() for character in text),
        text.rstrip().endswith("?"),
        place.follow_up and place.at < 2,
    )
    return [FLAG_WEIGHT * truth for truth in truths]


def word_runs(text: str) -> Iterator[str]:
    """Runs of one to three words; any number is the same word, so that an amount is known by its company."""
    words = ["<s>", *(_normal(token) for token in tokens(text)), "</s>"]
    for length in (1, 2, 3):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def letter_runs(word: str) -> Iterator[str]:
    """Runs of three to five letters of a word, its edges marked: "sto", "stops" and "stopping" share most of them."""
    framed = f" {word} "
    for length in (3, 4, 5):
        for at in range(len(framed) - length + 1):
            yield framed[at : at + length]


def counts(text: str) -> tuple[Counter[int], Counter[int]]:
    """How often each bucket is hit, by word runs and by letter runs."""
    letters: Counter[int] = Counter()
    for token in tokens(text):
        if token[0].isalpha():
            letters.update(_letter_buckets(token))
    return Counter(bucket("w", run) for run in word_runs(text)), letters


def bucket(kind: str, run: str) -> int:
    """The bucket of a run of words ("w") or letters ("c")."""
    return zlib.crc32(run.encode(), SEEDS[kind]) % BUCKETS


def values(text: str) -> tuple[list[int], list[float]]:
    """Buckets and their values: damped counts, each kind of run scaled to length 1 so that long is not strong."""
    at: list[int] = []
    value: list[float] = []
    for hits in counts(text):
        damped = [1 + math.log(count) for count in hits.values()]
        length = math.sqrt(sum(each * each for each in damped)) or 1.0
        at.extend(hits)
        value.extend(each / length for each in damped)
    return at, value


@lru_cache(maxsize=20_000)
def _letter_buckets(word: str) -> tuple[int, ...]:
    return tuple(bucket("c", run) for run in letter_runs(word))


def _normal(token: str) -> str:
    if token[0].isdigit():
        return "<number>"
    return "<count>" if token in NUMBERS else token
