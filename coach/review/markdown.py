"""The whole report as Markdown, for a notes folder or a mentor. What was said is escaped and stays words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coach.review import attempts, feedback, figures, interviewer, phrases, timing
from coach.review.plain import line, plain
from coach.review.report import Report
from coach.review.rows import Row, rows
from coach.session import Turn

MARKUP = re.compile(r"([\\`*_\[\]<>|~#]|&(?=#?\w+;))")
OPENER = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
"""What makes a list, a heading or a rule only at the beginning of a line."""


def render(report: Report) -> str:
    """The report as one Markdown text that ends with a line break."""
    before = (_head, _scores, _drill, _again, _attempts, _dimensions, _facts, _claims)
    parts = (*before, _delivery, _notices, _interviewer, _reference, _transcript, _provenance)
    return "\n".join(words for part in parts for words in part(report)).rstrip() + "\n"


def escape(words: str) -> str:
    """Words on one line, as Markdown that shows them as they are."""
    marked = MARKUP.sub(r"\\\1", line(words))
    return OPENER.sub(lambda found: f"\\{found[0]}" if not found[0].isdigit() else f"{found[0]}\\", marked)


def code(command: str) -> str:
    """A command to be typed, behind what it is for; nothing for none."""
    return f" `{line(command).replace('`', '')}`" if command else ""


def _head(report: Report) -> Iterator[str]:
    yield f"# {escape(report.title)}"
    yield ""
    yield escape(", ".join(phrases.standing(report)))
    yield ""
    yield f"**{phrases.overall(report)}**: {escape(phrases.level(report))}"
    yield ""
    if unsure := phrases.unsure(report):
        yield escape(unsure)
        yield ""
    if bands := phrases.bands(report):
        yield escape(bands)
        yield ""
    yield f"*{escape(phrases.observer(report))}*"
    yield ""
    yield f"*{escape(phrases.calibration(report))}*"
    yield ""


def _scores(report: Report) -> Iterator[str]:
    yield "## Scorecard"
    yield ""
    yield "| Dimension | Score | Your own | Gap |"
    yield "| --- | --- | --- | --- |"
    for row in rows(report):
        score = ", ".join(each for each in (phrases.score(row.score), phrases.doubt(row), phrases.spread(row)) if each)
        yield f"| {escape(row.name)} | {score} | {phrases.own(row)} | {escape(row.gap or '')} |"
    yield ""


def _drill(report: Report) -> Iterator[str]:
    if drill := feedback.next_drill(report):
        yield f"## {drill.heading}"
        yield ""
        yield f"**{escape(drill.name)}**: {escape(drill.advice)}{code(drill.command)}"
        yield ""


def _dimensions(report: Report) -> Iterator[str]:
    yield "## What you showed, and the gap"
    yield ""
    for row in rows(report):
        yield f"### {escape(row.name)}: {phrases.score(row.score)}"
        yield ""
        yield from _evidence(row)
        if row.gap:
            yield f"**Gap:** {escape(row.gap)}"
            yield ""
        yield from _advice(row)
        if report.drill:
            yield from _looked(row)


def _evidence(row: Row) -> Iterator[str]:
    if not row.evidence:
        yield "No sentence was counted as evidence."
    for quote in row.evidence:
        shows = f" ({escape('; '.join(quote.shows))})" if quote.shows else ""
        yield f"- **{quote.id}** “{escape(quote.text)}”{shows}"
    yield ""


def _advice(row: Row) -> Iterator[str]:
    if row.advice.text:
        yield f"**A {escape(row.advice.level)} answer here:** “{escape(row.advice.text)}”"
        yield ""
    if better := row.advice.better:
        yield f"**{better.id} rewritten:** “{escape(better.text)}” (shows: {escape(better.shows)})"
        yield ""


def _looked(row: Row) -> Iterator[str]:
    if row.looked:
        ideas = ((each, f" ({', '.join(each.evidence)})" if each.evidence else "") for each in row.looked)
        said = (f"{each.verdict}: {escape(each.statement)}{ids}" for each, ids in ideas)
        yield from _list("#### What was looked for", said)


def _again(report: Report) -> Iterator[str]:
    found = feedback.moments(report)
    if found:
        yield f"## {feedback.AGAIN}"
        yield ""
    for at, moment in enumerate(found, 1):
        about = f" ({escape(moment.about)})" if moment.about else ""
        asked = f"It was asked: “{escape(moment.question)}”{code(moment.command)}"
        yield f"{at}. **{moment.answer}**{about}: {escape(moment.why)} {asked}"
    if found:
        yield ""


def _attempts(report: Report) -> Iterator[str]:
    found = attempts.every(report)
    if found:
        yield f"## {attempts.AGAIN}"
        yield ""
    for each in found:
        yield f"### Answer {each.number}, {escape(phrases.date(each.started))}"
        yield ""
        yield escape(attempts.about(each))
        yield ""
        said = [f"{change}: {escape(idea.statement)}" for change in attempts.TOLD for idea in each.ideas[change]]
        yield from (f"- {line}" for line in said)
        yield from ("", f"> {escape(each.new.text)}", "")


def _facts(report: Report) -> Iterator[str]:
    for heading, facts, told in (
        (feedback.NEVER_ASKED, feedback.never_asked(report), f"{feedback.asking(report)}."),
        (feedback.ASKED, feedback.asked_for(report), ""),
    ):
        if facts:
            rows = (f"{escape(each.text)} *({escape(each.mattered)})*" for each in facts)
            yield from _list(f"## {heading}", rows, told)


def _claims(report: Report) -> Iterator[str]:
    found = feedback.claims(report)
    if found:
        told = (f"**{each.id}** “{escape(each.text)}” ({escape(each.words)})" for each in found)
        yield from _list(f"## {feedback.NO_NUMBER}", told, feedback.WANTS)


def _delivery(report: Report) -> Iterator[str]:
    yield "## Delivery"
    yield ""
    yield "Beside the score, never inside it."
    yield ""
    if not figures.measured(report.card["delivery"]):
        yield f"- {figures.NOT_MEASURED}"
    for figure in figures.figures(report.card["delivery"]):
        yield f"- {escape(figure.label)}: {escape(figure.value)}"
    if found := figures.pauses(report.card["delivery"]):
        yield f"- {figures.PAUSES}: {escape(', '.join(f'{count} of {length}' for length, count in found))}"
    yield ""
    if norms := figures.norms(report.card["delivery"]):
        yield escape(norms)
        yield ""
    if waits := timing.summary(report.session):
        yield escape(waits)
        yield ""


def _notices(report: Report) -> Iterator[str]:
    said = phrases.notices(report)
    if said:
        yield from _list("## Notices", (escape(each) for each in said))


def _interviewer(report: Report) -> Iterator[str]:
    facts = interviewer.facts(report)
    if facts:
        items = (*interviewer.broken(report), *interviewer.fallbacks(report))
        told = (f"{each.label} “{escape(each.text)}”: {escape(each.why)}" for each in items)
        yield from _list(f"## {interviewer.HEADING}", (*(escape(each) for each in facts), *told))
    let = interviewer.passed(report)
    if let:
        said = (f"**{each.label}** “{escape(each.text)}” *({escape(each.why)})*" for each in let)
        yield from _list(f"## {interviewer.LET_PASS}", said)


def _reference(report: Report) -> Iterator[str]:
    for level, text in report.reference.items():
        yield f"## What a {level} answer contains here"
        yield ""
        yield plain(text)
        yield ""


def _transcript(report: Report) -> Iterator[str]:
    yield "## Transcript"
    yield ""
    for turn in report.session.turns:
        yield from _turn(report, turn)
    if not report.session.turns:
        yield "Nothing was said."
        yield ""


def _turn(report: Report, turn: Turn) -> Iterator[str]:
    quiet = "; ".join(each for each in (phrases.move(turn), phrases.aside(turn)) if each)
    answer = report.answers.get(turn.index)
    yield f"**{escape(phrases.who(turn))}**{f' *({escape(quiet)})*' if quiet else ''}"
    yield ""
    if answer:
        said = [f"**{each.id}** {escape(each.text)}" for each in answer.sentences]
        yield from (f"- {each}" for each in said or ["(nothing was said)"])
    else:
        yield f"> {escape(phrases.words(turn))}"
    yield ""


def _provenance(report: Report) -> Iterator[str]:
    said = (f"{escape(label)}: {escape(value)}" for label, value in phrases.provenance(report))
    yield from _list("## Where this comes from", said)


def _list(heading: str, items: Iterable[str], before: str = "") -> Iterator[str]:
    yield heading
    yield ""
    if before:
        yield before
        yield ""
    yield from (f"- {each}" for each in items)
    yield ""
