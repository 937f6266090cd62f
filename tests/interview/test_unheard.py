"""A question that was cut short: what a language model is told that it said, and that it does not speak like that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.interview.builtin import builtin
from coach.interview.llm_interviewer import LLMInterviewer
from coach.interview.wording_rules import faults, setting
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.session import Move, Session, Turn
from tests.cases import pager, session, turn

PROBE = Move("probe", "Who runs it when you are away?", "probe:leverage.ownership", "leverage")


@pytest.fixture
def talk() -> Session:
    """An opening of which only the first sentence was heard, and an answer."""
    held = session()
    asked = turn(held, "interviewer", "You are paged forty times a week.", Move("opening", "opening"))
    held.turns[0] = replace(asked, unheard="What do you do?", interrupted=True)
    turn(held, "candidate", "I delete the alerts nobody acts on.")
    return held


def chat(talk: Session) -> list[str]:
    case = pager()
    model = OpenAIModel(Endpoint("http://127.0.0.1:9/v1", None, None), "none")
    one = LLMInterviewer(model, builtin(case), case.scenario, "staff", case.panel, key="k3y")
    return [str(message["content"]) for message in one.messages(talk, PROBE)]


def test_the_model_is_told_what_was_heard_and_what_was_only_shown(talk):
    assert "You are paged forty times a week. [only shown, not heard: What do you do?]" in chat(talk)
    talk.turns[0] = Turn(0, "interviewer", "", 0, 1, unheard="What do you do?")
    assert "[only shown, not heard: What do you do?]" in chat(talk)


def test_what_was_heard_whole_carries_no_mark(talk):
    talk.turns[0] = replace(talk.turns[0], unheard="")
    assert "You are paged forty times a week." in chat(talk)


def test_a_model_that_speaks_in_such_marks_is_not_heard(talk):
    rules = setting(talk, pager().scenario, PROBE)
    assert not faults("Who runs it when you are away?", rules)
    assert "signs that nobody says" in faults("Who runs it? [only shown, not heard: and why]", rules)
