"""What a conversation is about and how it is to be held: all that does not change while it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from coach.interview import pressure
from coach.interview.panel import Panel, seat
from coach.interview.persona import Persona
from coach.interview.phrases import Phrases
from coach.interview.pressure import Pressure
from coach.scenario import Scenario
from coach.scoring.rubric import Rubric
from coach.session import ANNOUNCE, ASIDE, Session, Turn

FREE = ("fact", "clarify", ASIDE, ANNOUNCE)
"""Kinds that answer the candidate or ask nothing; they do not count as questions of the interviewer's."""


@dataclass(frozen=True)
class Plan:
    """How long the conversation may be, what it aims at, and how hard it presses."""

    level: str
    minutes: float
    questions: int
    seed: int
    pressure: str = pressure.USUAL
    drill: str | None = None
    """The one dimension that all of it is about; None for a whole interview."""

    def left(self, session: Session) -> int:
        """Questions left to put."""
        return self.questions - len(counted(session))

    def seconds_left(self, session: Session) -> float:
        return self.minutes * 60 - session.elapsed

    def progress(self, session: Session) -> float:
        """How much of the session is over, by questions or by time, whichever is further: 0 to 1."""
        return max(len(counted(session)) / self.questions, session.elapsed / (self.minutes * 60))


@dataclass(frozen=True)
class Case:
    """All that a move is chosen from."""

    scenario: Scenario
    rubric: Rubric
    phrases: Phrases
    """As they are before anybody in particular says them."""
    plan: Plan
    panel: Panel = field(default_factory=seat)

    @property
    def pressure(self) -> Pressure:
        return pressure.LEVELS[self.plan.pressure]

    def spoken(self, member: Persona) -> Phrases:
        """The phrases as that member of the panel says them."""
        return self.phrases.spoken(member.phrases, self.plan.pressure)

    @cached_property
    def by_name(self) -> Mapping[str | None, Phrases]:
        """Name on the record → the phrases of whom it is."""
        return {self.panel.who(each): self.spoken(each) for each in self.panel.members}


def counted(session: Session) -> list[Turn]:
    """The interviewer's turns that count as questions."""
    return [turn for turn in session.questions if turn.move and turn.move.kind not in FREE]


def used(session: Session) -> set[str]:
    """Sources of everything said so far."""
    return {turn.move.source for turn in session.questions if turn.move}


def kinds(session: Session) -> list[str]:
    """What the interviewer set out to do, turn by turn."""
    return [turn.move.kind for turn in session.questions if turn.move]


def said(session: Session) -> str:
    """All words of the interviewer's side, and those that a language model was given to say in its own."""
    return "\n".join(f"{turn.whole}\n{turn.move.text if turn.move else ''}" for turn in session.questions)
