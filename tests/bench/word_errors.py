"""Words got wrong, spelling left out: whoever writes "$90,000" has heard "ninety thousand dollars"."""

from __future__ import annotations

import re

import jiwer

SAME = {"trade-off": "tradeoff", "trade off": "tradeoff", "road map": "roadmap", "road-map": "roadmap"}
"""Spellings of the same words."""
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def plain(text: str) -> str:
    """Small letters, no punctuation, numbers in words: "$90,000" is "ninety thousand dollars"."""
    text = re.sub(r"\$(\d[\d,]*)", r"\1 dollars", text.lower())
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\bp[ -]?(\d+)\b|\bp[ -]ninety[ -]nine\b", lambda found: f"p{found[1] or 99}", text)
    text = re.sub(r"\b\d+\b", lambda found: _in_words(int(found[0])), text)
    for written, same in SAME.items():
        text = text.replace(written, same)
    return " ".join(re.sub(r"[^\w' ]+", " ", text).split())


def _in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f" {ONES[number % 10]}" if number % 10 else "")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return f"{_in_words(number // size)} {name}" + (f" {_in_words(rest)}" if rest else "")
    raise AssertionError("a hundred is the least that is left")


def errors(said: str, heard: str) -> tuple[int, int]:
    """How many words were got wrong, and how many there were."""
    found = jiwer.process_words(plain(said), plain(heard))
    return found.substitutions + found.deletions + found.insertions, len(plain(said).split())
