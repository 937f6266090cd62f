"""A small case, turns and sessions for tests."""

from __future__ import annotations

from coach import scenario
from coach.interview import phrases
from coach.interview.case import Case, Plan
from coach.scoring import rubric
from coach.session import Move, Role, Session, Turn

SCENARIO = """+++
id = "pager"
title = "The pager and the launch"
track = "platform"
level = "staff"
minutes = 20
flips = ["Half the team is moved to another department on Monday. What stays?"]

[[facts]]
id = "owner"
text = "Only two people can change the alerting rules."
unlocked_by = ["who own", "how many people"]
weight = 3

[[facts]]
id = "noise"
text = "Nine in ten pages need no action."
unlocked_by = ["pages action", "false alarm"]
weight = 2

[[stakeholders]]
name = "Ines"
role = "head of product"
interest = "the launch date she promised"
line = "I cannot move it again."

[[probes]]
dimension = "priorities"
step = "commit"
ask = "If only one of the two happens this quarter, which is it?"

[[probes]]
dimension = "priorities"
step = "cost"
ask = "Who is worse off on Monday because of that choice?"

[[probes]]
dimension = "outcomes"
step = "number"
ask = "Which number tells you by the spring that the pager got better?"

[[probes]]
dimension = "leverage"
step = "ownership"
ask = "Who runs the alert clean-up when you are away?"
+++

## Brief
A team of six owns the pager and a launch.

## Opening
Your team of six is paged forty times a week and owes product a launch in March. What do you do?

## Bad argument
Ines says every team is paged and nobody ever left over it. Why not simply launch first?

## Reference: senior
Fixes the worst alerts.

## Reference: staff
Deletes the alerts nobody acts on and moves the launch scope.

## Reference: principal
Changes who pays for noise.
"""


def pager(questions: int = 8, minutes: float = 20, level: str = "staff", seed: int = 0) -> Case:
    """The case of the pager, with the shipped rubric and phrases."""
    one = scenario.parse(SCENARIO, "pager.md")
    return Case(one, rubric.load(), phrases.load(), Plan(level, minutes, questions, seed))


def turn(session: Session, role: Role, text: str, move: Move | None = None, seconds: float = 1.0) -> Turn:
    """Add a turn to a session, right behind its last one."""
    start = session.elapsed
    added = Turn(len(session.turns), role, text, start, start + seconds, move)
    session.turns.append(added)
    return added


def session() -> Session:
    """A session of the pager case without turns."""
    settings = {"level": "staff", "minutes": 20, "questions": 8, "seed": 0}
    return Session("20261121-201500-abc", "2026-11-21T20:15:00+00:00", "pager", SCENARIO, "text", settings)
