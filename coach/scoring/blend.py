"""What the rules hold likely and what a small model says, put together to one probability.

    log odds = the rules' log odds + trust x what the reply is worth by itself

A reply is worth by how much further the model leans to yes than it usually does where the idea is not there: small
models have a habit for each question, and only what goes beyond it says anything. How far replies are to be trusted is
fitted on labelled answers (`python -m tests.bench.blending`); the habits, and what a leaning is worth, are each model's
own (see `coach.scoring.controls`): a model that knows nothing adds nothing. Pure arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.scoring.asking import VERDICTS, Reply, Verdict

FILE = Path(__file__).resolve().parent / "blend.json"
CERTAIN = 1e-4
"""Probabilities are kept so far from 0 and 1."""
HABIT = 3.0
"""Replies that the habit common to all questions counts as, where an indicator's own is averaged."""
SEEN = 2.0
"""Replies of each kind that are reckoned with before any came."""
HELD = 4.0
"""How strongly the worth of a leaning is held small."""
MOST = 1.5
"""Worth of a leaning, at most."""


@dataclass(frozen=True)
class Sample:
    """A reply of which it is known what it should have been."""

    indicator: str
    reply: Reply
    shown: bool


@dataclass(frozen=True)
class Blend:
    """The weights."""

    lift: float
    """How much further models lean to yes on sentences that the rules doubt than on those the habits come from."""
    trust: float
    """Share of what a reply is worth by itself that counts: some of it the rules know already."""
    worth: float
    """Log odds that a unit of leaning beyond the habit is worth, of this model."""
    habit: float
    """How far the model leans to yes where the idea is not there, over all questions ..."""
    habits: Mapping[str, float]
    """... and for single indicators."""
    verdicts: Mapping[str, float]
    """Log odds that each verdict is worth, where the server does not tell how far the model leans."""

    def probability(self, likely: float, indicator: str, reply: Reply) -> float:
        """How likely it is that the indicator is shown; `likely` is what the rules say."""
        likely = min(max(likely, CERTAIN), 1 - CERTAIN)
        odds = math.log(likely / (1 - likely)) + self.trust * self.adds(indicator, reply)
        return 1 / (1 + math.exp(-odds))

    def adds(self, indicator: str, reply: Reply) -> float:
        """What a reply by itself is worth, as log odds."""
        if isinstance(reply, str):
            return self.verdicts[reply]
        return self.worth * (reply - self.habits.get(indicator, self.habit) - self.lift)


@cache
def shipped() -> Blend:
    """For a model of which nothing is known. Raises CoachError when the file is gone or broken."""
    try:
        return from_json(json.loads(FILE.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CoachError(f"the weights in {FILE} cannot be read ({error}); reinstall coach") from error


def to_json(blend: Blend) -> dict[str, Any]:
    """The weights as plain data."""
    return asdict(blend)


def from_json(data: Mapping[str, Any]) -> Blend:
    """The weights that plain data says. Raises TypeError for data of another version."""
    return Blend(**data)


def corrected(blend: Blend, samples: Sequence[Sample]) -> Blend:
    """The blend for the model that gave these replies: its habits, and what its leanings and verdicts are worth."""
    leanings = [(each.indicator, each.reply, each.shown) for each in samples if not isinstance(each.reply, str)]
    lacking: dict[str, list[float]] = {}
    for indicator, reply, shown in leanings:
        if not shown:
            lacking.setdefault(indicator, []).append(reply)
    every = [reply for replies in lacking.values() for reply in replies]
    habit = round(sum(every) / max(1, len(every)), 3)
    habits = {id: round(_habit(replies, habit), 3) for id, replies in lacking.items()}
    beyond = [
        reply - _habit(lacking.get(indicator, []), habit, None if shown else reply)
        for indicator, reply, shown in leanings
    ]
    worth = _worth(beyond, [shown for _, _, shown in leanings])
    return Blend(blend.lift, blend.trust, worth, habit, habits, _verdicts(samples))


def _habit(replies: Sequence[float], common: float, without: float | None = None) -> float:
    """Mean leaning where one idea is not there, drawn to that of all ideas.

    `without` one of the replies, where it is that one which is looked at: else it would seem nearer to the habit than
    a new one is going to be, and leanings would seem to be worth more than they are.
    """
    count, total = len(replies), sum(replies)
    if without is not None:
        count, total = count - 1, total - without
    return (total + HABIT * common) / (count + HABIT)


def _verdicts(samples: Sequence[Sample]) -> dict[str, float]:
    """Log of how much more often each verdict was given where the idea is there; near 0 with few samples."""
    said = [each for each in samples if isinstance(each.reply, str)]
    return {verdict: round(_ratio(verdict, said), 3) for verdict in VERDICTS}


def _ratio(verdict: Verdict, samples: Sequence[Sample]) -> float:
    rates = []
    for shown in (True, False):
        kind = [each.reply for each in samples if each.shown == shown]
        rates.append((kind.count(verdict) + SEEN) / (len(kind) + SEEN * len(VERDICTS)))
    return math.log(rates[0] / rates[1])


def _worth(beyond: Sequence[float], shown: Sequence[bool]) -> float:
    """Slope of the logistic regression of what is shown on the leaning beyond the habit; 0 where it says nothing."""
    if not any(shown) or all(shown):
        return 0.0
    slope, level = 0.0, math.log(sum(shown) / (len(shown) - sum(shown)))
    for _ in range(25):  # Newton's method, in two unknowns
        guessed = [1 / (1 + math.exp(-max(-30.0, min(30.0, slope * each + level)))) for each in beyond]
        misses = [there - guess for there, guess in zip(shown, guessed, strict=True)]
        sure = [max(guess * (1 - guess), 1e-9) for guess in guessed]
        pull = sum(miss * each for miss, each in zip(misses, beyond, strict=True)) - HELD * slope
        bend = sum(each * each * weight for each, weight in zip(beyond, sure, strict=True)) + HELD
        cross = sum(each * weight for each, weight in zip(beyond, sure, strict=True))
        determinant = bend * sum(sure) - cross * cross
        slope += (pull * sum(sure) - cross * sum(misses)) / determinant
        level += (bend * sum(misses) - cross * pull) / determinant
    return round(min(max(slope, 0.0), MOST), 3)
