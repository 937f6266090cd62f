"""The scorecard as rows to show: a dimension with its evidence, its gap and what was looked for.

Joins the card with the rubric's words; the one place where the shape of the card's JSON is known to the renderers.
A rubric that has changed since the card was made costs words, never a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.review.feedback import Advice, advice
from coach.review.plain import line
from coach.review.report import Report

VERDICTS = {"met": "shown", "partly": "partly shown", "absent": "not shown", "no_opportunity": "no occasion"}
SHOWN = ("met", "partly")


@dataclass(frozen=True)
class Quote:
    """One sentence of the candidate's as evidence."""

    id: str
    text: str
    shows: tuple[str, ...]
    """Statements of the dimension's indicators that rest on it; they read on from "you"."""
    linked: bool
    """True when the transcript has a sentence of that id."""


@dataclass(frozen=True)
class Looked:
    """One indicator and what the observer said of it."""

    statement: str
    verdict: str
    """In words."""
    shown: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One dimension."""

    id: str
    name: str
    score: float | None
    """1 to 5; None when it was not observed."""
    spread: float | None
    range: tuple[float, float] | None
    """What the score may be, as what was only partly shown counts; None when not observed or not known."""
    own: int | None
    """The candidate's own score."""
    gap: str | None
    evidence: tuple[Quote, ...]
    """Best first."""
    levels: tuple[str, ...]
    """What 1 to 5 look like."""
    looked: tuple[Looked, ...]
    advice: Advice


def rows(report: Report) -> tuple[Row, ...]:
    """One row for each dimension of the card, in its order."""
    advised = advice(report)
    return tuple(_row(report, each, advised.get(each["id"], Advice())) for each in report.card["dimensions"])


def _range(ends: Sequence[float] | None) -> tuple[float, float] | None:
    return (ends[0], ends[1]) if ends else None


def _row(report: Report, data: Mapping[str, Any], advised: Advice) -> Row:
    seen = [each for each in report.card["observations"] if each["indicator"].startswith(f"{data['id']}.")]
    gap = data["gap"]
    return Row(
        id=data["id"],
        name=line(data["name"]),
        score=data["score"],
        spread=data["spread"],
        range=_range(data.get("range")),
        own=(report.card.get("self_scores") or {}).get(data["id"]),
        gap=line(gap) if gap else None,
        evidence=tuple(_quote(report, each, seen) for each in data["evidence"]),
        levels=_levels(report, data["id"]),
        looked=tuple(_looked(report, each) for each in seen),
        advice=advised,
    )


def _quote(report: Report, data: Mapping[str, Any], seen: list[Mapping[str, Any]]) -> Quote:
    shows = [each for each in seen if data["id"] in each["evidence"] and each["verdict"] in SHOWN]
    statements = tuple(_shows(report, each) for each in shows)
    return Quote(data["id"], line(data["quote"]), statements, data["id"] in report.ids)


def _shows(report: Report, data: Mapping[str, Any]) -> str:
    """What is shown only in part is said to be, or the gap that asks for it would seem to contradict."""
    partly = " (partly)" if data["verdict"] == "partly" else ""
    return f"{_statement(report, data['indicator'])}{partly}"


def _looked(report: Report, data: Mapping[str, Any]) -> Looked:
    verdict = data["verdict"]
    return Looked(
        _statement(report, data["indicator"]),
        VERDICTS.get(verdict, line(verdict)),
        verdict in SHOWN,
        tuple(data["evidence"]),
    )


def _statement(report: Report, indicator: str) -> str:
    try:
        return line(report.rubric.indicator(indicator).statement)
    except KeyError:
        return indicator


def _levels(report: Report, dimension: str) -> tuple[str, ...]:
    try:
        return tuple(line(each) for each in report.rubric.dimension(dimension).levels)
    except KeyError:
        return ()
