"""What the answers come to: a row for each thing that issue and rivals are compared by, with its target. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.voice.measures import Measured, cut, long_cue, percentile, short

if TYPE_CHECKING:
    from rich.table import Table

LOOPS = ("coach", "naive", "pipecat")
BUILTIN = "built-in"
TEXT, TEXT_LATE = 0.7, 1.0
GROWTH = 1.2
"""What the longest answer's text may cost of what the shortest one's does."""
DONE = {True: 1.0, False: 2.0}
"""Seconds from the done key to the first sound; True: the built-in interviewer."""
HOLD = 0.3
CUT_SHORT, CUT_LONG = 0.02, 0.05
CPU = 0.20

Value = Callable[[Sequence[Measured]], float | None]


@dataclass(frozen=True)
class Row:
    """One thing that was measured."""

    name: str
    values: tuple[str, ...]
    """Of each of `LOOPS`, as it is shown."""
    ratio: str = ""
    """coach's p50 by each rival's."""
    target: str = ""
    held: bool | None = None
    """None: there is no target, or nothing was measured."""


def rows(measured: Sequence[Measured]) -> Iterator[Row]:
    """The rows of answers that were given under the same conditions."""
    builtin = all(each.run.llm == BUILTIN for each in measured)
    yield _times(measured, "speech end → full text, done key", lambda one: one.text, TEXT, TEXT_LATE, turn="key")
    yield _times(measured, "speech end → full text, auto", lambda one: one.text, TEXT, TEXT_LATE, turn="auto")
    yield _growth(measured)
    yield _times(measured, "done key → first sound", lambda one: one.done, DONE[builtin])
    yield _times(measured, "voice to voice, auto", lambda one: one.voice)
    yield _times(measured, "end of hold → first sound", lambda one: one.hold, HOLD)
    yield _times(measured, "  the same by its own record", lambda one: one.own_hold)
    yield _cuts(measured, "cut off in pauses up to 2.5 s", short, CUT_SHORT)
    yield _cuts(measured, "cut off in pauses up to 4 s after a cue", long_cue, CUT_LONG)
    yield _counts(measured, "turns closed in no pause", lambda one: one.strays, 0)
    yield _counts(measured, "spoke over the candidate", lambda one: one.over, 0)
    yield _counts(measured, "answers without a reply", lambda one: one.done is None and one.voice is None, 0)
    yield _errors(measured)
    yield _live_errors(measured)
    yield _shares(measured, "CPU while listening", lambda one: one.cpu, CPU)
    if not builtin:
        yield _shares(measured, "  its language model's server meanwhile", lambda one: one.server)
    yield _shares(measured, "  all else on the machine meanwhile", lambda one: one.others)
    yield Row("memory at most, MB", tuple(_most(_of(measured, who), lambda one: one.memory) for who in LOOPS))


def by_length(measured: Sequence[Measured]) -> Iterator[tuple[str, Row]]:
    """(length, row): the times of each length, for each of the loops."""
    for length in sorted({each.length for each in measured}):
        some = [each for each in measured if each.length == length]
        for turn in ("key", "auto"):
            yield f"{length} s", _times(some, f"speech end → full text, {turn}", lambda one: one.text, turn=turn)
        yield f"{length} s", _times(some, "done key → first sound", lambda one: one.done)
        yield f"{length} s", _times(some, "voice to voice, auto", lambda one: one.voice)


def table(title: str, found: Iterable[Row]) -> Table:
    """The rows as they are printed; those with nothing in them are left out."""
    from rich.table import Table

    shown = Table(title=title, title_justify="left", title_style="bold", header_style="dim")
    shown.add_column("p50 / p95, seconds")
    for who in (*LOOPS, "coach ÷ rivals", "target", "held"):
        shown.add_column(who, justify="right")
    for row in found:
        if any(value != "–" for value in row.values):
            held = {None: "", True: "[green]yes[/]", False: "[red]no[/]"}[row.held]
            shown.add_row(row.name, *row.values, row.ratio, row.target, held)
    return shown


def _of(measured: Iterable[Measured], who: str) -> list[Measured]:
    return [each for each in measured if each.run.who == who]


def _times(
    measured: Sequence[Measured],
    name: str,
    value: Callable[[Measured], float | None],
    target: float | None = None,
    late: float | None = None,
    turn: str | None = None,
) -> Row:
    """p50 and p95 of seconds. Rivals have one way only, so that they stand beside both of coach's."""
    middle: dict[str, float | None] = {}
    shown = []
    for who in LOOPS:
        values = [value(one) for one in _of(measured, who) if turn is None or who != "coach" or one.run.turn == turn]
        middle[who], high = percentile(values, 0.5), percentile(values, 0.95)
        shown.append("–" if middle[who] is None else f"{middle[who]:.2f} / {high:.2f}")
        if who == "coach":
            held = _held(middle[who], target, high, late)
    wanted = "" if target is None else f"≤ {target:g}" + (f" / {late:g}" if late else "")
    return Row(name, tuple(shown), _ratios(middle), wanted, held)


