"""The HTML report: complete, well formed, self-contained, inert."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from coach.review import html
from coach.review.plain import line
from coach.review.report import Report
from tests.review.examples import EVERY, WHO_SAID_WHAT, advised, hostile, panelled, spoken, typed, unfinished

VOID = {"meta", "link", "img", "br", "hr", "input", "rect", "line", "source"}
LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href"}


class Page(HTMLParser):
    """Reads a page strictly: every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for each, attrs in self.tags if each == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(params=EVERY)
def report(request: pytest.FixtureRequest) -> Report:
    return EVERY[request.param]()


def test_every_tag_is_closed_in_order(report: Report) -> None:
    assert Page(html.render(report)).named("main")


def test_every_link_leads_to_a_place_in_the_page_and_no_place_is_there_twice(report: Report) -> None:
    page = Page(html.render(report))
    places = page.values("id")
    assert len(places) == len(set(places))
    for link in page.values("href"):
        assert link.startswith("#")
        assert link[1:] in places


def test_nothing_is_loaded_and_nothing_runs(report: Report) -> None:
    text = html.render(report)
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "base", "form", "audio"}
    names = {name for _, attrs in page.tags for name in attrs}
    assert not names & LOADING
    assert not any(name.startswith("on") for name in names)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_what_was_said_is_shown_as_words(report: Report) -> None:
    text = Page(html.render(report)).text
    for each in report.transcript.sentences:
        assert each.id in text
        assert line(each.text) in text


def test_markup_in_an_answer_stays_words() -> None:
    page = Page(html.render(hostile()))
    assert "<script>alert(" in page.text
    assert "<img src=http://evil.example/y>" in page.text
    assert "\x1b" not in html.render(hostile())
    assert "\u202e" not in html.render(hostile())


def test_headings_do_not_skip_a_level_and_tables_say_what_heads_what(report: Report) -> None:
    page = Page(html.render(report))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(each.get("scope") for each in page.named("th"))
    assert page.named("html")[0]["lang"] == "en"


def test_evidence_links_to_its_sentence_and_gaps_are_told() -> None:
    page = Page(html.render(typed()))
    for row in typed().card["dimensions"]:
        assert row["gap"] in page.text
        for each in row["evidence"]:
            assert f"#{each['id']}" in page.values("href")
            assert each["quote"] in page.text


def test_feedback_is_told_and_leads_to_the_answers() -> None:
    page = Page(html.render(advised()))
    for said in ("“Stops the nightly full build and says who loses by it.”", "You gave way.", "1 of 2 facts asked for"):
        assert said in page.text
    again = [attrs["href"] for attrs in page.named("a") if attrs.get("href") in ("#A1.1", "#A2.1")]
    assert set(again) == {"#A1.1", "#A2.1"}
    assert "Answer these again" not in Page(html.render(typed())).text


def test_the_reference_is_folded_away() -> None:
    page = Page(html.render(typed()))
    folded = [attrs for attrs in page.named("details") if attrs.get("class") == "reference"]
    assert len(folded) == 3
    assert not any("open" in attrs for attrs in page.named("details"))
    assert "Stops the nightly full build and says who loses by it." in page.text


def test_no_number_stands_for_what_was_not_observed() -> None:
    page = Page(html.render(unfinished()))
    assert "Too little was said to place it".lower() in page.text.lower()
    assert [attrs["class"] for attrs in page.named("svg")] == ["bar none"] * 11
    assert not any(attrs.get("class") == "fill" for attrs in page.named("rect"))
    assert page.text.count("not observed") >= 21
    assert "not finished" in page.text


def test_own_scores_stand_beside() -> None:
    text = Page(html.render(typed())).text
    assert "you said 3 (1.0 under)" in text
    assert "you said 4 (0.5 under)" in text


def test_recordings_play_only_where_the_folder_is_given() -> None:
    assert not Page(html.render(spoken())).named("audio")
    players = Page(html.render(spoken(), audio="file:///home/me/session/")).named("audio")
    assert [attrs["src"] for attrs in players] == ["file:///home/me/session/audio/turn%201.wav"]


def test_moves_notices_and_sources_are_told() -> None:
    text = Page(html.render(spoken())).text
    for said in ("probe, cost", "built-in words: the model asked two questions", "cut short", "risk fell back"):
        assert said in text
    for said in ("scored by a language model: qwen2.5-1.5b", "cdcdcdcdcdcd", "abababababab", "4 March 2026 at 14:30"):
        assert said in text


def test_who_spoke_stands_before_their_words() -> None:
    words = [each.strip() for each in Page(html.render(panelled())).words if each.strip()]
    for who, said in WHO_SAID_WHAT:
        at = words.index(said)
        assert who in words[at - 3 : at]
    assert "Interviewer" in [each.strip() for each in Page(html.render(typed())).words]
