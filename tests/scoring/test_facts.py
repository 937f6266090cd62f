"""Facts asked for and not, from the record."""

from coach import scenario
from coach.scoring.facts import facts
from coach.session import Move
from tests.cases import SCENARIO
from tests.scoring.talk import turns

PAGER = scenario.parse(SCENARIO, "pager.md")


def test_what_was_handed_over_was_asked_for():
    said = turns("Who owns it?", "Then we stop.", moves=(Move("opening"), Move("fact", source="fact:owner")))
    found = facts(said, PAGER)
    assert [each.id for each in found.asked] == ["owner"]
    assert [each.id for each in found.not_asked] == ["noise"]


def test_a_fact_handed_over_at_the_very_end_counts():
    said = turns("Who owns it?", "And?", moves=(Move("opening"), Move("fact", source="fact:noise")))[:-1]
    assert [each.id for each in facts(said, PAGER).asked] == ["noise"]


def test_the_weightiest_come_first():
    assert [each.weight for each in facts(turns("We stop.", moves=(Move("opening"),)), PAGER).not_asked] == [3, 2]


def test_elsewhere_nobody_knows():
    assert facts(turns("We stop."), PAGER) is None
