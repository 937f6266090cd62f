"""Words by their stems, as far as telling "who maintains it" from "how much does it cost" needs it."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*", re.IGNORECASE)
ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ers",
    "ies",
    "ied",
    "er",
    "ed",
    "es",
    "e",
    "s",
    "y",
)
SHORTEST = 3
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can could did do does
    doing don't down each even few for from further get go going got had has have having he her here his how i i'd i'll
    i'm i've if in into is isn't it it's its just kind like maybe me more most much my no nor not now of off on once one
    only or other our out over own really right same say see she should so some something sort still such take than that
    that's the their them then there there's these they they're thing things think this those through to too two under
    until up us very was way we we'd we'll we're well were what what's when where which while who why will with would
    yeah yes you you'd you're your""".split()
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [match.group().lower().replace("’", "'") for match in WORD.finditer(text)]


def stem(word: str) -> str:
    """A word without its ending: maintains, maintained, maintainer → maintain."""
    word = word.lower().removesuffix("'s")
    if word.endswith("ss"):
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def stems(text: str) -> set[str]:
    """The stems of all words of a text."""
    return {stem(word) for word in words(text)}


def content(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
