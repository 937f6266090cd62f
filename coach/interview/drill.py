"""A session of one dimension: five minutes, and every question about it.

The case is told in a sentence or two with the first question right behind them. Then come the scenario's own questions
about the dimension, up the ladder, and after them the rubric's, the weakest gap first; none twice. Holding up under
pushback cannot be asked about before there is something to push against: there the candidate hears the whole case and
takes a position first, and the bad argument, the same once more and the new constraints follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coach.interview.case import Case, used
from coach.interview.coverage import Coverage
from coach.interview.probes import own_probes
from coach.interview.push import FIRST, bad_argument, once_more
from coach.interview.quote import quote_for
from coach.interview.wording_rules import sentences
from coach.scenario import LEVELS, STEPS
from coach.scoring.rubric import Dimension
from coach.session import Move, Session

MINUTES, QUESTIONS = 5.0, 5
"""What a drill takes where nobody says otherwise: a minute a question, as nobody has to find their way in."""
TOLD = 2
"""Sentences of the opening that are said."""
PUSHBACK = "pressure"
"""The dimension that has to be provoked."""
LEANS = re.compile(
    r"\byour (?:own )?(?:plan|ideas?|choice|proposal|steps|rules?|policy|arrangements?|approach|way)\b|\bof yours\b|"
    r"\b(?:all|any|most|part|out) of (?:this|that|it)\b",
    re.IGNORECASE,
)
"""What a question goes by that takes an answer to have been given: another one comes first where there is one."""


def opening(case: Case, coverage: Coverage) -> Move:
    """The case in short, and the first question."""
    told, _, question = _parts(case)
    planned = [] if case.plan.drill == PUSHBACK else list(_planned(case, None, coverage))
    if not planned:
        return Move("opening", f"{told} {question}".strip(), "opening", step="commit")
    own = [each for each in planned if each.step]  # the rubric's questions stand on no rung
    first = next((each for each in own if not LEANS.search(each.text)), planned[0])
    return replace(first, kind="opening", text=f"{told} {first.text}")


def untold(case: Case) -> str:
    """What the opening of a drill leaves out of the case: for the eye, where there is one."""
    return _parts(case)[1]


def next_question(case: Case, session: Session, coverage: Coverage) -> Move | None:
    """The next question of the drill; None when every one has been asked."""
    asked = used(session)
    return next((each for each in _planned(case, session, coverage) if each.source not in asked), None)


def _parts(case: Case) -> tuple[str, str, str]:
    """The opening cut in three: what is told, what is left out, and what it asks; the title where it tells nothing."""
    said = sentences(case.scenario.opening)
    question = said.pop() if said and said[-1].endswith("?") else ""
    told = len(said) if case.plan.drill == PUSHBACK else TOLD  # a position wants all of the case
    return " ".join(said[:told]) or f"{case.scenario.title}.", " ".join(said[told:]), question


def _planned(case: Case, session: Session | None, coverage: Coverage) -> Iterator[Move]:
    """All questions of the drill in the order in which they come. `session` is None before its first turn."""
    dimension = case.rubric.dimension(case.plan.drill or "")
    probes = own_probes(case.scenario, case.rubric, coverage, case.plan.level)
    own = [_quoting(each, session) for each in sorted(probes, key=_rung) if each.dimension == dimension.id]
    if dimension.id == PUSHBACK and session is not None:
        flips = _flips(case, session)
        yield bad_argument(case)
        if FIRST in used(session):
            yield once_more(case, session)
        yield from (*flips[:1], *own, *flips[1:])
    else:
        yield from own
    yield from (_quoting(each, session) for each in _by_gap(dimension, coverage, case.plan.level))


def _rung(probe: Move) -> int:
    return STEPS.index(probe.step) if probe.step in STEPS else len(STEPS)


def _flips(case: Case, session: Session) -> list[Move]:
    """The new constraints, from the one that the seed picks."""
    flips = case.scenario.flips
    found = []
    for each in range(len(flips)):
        at = (case.plan.seed + each) % len(flips)
        flip = Move("flip", flips[at], f"flip:{at}", PUSHBACK, "pressure.updates", "flip")
        found.append(_quoting(flip, session))
    return found


def _by_gap(dimension: Dimension, coverage: Coverage, level: str) -> list[Move]:
    """The rubric's questions: what was not shown at all first, then what is nearest to the level aimed at."""
    aimed = LEVELS.index(level) + 3
    strength = {each.id: coverage.strength.get(each.id, 0.0) for each in dimension.indicators}
    gaps = [each for each in dimension.indicators if strength[each.id] < 1]
    gaps.sort(key=lambda each: (strength[each.id], abs(each.level - aimed)))
    return [Move("probe", each.probe, f"indicator:{each.id}", dimension.id, each.id) for each in gaps]


def _quoting(probe: Move, session: Session | None) -> Move:
    return replace(probe, quote=quote_for(session, probe.text)) if session else probe
