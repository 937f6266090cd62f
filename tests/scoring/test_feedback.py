"""Feedback in the scorecard's data: plain, beside the scores, and quiet where nothing is known."""

import json

import pytest

from coach import scenario
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring.adviser import Adviser
from coach.scoring.delivery import delivery
from coach.scoring.feedback import with_feedback
from coach.scoring.openings import openings
from coach.scoring.scorecard import to_json
from coach.scoring.transcript import transcript
from coach.session import Move
from tests.lab.fake_llm import FakeLLM, Reply
from tests.scoring.talk import RUBRIC, SENIOR, STAFF, scored, turns

CASE = scenario.load("ci-runners")
MOVES = (Move("opening"), Move("push", dimension="pressure"), Move("probe", dimension="outcomes"))


def made(answers, moves=MOVES, about=CASE, adviser=None):
    said = turns(*answers, moves=moves)
    card = scored(said)
    return with_feedback(to_json(card), card, transcript(said), said, RUBRIC, about, adviser), to_json(card)


def test_it_is_plain_data_and_moves_no_number():
    whole, bare = made(SENIOR)
    assert json.loads(json.dumps(whole)) == whole
    assert {key: whole[key] for key in bare if key != "next_drill"} == {
        key: bare[key] for key in bare if key != "next_drill"
    }
    assert set(whole["feedback"]) == {"advice", "moments", "facts", "claims"}
    assert whole["feedback"]["advice"]
    assert [each["id"] for each in whole["feedback"]["facts"]["not_asked"]]


def test_the_next_drill_is_the_weakest_dimension_with_a_command_not_its_gap():
    whole, bare = made(SENIOR)
    assert whole["next_drill"]["dimension"] == bare["next_drill"]["dimension"]
    assert bare["next_drill"]["advice"] not in whole["next_drill"]["advice"]
    assert whole["next_drill"]["command"] == f"coach practice --drill {bare['next_drill']['dimension']}"
    assert "`" not in whole["next_drill"]["advice"]


def test_a_model_that_fails_costs_the_rewrites_and_is_a_notice():
    with FakeLLM(Reply(status=401, error="no such key")) as fake:
        whole, bare = made(SENIOR, adviser=Adviser(OpenAIModel(Endpoint(fake.url, None, None), "fake")))
    assert whole["notices"][:-1] == bare["notices"]
    assert whole["notices"][-1].startswith("no sentence of yours was rewritten, because the language model failed")
    assert all(each["rewrite"] is None for each in whole["feedback"]["advice"])
    assert whole["feedback"]["moments"] == made(SENIOR)[0]["feedback"]["moments"]


@pytest.mark.parametrize("answers", [(), ("",), ("Hm.",)])
def test_nothing_said(answers):
    whole, _ = made(answers)
    assert whole["feedback"]["claims"] == []
    assert whole["feedback"]["advice"] == []


def test_a_transcript_from_elsewhere_without_a_scenario():
    whole, _ = made(STAFF, moves=(), about=None)
    assert whole["feedback"]["facts"] is None
    assert whole["feedback"]["advice"] == []


def test_answers_that_begin_with_the_decision_are_counted_and_questions_are_not():
    said = turns(
        "I'd stop the migration and do the queue first. Here is why.",
        "Well, there are a lot of things to think about here, and many people have a view on them.",
        "How many are there?",
    )
    opens = openings(transcript(said))
    assert opens == (True, False)
    figures = delivery(said, opens).to_json()
    assert (figures["answers"], figures["answer_first"]) == (2, 1)
    assert delivery(said).to_json()["answer_first"] is None
