"""Streamed text cut into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coach.voice.clauses import HELD, LEAST, MOST, clauses

LONG = (
    'What would you stop first, and why? It is 3.5 s at p99.9, e.g. Redis vs. Kafka, for 1,000 users. "Because of B, '
    'they say, we stop." Ask J. R. Smith (or Dr. No, or Mr. T, if need be) and see https://a.b/c,d;e?f=1. I think '
    "we stop project B. Then we go on... Right! What would you say to the head of sales when she asks why her project "
    "was cut from the plan for this quarter?\n\n- a first item\n- a second item, which is longer\n1. Not to forget\n"
)


def pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def flat(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_the_same_clauses_however_the_text_comes_in_and_together_they_are_the_text(size: int) -> None:
    found = list(clauses(pieces(LONG, size)))
    assert found == list(clauses([LONG]))
    assert " ".join(found) == flat(LONG)
    assert all(len(clause) >= LEAST for clause in found[:-1])


def test_the_cuts() -> None:
    assert list(clauses([LONG])) == [
        "What would you stop first,",
        "and why? It is 3.5 s at p99.9, e.g. Redis vs. Kafka,",
        "for 1,000 users.",
        '"Because of B, they say, we stop."',
        "Ask J. R. Smith (or Dr. No, or Mr. T, if need be) and see https://a.b/c,d;e?f=1.",
        "I think we stop project B.",
        "Then we go on...",
        "Right! What would you say to the head of sales when she asks why her project was cut from the plan for this "
        "quarter?",
        "- a first item",
        "- a second item, which is longer",
        "1. Not to forget",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "We went from 3.5 to 4.25, that is to say by a fifth.",
        "We need e.g. a number, and i.e. and cf. and etc. and so on.",
        "We asked Mrs. A. B. Miller of St. Ives Inc. about it in the U.S. market.",
        "We took option No. 2 of fig. 3 vs. the other.",
        "Look at https://example.com/a.b?c=d;e,f:g for it.",
        "1. Cut the first of them.",
    ],
)
def test_what_is_one_is_never_parted(whole: str) -> None:
    """Behind the first clauses, where every end of a sentence is a cut."""
    before = "So this is the first clause, and this is the whole of the second one of them."
    *_, last = clauses([f"{before} {whole}"])
    assert last == whole


@pytest.mark.parametrize("sign", [",", ";", ":", " -", " –", "—"])
def test_the_first_clause_ends_at_the_first_sign(sign: str) -> None:
    assert next(clauses([f"Let us say no{sign} and then see what becomes of it all."])) == f"Let us say no{sign}"


def test_a_first_clause_without_a_sign_ends_before_a_joining_word() -> None:
    text = "What would you say to the head of sales when she asks why her project was cut from the plan?"
    assert next(clauses([text])) == "What would you say to the head of sales"
    assert next(clauses(["You are to cut because of it."])) == "You are to cut because of it."


def test_later_clauses_grow_to_sentences() -> None:
    sentence = "We stop the search project, which costs a lot, and we move its people."
    first, *others = clauses([f"{sentence} {sentence} {sentence} {sentence}"])
    assert first == "We stop the search project,"
    assert others[-1] == others[-2] == sentence


def test_a_sentence_without_an_end_is_cut_all_the_same() -> None:
    found = list(clauses(["word " * 300]))
    assert len(found) > 2
    assert max(map(len, found)) <= MOST


def test_a_quote_that_is_never_closed_holds_up_little() -> None:
    text = 'They said "we stop it, ' + "and we see what becomes of it, and of us. " * 20
    found = list(clauses([text]))
    assert " ".join(found) == flat(text)
    assert max(map(len, found)) < HELD + 60


def test_a_clause_is_out_as_soon_as_the_blank_behind_it() -> None:
    seen: list[str] = []

    def stream() -> Iterator[str]:
        for piece in ("What would", " you stop", ",", " and", " why?"):
            seen.append(piece)
            yield piece

    assert next(clauses(stream())) == "What would you stop,"
    assert seen[-1] == " and"


def test_blanks_are_nothing_and_unbreakable_ones_part_nothing() -> None:
    assert list(clauses([])) == list(clauses(["", " \n\n ", "\t"])) == []
    assert list(clauses(["It took 300\u00a0ms."])) == ["It took 300\u00a0ms."]
    assert list(clauses(["A short heading\n\n", "then  text"])) == ["A short heading", "then text"]
