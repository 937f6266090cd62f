"""The observer with a real small model beside the rules: what is said of servers holds of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach.llm.client import OpenAIModel
from coach.llm.connect import connect
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.llm.usage import Usage
from coach.scoring import controls, rubric
from coach.scoring.asking import SCHEMA, ask
from coach.scoring.blend import shipped
from coach.scoring.local import LocalObserver
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import transcript
from coach.session import Role, Turn
from tests.lab import llama
from tests.parts import needs

RUBRIC = rubric.load()
FEW = 5
SAID: tuple[tuple[Role, str], ...] = (
    ("interviewer", "What comes first?"),
    ("candidate", "The upgrades might wait until May. Nordbank could leave otherwise. I'd try it with one team."),
)


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIModel]:
    with llama.serve(needs("qwen-0.5b"), 2048) as url:
        yield connect(Endpoint(url, None, None), 30)


def test_a_real_server_tells_how_far_it_leans_and_reads_an_answer_once(model: OpenAIModel) -> None:
    known = [each.question for each in controls.load(RUBRIC)]
    same = [each for each in known if each.exchange is known[0].exchange][:FEW]
    replies = []
    costs: list[Usage] = []
    for question in same:
        before = model.spent
        replies.append(ask(model, question, 60))
        costs.append(model.spent - before)
    assert all(isinstance(each, float) for each in replies)
    assert len(set(replies)) > 1
    assert {each.completion for each in costs} == {1}
    assert all(each.cached > 0.5 * each.prompt for each in costs[1:])


def test_a_conversation_is_judged_by_both_within_its_time(model: OpenAIModel) -> None:
    talk = transcript([Turn(at, role, text, 0.0, 0.0) for at, (role, text) in enumerate(SAID)])
    told: list[tuple[int, int]] = []
    observer = LocalObserver(model, RulesObserver(), shipped(), 20, lambda done, of: told.append((done, of)))
    found = observer.observe(talk, RUBRIC)
    assert found.observer == "llm"
    asked = [each for each in found.observations if each.observer == "llm"]
    assert 0 < len(asked) <= len(told)  # the time may run out on a busy machine
    ids = {sentence.id for sentence in talk.sentences}
    assert all(set(each.evidence) <= ids for each in found.observations)


def test_three_words_will_do(model: OpenAIModel) -> None:
    asked: Message = {"role": "user", "content": "Is Paris a city? Answer yes, partly or no."}
    said = model.complete([asked], SCHEMA, max_tokens=20, seconds=60)
    assert said["verdict"] in ("yes", "partly", "no")
