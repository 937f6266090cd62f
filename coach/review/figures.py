"""Delivery as figures to show: pace, pauses, fillers. Shown beside the score; nothing here has a part in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coach.review.plain import line

NOT_MEASURED = "pace, pauses and fillers: not measured, since only spoken answers are timed"
PAUSES = "Pauses by their length, in seconds"


@dataclass(frozen=True)
class Figure:
    """One thing measured."""

    label: str
    value: str


def measured(delivery: Mapping[str, Any]) -> bool:
    """False when the answers were typed or come from elsewhere, so that there was nothing to time."""
    return bool(delivery.get("measured"))


def figures(delivery: Mapping[str, Any]) -> tuple[Figure, ...]:
    """What there is a value for; a key that is not known here is shown by its own name rather than lost."""
    known = [key for key in KNOWN if key in delivery and (key != "fillers" or measured(delivery))]
    rest = [key for key in delivery if key not in KNOWN and key not in TOLD_APART]
    norms = delivery.get("norms") or {}
    found = [_figure(key, delivery[key], norms) for key in known + rest if _shown(delivery[key])]
    if _shown(delivery.get("answer_first")) and delivery.get("answers"):
        found.append(Figure("Answer first", f"in {delivery['answer_first']} of {delivery['answers']} answers"))
    return tuple(found)


def pauses(delivery: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Length and how many of that length; empty where nothing was timed."""
    found = (delivery.get("pause_histogram") or {}).items()
    return tuple((f"{line(name).replace('-', '–')} s", count) for name, count in found if _shown(count))


def norms(delivery: Mapping[str, Any]) -> str:
    """What is known of such figures, for information; empty where nothing was timed."""
    known = delivery.get("norms") or {}
    if not measured(delivery) or not {"slow_wpm", "fast_wpm", "harmless_fillers", "fillers_per_minute"} <= set(known):
        return ""
    return (
        f"For information: {known['slow_wpm']} to {known['fast_wpm']} words a minute is unremarkable; up to "
        f"{known['harmless_fillers']} fillers a minute cost nothing that can be measured, and harm is seen near "
        f"{known['fillers_per_minute']}; a pause for thought is no fault."
    )


def _figure(key: str, value: float, norms: Mapping[str, float]) -> Figure:
    label, words = KNOWN.get(key, (line(key.replace("_", " ")), _amount))
    note = _note(key, value, norms)
    return Figure(label, f"{words(value)} ({note})" if note else words(value))


def _note(key: str, value: float, norms: Mapping[str, float]) -> str:
    """Information where a figure lies outside the norm; silence inside, where nothing is known to matter."""
    if key == "pace_wpm" and value < norms.get("slow_wpm", 0):
        return f"slow: below {norms['slow_wpm']}"
    if key == "pace_wpm" and value > norms.get("fast_wpm", value):
        return f"fast: above {norms['fast_wpm']}"
    if key == "fillers_per_minute" and value >= norms.get("fillers_per_minute", value + 1):
        return f"noticed by listeners from {norms['fillers_per_minute']}"
    return ""


def _shown(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:.1f}"


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"


def _pace(value: float) -> str:
    return f"{value:.0f} words a minute"


def _least(value: float) -> str:
    return f"at least {_amount(value)}" if value else "none found"


KNOWN: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "words": ("Words", _amount),
    "pace_wpm": ("Pace while speaking", _pace),
    "articulation_wpm": ("Pace within phrases", _pace),
    "thinking_time": ("Thinking before an answer", _seconds),
    "pauses": ("Pauses from 1 s", _amount),
    "longest_pause": ("Longest pause", _seconds),
    "longest_stretch": ("Longest stretch", _seconds),
    "fillers": ("Fillers", _least),
    "fillers_per_minute": ("Fillers a minute", _least),
    "hedges": ("Hedges", _amount),
    "talk_ratio": ("Your share of the words", _share),
}
"""Key of the delivery → label and how its value is said, in the order they are shown."""
TOLD_APART = {"measured", "norms", "pause_histogram", "answers", "answer_first"}
"""Keys that are no single figure, or one only together."""
