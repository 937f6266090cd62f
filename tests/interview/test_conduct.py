"""A whole conversation through scripted channels."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from coach.interview.builtin import BuiltinInterviewer
from coach.interview.channel import Utterance
from coach.interview.conduct import conduct
from coach.scoring.observation import Observed
from coach.session import Session
from tests.cases import pager, session

ANSWER = "We would delete the alerts nobody acts on and keep the launch at half its scope."


class Script:
    """A channel with the candidate's answers; each is heard once, and then there are no more."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = answers
        self.said: list[str] = []
        self.time = 0.0

    def say(self, words: Iterable[str]) -> Utterance:
        text = "".join(words)
        self.said.append(text)
        return self._uttered(text)

    def listen(self) -> Utterance | None:
        return self._uttered(self.answers.pop(0)) if self.answers else None

    def notify(self, notice: str) -> None:
        self.said.append(notice)

    def _uttered(self, text: str) -> Utterance:
        self.time += 5
        return Utterance(text, self.time - 5, self.time)


class Blind:
    """An observer that sees nothing."""

    def observe(self, transcript, rubric) -> Observed:
        assert transcript.exchanges
        assert rubric.dimensions
        return Observed("rules", None, ())


def hold(talk: Session, channel: Script, questions: int = 8) -> None:
    case = pager(questions)
    conduct(case, talk, channel, BuiltinInterviewer(case.phrases), Blind(), lambda turn, _: talk.turns.append(turn))


def test_turns_alternate_and_end_with_a_close():
    talk, channel = session(), Script([ANSWER] * 30)
    hold(talk, channel, questions=6)
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 6 + ["interviewer"]
    assert talk.finished
    assert [turn.index for turn in talk.turns] == list(range(13))


def test_when_the_answers_run_out_the_session_is_closed_properly():
    talk, channel = session(), Script([ANSWER])
    hold(talk, channel)
    assert [turn.move.kind for turn in talk.questions] == ["opening", "probe", "close"]
    assert talk.finished


def test_every_question_said_is_different():
    talk, channel = session(), Script([ANSWER] * 60)
    hold(talk, channel, questions=40)
    assert len(channel.said) == len(set(channel.said))


def test_an_interrupted_session_asks_the_open_question_again_and_goes_on():
    class Stop(Exception):
        pass

    class Interrupted(Script):
        def listen(self) -> Utterance | None:
            if not self.answers:
                raise Stop
            return super().listen()

    talk = session()
    with pytest.raises(Stop):
        hold(talk, Interrupted([ANSWER, ANSWER]))
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 2 + ["interviewer"]
    asked = talk.turns[-1].text
    channel = Script([ANSWER] * 30)
    hold(talk, channel)
    assert channel.said[0] == asked
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 8 + ["interviewer"]
