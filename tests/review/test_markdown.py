"""The Markdown report: complete, and what was said cannot become markup."""

import re
import unicodedata

import pytest

from coach.review import markdown
from tests.review.examples import EVERY, WHO_SAID_WHAT, advised, hostile, panelled, typed, unfinished


@pytest.mark.parametrize("name", EVERY)
def test_everything_is_told_without_control_characters(name: str) -> None:
    report = EVERY[name]()
    text = markdown.render(report)
    assert text.endswith("\n")
    assert not [each for each in text if each != "\n" and unicodedata.category(each) == "Cc"]
    for row in report.card["dimensions"]:
        assert markdown.escape(row["gap"] or "") in text
        for each in row["evidence"]:
            assert f"**{each['id']}** “{markdown.escape(each['quote'])}”" in text
    for each in report.transcript.sentences:
        assert f"- **{each.id}** {markdown.escape(each.text)}" in text


def test_markup_in_an_answer_is_escaped() -> None:
    text = markdown.render(hostile())
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    rows = [each for each in text.split("\n") if each.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", each)) for each in rows} == {5}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("# no heading", r"\# no heading"),
        ("- no item", r"\- no item"),
        ("12. no item", r"12\. no item"),
        ("--- no rule", r"\--- no rule"),
        ("a *b* _c_ `d` ~e~", r"a \*b\* \_c\_ \`d\` \~e\~"),
        ("&lt; but R & D", r"\&lt; but R & D"),
        ("back\\slash", r"back\\slash"),
        ("two\nlines", "two lines"),
        ("99.9 % well-known", "99.9 % well-known"),
    ],
)
def test_escape(words: str, shown: str) -> None:
    assert markdown.escape(words) == shown


def test_who_spoke_stands_before_their_words() -> None:
    text = markdown.render(panelled())
    for who, words in WHO_SAID_WHAT:
        assert re.search(rf"^\*\*{who}\*\*.*\n\n> {re.escape(words)}", text, re.MULTILINE), who
    assert "**Interviewer**" in markdown.render(typed())


def test_feedback_is_told() -> None:
    text = markdown.render(advised())
    assert "**A staff answer here:** “Stops the nightly full build and says who loses by it.”" in text
    assert "**A1.3 rewritten:** “We stop the nightly full build; the mobile team" in text
    assert "1. **Answer 2** (Prioritizing and saying no): You gave way. It was asked: “" in text
    assert "- The bill is forty thousand a month. *(changes the plan)*" in text
    assert "- **A1.2** “Bigger runners are much faster.” (much faster)" in text


def test_scores_own_scores_and_what_was_not_observed() -> None:
    assert "| Prioritizing and saying no | 4.0 | you said 3 (1.0 under) |" in markdown.render(typed())
    text = markdown.render(unfinished())
    assert "| Clarity | not observed |  |  |" in text
    assert "**not observed**: too little was said to place it" in text
