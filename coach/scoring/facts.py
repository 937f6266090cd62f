"""Which hidden facts the candidate asked for, and which they never did. Read off the record of the session alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.scenario import Fact, Scenario
from coach.session import Turn

MATTERED = {1: "useful", 2: "changes the plan", 3: "the plan hangs on it"}


@dataclass(frozen=True)
class Facts:
    """The scenario's facts in two piles, each the weightiest first."""

    asked: tuple[Fact, ...]
    not_asked: tuple[Fact, ...]


def facts(turns: Sequence[Turn], scenario: Scenario) -> Facts | None:
    """None for a transcript that was not made here: nobody was there to hand facts over."""
    moves = [turn.move for turn in turns if turn.move]
    if not moves:
        return None
    told = {move.source.removeprefix("fact:") for move in moves if move.kind == "fact"}
    ranked = sorted(scenario.facts, key=lambda fact: -fact.weight)
    return Facts(
        tuple(fact for fact in ranked if fact.id in told), tuple(fact for fact in ranked if fact.id not in told)
    )
