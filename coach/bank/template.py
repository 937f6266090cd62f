"""What a scenario of one's own begins from: a whole example with remarks, and what of it is still in a case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from coach import library, scenario
from coach.library import Fault
from coach.scenario import Scenario, Stakeholder

FILE = "template.md"
STILL = "still the example's; write your own"


def text(id: str) -> str:
    """The text of a new scenario. Raises PromptFileError."""
    return library.fill(FILE, {"id": id})


def leftovers(case: Scenario) -> Iterator[Fault]:
    """What was not replaced. The template's questions fit any case and may stay."""
    example = _example(library.read(FILE))
    for where, words in _parts(case).items():
        if set(words) & example:
            yield Fault(where, STILL)


@lru_cache(maxsize=1)
def _example(text: str) -> frozenset[str]:
    """Read leniently: a template of the user's own need not be whole."""
    case, _ = scenario.read(text)
    return frozenset(words for part in _parts(case).values() for words in part)


def _parts(case: Scenario) -> dict[str, tuple[str, ...]]:
    """What tells one case from another, by its place."""
    parts: dict[str, tuple[str, ...]] = {"title": (case.title,)}
    parts |= {f"flips[{at}]": (flip,) for at, flip in enumerate(case.flips)}
    parts |= {f"facts[{at}]": (fact.text, ", ".join(fact.unlocked_by)) for at, fact in enumerate(case.facts)}
    parts |= {f"stakeholders[{at}]": _person(each) for at, each in enumerate(case.stakeholders)}
    parts |= {"## Brief": (case.brief,), "## Opening": (case.opening,), "## Bad argument": (case.bad_argument,)}
    parts |= {f"## Reference: {level}": (words,) for level, words in case.reference.items()}
    return {where: tuple(filter(None, words)) for where, words in parts.items()}


def _person(each: Stakeholder) -> tuple[str, ...]:
    return each.name, each.role, each.interest, each.line
