"""Which language model may score unasked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.cli import trust
from coach.llm.endpoint import Endpoint
from coach.scoring import rubric
from coach.scoring.calibration import Pairs, to_json
from coach.store import Store

RUBRIC = rubric.load()


@dataclass
class Model:
    """All of a model that is looked at here."""

    endpoint: Endpoint
    model: str = "small"


HERE = Model(Endpoint("http://127.0.0.1:1/v1", None, "small"))
ELSEWHERE = Model(Endpoint("https://models.example/v1", None, "large"), "large")


def measured(store: Store, kept: int) -> None:
    """Keep a measurement of the model here: so many of all pairs in the right order."""
    rules = trust._order_by_rules(RUBRIC, trust.name(trust.RULES, None, RUBRIC))
    pairs = (Pairs("staff", "senior", kept, rules.of),)
    found = replace(rules, observer="llm", model="small", pairs=pairs)
    store.save_calibration(trust.name("llm", "small", RUBRIC), to_json(found))


def test_a_model_elsewhere_may(home):
    assert trust.proven(ELSEWHERE, RUBRIC, Store(home))


def test_a_model_near_by_may_not_before_it_was_measured(home):
    assert not trust.proven(HERE, RUBRIC, Store(home))


def test_a_model_near_by_may_when_it_puts_more_pairs_in_order_than_the_rules(home):
    rules = trust._order_by_rules(RUBRIC, trust.name(trust.RULES, None, RUBRIC))
    measured(Store(home), rules.kept)
    assert not trust.proven(HERE, RUBRIC, Store(home))
    measured(Store(home), rules.of)
    assert trust.proven(HERE, RUBRIC, Store(home)) == (rules.of > rules.kept)
