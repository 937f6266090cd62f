"""What the reference would have added: its own sentences, about what is missing, none of them twice."""

import re

import pytest

from coach import scenario
from coach.scoring.advice import advice
from coach.scoring.delivery import delivery
from coach.scoring.observation import Observation, Observed
from coach.scoring.scorecard import assess
from coach.scoring.transcript import transcript
from tests.scoring.talk import RUBRIC, turns

SAID = turns("I would look into it.")


def card(met=(), target=None, verdict="absent"):
    """The scorecard of somebody who met these indicators and no others."""
    observations = tuple(
        Observation(each.id, "met" if each.id in met else verdict, ("A1.1",) if each.id in met else (), 0.7, "rules")
        for each in RUBRIC.indicators
    )
    observed = Observed("rules", None, observations)
    return assess(
        transcript(SAID), observed, RUBRIC, delivery(SAID), created="2026-01-01", target=target, self_scores={}
    )


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("id", scenario.ids())
@pytest.mark.parametrize("level", scenario.LEVELS)
def test_what_a_scenario_has_to_add_is_verbatim_and_never_twice(id, level):
    case = scenario.load(id)
    found = advice(card(target=level), RUBRIC, case)
    assert len(found) >= {"senior": 0, "staff": 3, "principal": 2}[level]
    assert len({each.text for each in found}) == len({each.dimension for each in found}) == len(found)
    for each in found:
        assert each.text in flat(case.reference[level])
        assert each.level == level
        assert each.indicator.startswith(f"{each.dimension}.")
        assert each.dimension not in ("clarity", "pressure")


def test_it_is_about_what_was_not_shown():
    case = scenario.load("ci-runners")
    risk = {each.id for each in RUBRIC.dimension("risk").indicators}
    found = {each.dimension: each for each in advice(card(), RUBRIC, case)}
    assert found["risk"].indicator == "risk.test"
    assert "on five services for two weeks" in found["risk"].text
    assert any(name in found["stakeholders"].text for name in ("Leopold", "Goran"))
    shown = {each.dimension for each in advice(card(met=risk), RUBRIC, case)}
    assert "risk" not in shown
    assert "stakeholders" in shown


def test_the_level_is_the_one_aimed_at_and_staff_where_there_is_none():
    case = scenario.load("build-or-buy")
    assert {each.level for each in advice(card(target=None), RUBRIC, case)} == {"staff"}
    assert {each.level for each in advice(card(target="principal"), RUBRIC, case)} == {"principal"}


def test_what_was_not_observed_gets_no_advice():
    assert advice(card(verdict="no_opportunity"), RUBRIC, scenario.load("build-or-buy")) == ()


def test_a_reference_that_is_about_nothing_gives_nothing():
    text = scenario.load("build-or-buy").text
    grey = "## Reference: staff\n\nThe sky over the harbour was grey.\n"
    empty = re.sub(r"## Reference: staff\n.*?(?=\n## )", grey, text, flags=re.DOTALL)
    assert advice(card(), RUBRIC, scenario.parse(empty, "x.md")) == ()


@pytest.mark.parametrize("id", scenario.ids())
def test_remarks_on_a_senior_answer_are_no_advice(id):
    for each in advice(card(target="senior"), RUBRIC, scenario.load(id)):
        assert not re.match(r"(?:A|An|All|Good|It|Competent|Thoughtful|The comparison|Does not)\b.*[;,]", each.text)
