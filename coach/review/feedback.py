"""The card's feedback as things to show: moments to answer again, facts never asked for, claims without a number, and
for each dimension what the reference has and a sentence rewritten. Empty for cards that were made before there was any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach.review.plain import line
from coach.review.report import Report

AGAIN = "Answer these again"
NEVER_ASKED = "Facts you never asked for"
ASKED = "Facts you asked for"
NO_NUMBER = "Claims without a number"
NEXT_DRILL, NEXT_STEP = "Next drill", "Next step"
WANTS = "Each wants a figure, a rough one if need be, in the same breath."


@dataclass(frozen=True)
class Moment:
    """One answer to give again."""

    answer: str
    """Such as "Answer 5"."""
    number: int
    about: str
    """The dimension's name; empty where it is not known."""
    question: str
    why: str
    first: str | None
    """Id of the answer's first sentence, where the transcript shows it."""
    command: str
    """What asks it again; empty for a conversation that was held elsewhere."""


@dataclass(frozen=True)
class Fact:
    """Something that was there for the asking."""

    text: str
    mattered: str


@dataclass(frozen=True)
class Claim:
    """A sentence of the candidate's."""

    id: str
    text: str
    words: str
    """What in it wants a number."""


@dataclass(frozen=True)
class Better:
    """A sentence of the candidate's, rewritten by a language model."""

    id: str
    text: str
    shows: str
    """The idea's statement; it reads on from "you"."""


@dataclass(frozen=True)
class Next:
    """What to practise next."""

    heading: str
    name: str
    """Of a dimension."""
    advice: str
    command: str
    """Empty in cards that were made before there was any."""


@dataclass(frozen=True)
class Advice:
    """What there is for one dimension."""

    level: str = ""
    """Of the reference that `text` is from."""
    text: str = ""
    """A sentence of it; empty for none."""
    better: Better | None = None


def moments(report: Report) -> tuple[Moment, ...]:
    """The costliest first."""
    names = {each["id"]: line(each["name"]) for each in report.card["dimensions"]}
    return tuple(_moment(report, each, names) for each in _feedback(report).get("moments") or ())


def never_asked(report: Report) -> tuple[Fact, ...]:
    """The weightiest first; empty too where nobody knows what was asked."""
    return _facts(report, "not_asked")


def asked_for(report: Report) -> tuple[Fact, ...]:
    """Likewise."""
    return _facts(report, "asked")


def _facts(report: Report, which: str) -> tuple[Fact, ...]:
    facts = _feedback(report).get("facts") or {}
    return tuple(Fact(line(each["text"]), line(each["mattered"])) for each in facts.get(which, ()))


def asking(report: Report) -> str:
    """How many of the hidden facts were asked for; empty where nobody knows."""
    facts = _feedback(report).get("facts")
    if not facts:
        return ""
    got, left = len(facts["asked"]), len(facts["not_asked"])
    return f"{got} of {got + left} facts asked for" if got + left else ""


def claims(report: Report) -> tuple[Claim, ...]:
    """In the order they were made."""
    found = _feedback(report).get("claims") or ()
    return tuple(Claim(each["id"], line(each["quote"]), line(each["words"])) for each in found)


def advice(report: Report) -> dict[str, Advice]:
    """Dimension → what there is for it."""
    return {each["dimension"]: _advice(report, each) for each in _feedback(report).get("advice") or ()}


def next_drill(report: Report) -> Next | None:
    """None where nothing is left to lift."""
    data = report.card.get("next_drill")
    if not data:
        return None
    command = line(data.get("command") or "")
    heading = NEXT_STEP if command and "--drill" not in command else NEXT_DRILL
    advice = line(data["advice"])
    old = f"Five minutes: `{command}`. "  # how the command stood in the advice of earlier cards
    return Next(heading, line(data["name"]), advice.removeprefix(old), command)


def _feedback(report: Report) -> Mapping[str, Any]:
    return report.card.get("feedback") or {}


def _moment(report: Report, data: Mapping[str, Any], names: Mapping[str, str]) -> Moment:
    first = f"A{data['answer']}.1"
    return Moment(
        f"Answer {data['answer']}",
        data["answer"],
        names.get(data["dimension"], ""),
        line(data["question"]),
        line(data["why"]),
        first if first in report.ids else None,
        f"coach again {report.session.id} {data['answer']}" if report.held_here else "",
    )


def _advice(report: Report, data: Mapping[str, Any]) -> Advice:
    answer, rewrite = data["staff_answer"] or {}, data["rewrite"]
    better = None
    if rewrite:
        better = Better(rewrite["sentence"], line(rewrite["text"]), _statement(report, rewrite["indicator"]))
    return Advice(line(answer.get("level", "")), line(answer.get("text", "")), better)


def _statement(report: Report, indicator: str) -> str:
    try:
        return line(report.rubric.indicator(indicator).statement)
    except KeyError:
        return indicator
