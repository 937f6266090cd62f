"""Answers given again as things to show: what moved, what was gained, kept and lost, and what is still missing.

The one place where the shape of an attempt's JSON is known to the renderers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coach.review import figures
from coach.review.figures import Figure
from coach.review.phrases import score
from coach.review.plain import line
from coach.review.report import Report

AGAIN = "Answered again"
CHANGES = {"gained": "Gained", "kept": "Kept", "lost": "Lost"}
TOLD = ("gained", "lost")
"""Changes that a report mentions."""
OF_A_SESSION = ("answer_first", "talk_ratio", "fillers_per_minute")
"""Figures that say nothing of a single answer."""
PARTLY = "partly"
IN_PART = {
    (False, False): "",
    (True, False): " (then in part)",
    (False, True): " (now in part)",
    (True, True): " (in part)",
}
"""What is said of an idea by where it was shown only in part: then, now."""
NOT_SCORED = "kept, and not scored yet"
NOTHING_SHOWN = "neither answer showed any of what was looked for"


@dataclass(frozen=True)
class Moved:
    """A dimension by each answer alone; None where it was not observed."""

    name: str
    old: float | None
    new: float | None


@dataclass(frozen=True)
class Quote:
    """A sentence that shows an idea."""

    id: str
    text: str


@dataclass(frozen=True)
class Idea:
    """One indicator in both answers."""

    statement: str
    """It reads on from "you", with a word on what was shown only in part."""
    old: tuple[Quote, ...]
    new: tuple[Quote, ...]


@dataclass(frozen=True)
class Answer:
    """One of the two."""

    sentences: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    """Delivery; no more than the words where it was typed."""

    @property
    def text(self) -> str:
        return " ".join(each.text for each in self.sentences)


@dataclass(frozen=True)
class Missing:
    """What is still to be said."""

    name: str
    gap: str
    statements: tuple[str, ...]
    level: str
    """Of the reference that `reference` is a sentence of."""
    reference: str


@dataclass(frozen=True)
class Shown:
    """One attempt, scored."""

    number: int
    """Of the answer."""
    started: str
    """ISO 8601."""
    question: str
    old: Answer
    new: Answer
    moved: tuple[Moved, ...]
    ideas: Mapping[str, tuple[Idea, ...]]
    """By change: gained, kept, lost."""
    missing: Missing | None
    observer: str
    model: str | None
    calibration: str
    notices: tuple[str, ...]


def shown(attempt: Mapping[str, Any]) -> Shown | None:
    """None as long as it was not scored."""
    data = attempt.get("comparison")
    if not data:
        return None
    old, new = (_answer(data[side]) for side in ("old", "new"))
    ideas = {
        change: tuple(_idea(each, old, new) for each in data["indicators"] if each["change"] == change)
        for change in CHANGES
    }
    return Shown(
        attempt["answer"],
        attempt["started"],
        line(data["question"]),
        old,
        new,
        tuple(Moved(line(each["name"]), each["old"], each["new"]) for each in data["dimensions"]),
        ideas,
        _missing(data["missing"]) if data["missing"] else None,
        data["observer"],
        data["model"],
        line(data["calibration"]),
        tuple(dict.fromkeys(line(each) for each in data["notices"])),
    )


def moved(each: Moved) -> str:
    """Such as "2.0 → 3.5 (+1.5)"."""
    said = f"{score(each.old)} → {score(each.new)}"
    if each.old is None or each.new is None:
        return said
    more = round(each.new - each.old, 1)
    return f"{said} ({more:+.1f})" if more else f"{said} (the same)"


def about(found: Shown) -> str:
    """What moved, in a line: such as "Risk and second-order effects 2.0 → 3.5 (+1.5)"."""
    return "; ".join(f"{each.name} {moved(each)}" for each in found.moved) or NOTHING_SHOWN


def every(report: Report) -> tuple[Shown, ...]:
    """All that were scored, oldest first."""
    return tuple(each for attempt in report.attempts if (each := shown(attempt)))


def _answer(data: Mapping[str, Any]) -> Answer:
    quotes = tuple(Quote(each["id"], line(each["text"])) for each in data["sentences"])
    return Answer(quotes, (*_delivery(data["delivery"]),))


def _delivery(data: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures of one answer: whether it begins with the decision is yes or no there, and shares mean nothing."""
    yield from figures.figures({key: each for key, each in data.items() if key not in OF_A_SESSION})
    if data.get("answers"):
        yield Figure("Answer first", "yes" if data["answer_first"] else "no")


def _idea(data: Mapping[str, Any], old: Answer, new: Answer) -> Idea:
    partly = tuple(data[side]["verdict"] == PARTLY for side in ("old", "new"))
    return Idea(f"{line(data['statement'])}{IN_PART[partly]}", _quoted(data["old"], old), _quoted(data["new"], new))


def _quoted(seen: Mapping[str, Any], answer: Answer) -> tuple[Quote, ...]:
    return tuple(each for id in seen["evidence"] for each in answer.sentences if each.id == id)


def _missing(data: Mapping[str, Any]) -> Missing:
    said = data["staff_answer"] or {}
    return Missing(
        line(data["name"]),
        line(data["gap"] or ""),
        tuple(line(each["statement"]) for each in data["indicators"]),
        line(said.get("level", "")),
        line(said.get("text", "")),
    )
