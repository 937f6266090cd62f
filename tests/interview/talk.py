"""Whole conversations without a terminal: scripted answers, and time that goes by at the pace of speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach import scenario
from coach.interview import phrases
from coach.interview.builtin import builtin
from coach.interview.case import Case, Plan
from coach.interview.channel import INTERVIEWER, Ahead, Person, Stop, Utterance
from coach.interview.conduct import conduct
from coach.interview.panel import seat
from coach.scoring import rubric
from coach.scoring.observation import Observed
from coach.session import Session

PACE = 2.5
"""Words a second."""
PHRASES, RUBRIC = phrases.load(), rubric.load()


class Script:
    """A channel with the candidate's answers; each is heard once, and then there are no more."""

    def __init__(self, answers: Iterable[str], seconds: float | None = None) -> None:
        """`seconds`: what every utterance takes; left out, as long as it takes to say it."""
        self.answers: Iterator[str] = iter(answers)
        self.said: list[tuple[str, str]] = []
        """Who, and what."""
        self.stops: list[Stop | None] = []
        self.time = 0.0
        self._seconds = seconds

    def say(self, words: Iterable[str], person: Person = INTERVIEWER) -> Utterance:
        text = "".join(words)
        self.said.append((person.name, text))
        return self._uttered(text)

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:  # noqa: ARG002
        self.stops.append(stop)
        answer = next(self.answers, None)
        return None if answer is None else self._uttered(answer)

    def notify(self, notice: str) -> None:
        self.said.append(("", notice))

    def close(self) -> None:
        """There is nothing to let go of."""

    def _uttered(self, text: str) -> Utterance:
        start = self.time
        self.time += self._seconds or len(text.split()) / PACE
        return Utterance(text, start, self.time)


class Blind:
    """An observer that sees nothing."""

    def observe(self, transcript, rubric) -> Observed:
        assert transcript.exchanges
        assert rubric.dimensions
        return Observed("rules", None, ())


def case_of(
    id: str,
    personas: tuple[str, ...] = ("staff-engineer",),
    pressure: str = "normal",
    minutes: float = 20,
    questions: int = 10,
    seed: int = 0,
) -> Case:
    """A shipped scenario as it would be practised."""
    one = scenario.load(id)
    return Case(one, RUBRIC, PHRASES, Plan(one.level, minutes, questions, seed, pressure), seat(personas))


def held(case: Case, answers: Iterable[str], observer=None) -> Session:
    """The record of a whole session with the built-in interviewer."""
    session = Session("20261121-201500-abc", "2026-11-21T20:15:00+00:00", case.scenario.id, "", "text")
    channel = Script(answers)
    conduct(case, session, channel, builtin(case), observer or Blind(), lambda turn, _: session.turns.append(turn))
    return session


def kinds(session: Session) -> list[str]:
    """The interviewer's moves."""
    return [turn.move.kind for turn in session.questions if turn.move]
