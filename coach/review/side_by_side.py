"""Two answers to one question side by side in a terminal. Writes to the console it is given, no more."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from coach.review import attempts, phrases
from coach.review.attempts import Answer, Idea, Missing, Quote, Shown
from coach.review.page import Page

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

THEN, NOW = "Then", "Now"
BETWEEN = 3
"""Columns between the two answers."""
NARROWEST = 28
"""Columns of an answer; below it they stand one under the other."""
NAME = 30


def render(attempt: Mapping[str, Any], console: Console) -> None:
    """Print what came of answering again."""
    page, found = Page(console), attempts.shown(attempt)
    if found is None:
        page.put(attempts.NOT_SCORED)
        return
    page.put(f"Answer {found.number} again", style="bold")
    page.put(f"“{found.question}”", style="dim")
    page.gap()
    _answers(page, found)
    _moved(page, found)
    for change, title in attempts.CHANGES.items():
        _ideas(page, title, found.ideas[change], change)
    if found.missing:
        _missing(page, found.missing)
    _provenance(page, found)


def _answers(page: Page, found: Shown) -> None:
    width = (page.width - BETWEEN) // 2
    then, now = (_column(page, label, answer) for label, answer in ((THEN, found.old), (NOW, found.new)))
    if width < NARROWEST:
        for each in (*then, *now):
            page.put(each)
        return
    left, right = (_wrapped(page, column, width) for column in (then, now))
    for one, other in zip_longest(left, right):
        row = page.joined((" " * (width + BETWEEN), "")) if one is None else one.copy()
        row.pad_right(width + BETWEEN - row.cell_len)
        if other is not None:
            row.append_text(other)
        row.rstrip()
        page.console.print(row, soft_wrap=True, highlight=False)


def _column(page: Page, label: str, answer: Answer) -> list[Text]:
    """Paragraphs of one side: its heading, its sentences, how it was delivered."""
    said = [page.joined((f"{each.id} ", "dim"), (each.text, "")) for each in answer.sentences]
    told = [page.text(f"{each.label}: {each.value}", "dim") for each in answer.figures]
    return [page.text(label, "bold"), *(said or [page.text("(nothing was said)", "dim")]), *told]


def _wrapped(page: Page, paragraphs: list[Text], width: int) -> list[Text]:
    return [row for each in paragraphs for row in each.wrap(page.console, width)]


def _moved(page: Page, found: Shown) -> None:
    page.heading("Score of this answer alone")
    for each in found.moved:
        page.put(page.joined((f"{each.name:<{NAME}}  ", "bold"), (attempts.moved(each), "cyan")), indent=2)
    if not found.moved:
        page.put(attempts.NOTHING_SHOWN, indent=2)


def _ideas(page: Page, title: str, ideas: tuple[Idea, ...], change: str) -> None:
    if not ideas:
        return
    page.heading(title)
    for idea in ideas:
        page.put(idea.statement, label="- ", indent=2)
        if change != "gained":
            _quote(page, THEN, idea.old)
        if change != "lost":
            _quote(page, NOW, idea.new)


def _quote(page: Page, when: str, quotes: tuple[Quote, ...]) -> None:
    for each in quotes[:1]:
        page.put(f"“{each.text}”", label=f"{when.lower()} {each.id:<6} ", indent=4)


def _missing(page: Page, missing: Missing) -> None:
    if not missing.statements and not missing.gap:
        return
    page.heading(f"Still missing: {missing.name}")
    for statement in missing.statements:
        page.put(statement, label="- ", indent=2)
    page.put(missing.gap, label="Gap    ", indent=2)
    if missing.reference:
        page.put(f"a {missing.level} answer: “{missing.reference}”", label="Here   ", indent=2)


def _provenance(page: Page, found: Shown) -> None:
    page.gap()
    by = phrases.BY_RULES if found.observer == "rules" else f"scored by a language model: {found.model}"
    for each in dict.fromkeys((by, found.calibration, *found.notices)):
        page.put(each, style="dim")
