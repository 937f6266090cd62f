"""What to practise next: an exercise of five minutes for one dimension, on the scenario that asks most about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach import library, scenario
from coach.errors import PromptFileError
from coach.scenario import Scenario
from coach.scoring.rubric import Dimension

FILE = "drills.toml"
QUESTIONS = {"pressure": 4}
"""Questions of the session where it is not the usual number: the pushback is the third of four."""
USUAL = 3


@dataclass(frozen=True)
class Exercise:
    """Something to do, and the command that begins it."""

    dimension: str
    name: str
    advice: str
    scenario: str
    command: str


def exercise(dimension: Dimension, now: Scenario | None) -> Exercise | None:
    """The exercise for a dimension on another scenario than the one just held; None where no scenario asks about it.

    Raises PromptFileError when the file of exercises is broken.
    """
    others = [each for each in _scenarios() if now is None or each.id != now.id]
    best = max(others, key=lambda each: (_probes(each, dimension.id), *_alike(each, now)), default=None)
    if best is None or not _probes(best, dimension.id):
        return None
    command = f"coach practice {best.id} --questions {QUESTIONS.get(dimension.id, USUAL)}"
    return Exercise(dimension.id, dimension.name, f"Five minutes: `{command}`. {_what(dimension)}", best.id, command)


def _what(dimension: Dimension) -> str:
    """What to do in each answer; the dimension's own question where a rubric has dimensions that the file lacks."""
    data = library.toml(library.read(FILE), FILE)
    library.strict(data, dict.fromkeys(data, str), FILE, "")
    return str(data.get(dimension.id, f"Before each answer, ask yourself: {dimension.question}"))


def _scenarios() -> Iterator[Scenario]:
    """All that can be read; a broken one is told of where it is chosen."""
    for id in scenario.ids():
        try:
            yield scenario.load(id)
        except PromptFileError:
            continue


def _probes(each: Scenario, dimension: str) -> int:
    return sum(probe.dimension == dimension for probe in each.probes)


def _alike(each: Scenario, now: Scenario | None) -> tuple[bool, bool]:
    return (now is not None and each.level == now.level, now is not None and each.track == now.track)
