"""The figures in a text, digits and number words alike, so that an invented one can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

UNITS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(2, 20),
        strict=True,
    )
)
"""One is left out: it is seldom a figure."""
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
OTHERS = {"dozen": "12", "twice": "2", "double": "2", "triple": "3", "half": "half", "halve": "half", "halves": "half"}
OTHERS |= {"halved": "half", "third": "third", "thirds": "third"}
TENS_AND_UNITS = rf"(?:{'|'.join(TENS)})[- ](?:one|{'|'.join(list(UNITS)[:8])})"
FIGURE = re.compile(rf"\d[\d.,]*|\b(?:{TENS_AND_UNITS}|{'|'.join(chain(TENS, UNITS, OTHERS))})\b", re.IGNORECASE)


def figures(text: str) -> set[str]:
    """All figures of a text, each in one spelling: "1,200" and "1200" are one, and so are "fourteen" and "14"."""
    return set(_figures(text))


def _figures(text: str) -> Iterator[str]:
    for match in FIGURE.finditer(text):
        word = match[0].lower()
        if word[0].isdigit():
            yield word.replace(",", "").rstrip(".")
        elif word in OTHERS:
            yield OTHERS[word]
        else:
            yield str(sum(_value(part) for part in re.split(r"[- ]", word)))


def _value(word: str) -> int:
    return TENS.get(word) or UNITS.get(word) or 1
