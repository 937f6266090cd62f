"""What to practise next: a drill of one dimension, and the command that begins it."""

from __future__ import annotations

from dataclasses import dataclass

from coach import library
from coach.scoring.arithmetic import BELOW_PRINCIPAL
from coach.scoring.rubric import Dimension
from coach.scoring.scorecard import AIMS, Score

FILE = "drills.toml"
UNASKED = "You show it when you are asked for it. Now see whether it comes unasked, in a whole interview."


@dataclass(frozen=True)
class Exercise:
    """Something to do, and the command that begins it."""

    dimension: str
    name: str
    advice: str
    command: str


def exercise(dimension: Dimension) -> Exercise:
    """The drill of a dimension, on whatever case has not been practised lately.

    Raises PromptFileError when the file of exercises is broken.
    """
    return Exercise(dimension.id, dimension.name, _what(dimension), f"coach practice --drill {dimension.id}")


def after_drill(dimension: Dimension, score: Score, target: str | None) -> Exercise:
    """What comes after a drill: the same once more, or a whole interview where it went as well as one can go."""
    enough = min(AIMS.get(target or "", AIMS["staff"]), BELOW_PRINCIPAL)
    if score.value is None or score.value < enough:
        return exercise(dimension)
    return Exercise(dimension.id, dimension.name, UNASKED, "coach practice")


def _what(dimension: Dimension) -> str:
    """What to do in each answer; the dimension's own question where a rubric has dimensions that the file lacks."""
    data = library.toml(library.read(FILE), FILE)
    library.strict(data, dict.fromkeys(data, str), FILE, "")
    return str(data.get(dimension.id, f"Before each answer, ask yourself: {dimension.question}"))
