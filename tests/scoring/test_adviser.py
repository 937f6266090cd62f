"""Rewrites by a language model: what cites nothing, invents, praises or cannot be had is not there."""

import json

import pytest

from coach import scenario
from coach.errors import LLMError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring.adviser import Adviser, fault
from coach.scoring.delivery import delivery
from coach.scoring.figures import figures
from coach.scoring.observation import Observation, Observed
from coach.scoring.scorecard import assess
from coach.scoring.transcript import transcript
from coach.session import Move
from tests.cases import SCENARIO
from tests.lab.fake_llm import FakeLLM, Reply, data
from tests.scoring.talk import RUBRIC, turns

PAGER = scenario.parse(SCENARIO, "pager.md")
SAID = turns(
    "We stop the weekly dashboard for the data team. It was asked for by nobody.",
    "The launch might slip by three weeks because of the pager.",
    moves=(Move("opening"), Move("probe", dimension="risk")),
)
READ = transcript(SAID)
BETTER = "We stop the weekly dashboard, and the data team loses its Monday numbers by it."
GOOD = {"priorities_cites": "A1.1 priorities.cost", "priorities_rewrite": BETTER}
RISK = {
    "risk_cites": "A2.1 risk.mitigation",
    "risk_rewrite": "The launch might slip by three weeks because of the pager, so we take two alerts off it first.",
}
NONE = {"risk_cites": "nothing", "risk_rewrite": ""}


def card():
    """Priorities lack most ideas, risk all of them; nothing else was observed."""
    met = {"priorities.stops": ("A1.1",), "priorities.commits": ("A1.1",), "priorities.criterion": ("A1.1",)}
    observations = tuple(
        Observation(each.id, "met", met[each.id], 0.7, "rules")
        if each.id in met
        else Observation(each.id, "absent" if seen else "no_opportunity", (), 0.7, "rules")
        for each in RUBRIC.indicators
        for seen in [each.id.startswith(("priorities.", "risk."))]
    )
    observed = Observed("rules", None, observations)
    return assess(READ, observed, RUBRIC, delivery(SAID), created="2026-01-01", target=None, self_scores={"risk": 5})


def asked(*replies, seconds=20.0):
    with FakeLLM(*replies) as fake:
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        return Adviser(model, seconds).rewrites(card(), READ, RUBRIC, PAGER), fake


def test_a_rewrite_cites_a_sentence_of_the_candidates_and_an_idea_that_it_lacked():
    found, _ = asked(data(GOOD | NONE))
    assert [(each.dimension, each.sentence, each.indicator) for each in found] == [
        ("priorities", "A1.1", "priorities.cost")
    ]
    assert found[0].quote == "We stop the weekly dashboard for the data team."
    assert found[0].text == BETTER


def test_the_whole_card_is_one_call_with_a_flat_schema_and_sees_no_scores():
    _, fake = asked(data(GOOD | NONE))
    schema = fake.requests[0]["response_format"]["json_schema"]["schema"]
    assert list(schema["properties"]) == ["priorities_cites", "priorities_rewrite", "risk_cites", "risk_rewrite"]
    assert all(each["type"] == "string" for each in schema["properties"].values())
    assert "A1.1 priorities.stops" not in schema["properties"]["priorities_cites"]["enum"]
    told = fake.requests[0]["messages"][0]["content"]
    assert "Deletes the alerts nobody acts on" not in told
    assert "Nine in ten pages need no action." in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"priorities_cites": "A9.9 priorities.cost"},
        {"priorities_cites": "A1.1 priorities.stops"},
        {"priorities_cites": "A1.1 risk.test"},
        {"priorities_cites": "A1.1"},
        {"priorities_cites": ""},
    ],
)
def test_what_cites_no_sentence_or_no_idea_is_asked_for_again_and_then_given_up(wrong):
    with pytest.raises(LLMError):
        asked(data(GOOD | NONE | wrong), data(GOOD | NONE | wrong))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "We stop the weekly dashboard for the data team.",
        "We stop the weekly dashboard, which saves us 40 hours a month.",
        "We stop the weekly dashboard, and the data team loses seventeen days.",
        "Great answer: we stop the weekly dashboard for the data team today.",
        "We stop the dashboard. The data team is told. They lose numbers. We go on.",
        "The candidate stops the weekly dashboard and names the cost.",
        "We stop the weekly dashboard (priorities.cost).",
        "Escalate everything upstairs and hope.",
        "dashboard " * 70,
    ],
)
def test_words_that_cannot_stand_are_dropped_and_the_rest_stays(words):
    found, _ = asked(data({"priorities_cites": "A1.1 priorities.cost", "priorities_rewrite": words} | RISK))
    assert [each.dimension for each in found] == ["risk"]


def test_figures_of_the_case_and_of_the_talk_may_be_used():
    known = figures("paged forty times a week, nine in ten, 3 weeks")
    quote = "The pager wakes us often."
    assert fault("The pager wakes us 40 times a week, and nine in ten need no action.", quote, known) is None
    assert fault("The pager wakes us 41 times a week.", quote, known) == "invented figure"


@pytest.mark.parametrize("reply", [Reply(status=500, error="down"), Reply(silent=True)])
def test_a_model_that_fails_raises_one_line(reply):
    with pytest.raises(LLMError):
        asked(reply, seconds=1.0)


def test_a_slow_model_is_asked_about_the_weakest_dimensions_only():
    with FakeLLM(data(RISK)) as fake:
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        found = Adviser(model, most=1).rewrites(card(), READ, RUBRIC, PAGER)
    assert [each.dimension for each in found] == ["risk"]


def test_nothing_observed_asks_nobody():
    from dataclasses import replace

    empty = replace(card(), scores=tuple(replace(each, gap=None) for each in card().scores))
    with FakeLLM() as fake:
        model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
        assert Adviser(model).rewrites(empty, READ, RUBRIC, PAGER) == ()


def test_an_answer_cannot_close_the_fence():
    _, fake = asked(data(GOOD | NONE))
    told = fake.requests[0]["messages"][0]["content"]
    fence = next(line for line in told.splitlines() if line.startswith("=== "))
    assert told.splitlines().count(fence) == 2
    assert json.dumps(SAID[1].text)[1:-1].split(".")[0] in told
