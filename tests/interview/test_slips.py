"""One slip is put right; two are not, nor is what might be another word."""

from __future__ import annotations

import pytest

from coach.interview.slips import meant

KNOWN = frozenset("flaky contract repository minute terms rerun".split())


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("flakey", "flaky"),
        ("contarct", "contract"),
        ("repositry", "repository"),
        ("menute", "minute"),
        ("rerurns", "rerun"),
    ],
)
def test_one_slip_is_put_right(word: str, other: str) -> None:
    assert meant(word, KNOWN) in (other, other[:-1])  # a word or its stem


@pytest.mark.parametrize("word", ["teams", "rate", "contacts", "compact", "train", "flat"])
def test_another_word_stays(word: str) -> None:
    assert meant(word, KNOWN) == word


def test_what_may_be_either_of_two_stays() -> None:
    assert meant("brench", {"branch", "bronch"}) == "brench"