def _held(
    middle: float | None, target: float | None, high: float | None = None, late: float | None = None
) -> bool | None:
    if middle is None or target is None:
        return None
    return middle <= target and (late is None or high is None or high <= late)


def _ratios(middle: dict[str, float | None]) -> str:
    ours = middle["coach"]
    found = [f"{ours / theirs:.2f}" if ours and (theirs := middle[who]) else "–" for who in LOOPS[1:]]
    return " ".join(found) if any(each != "–" for each in found) else ""


def _growth(measured: Sequence[Measured]) -> Row:
    """How much more the text of the longest answer costs than that of the shortest."""
    lengths = sorted({each.length for each in measured})
    name = f"  text of {lengths[-1]} s by text of {lengths[0]} s" if lengths else ""
    shown, ours = [], None
    for who in LOOPS:
        ends = [percentile([one.text for one in _of(measured, who) if one.length == length], 0.5) for length in lengths]
        grown = ends[-1] / ends[0] if len(lengths) > 1 and ends[0] and ends[-1] else None
        shown.append("–" if grown is None else f"{grown:.2f}")
        ours = grown if who == "coach" else ours
    return Row(name, tuple(shown), "", f"≤ {GROWTH:g}", _held(ours, GROWTH))


def _cuts(measured: Sequence[Measured], name: str, wanted: Callable[[str, float], bool], target: float) -> Row:
    shown, held = [], None
    for who in LOOPS:
        some = [one for one in _of(measured, who) if one.run.turn == "auto"]
        closed, pauses = cut(some, wanted)
        shown.append(f"{closed} of {pauses}" if pauses else "–")
        if who == "coach" and pauses:
            held = closed <= target * pauses
    return Row(name, tuple(shown), "", f"≤ {target:.0%}", held)


def _counts(
    measured: Sequence[Measured], name: str, value: Callable[[Measured], float], target: int | None = None
) -> Row:
    shown, held = [], None
    for who in LOOPS:
        some = _of(measured, who)
        count = sum(value(one) for one in some)
        shown.append(f"{count:g} in {len(some)}" if some else "–")
        if who == "coach" and some and target is not None:
            held = count <= target
    return Row(name, tuple(shown), "", f"{target}" if target is not None else "", held)


def _errors(measured: Sequence[Measured]) -> Row:
    """Word error of what is kept, of all words together; the target is that of the same answers decoded as a whole."""
    shown, held, wanted = [], None, ""
    for who in LOOPS:
        some = _of(measured, who)
        wrong = _of_words(some, lambda one: one.wer if one.scored is None else one.scored)
        shown.append("–" if wrong is None else f"{wrong:.1%}")
        if who == "coach" and wrong is not None:
            whole = _of_words(some, lambda one: one.whole) or 0.0
            held, wanted = wrong <= whole + 1e-9, f"≤ {whole:.1%} as a whole"
    return Row("words wrong", tuple(shown), "", wanted, held)


def _live_errors(measured: Sequence[Measured]) -> Row:
    """The same of the words that were there at once, where others were kept."""
    some = [one for one in measured if one.scored is not None]
    live = _of_words(some, lambda one: one.wer)
    shown = "–" if live is None else f"{live:.1%}"
    return Row("  as they were heard at once", (shown, *["–"] * len(LOOPS[1:])))


def _shares(
    measured: Sequence[Measured], name: str, value: Callable[[Measured], float], target: float | None = None
) -> Row:
    shown, held = [], None
    for who in LOOPS:
        mean = _mean(value(one) for one in _of(measured, who))
        shown.append("–" if mean is None else f"{mean:.0%}")
        held = _held(mean, target) if who == "coach" else held
    return Row(name, tuple(shown), "", "" if target is None else f"≤ {target:.0%}", held)


def _most(some: Sequence[Measured], value: Callable[[Measured], float]) -> str:
    return f"{max(value(one) for one in some):.0f}" if some else "–"


def _of_words(some: Sequence[Measured], value: Callable[[Measured], float]) -> float | None:
    """A share of the words of all the answers: a long one counts for more."""
    return sum(value(one) * one.words for one in some) / sum(one.words for one in some) if some else None


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None
