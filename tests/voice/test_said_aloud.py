"""What a voice is given to read."""

from __future__ import annotations

import pytest

from coach.voice.spoken import spoken


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("**Why** would you *really* `stop` it?", "Why would you really stop it?"),
        ("an opened **bold that is closed elsewhere.", "an opened bold that is closed elsewhere."),
        ("## The plan.", "The plan."),
        ("- cut A.", "cut A."),
        ("1. cut A.", "1. cut A."),
        ("See [the docs](https://a.b/c), please.", "See the docs, please."),
        ("See https://www.example.com/a-b/?x=1#top.", "See www dot example dot com slash a dash b."),
        ("It is at www.example.org!", "It is at www dot example dot org!"),
        ("some_code_name and _this_.", "some code name and this."),
        ("It is 2 * 3.", "It is 2 times 3."),
        ("😀 Great.", "Great."),
    ],
)
def test_markdown_and_addresses(shown: str, read: str) -> None:
    assert spoken(shown) == read


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("E.g. Redis vs. Kafka, i.e. both, etc.", "for example Redis versus Kafka, that is both, et cetera"),
        ("It costs $2M.", "It costs 2 million dollars."),
        ("It is $1 or €1.5-3bn or £20.", "It is 1 dollar or 1.5 to 3 billion euros or 20 pounds."),
        ("We have 5k users and 3M rows.", "We have 5 thousand users and 3 million rows."),
        ("From 1,000 to 3.5 at p99.9.", "From 1,000 to 3.5 at p99.9."),
        ("It took 300 ms, then 1 s, then 2.5 s.", "It took 300 milliseconds, then 1 second, then 2.5 seconds."),
        ("It took 300\u00a0ms.", "It took 300 milliseconds."),
        ("10-20 people since 2024-05-01.", "10 to 20 people since 2024-05-01."),
        ("~5, <10, >= 3 and 5+.", "about 5, under 10, at least 3 and 5 plus."),
        ("On call 24/7 for CI/CD, and/or not.", "On call twenty-four seven for C I C D, and or not."),
        ("The SLO of all SLOs, R&D at 9 req/s.", "The S L O of all S L O's, R and D at 9 req per second."),
        ("Take No. 2, or #3.", "Take number 2, or number 3."),
        ("No. We stop.", "No. We stop."),
        ("Yes — no - maybe.", "Yes, no, maybe."),
        ("It goes A -> B.", "It goes A to B."),
        ("In the 90s of project B.", "In the 90s of project B."),
    ],
)
def test_numbers_and_abbreviations(shown: str, read: str) -> None:
    # "et cetera" ends a sentence here with the dot of its abbreviation, and what just ends gets a comma
    assert spoken(shown).removesuffix(",") == read


def test_what_breaks_off_is_read_as_going_on() -> None:
    assert spoken("What would you say to sales") == "What would you say to sales,"
    assert spoken("What would you say to sales?") == "What would you say to sales?"


@pytest.mark.parametrize("shown", ["", " ", "-", "***", "—", "##", "🙂"])
def test_where_there_is_nothing_to_read(shown: str) -> None:
    assert not any(sign.isalnum() for sign in spoken(shown))


PLAIN = "We stop project B, tell its team on Monday, and ask what 4 people cost: it's a quarter of them."


def test_plain_text_is_read_as_it_is() -> None:
    assert spoken(PLAIN) == PLAIN
