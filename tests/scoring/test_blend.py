"""Rules and model put together, and what a model's replies are found to be worth."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from coach.scoring.blend import MOST, Blend, Sample, corrected, from_json, shipped, to_json
from coach.scoring.rubric import load

BLEND = Blend(0.0, 1.0, 1.0, 0.5, {"a": 1.5}, {"yes": 1.0, "partly": 0.0, "no": -1.0})


def test_a_reply_as_usual_leaves_what_the_rules_say():
    assert BLEND.probability(0.3, "a", 1.5) == pytest.approx(0.3)
    assert BLEND.probability(0.3, "other", 0.5) == pytest.approx(0.3)


def test_what_goes_beyond_the_habit_is_added_to_the_odds():
    assert BLEND.probability(0.5, "a", 2.5) == pytest.approx(1 / (1 + math.exp(-1)))
    assert BLEND.probability(0.5, "other", "no") == pytest.approx(1 / (1 + math.exp(1)))


@pytest.mark.parametrize("likely", [0.0, 1.0])
def test_no_rule_is_so_sure_that_it_breaks(likely: float):
    assert 0 < BLEND.probability(likely, "a", 5.0) < 1


def samples(lacking: float, showing: float) -> list[Sample]:
    """Forty indicators, each asked about three times where it is lacking and once where it is there."""
    return [
        Sample(f"i{at}", (showing if shown else lacking) + (0.2 if at % 2 else -0.2), shown)
        for at in range(40)
        for shown in (True, False, False, False)
    ]


def test_a_model_that_knows_is_worth_more_than_one_that_does_not():
    knows = corrected(BLEND, samples(0.5, 1.5))
    guesses = corrected(BLEND, samples(0.5, 0.5))
    inverted = corrected(BLEND, samples(0.5, -0.5))
    assert 0.5 < knows.worth <= MOST
    assert guesses.worth < 0.1
    assert inverted.worth == 0  # it would be odd to believe the contrary of what a model says


def test_habits_are_those_where_the_idea_is_lacking_drawn_to_the_common_one():
    found = corrected(BLEND, samples(0.5, 3.0))
    assert found.habit == pytest.approx(0.5)
    assert found.habits["i1"] == pytest.approx(0.6)  # 0.7 of its own, halfway
    assert found.habits["i0"] == pytest.approx(0.4)


def test_verdicts_are_worth_what_they_tell_apart():
    told = [Sample("a", "yes", True)] * 8 + [Sample("a", "no", False)] * 16 + [Sample("a", "yes", False)] * 8
    found = corrected(BLEND, told)
    assert found.verdicts["yes"] > 0.5
    assert found.verdicts["no"] < -0.5
    assert found.worth == 0
    assert corrected(BLEND, []).verdicts == {"yes": 0.0, "partly": 0.0, "no": 0.0}


def test_the_common_weights_stay():
    found = corrected(replace(BLEND, lift=0.3, trust=0.6), samples(0.5, 1.5))
    assert (found.lift, found.trust) == (0.3, 0.6)
    assert found.worth == corrected(BLEND, samples(0.5, 1.5)).worth


def test_a_model_whose_leanings_are_worth_nothing_leaves_what_the_rules_say():
    found = replace(BLEND, worth=0.0, lift=0.3)
    assert found.probability(0.3, "a", 5.0) == pytest.approx(0.3)


def test_what_all_models_lean_further_in_earnest_counts_as_habit():
    assert replace(BLEND, lift=0.3).probability(0.3, "a", 1.8) == pytest.approx(0.3)


def test_it_is_kept_as_plain_data():
    found = corrected(BLEND, samples(0.5, 1.5))
    assert from_json(json.loads(json.dumps(to_json(found)))) == found
    with pytest.raises(TypeError):
        from_json({"trust": 1.0})


def test_the_shipped_one_can_be_read_and_names_indicators_of_the_rubric():
    found = shipped()
    assert 0 < found.trust <= 1
    assert set(found.habits) <= {each.id for each in load().indicators}
