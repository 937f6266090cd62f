"""The report as one HTML file: no request to anywhere, no script, and nothing that was said can become markup.

The markup is in `templates/`; here is only what the templates are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coach.review import attempts, feedback, figures, interviewer, phrases, timing
from coach.review.plain import plain
from coach.review.prose import blocks
from coach.review.report import Report
from coach.review.rows import Row, rows
from coach.scoring.sentences import Sentence
from coach.session import Turn

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Said:
    """One turn as the page shows it."""

    you: bool
    who: str
    clock: str
    """Minutes and seconds into the session; empty for a transcript without times."""
    move: str
    aside: str
    text: str
    """The interviewer's words; the candidate's are in `sentences`."""
    unheard: str
    """The rest of them, in brackets, where they were cut short."""
    sentences: tuple[Sentence, ...]
    audio: str | None
    """Address of the kept recording."""


def render(report: Report, audio: str | None = None) -> str:
    """The whole page. `audio` is the address of the folder with the kept recordings, such as `Path.as_uri()` gives;
    without it the page has no players, so that it can be passed on alone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    shelf = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return shelf.get_template("report.html").render(_given(report, audio)) + "\n"


def _given(report: Report, audio: str | None) -> dict[str, Any]:
    said = [_said(report, turn, audio) for turn in report.session.turns]
    shown = rows(report)
    return {
        "report": report,
        "card": report.card,
        "rows": shown,
        "turns": said,
        "cited": _cited(shown),
        "phrases": phrases,
        "figures": figures,
        "timing": timing,
        "feedback": feedback,
        "attempts": attempts,
        "interviewer": interviewer,
        "blocks": blocks,
        "drill": feedback.next_drill(report),
        "reference": report.reference,
        "players": any(each.audio for each in said),
    }


def _said(report: Report, turn: Turn, audio: str | None) -> Said:
    answer = report.answers.get(turn.index)
    return Said(
        you=answer is not None,
        who=phrases.who(turn),
        clock=phrases.clock(turn.start) if report.session.elapsed else "",
        move=phrases.move(turn),
        aside=phrases.aside(turn),
        text=turn.text,
        unheard=phrases.unheard(turn),
        sentences=answer.sentences if answer else (),
        audio=f"{audio.rstrip('/')}/{quote(turn.audio)}" if audio and turn.audio else None,
    )


def _cited(shown: tuple[Row, ...]) -> dict[str, str]:
    """Sentence id → the names of the dimensions that it is evidence for."""
    names: dict[str, list[str]] = {}
    for row in shown:
        for each in row.evidence:
            names.setdefault(each.id, []).append(row.name)
    return {id: ", ".join(dict.fromkeys(each)) for id, each in names.items()}


def _plain(value: Any) -> Any:
    """Everything a template puts out passes here; what is markup already, made by a macro, has passed before."""
    return plain(value) if type(value) is str else value
