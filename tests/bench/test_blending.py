"""The fit behind the blend."""

from __future__ import annotations

import math
from random import Random

import pytest

from tests.bench.blending import Row, fitted


def rows(lift: float, trust: float) -> list[Row]:
    """Four files in which rules and replies are worth just that."""
    chance = Random(1)
    found = []
    for at in range(2000):
        likely, adds = chance.uniform(0.05, 0.9), chance.gauss(0, 1)
        worth = 1.0 if at % 2 else 2.0  # two models
        odds = math.log(likely / (1 - likely)) + trust * worth * (adds - lift)
        shown = chance.random() < 1 / (1 + math.exp(-odds))
        found.append(Row("abcd"[at % 4], likely, worth * adds, worth, shown))
    return found


@pytest.mark.parametrize(("lift", "trust"), [(0.0, 0.5), (0.3, 0.7), (-0.4, 1.2)])
def test_weights_that_made_the_answers_are_found_again(lift: float, trust: float) -> None:
    assert fitted(rows(lift, trust)) == pytest.approx((lift, trust), abs=0.15)


def test_replies_that_say_nothing_are_not_trusted() -> None:
    assert fitted(rows(0.0, 0.0))[1] < 0.1


def test_what_was_not_asked_says_nothing() -> None:
    asked = rows(0.3, 0.7)
    assert fitted([*asked, *(Row("a", 0.99, None, 1.0, False) for _ in range(500))]) == fitted(asked)
