"""What the linear model looks at in a sentence: words, frame and letters in short runs, and where it stands.

Four views: runs of words; runs of shapes, where a name is any name and "owns" is any word of having (see
`coach.scoring.lexicon`); pairs of such kinds near each other; runs of letters. A feature is a bucket that such a run
is hashed to, so that the weights are one small table; the hashes are the same on every machine. Knows nothing of
indicators or weights.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from coach.scoring.lexicon import MOST_KINDS, kinds, shape

BUCKETS = 1 << 20
"""So many that the features of a language hardly meet; the model knows only those that it has met often."""
VIEWS = {"words": 1.5, "shapes": 0.8, "pairs": 0.8, "letters": 0.5}
"""The views and how much each counts: the square of the length that all its features have together."""
SHORT = 2_000
"""Sentences of which a feature's number still fits into 32 bits, that sort twice as fast."""
RUN = 3
"""Words or shapes in a run, at most."""
NEAR = 5
"""How far the second of a pair is from the first, among words that have a kind."""
LETTERS = (3, 4, 5)
LETTER = 0x5BD10000
"""So that a letter is no word's hash."""
MULTIPLIER = 0x9E3779B1
"""Odd, so that each place in a run counts."""
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,]*|[?:;%$€£]")
SHAPED = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d[\d.,]*|[?:;,%$€£]")
DIGIT = re.compile(r"\d")
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


@dataclass(frozen=True)
class Features:
    """Features of some sentences, as numpy arrays of one length, in no order but by sentence."""

    row: Any
    """Which sentence."""
    bucket: Any
    value: Any
    """More than 0."""
    ends: list[int]
    """Where each sentence's features end."""


