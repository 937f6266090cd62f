"""How fast the conversation went: from the last word to its text, to the end of the turn, to the interviewer's voice.

Read off the moments that `Turn.timing` holds. A figure is there only where both its ends were measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import zip_longest
from statistics import median
from typing import TYPE_CHECKING, Any

from coach.session import Session, Turn

if TYPE_CHECKING:
    from rich.console import Console

NOTHING = "no answer of this session was timed: only spoken ones are"
MISSING = "-"
COMMIT = "commit."
WIDTH = 80
"""Columns that the table takes; a terminal that has fewer breaks its lines, but no figure is cut."""


@dataclass(frozen=True)
class Timed:
    """One spoken answer, and the interviewer's turn after it. Seconds; None where it was not measured."""

    answer: int
    """Which one, from 1, as in the ids of its sentences."""
    turn: int
    """Index of the answer's turn."""
    recorded: float | None
    """How long the recording is."""
    segments: int | None
    """How many segments of it had ended, and could be written down, before its last speech did."""
    text: float | None
    """From the last speech to the whole text."""
    over: float | None
    """From the last speech to the end of the turn: how long more was waited for."""
    first_token: float | None
    """From when words were wanted to a language model's first; None where the words are built in."""
    reply: float | None
    """From the end of the turn to the interviewer's first sound."""
    voice_to_voice: float | None
    """From the last speech to the interviewer's first sound."""


HEADINGS: Mapping[str, str] = {
    "recorded": "recorded",
    "segments": "segments\nwhile\nspeaking",
    "text": "last word\nto text",
    "over": "last word\nto end\nof turn",
    "first_token": "model's\nfirst\ntoken",
    "reply": "turn over\nto first\nsound",
    "voice_to_voice": "last word\nto first\nsound",
}
"""Field → what stands above it, in the order they are shown."""
FELT: Mapping[str, tuple[str, str]] = {
    "text": ("text", "after your last word"),
    "reply": ("first sound", "after your turn ended"),
}
"""Field → what comes and after what: the waits that are told in one line."""


def timed(session: Session) -> tuple[Timed, ...]:
    """The figures of every answer that was timed at all; none for what was typed."""
    numbers = {answer.index: number for number, answer in enumerate(session.answers, start=1)}
    return tuple(
        _timed(numbers[turn.index], turn, then)
        for turn, then in zip_longest(session.turns, session.turns[1:])
        if turn.role == "candidate" and turn.timing
    )


def medians(rows: Iterable[Timed]) -> dict[str, float | None]:
    """Field → the middle one of the values that were measured; None where none was."""
    return _summed_up(rows, median)


def p95(rows: Iterable[Timed]) -> dict[str, float | None]:
    """Field → the value that 95 of 100 do not exceed, which is the largest where there are fewer than twenty."""
    return _summed_up(rows, lambda values: sorted(values)[math.ceil(0.95 * len(values)) - 1])


def summary(session: Session) -> str:
    """The waits that are felt, in one line; empty where none was measured."""
    rows = timed(session)
    found = [(values, FELT[name]) for name in FELT if (values := _values(rows, name))]
    if not found:
        return ""
    said = [(f"{what} {median(values):.1f} s {when}", len(values)) for values, (what, when) in found]
    first = said[0][1]
    if all(count == first for _, count in said):
        return f"Timing: {', '.join(each for each, _ in said)} ({_of(first, many=len(said) > 1)})"
    return f"Timing: {', '.join(f'{each} ({_of(count)})' for each, count in said)}"


def to_json(session: Session) -> dict[str, Any]:
    """All of it as plain data, to the millisecond."""
    rows = timed(session)
    return {
        "turns": [_rounded(asdict(each)) for each in rows],
        "medians": _rounded(medians(rows)),
        "p95": _rounded(p95(rows)),
    }


def render(session: Session, console: Console) -> None:
    """Print a row for each answer, and below them the medians and the 95th percentiles."""
    from rich.table import Table

    rows = timed(session)
    if not rows:
        console.print(NOTHING, soft_wrap=True, highlight=False)
        return
    console.print("Timing, in seconds\n", style="bold", highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("answer", no_wrap=True)
    for heading in HEADINGS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for each in rows:
        table.add_row(f"A{each.answer}", *_cells(asdict(each)))
    table.add_row("median", *_cells(medians(rows)), style="bold")
    table.add_row("p95", *_cells(p95(rows)))
    console.width = max(console.width, WIDTH)
    console.print(table, highlight=False)


def _timed(number: int, answer: Turn, then: Turn | None) -> Timed:
    said = answer.timing
    ended, over = said.get("speech_end"), said.get("over")
    if answer.interrupted:
        over = None  # it was cut into, not judged to be over
    put = then.timing if then is not None and then.role == "interviewer" else {}
    sound = put.get("first_sound") if "asked" in put and not answer.interrupted else None
    return Timed(
        answer=number,
        turn=answer.index,
        recorded=said.get("record"),
        segments=None if ended is None else sum(name.startswith(COMMIT) and at < ended for name, at in said.items()),
        text=_between(ended, said.get("text")),
        over=_between(ended, over),
        first_token=_between(put.get("asked"), put.get("first_token")) if then and then.by == "llm" else None,
        reply=_between(over, sound),
        voice_to_voice=_between(ended, sound),
    )


def _between(since: float | None, until: float | None) -> float | None:
    return None if since is None or until is None else until - since


def _values(rows: Iterable[Timed], name: str) -> list[float]:
    return [value for each in rows if (value := getattr(each, name)) is not None]


def _summed_up(rows: Iterable[Timed], sum_up: Callable[[list[float]], float]) -> dict[str, float | None]:
    kept = list(rows)
    return {name: sum_up(values) if (values := _values(kept, name)) else None for name in HEADINGS}


def _cells(data: Mapping[str, Any]) -> list[str]:
    return [_cell(name, data[name]) for name in HEADINGS]


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return MISSING
    return f"{value:g}" if name == "segments" else f"{value:.1f}" if name == "recorded" else f"{value:.2f}"


def _rounded(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(each, 3) if isinstance(each, float) else each for name, each in data.items()}


def _of(count: int, many: bool = False) -> str:
    """Such as "medians of 6 turns"."""
    return f"{'medians' if many else 'median'} of {count} turns" if count > 1 else "1 turn"
