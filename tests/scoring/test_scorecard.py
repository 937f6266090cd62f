"""The scorecard: quotes that are verbatim, gaps that follow from the indicators, and the agreed JSON."""

import json

import pytest

from coach.scoring.delivery import delivery
from coach.scoring.observation import Observation, Observed
from coach.scoring.scorecard import ONCE_MORE, assess, to_json
from coach.scoring.transcript import transcript
from coach.session import Move
from tests.scoring.talk import RUBRIC, SENIOR, STAFF, scored, turns

SAID = turns("One idea here.", "Another one there.", moves=(Move("opening"), Move("probe", dimension="risk")))


def card(verdicts, said=SAID, target=None):
    """The scorecard for {indicator: (verdict, evidence)}; all else is absent."""
    observations = tuple(
        Observation(each.id, *verdicts.get(each.id, ("absent", ())), 0.7, "rules") for each in RUBRIC.indicators
    )
    observed = Observed("rules", None, observations, ("a notice",))
    return assess(
        transcript(said), observed, RUBRIC, delivery(said), created="2026-01-01", target=target, self_scores={"risk": 5}
    )


def score(made, dimension):
    return next(each for each in made.scores if each.dimension == dimension)


def test_json_is_the_agreed_one():
    data = to_json(scored(turns(*STAFF), target="staff"))
    assert list(data)[:8] == [
        *("overall", "level", "observer", "model", "dimensions", "observations", "delivery", "notices")
    ]
    assert {"created", "rubric_digest", "self_scores", "next_drill", "target"} < set(data)
    assert [each["id"] for each in data["dimensions"]] == [each.id for each in RUBRIC.dimensions]
    assert set(data["dimensions"][0]) == {"id", "name", "score", "spread", "range", "evidence", "gap"}
    assert set(data["observations"][0]) == {"indicator", "verdict", "evidence", "confidence"}
    assert json.loads(json.dumps(data)) == data
    assert data["overall"] == round(data["overall"], 2)


def test_every_quote_is_verbatim_and_of_its_turn():
    said = turns(*STAFF)
    for each in scored(said).scores:
        for evidence in each.evidence:
            assert evidence.quote in said[evidence.turn].text


def test_the_gap_is_the_nearest_idea_up_to_the_level_aimed_at():
    advice = {each.id: each.advice for each in RUBRIC.indicators}
    seniors = {"risk.specific": ("met", ("A1.1",)), "risk.mitigation": ("met", ("A1.1",))}
    assert score(card({}), "risk").gap == advice["risk.specific"]
    assert score(card(seniors), "risk").gap == advice["risk.test"]
    all_staff = seniors | {"risk.test": ("met", ("A1.1",)), "risk.second_order": ("met", ("A1.1",))}
    assert score(card(all_staff, target="principal"), "risk").gap == advice["risk.fallback"]


def test_all_shown_but_only_when_asked_is_not_a_five():
    asked = {each.id: ("met", ("A2.1",)) for each in RUBRIC.dimension("risk").indicators}
    assert score(card(asked), "risk").value == 4.5
    assert score(card(asked), "risk").gap == ONCE_MORE
    both = asked | {"risk.fallback": ("met", ("A1.1",))}
    assert score(card(both), "risk").value == 5
    assert score(card(both), "risk").gap is None


def test_not_observed_is_neither_averaged_nor_given_a_gap():
    nothing = {each.id: ("no_opportunity", ()) for each in RUBRIC.dimension("leverage").indicators}
    made = card({"risk.test": ("met", ("A1.1",))} | nothing)
    assert score(made, "leverage").value is None
    assert score(made, "leverage").gap is None
    assert made.overall == pytest.approx((3 + 7 * 1 + 0.7) / 8.7)


def test_the_next_drill_is_the_weakest_that_weighs_most():
    made = card(
        {each.id: ("met", ("A1.1",)) for each in RUBRIC.indicators if not each.id.startswith(("strategy", "clarity"))}
    )
    assert made.next_drill.dimension == "strategy"
    assert made.next_drill.advice == score(made, "strategy").gap


def test_self_scores_are_shown_and_move_nothing():
    said = turns(*SENIOR)
    made = scored(said)
    again = assess(
        transcript(said),
        made.observed,
        RUBRIC,
        delivery(said),
        created="2026-01-01",
        target=None,
        self_scores={each.id: 5 for each in RUBRIC.dimensions},
    )
    assert again.scores == made.scores
    assert to_json(again)["self_scores"]["risk"] == 5


def test_nothing_said_has_no_drill():
    assert to_json(scored(turns("")))["next_drill"] is None