@lru_cache(maxsize=5_000)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers and the few marks that mean something."""
    return tuple(TOKEN.findall(text.lower().replace("’", "'")))


def flags(text: str, place: Place) -> list[float]:
    """One value for each of FLAGS."""
    truths = (
        place.follow_up,
        place.at == 0,
        place.at == 1,
        place.at == place.of - 1,
        DIGIT.search(text) is not None,
        text.rstrip().endswith("?"),
        place.follow_up and place.at < 2,
    )
    return [FLAG_WEIGHT * truth for truth in truths]


def values(texts: Sequence[str]) -> Features:
    """The features of the sentences: in each view every bucket counts once, and all of them together as VIEWS says."""
    import numpy

    shaped = [SHAPED.findall(text.replace("’", "'")) for text in texts]
    views = {
        "words": _runs([[_word(token) for token in tokens(text)] for text in texts], "w"),
        "shapes": _runs([_frame(words) for words in shaped], "s"),
        "pairs": _pairs(shaped),
        "letters": _letters(texts),
    }
    found = []
    for name, (rows, buckets) in views.items():
        every = numpy.sort(rows.astype(numpy.int32 if len(texts) <= SHORT else numpy.int64) * BUCKETS + buckets)
        once = every[numpy.diff(every, prepend=-1) != 0]  # numpy.unique takes ten times as long here
        rows = once // BUCKETS
        sizes = numpy.bincount(rows, minlength=len(texts))
        found.append((rows, once % BUCKETS, numpy.sqrt(VIEWS[name] / numpy.maximum(sizes, 1))[rows]))
    row, bucket, value = (numpy.concatenate(each) for each in zip(*found, strict=True))
    order = numpy.argsort(row, kind="stable")
    ends = numpy.cumsum(numpy.bincount(row, minlength=len(texts))).tolist()
    return Features(row[order], bucket[order], value[order].astype(numpy.float32), ends)


def _runs(sentences: Sequence[Sequence[int]], view: str) -> tuple[Any, Any]:
    """Sentence and bucket of every run of one to RUN hashes, the edges of the sentence included."""
    import numpy

    start, end = _hash(view + "<s>"), _hash(view + "</s>")
    flat = numpy.array(list(chain.from_iterable((start, *each, end) for each in sentences)), numpy.uint64)
    row = numpy.repeat(numpy.arange(len(sentences)), [len(each) + 2 for each in sentences])
    return _hashed(flat, row, range(1, RUN + 1))


def _hashed(flat: Any, group: Any, lengths: Sequence[int]) -> tuple[Any, Any]:
    """Group and bucket of every run of those lengths that lies within one group."""
    import numpy

    groups, buckets, sums = [], [], flat
    for length in range(1, max(lengths) + 1):
        if length > 1:
            sums = _mixed(sums[:-1], flat[length - 1 :])
        if length in lengths:
            first = group[: len(sums)]
            whole = first == group[length - 1 :]
            groups.append(first[whole])
            buckets.append((sums[whole] % BUCKETS).astype(numpy.int32))
    return numpy.concatenate(groups), numpy.concatenate(buckets)


def _pairs(sentences: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """Sentence and bucket of every pair of kinds of two words near each other."""
    import numpy

    known = [[found for at, word in enumerate(words) if (found := _kinds(word, at == 0))[0]] for words in sentences]
    table = numpy.array(list(chain.from_iterable(known)), numpy.uint64).reshape(-1, MOST_KINDS + 1)
    row = numpy.repeat(numpy.arange(len(sentences)), [len(each) for each in known])
    rows, buckets = [row[:0]], [numpy.zeros(0, numpy.int32)]
    for distance in range(1, NEAR + 1):
        near = row[:-distance] == row[distance:]
        before, after = table[:-distance][near], table[distance:][near]
        both = (before[:, :, None] > 0) & (after[:, None, :] > 0)
        rows.append(numpy.repeat(row[:-distance][near], both.sum(axis=(1, 2))))
        buckets.append((_mixed(before[:, :, None], after[:, None, :])[both] % BUCKETS).astype(numpy.int32))
    return numpy.concatenate(rows), numpy.concatenate(buckets)


def _letters(texts: Sequence[str]) -> tuple[Any, Any]:
    """Sentence and bucket of every run of letters of a word, its edges marked.

    "stop", "stops" and "stopping" share most of them.
    """
    import numpy

    words = [[f" {token} " for token in tokens(text) if token[0].isalpha()] for text in texts]
    row = numpy.repeat(numpy.arange(len(texts)), [len(each) for each in words])
    framed = list(chain.from_iterable(words))
    letters = numpy.frombuffer("".join(framed).encode("utf-32-le"), numpy.uint32).astype(numpy.uint64) + LETTER
    word = numpy.repeat(numpy.arange(len(framed)), [len(each) for each in framed])
    found, buckets = _hashed(letters, word, LETTERS)
    return row[found], buckets


def _frame(words: Sequence[str]) -> list[int]:
    """The shapes of the words, hashed; runs of unknown words and of names count as one."""
    shapes = [shape(word, at == 0) for at, word in enumerate(words)]
    return [
        _hash("s" + each) for at, each in enumerate(shapes) if not (at and each == shapes[at - 1] in ("*", "<name>"))
    ]


@lru_cache(maxsize=20_000)
def _word(token: str) -> int:
    """The word, hashed; any number is the same, so that an amount is known by its company."""
    return _hash("w<number>" if token[0].isdigit() else "w<count>" if token in NUMBERS else "w" + token)


@lru_cache(maxsize=20_000)
def _kinds(word: str, opens: bool) -> tuple[int, ...]:
    """The kinds of the word, hashed, filled up with 0."""
    found = [_hash("p" + each) for each in kinds(word, opens)][: MOST_KINDS + 1]
    return (*found, *[0] * (MOST_KINDS + 1 - len(found)))


@lru_cache(maxsize=40_000)
def _hash(name: str) -> int:
    return zlib.crc32(name.encode()) or 1


def _mixed(before: Any, after: Any) -> Any:
    """One hash of two that stand in this order."""
    import numpy

    mixed = (before * numpy.uint64(MULTIPLIER) + after) & numpy.uint64(0xFFFFFFFF)
    return mixed ^ (mixed >> numpy.uint64(15))
