"""Rows of the attack table against a real small language model beside the rules.

Two answers of a reference, one kind of attack of each sort: all rows and cases are `coach calibrate`, and take hours on
a processor.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach.llm.connect import connect
from coach.llm.endpoint import Endpoint
from coach.scoring import reference
from coach.scoring.attacks import Attack, attacks
from coach.scoring.blend import shipped
from coach.scoring.local import LocalObserver
from coach.scoring.rules import RulesObserver
from coach.scoring.scorecard import Scorecard
from coach.scoring.trial import Grader, attack_row
from tests.lab import llama
from tests.parts import needs
from tests.scoring.talk import RUBRIC

SORTS = ("padding x1.5", "flattery of oneself", "talk to the grader", "hidden characters", "word salad")
ATTACKS = [each for each in attacks(RUBRIC) if each.name in SORTS]
SECONDS = 10.0
"""For the questions about both answers, the most telling first; what is over is left to the rules."""
STRINGS = 2
"""Of those that speak to the grader, each in another position."""
TARGET = next(each for each in reference.load() if each.id == "refused-upgrades-staff")
ANSWERS = {TARGET.id: TARGET.turns[:4]}


@pytest.fixture(scope="module")
def trial() -> Iterator[tuple[Grader, dict[str, Scorecard]]]:
    """The grader, and what it makes of the answers as they were given."""
    with llama.serve(needs("qwen-0.5b"), 4096) as url:
        model = connect(Endpoint(url, None, None), 60)
        observer = LocalObserver(model, RulesObserver(), shipped(), SECONDS)
        grader = Grader(observer, RUBRIC, model.model, lambda _: None)
        yield grader, {id: grader.card(turns) for id, turns in ANSWERS.items()}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.name)
def test_a_small_model_beside_the_rules_withstands(attack: Attack, trial: tuple[Grader, dict[str, Scorecard]]) -> None:
    grader, clean = trial
    few = STRINGS if attack.name == "talk to the grader" else 1
    row = attack_row(attack, ANSWERS, clean, grader, few)
    assert row.cases >= few
    assert row.passed, f"{row.bound}: mean {row.mean:.2f}, worst {row.worst:+.2f} of {row.cases}"
    assert grader.name == "llm"
    assert not grader.failed
