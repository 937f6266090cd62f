"""The audit of the interviewer as every format of the report tells it."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from coach.review import as_json, html, interviewer, markdown, text
from coach.review.report import Report
from tests.review.examples import empty, foreign, typed

CLEAN = "no praise, no double question, no repeat, no leak"
PRAISED = "That is a great point. Who is unhappy on Monday? And why?"


def faulty() -> Report:
    """The typed session, with a second question that breaks two rules and comes from the fallback."""
    report = typed()
    turns = list(report.session.turns)
    turns[1] = replace(turns[1], text=f"{turns[1].text} It costs us 340 hours a month.")
    turns[2] = replace(turns[2], text=PRAISED, by="builtin", notice="the language model was too slow")
    engines = {**report.session.engines, "interviewer": "llm"}
    return replace(report, session=replace(report.session, turns=turns, engines=engines))


def shown(report: Report, full: bool) -> str:
    page = io.StringIO()
    text.render(report, Console(file=page, width=100, highlight=False), full=full)
    return " ".join(page.getvalue().split())


def test_a_clean_session_is_one_honest_line() -> None:
    assert interviewer.short(typed()) == f"interviewer: 2 questions, 31% of all words; {CLEAN}"
    assert interviewer.broken(typed()) == ()
    assert interviewer.short(typed()) in shown(typed(), full=False)


def test_what_was_broken_is_counted_and_quoted() -> None:
    report = faulty()
    assert "1 praise, 1 double question, no repeat, no leak" in interviewer.short(report)
    ((where, said, why),) = ((each.label, each.text, each.why) for each in interviewer.broken(report))
    assert (where, said) == ("3:20", PRAISED)
    assert why.startswith("praise, two questions")
    assert [each.why for each in interviewer.fallbacks(report)] == ["the language model was too slow"]
    assert [each.label for each in interviewer.passed(report)] == ["A1"]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_format_tells_all_of_it(form: str) -> None:
    report = faulty()
    made = {
        "text": lambda: shown(report, full=True),
        "md": lambda: markdown.render(report),
        "html": lambda: html.render(report),
    }[form]()
    for each in (
        interviewer.HEADING,
        "1 praise, 1 double question, no repeat, no leak",
        "the language model was too slow",
        interviewer.LET_PASS,
        "nobody asked how you know",
    ):
        assert each in made, each


def test_json_has_it_as_data() -> None:
    told = json.loads(json.dumps(as_json.render(faulty())))["interviewer"]
    assert [each["turn"] for each in told["praise"]] == [2]
    assert told["leaks"] == []
    assert told["passed"][0]["kind"] == "figure"
    assert told["fallbacks"][0]["kind"] == "probe"


@pytest.mark.parametrize("report", [foreign(), empty()], ids=["foreign", "empty"])
def test_where_nothing_is_known_nothing_is_said(report: Report) -> None:
    assert interviewer.short(report) == ""
    assert interviewer.facts(report) == []
    assert interviewer.HEADING not in markdown.render(report)
    assert interviewer.HEADING not in html.render(report)
    assert "interviewer:" not in shown(report, full=False)


def test_a_transcript_from_elsewhere_has_no_audit() -> None:
    assert as_json.render(foreign())["interviewer"] is None
