"""What was measured of one answer, and what many of them come to. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.bench.voice.answers import Pause
from tests.bench.voice.screen import plain

TAIL = 12
"""Words at a turn's end by which its place in what was said is found."""
UNLIKE = 0.6
"""Share of them that may be wrong."""
NEAR = 2
"""Words between where a turn ends and a pause, when it was closed there: "um" may not be written down."""
SHORT, LONG = 2.5, 4.0
"""Seconds of a pause: every one up to the first, and those up to the second after a cue, must be waited for."""


@dataclass(frozen=True)
class Run:
    """Under what an answer was given."""

    who: str
    """coach, naive or pipecat."""
    whisper: str
    llm: str
    noisy: bool
    turn: str
    """key: the done key was pressed; auto: silence ended the answer."""


@dataclass(frozen=True)
class Measured:
    """One answer. Seconds; None: did not come to be, or does not apply."""

    run: Run
    length: int
    repetition: int
    text: float | None = None
    """Last speech → full text to be seen."""
    done: float | None = None
    """Done key → the interviewer's first sound."""
    voice: float | None = None
    """Last speech → the interviewer's first sound, without a key."""
    hold: float | None = None
    """End of the hold, as the terminal told it → the interviewer's first sound."""
    own_hold: float | None = None
    """The same by the loop's own record: for a cross-check."""
    pauses: tuple[tuple[str, float, bool], ...] = ()
    """(kind, seconds, whether the turn was closed in it)."""
    strays: int = 0
    """Times that the turn was closed before the end, but in none of the pauses."""
    over: bool = False
    """The interviewer spoke while the candidate did."""
    words: int = 1
    """That were said."""
    wer: float = 0.0
    """Word error of all that was heard."""
    scored: float | None = None
    """The same of the words that scores go by: what was written down once more, where it was."""
    whole: float = 0.0
    """Word error of the same sound decoded as a whole by the same model."""
    cpu: float = 0.0
    """Share of all cores while listening, without the server of the language model."""
    server: float = 0.0
    """Share of all cores that this server took meanwhile."""
    others: float = 0.0
    """Share of all cores that everything else on the machine took meanwhile: times are worth little when it is much."""
    memory: float = 0.0
    """MB resident at the end of the answer."""
    heard: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    """Where these stand in the record."""


def word_errors(said: str, heard: str) -> float:
    """Words wrong, left out or put in, as a share of those said; capitals, punctuation, "um" and "uh" left out."""
    wanted, got = plain(said), plain(heard)
    row = list(range(len(got) + 1))
    for at, word in enumerate(wanted, start=1):
        before, row[0] = row[0], at
        for other, found in enumerate(got, start=1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (word != found))
    return row[-1] / max(1, len(wanted))


def closed_at(said: str, heard: str, after: int = 0) -> int | None:
    """After how many of the words said a closed turn ends; None: that cannot be told.

    It is where the last words heard fit best, with the fewest words wrong, behind the first `after` words.
    """
    spoken = [(at, word) for at, each in enumerate(said.split(), start=1) for word in plain(each) if at > after]
    tail = plain(heard)[-TAIL:]
    if not tail or not spoken:
        return None
    row = [0] * (len(spoken) + 1)  # nothing heard fits everywhere
    for word in tail:
        above, row = row, [row[0] + 1]
        for at, (_, wanted) in enumerate(spoken, start=1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (word != wanted)))
    best = min(range(1, len(row)), key=lambda at: row[at])
    return spoken[best - 1][0] if row[best] <= UNLIKE * len(tail) else None


def closed_pauses(
    said: str, pauses: Sequence[Pause], closed: Iterable[str]
) -> tuple[tuple[tuple[str, float, bool], ...], int]:
    """Each pause with whether a turn was closed in it, and how many turns were closed elsewhere.

    `closed`: the texts of the turns that were closed before the answer's end. Which pause it was, their words tell.
    """
    hit: set[int] = set()
    strays = after = 0
    for heard in closed:
        place = closed_at(said, heard, after)
        near = [at for at, pause in enumerate(pauses) if place is not None and abs(pause.words - place) <= NEAR]
        if near and near[0] not in hit:
            hit.add(near[0])
        else:
            strays += 1
        after = place or after
    return tuple((pause.kind, pause.seconds, at in hit) for at, pause in enumerate(pauses)), strays


def percentile(values: Iterable[float | None], share: float) -> float | None:
    """The smallest value that so large a share of the values does not exceed; None of no values."""
    known = sorted(value for value in values if value is not None)
    return known[max(0, math.ceil(share * len(known)) - 1)] if known else None


def cut(measured: Iterable[Measured], wanted: Callable[[str, float], bool]) -> tuple[int, int]:
    """(pauses in which the turn was closed, pauses), of those that are wanted by kind and seconds."""
    found = [closed for each in measured for kind, seconds, closed in each.pauses if wanted(kind, seconds)]
    return sum(found), len(found)


def short(kind: str, seconds: float) -> bool:  # noqa: ARG001 - all kinds
    """A pause that everybody is to wait for."""
    return seconds <= SHORT


def long_cue(kind: str, seconds: float) -> bool:
    """A long pause after words that promised more."""
    return kind == "cue" and SHORT < seconds <= LONG
