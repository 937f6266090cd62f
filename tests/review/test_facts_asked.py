"""The facts that the candidate asked for, in every form of the report, and apart from those never asked for."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from coach.review import feedback, html, markdown, text
from coach.review.report import Report
from tests.review.examples import FEEDBACK, advised


def rendered(report: Report, form: str) -> str:
    if form != "text":
        return {"md": markdown, "html": html}[form].render(report)
    sheet = io.StringIO()
    text.render(report, Console(file=sheet, width=200), full=True)
    return sheet.getvalue()


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_what_was_asked_for_is_named_behind_what_was_not(form: str) -> None:
    said = rendered(advised(), form)
    places = [said.index(each) for each in (feedback.NEVER_ASKED, "forty thousand", feedback.ASKED, "They wait ten")]
    assert places == sorted(places)


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_where_nothing_was_asked_for_there_is_no_heading(form: str) -> None:
    report = advised()
    facts = {**FEEDBACK["facts"], "asked": []}
    report = replace(report, card={**report.card, "feedback": {**FEEDBACK, "facts": facts}})
    said = rendered(report, form)
    assert feedback.ASKED not in said
    assert feedback.NEVER_ASKED in said
