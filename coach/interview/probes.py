"""Which gap to probe next, and with which question."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from coach.interview.coverage import Coverage
from coach.interview.quote import quote_for
from coach.scenario import LEVELS, STEPS, Scenario
from coach.scoring.rubric import Dimension, Rubric
from coach.session import Move, Session

TWICE = 2
"""No dimension is asked about a third time."""
NOTHING_MORE: Mapping[str, float] = {}


def next_probe(
    scenario: Scenario,
    rubric: Rubric,
    session: Session,
    coverage: Coverage,
    level: str,
    seed: int,
    presses: Mapping[str, float] = NOTHING_MORE,
) -> Move | None:
    """The most useful question not asked yet; None when there is none that asks about a dimension a first or second
    time.

    `presses`: dimension → what a question about it is worth more to whoever asks.
    """
    asked = Counter((turn.move.dimension or "") for turn in session.questions if turn.move)
    said = {turn.move.source for turn in session.questions if turn.move}
    open_probes = [probe for probe in _all_probes(scenario, rubric, coverage, level) if probe.source not in said]
    fresh = [probe for probe in open_probes if asked[probe.dimension or ""] < TWICE]
    if not fresh:
        return None

    def worth(probe: Move) -> tuple[float, str]:
        more = presses.get(probe.dimension or "", 0.0)
        return _worth(probe, rubric, session, coverage, asked) + more, hashlib.sha256(
            f"{seed}{probe.source}".encode()
        ).hexdigest()

    chosen = max(fresh, key=worth)
    return Move(
        "probe",
        chosen.text,
        chosen.source,
        chosen.dimension,
        chosen.indicator,
        chosen.step,
        quote_for(session, chosen.text),
    )


def _all_probes(scenario: Scenario, rubric: Rubric, coverage: Coverage, level: str) -> list[Move]:
    """The scenario's probes, and behind them one for every indicator of the rubric, so that questions never run out."""
    general = [
        Move("probe", indicator.probe, f"indicator:{indicator.id}", dimension.id, indicator.id)
        for dimension in rubric.dimensions
        if dimension.id != "pressure"  # its questions make sense only after a pushback
        for indicator in dimension.indicators
        if not coverage.strength.get(indicator.id)
    ]
    return own_probes(scenario, rubric, coverage, level) + general


def own_probes(scenario: Scenario, rubric: Rubric, coverage: Coverage, level: str) -> list[Move]:
    """The scenario's probes, each with the indicator that it would fill."""
    known = {dimension.id for dimension in rubric.dimensions}
    return [
        Move(
            "probe",
            probe.ask,
            f"probe:{probe.id}",
            probe.dimension,
            _missing(rubric, probe.dimension, coverage, level),
            probe.step,
        )
        for probe in scenario.probes
        if probe.dimension in known
    ]


def _missing(rubric: Rubric, dimension: str, coverage: Coverage, level: str) -> str | None:
    """The indicator of a dimension that is still to be shown, the one closest to the level aimed at."""
    aimed = LEVELS.index(level) + 3
    gaps = [each for each in rubric.dimension(dimension).indicators if not coverage.strength.get(each.id)]
    return min(gaps, key=lambda each: abs(each.level - aimed)).id if gaps else None


def _worth(probe: Move, rubric: Rubric, session: Session, coverage: Coverage, asked: Counter[str]) -> float:
    """The weakest important gap first; a strong thread is followed once, a dry one left; up the ladder as time goes."""
    assert probe.dimension is not None
    dimension = rubric.dimension(probe.dimension)
    worth = 2.0 * coverage.gap(dimension) * dimension.weight - 0.6 * asked[probe.dimension]
    last = session.questions[-1].move
    if last and last.dimension == probe.dimension:
        worth += 0.8 if _strong(dimension, session, coverage) else -1.0
    if probe.step is None:
        return worth - 1.5  # a question made for the scenario is always the better one
    rung = STEPS.index(probe.step)
    return worth - 0.15 * abs(rung - min(len(session.answers), len(STEPS) - 1))


def _strong(dimension: Dimension, session: Session, coverage: Coverage) -> bool:
    return coverage.shown_in(dimension, len(session.answers)) and coverage.gap(dimension) > 0
