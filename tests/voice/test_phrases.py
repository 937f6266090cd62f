"""Pieces of text put together into sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach.voice.phrases import sentences

TEXT = 'It is 3.5 s, e.g. Redis vs. Kafka. Why? "Because of B." Then we stop... Right! No. 2 goes on'
PARTS = [
    "It is 3.5 s, e.g. Redis vs. Kafka.",
    "Why?",
    '"Because of B."',
    "Then we stop...",
    "Right!",
    "No.",
    "2 goes on",
]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_same_sentences_however_the_text_comes_in(size: int) -> None:
    pieces = [TEXT[start : start + size] for start in range(0, len(TEXT), size)]
    assert list(sentences(pieces)) == PARTS


def test_a_sentence_is_out_as_soon_as_the_next_begins() -> None:
    seen = []

    def pieces() -> Iterator[str]:
        for piece in ("What would you ", "stop? ", "And", " why?"):
            seen.append(piece)
            yield piece

    assert next(sentences(pieces())) == "What would you stop?"
    assert seen == ["What would you ", "stop? ", "And"]


def test_paragraphs_part_sentences_and_blanks_are_none() -> None:
    assert list(sentences(["A heading\n\n", "text  ", "\n\n", " "])) == ["A heading", "text"]
    assert list(sentences([])) == []
