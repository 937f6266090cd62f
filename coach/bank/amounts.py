"""How much of everything a case needs, for a whole session on every dimension of the rubric."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coach.library import Fault, short
from coach.scenario import LEVELS, Scenario
from coach.scoring.rubric import Rubric

TRACK = re.compile(r"[a-z]+(-[a-z]+)*")
MINUTES = (5, 60)
FACTS, STAKEHOLDERS, FLIPS = (5, 8), (2, 4), (2, 2)
PROBES = 20
WEIGHTS = (1, 2, 3)
BRIEF, REFERENCE = (120, 200), (60, 120)
"""Words."""
PROBES_EACH = 2
"""Probes that a dimension needs at least, and ..."""
ONCE_IS_ENOUGH = ("clarity", "pressure")
"""... dimensions that need one: every answer shows them anyway."""


def amounts(case: Scenario, rubric: Rubric) -> Iterator[Fault]:
    """What there is too little or too much of, what is there twice, and values that are none."""
    yield from _values(case)
    yield from _count("facts", len(case.facts), *FACTS)
    yield from _count("stakeholders", len(case.stakeholders), *STAKEHOLDERS)
    yield from _count("flips", len(case.flips), *FLIPS)
    yield from _count("probes", len(case.probes), PROBES, None)
    yield from _words("## Brief", case.brief, *BRIEF)
    for level in LEVELS:
        yield from _words(f"## Reference: {level}", case.reference[level], *REFERENCE)
    yield from _dimensions(case, rubric)
    yield from twice((f"facts[{at}].id", fact.id) for at, fact in enumerate(case.facts))
    yield from twice((f"stakeholders[{at}].name", each.name) for at, each in enumerate(case.stakeholders))
    yield from twice((f"probes[{at}].step", probe.id) for at, probe in enumerate(case.probes))


def twice(texts: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Each text, by its place, that was there before."""
    first: dict[str, str] = {}
    for where, text in texts:
        if text and text in first:
            yield Fault(where, f"{short(text)} is there already, in {first[text]}; make one of them another")
        first.setdefault(text, where)


def _values(case: Scenario) -> Iterator[Fault]:
    if not TRACK.fullmatch(case.track):
        said = f"{short(case.track)} is no track; write small letters and hyphens, such as data or ai-platform"
        yield Fault("track", said)
    least, most = MINUTES
    if not least <= case.minutes <= most:
        yield Fault("minutes", f"{case.minutes} minutes; take {least} to {most}")
    for at, fact in enumerate(case.facts):
        if fact.weight not in WEIGHTS:
            said = f"{fact.weight}; write 1 (useful), 2 (changes the plan) or 3 (the plan hangs on it)"
            yield Fault(f"facts[{at}].weight", said)


def _count(where: str, count: int, least: int, most: int | None) -> Iterator[Fault]:
    wanted = f"{least}" if most == least else f"{least} to {most}" if most else f"at least {least}"
    if count < least:
        yield Fault(where, f"{count} of {wanted}; add {least - count}")
    if most and count > most:
        yield Fault(where, f"{count} of {wanted}; remove {count - most}")


def _words(where: str, text: str, least: int, most: int) -> Iterator[Fault]:
    count = len(text.split())
    if count < least:
        yield Fault(where, f"{count} words of {least} to {most}; write {least - count} more")
    if count > most:
        yield Fault(where, f"{count} words of {least} to {most}; cut {count - most}")


def _dimensions(case: Scenario, rubric: Rubric) -> Iterator[Fault]:
    known = [dimension.id for dimension in rubric.dimensions]
    places: dict[str, list[int]] = {id: [] for id in known}
    for at, probe in enumerate(case.probes):
        if probe.dimension in known:
            places[probe.dimension].append(at)
        else:
            said = f"{short(probe.dimension)} is no dimension of the rubric; take one of {', '.join(known)}"
            yield Fault(f"probes[{at}].dimension", said)
    for id, found in places.items():
        needed = 1 if id in ONCE_IS_ENOUGH else PROBES_EACH
        if len(found) < needed:
            where = f"probes[{found[0]}]" if found else "probes"
            said = f"{len(found)} {'probe asks' if len(found) == 1 else 'probes ask'} about {id}, {needed} needed"
            yield Fault(where, f"{said}; add {needed - len(found)}")
