"""All that is wrong with a scenario's file, at once and each with its line: its form, and then the case in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach import scenario
from coach.bank.amounts import amounts
from coach.bank.places import Places, line_of
from coach.bank.speech import speech
from coach.bank.template import leftovers
from coach.bank.unlocks import unlocks
from coach.library import Fault, short
from coach.scenario import DRAFT, ID, TOML, Scenario
from coach.scoring.rubric import Rubric


@dataclass(frozen=True)
class Finding:
    """A fault and its line."""

    line: int
    """From 1."""
    where: str
    """Its place in words: "probes[3].ask"."""
    said: str
    """What is wrong, and what to do."""

    def __str__(self) -> str:
        return str(Fault(self.where, self.said))


def check(text: str, stem: str, rubric: Rubric) -> list[Finding]:
    """All faults of a file, by line; `stem` is its name without the suffix. An empty list: nothing is wrong."""
    case, form = scenario.read(text)
    places = Places(text)
    found = [*form, *(() if _unreadable(form) else _in_case(case, stem, rubric, form))]
    findings = (Finding(line_of(each.where, each.said, places), each.where, each.said) for each in found)
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.line)


def faults(case: Scenario, rubric: Rubric) -> Iterator[Fault]:
    """What is wrong with a case, whatever its file is called. What is empty for want of a value counts as well."""
    yield from _empty(case)
    yield from amounts(case, rubric)
    yield from speech(case)
    yield from unlocks(case)
    yield from leftovers(case)


def _in_case(case: Scenario, stem: str, rubric: Rubric, form: list[Fault]) -> Iterator[Fault]:
    """The faults of the case but for those that follow from the faults of its form."""
    broken = [fault.where for fault in form]
    for fault in (*_name(case, stem.removesuffix(DRAFT)), *faults(case, rubric)):
        if not any(_within(fault.where, each) for each in broken):
            yield fault


def _unreadable(form: list[Fault]) -> bool:
    return any(fault.where in ("", TOML) for fault in form)


def _within(where: str, outer: str) -> bool:
    return where == outer or where.startswith((f"{outer}.", f"{outer}["))


def _name(case: Scenario, id: str) -> Iterator[Fault]:
    if not ID.fullmatch(id):
        yield Fault("id", f"the file is called {id!r}; call it by small letters, digits and hyphens, as the id")
    elif case.id != id:
        yield Fault("id", f"{short(case.id)} is not the name of the file, {id!r}; give both the same")


def _empty(case: Scenario) -> Iterator[Fault]:
    values = {"title": case.title}
    for at, fact in enumerate(case.facts):
        values |= {f"facts[{at}].{key}": getattr(fact, key) for key in ("id", "text")}
    for at, each in enumerate(case.stakeholders):
        values |= {f"stakeholders[{at}].{key}": getattr(each, key) for key in ("name", "role", "interest", "line")}
    values |= {f"probes[{at}].ask": probe.ask for at, probe in enumerate(case.probes)}
    values |= {f"flips[{at}]": flip for at, flip in enumerate(case.flips)}
    for where, value in values.items():
        if not value.strip():
            yield Fault(where, "it is empty; write something")
