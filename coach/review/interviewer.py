"""The audit of the interviewer as things to show. All empty for a transcript that was not made here."""

from __future__ import annotations

from dataclasses import dataclass

from coach.interview.audit import Audit
from coach.interview.passed import FIGURE, NO_NUMBER, VAGUE
from coach.review import phrases
from coach.review.plain import line
from coach.review.report import Report

HEADING = "The interviewer, audited by code"
LET_PASS = "What the interviewer let pass"
WHY = {
    FIGURE: "a figure, and nobody asked how you know",
    NO_NUMBER: "a size without a number, and nobody asked for one",
    VAGUE: "beside the question, and it was not asked again",
}
LONGEST = 30
"""Words that are shown of an answer."""


@dataclass(frozen=True)
class Item:
    """One thing that was said, and what is to be said of it."""

    label: str
    """Such as "A3" for the third answer, or "2:05" for when."""
    text: str
    why: str
    first: str | None = None
    """Id of the answer's first sentence, where the transcript shows it."""


def short(report: Report) -> str:
    """All of it in one line; empty where nothing is known."""
    found = report.audit
    if not found or not report.session.questions:
        return ""
    return f"interviewer: {_counts(found)}; {verdict(found)}"


def verdict(found: Audit) -> str:
    """What was broken of the four rules that matter most, and what was kept."""
    rows = (
        ("praise", found.praise),
        ("double question", found.double),
        ("repeat", found.repeats),
        ("leak", found.leaks),
    )
    broken = [_many(len(each), name) for name, each in rows if each]
    kept = [f"no {name}" for name, each in rows if not each]
    return ", ".join([*broken, *kept])


def facts(report: Report) -> list[str]:
    """The full account, a line each."""
    found = report.audit
    if not found or not report.session.questions:
        return []
    said = [
        _counts(found),
        verdict(found),
        f"{_many(len(found.long), 'turn')} over two sentences or too long" if found.long else "no turn too long",
        _joined(found),
        _dodges(found),
        _worded(found),
    ]
    return [each for each in said if each]


def broken(report: Report) -> tuple[Item, ...]:
    """What the interviewer said against its rules, in the order it was said."""
    found = report.audit
    if not found:
        return ()
    rules: dict[int, list[str]] = {}
    for each in (*found.praise, *found.double, *found.long, *found.repeats, *found.leaks, *found.others):
        rules.setdefault(each.turn, []).append(each.rule)
    turns = report.session.turns
    return tuple(Item(_when(report, at), line(turns[at].whole), ", ".join(rules[at])) for at in sorted(rules))


def fallbacks(report: Report) -> tuple[Item, ...]:
    """Moves for which built-in words took the place of the language model's."""
    found = report.audit
    return tuple(
        Item(_when(report, each.turn), phrases.MOVES.get(each.kind, line(each.kind)), line(each.why))
        for each in (found.fallbacks if found else ())
    )


def passed(report: Report) -> tuple[Item, ...]:
    """Weak things of the candidate's that nobody pressed."""
    found = report.audit
    return tuple(_passed(report, each.turn, each.text, each.kind) for each in (found.passed if found else ()))


def _passed(report: Report, turn: int, text: str, kind: str) -> Item:
    answer = report.answers[turn]
    words = line(text).split()
    cut = " ".join(words[:LONGEST]) + (" …" if len(words) > LONGEST else "")
    first = f"A{answer.number}.1"
    return Item(f"A{answer.number}", cut, WHY[kind], first if first in report.ids else None)


def _counts(found: Audit) -> str:
    said = _many(found.questions, "question")
    return f"{said}, {found.share:.0%} of all words" if found.share is not None else said


def _joined(found: Audit) -> str:
    return f"{_many(len(found.joined), 'sentence')} with two questions in it" if found.joined else ""


def _dodges(found: Audit) -> str:
    if not found.dodges:
        return "no question was dodged that could be asked again"
    return f"{found.asked_again} of {_many(found.dodges, 'dodged question')} asked again"


def _worded(found: Audit) -> str:
    if not found.worded:
        return ""
    return f"built-in words in place of the language model's in {len(found.fallbacks)} of {_many(found.worded, 'move')}"


def _many(count: int, name: str) -> str:
    plural = name if count == 1 or name == "praise" else f"{name}s"
    return f"{count} {plural}"


def _when(report: Report, turn: int) -> str:
    return phrases.clock(report.session.turns[turn].start)
