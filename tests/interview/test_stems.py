"""Words that are one word to whoever asks, and words that are not."""

from __future__ import annotations

import pytest

from coach.interview.stems import content, stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        "maintain maintains maintained maintainer",
        "stop stops stopped stopping",
        "run runs ran running runner",
        "write writes wrote written writer",
        "cost costs costly",
        "quick quickly",
        "call calls called calling",
        "pass passes passed",
        "try tried trial trials",
        "licence license licences",
    ],
)
def test_the_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("pair", ["team time", "test best", "price prize", "add ad", "notice not"])
def test_different_words_stay_apart(pair: str) -> None:
    assert len(stems(pair)) == 2


def test_content_leaves_out_what_carries_none() -> None:
    assert content("So how do we know what the builds cost?") == {stem("know"), stem("build"), stem("cost")}
