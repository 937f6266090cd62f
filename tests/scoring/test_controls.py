"""Questions whose answer is known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from coach import library
from coach.errors import LLMError, PromptFileError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring import controls, labelled, reference
from coach.scoring.blend import shipped
from coach.scoring.rubric import load
from tests.lab.fake_llm import Body, FakeLLM, Reply
from tests.scoring.nearby import NO, YES, asked, told

RUBRIC = load()


def test_every_indicator_is_asked_about_where_it_is_shown_and_where_it_is_not():
    found = controls.load(RUBRIC)
    counts = Counter((each.question.indicator.id, each.shown) for each in found)
    for indicator in RUBRIC.indicators:
        assert counts[indicator.id, True] >= 1
        assert counts[indicator.id, False] == controls.LACKING


def test_questions_about_one_answer_come_together():
    answers = [id(each.question.exchange) for each in controls.load(RUBRIC)]
    assert len(set(answers)) == 1 + sum(one != other for one, other in pairwise(answers))


def test_no_control_stands_in_what_the_rules_are_fitted_on_or_graders_measured_on():
    said = {each.question.exchange.sentences[0].text for each in controls.load(RUBRIC)}
    elsewhere = "\n".join(
        [*(each.text for each in labelled.load()), *(each.text for each in labelled.cues())]
        + [answer for each in reference.load() for answer in each.answers]
    )
    assert not [text for text in said if text in elsewhere]


def measured(fake: FakeLLM) -> float:
    model = OpenAIModel(Endpoint(fake.url, None, None), "small")
    return controls.measure(model, controls.load(RUBRIC), shipped(), seconds=5).worth


def test_a_model_that_tells_them_apart_is_believed_and_one_that_always_says_yes_is_not():
    shown = {(each.question.indicator.statement, each.question.text) for each in controls.load(RUBRIC) if each.shown}

    def knows(body: Body) -> Reply:
        question = asked(body)
        return told(YES if any(idea in question and text in question for idea, text in shown) else NO)

    with FakeLLM(by=knows) as fake:
        assert measured(fake) > 1
    with FakeLLM(by=lambda _: told(YES)) as fake:
        assert measured(fake) == 0


def test_a_dead_server_is_an_error_not_a_correction():
    with FakeLLM(Reply(status=500, error="out of memory")) as fake, pytest.raises(LLMError, match="out of memory"):
        measured(fake)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('shows = ["framing.goal"]', 'shows = ["framing.goals"]', "'framing.goals' is no indicator"),
        ('perhaps = ["framing.cause"]', "perhaps = 3", "perhaps: list expected"),
        ("[[answers]]", "[[answer]]", "answer: unknown key"),
        ("rota goes first, and", "rota goes first. And", "one plain sentence"),
    ],
)
def test_a_broken_file_is_named_with_its_key(old: str, new: str, told: str, monkeypatch: pytest.MonkeyPatch):
    text = library.read(controls.FILE)
    assert old in text
    monkeypatch.setattr(library, "read", lambda _: text.replace(old, new))
    with pytest.raises(PromptFileError, match=told) as caught:
        controls.load(RUBRIC)
    assert controls.FILE in str(caught.value)
