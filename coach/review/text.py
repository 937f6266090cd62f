"""The scorecard in a terminal, readable without colour and when piped. Writes to the console it is given, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.review import attempts, feedback, figures, interviewer, phrases, timing
from coach.review.page import Page
from coach.review.prose import blocks
from coach.review.report import Report
from coach.review.rows import Quote, Row, rows
from coach.session import Turn

if TYPE_CHECKING:
    from rich.console import Console

NAME = 30
SCORE = 14


def render(report: Report, console: Console, *, full: bool = True) -> None:
    """Print the report. `full` off is for the end of a session: the scorecard alone, the best evidence of each row."""
    page = Page(console)
    _head(page, report)
    for row in rows(report):
        _dimension(page, row, full=full)
        if report.drill:
            _looked(page, row)
    _again(page, report, full=full)
    _attempts(page, report)
    _facts(page, report, full=full)
    if full:
        _claims(page, report)
    _delivery(page, report)
    _drill(page, report)
    _notices(page, report)
    _interviewer(page, report, full=full)
    if full:
        _reference(page, report)
        _transcript(page, report)
        _provenance(page, report)


def _head(page: Page, report: Report) -> None:
    page.put(report.title, style="bold")
    page.put(", ".join(phrases.standing(report)), style="dim")
    page.gap()
    page.put(page.text(f"{page.bar(phrases.headline(report))}  {phrases.overall(report)}".strip(), "bold"))
    page.put(phrases.level(report))
    if unsure := phrases.unsure(report):
        page.put(unsure)
    page.put(phrases.bands(report), style="dim")
    page.put(phrases.observer(report), style="dim")
    page.put(phrases.calibration(report), style="dim")


def _dimension(page: Page, row: Row, *, full: bool) -> None:
    page.gap()
    head = page.joined(
        (f"{row.name:<{NAME}}  ", "bold"),
        (f"{page.bar(row.score)}  ", "cyan"),
        (f"{phrases.score(row.score):<{SCORE}}", "bold"),
    )
    beside = phrases.beside(row)
    fits = head.cell_len + len(beside) <= page.width
    head.append(beside if fits else "")
    page.put(head)
    if not fits:
        page.put(beside, indent=2)
    for quote in row.evidence if full else row.evidence[:1]:
        _evidence(page, quote, full=full)
    if row.gap:
        page.put(row.gap, label="Gap    ", indent=2)
    if full and row.advice.text:
        page.put(f"a {row.advice.level} answer: “{row.advice.text}”", label="Here   ", indent=2)
    if full and row.advice.better:
        page.put(f"“{row.advice.better.text}”", label="Say    ", indent=2)
        page.put(f"{row.advice.better.id} rewritten; shows: {row.advice.better.shows}", indent=9, style="dim")


def _evidence(page: Page, quote: Quote, *, full: bool) -> None:
    page.put(f"“{quote.text}”", label=f"{quote.id:<6} ", indent=2)
    for statement in quote.shows if full else ():
        page.put(statement, label="shows: ", indent=9, style="dim")


def _looked(page: Page, row: Row) -> None:
    """Every idea that the dimension was looked through for: what a drill is about."""
    if row.looked:
        page.gap()
        page.put("What was looked for", indent=2, style="bold")
    for idea in row.looked:
        ids = f" ({', '.join(idea.evidence)})" if idea.evidence else ""
        page.put(f"{idea.statement}{ids}", label=f"{idea.verdict:<13} ", indent=2)


def _again(page: Page, report: Report, *, full: bool) -> None:
    found = feedback.moments(report)
    if found:
        page.heading(feedback.AGAIN)
    for moment in found:
        about = f"{moment.answer}, {moment.about}" if moment.about else moment.answer
        page.put(page.joined((about, "bold"), (f": {moment.why}", "")), indent=2)
        if full:
            page.put(f"“{moment.question}”", indent=4, style="dim")
        if moment.command:
            page.put(moment.command, indent=4)


def _attempts(page: Page, report: Report) -> None:
    found = attempts.every(report)
    if found:
        page.heading(attempts.AGAIN)
    for each in found:
        page.put(page.joined((f"Answer {each.number}", "bold"), (f", {phrases.date(each.started)}", "")), indent=2)
        page.put(attempts.about(each), indent=4)
        for change in attempts.TOLD:
            for idea in each.ideas[change]:
                page.put(idea.statement, label=f"{change}: ", indent=4)
        page.put(f"“{each.new.text}”", indent=4, style="dim")


def _facts(page: Page, report: Report, *, full: bool) -> None:
    told, left, got = feedback.asking(report), feedback.never_asked(report), feedback.asked_for(report)
    if not full and told:
        page.gap()
        page.put(f"{told}; the report names the others" if left else told)
    if full and left:
        page.heading(feedback.NEVER_ASKED)
        page.put(told, indent=2)
        _list_of(page, left)
    if full and got:
        page.heading(feedback.ASKED)
        _list_of(page, got)


def _list_of(page: Page, facts: Sequence[feedback.Fact]) -> None:
    for fact in facts:
        page.put(f"{fact.text} ({fact.mattered})", label="- ", indent=2)


def _claims(page: Page, report: Report) -> None:
    found = feedback.claims(report)
    if found:
        page.heading(feedback.NO_NUMBER)
        page.put(feedback.WANTS, indent=2)
    for claim in found:
        page.put(f"“{claim.text}” ({claim.words})", label=f"{claim.id:<6} ", indent=2)


def _delivery(page: Page, report: Report) -> None:
    page.heading("Delivery (beside the score, never inside it)")
    if not figures.measured(report.card["delivery"]):
        page.put(figures.NOT_MEASURED, indent=2)
    for figure in figures.figures(report.card["delivery"]):
        page.put(f"{figure.label:<28}  {figure.value}", indent=2)
    if found := figures.pauses(report.card["delivery"]):
        page.put(f"{figures.PAUSES}: " + ", ".join(f"{count} of {length}" for length, count in found), indent=2)
    page.put(figures.norms(report.card["delivery"]), indent=2, style="dim")
    page.put(timing.summary(report.session), indent=2, style="dim")


def _drill(page: Page, report: Report) -> None:
    if drill := feedback.next_drill(report):
        page.heading(drill.heading)
        page.put(page.joined((drill.name, "bold"), (f": {drill.advice}", "")), indent=2)
        page.put(drill.command, indent=4)


def _notices(page: Page, report: Report) -> None:
    said = phrases.notices(report)
    if said:
        page.heading("Notices")
    for notice in said:
        page.put(notice, label="- ", indent=2)


def _interviewer(page: Page, report: Report, *, full: bool) -> None:
    if not full and (said := interviewer.short(report)):
        page.gap()
        page.put(said, style="dim")
    if not full or not interviewer.facts(report):
        return
    page.heading(interviewer.HEADING)
    for fact in interviewer.facts(report):
        page.put(fact, label="- ", indent=2)
    for item in (*interviewer.broken(report), *interviewer.fallbacks(report)):
        page.put(f"“{item.text}”: {item.why}", label=f"{item.label:<6} ", indent=4)
    if let := interviewer.passed(report):
        page.heading(interviewer.LET_PASS)
    for item in let:
        page.put(f"“{item.text}” ({item.why})", label=f"{item.label:<6} ", indent=2)


def _reference(page: Page, report: Report) -> None:
    for level, text in report.reference.items():
        page.heading(f"What a {level} answer contains here")
        for block in blocks(text):
            for words in block.items:
                page.put(words, label="- " if block.listed else "", indent=2)


def _transcript(page: Page, report: Report) -> None:
    page.heading("Transcript")
    for turn in report.session.turns:
        page.gap()
        _turn(page, report, turn)
    if not report.session.turns:
        page.put("nothing was said", indent=2)


def _turn(page: Page, report: Report, turn: Turn) -> None:
    answer = report.answers.get(turn.index)
    quiet = "; ".join(each for each in (phrases.move(turn), phrases.aside(turn)) if each)
    page.put(page.joined((phrases.who(turn), "bold"), (f"  ({quiet})" if quiet else "", "dim")))
    for sentence in answer.sentences if answer else ():
        page.put(sentence.text, label=f"{sentence.id:<6} ", indent=2)
    if not answer:
        page.put(phrases.words(turn), indent=2)
    elif not answer.sentences:
        page.put("(nothing was said)", indent=2, style="dim")


def _provenance(page: Page, report: Report) -> None:
    page.heading("Where this comes from")
    for label, value in phrases.provenance(report):
        page.put(value, label=f"{label:<16}  ", indent=2)
