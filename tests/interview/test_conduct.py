"""A whole conversation through scripted channels."""

from __future__ import annotations

import pytest

from coach.interview.builtin import BuiltinInterviewer
from coach.interview.channel import Ahead, Stop, Utterance
from coach.interview.conduct import conduct
from coach.session import Session
from tests.cases import pager, session
from tests.interview.talk import Blind, Script

ANSWER = "We would delete the alerts nobody acts on and keep the launch at half its scope."


def hold(talk: Session, channel: Script, questions: int = 8) -> None:
    case = pager(questions)
    conduct(case, talk, channel, BuiltinInterviewer(case.phrases), Blind(), lambda turn, _: talk.turns.append(turn))


def test_turns_alternate_and_end_with_a_close():
    talk, channel = session(), Script([ANSWER] * 30, seconds=5)
    hold(talk, channel, questions=6)
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 6 + ["interviewer"]
    assert talk.finished
    assert [turn.index for turn in talk.turns] == list(range(13))


def test_when_the_answers_run_out_the_session_is_closed_properly():
    talk, channel = session(), Script([ANSWER], seconds=5)
    hold(talk, channel)
    assert [turn.move.kind for turn in talk.questions] == ["opening", "probe", "close"]
    assert talk.finished


def test_every_question_said_is_different():
    talk, channel = session(), Script([ANSWER] * 60, seconds=5)
    hold(talk, channel, questions=40)
    assert len(channel.said) == len(set(channel.said))


def test_an_interrupted_session_asks_the_open_question_again_and_goes_on():
    class Broken(Exception):
        pass

    class Interrupted(Script):
        def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:
            heard = super().listen(stop, ahead)
            if heard is None:
                raise Broken
            return heard

    talk = session()
    with pytest.raises(Broken):
        hold(talk, Interrupted([ANSWER, ANSWER], seconds=5))
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 2 + ["interviewer"]
    asked = talk.turns[-1].text
    channel = Script([ANSWER] * 30, seconds=5)
    hold(talk, channel, questions=5)
    assert channel.said[0] == ("Interviewer", asked)
    assert [turn.role for turn in talk.turns] == ["interviewer", "candidate"] * 5 + ["interviewer"]
