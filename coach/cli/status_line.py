"""The one line under an answer that is being given: level, length, and what ends it. Only text; draws nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TextIO

from coach.voice.captions import Status

CELLS = 6
"""Of the level meter."""
METER_WIDTH = 40
"""Narrower than this, the words need the meter's room."""


@dataclass(frozen=True)
class Signs:
    """What the line is drawn with."""

    full: str = "█"
    empty: str = "·"
    more: str = "…"


ASCII = Signs("#", ".", "...")


def signs_for(out: TextIO) -> Signs:
    """The good ones where the stream's encoding has them."""
    signs = Signs()
    try:
        (signs.full + signs.empty + signs.more).encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return ASCII
    return signs


@dataclass(frozen=True)
class StatusLine:
    """Two parts, for each has a colour of its own."""

    meter: str
    words: str


def status_line(status: Status, cells: int, signs: Signs, *, auto: bool = True, keys: bool = True) -> StatusLine:
    """The line in at most so many cells: the fullest wording that fits, the shortest one cut where none does.

    `auto`: silence may end the answer, so there is a hold. `keys`: there is somebody at a keyboard.
    """
    meter = _meter(status.loudness, signs) if cells >= METER_WIDTH and status.state != "over" else ""
    time = "" if status.state == "waiting" else _length(status.seconds)
    room = cells - len(meter)
    wordings = _wordings(status, auto, keys)
    lines = ["  ".join(part for part in (time, words) if part) for words in wordings] + wordings[-1:]
    line = next((line for line in lines if len(line) <= room), lines[-1][: max(room, 0)])
    return StatusLine(meter, line)


def _meter(loudness: float, signs: Signs) -> str:
    full = min(max(round(loudness * CELLS), 0), CELLS)
    return signs.full * full + signs.empty * (CELLS - full) + "  "


def _length(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _wordings(status: Status, auto: bool, keys: bool) -> list[str]:
    """What is to be told, from the fullest to the shortest wording."""
    if status.state == "over":
        return ["writing it down ...", "writing ..."]
    if status.state == "held":
        return ["you hold the floor: Space lets go, Enter ends", "held: Space lets go, Enter ends", "held"]
    if status.state == "holding" and status.left is not None and math.isfinite(status.left):
        return _countdown(_seconds(status.left), status.reason, keys)
    return _listening(auto, keys)


def _countdown(left: str, reason: str, keys: bool) -> list[str]:
    why = [f"finishing in {left} ({reason}), keep talking to go on; Space holds"] if reason else []
    bare = [f"finishing in {left}, keep talking to go on", f"finishing in {left}", left]
    if not keys:
        return bare
    return [
        *why,
        f"finishing in {left}, keep talking to go on; Space holds",
        f"finishing in {left}; Space holds",
        *bare[1:],
    ]


def _listening(auto: bool, keys: bool) -> list[str]:
    if not keys:
        return ["listening"]
    if not auto:
        return ["listening: Enter ends your answer", "Enter ends your answer", "Enter ends"]
    return [
        "listening: Enter ends your answer, Space gives you time to think",
        "listening: Enter ends, Space holds",
        "Enter ends, Space holds",
        "listening",
    ]


def _seconds(left: float) -> str:
    """Rounded up, so that it never says that no time is left while there is some."""
    tenths = math.ceil(max(left, 0) * 10 - 1e-6)
    return f"{tenths / 10:.1f} s" if tenths < 100 else f"{math.ceil(tenths / 10)} s"
