"""The sums behind a score, each of which a reader can redo by hand."""

import pytest

from coach.scoring import arithmetic
from coach.scoring.observation import Observation
from coach.scoring.rubric import Dimension, Indicator


def dimension(*levels: int) -> Dimension:
    indicators = tuple(Indicator(f"d.{at}", "", level, "", "") for at, level in enumerate(levels))
    return Dimension("d", "D", "", ("",) * 5, 1.0, indicators)


def seen(*verdicts: str) -> dict[str, Observation]:
    return {f"d.{at}": Observation(f"d.{at}", verdict, (), 1.0, "rules") for at, verdict in enumerate(verdicts)}


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("absent", "absent", "absent"), 1.0),
        (("partly", "absent", "absent"), 1.5),
        (("met", "absent", "absent"), 2.0),
        (("absent", "met", "absent"), 3.0),
        (("met", "met", "absent"), 3.5),
        (("met", "met", "met"), 4.5),
        (("no_opportunity", "met", "no_opportunity"), 3.0),
    ],
)
def test_points_become_a_value(verdicts, expected):
    assert arithmetic.value(dimension(3, 4, 5), seen(*verdicts), both_ways=True) == expected


def test_no_opportunity_is_no_value_and_not_a_one():
    assert arithmetic.value(dimension(3, 4), seen("no_opportunity", "no_opportunity"), both_ways=True) is None
    assert arithmetic.overall([(None, 1.0), *[(4.0, 1.0)] * 4]) == 4.0


def test_four_needs_a_staff_idea_that_is_met():
    lots = dimension(3, 3, 3, 3, 3, 4, 4)
    assert arithmetic.value(lots, seen(*["met"] * 5, "partly", "partly"), both_ways=True) == arithmetic.BELOW_STAFF
    assert arithmetic.value(lots, seen(*["met"] * 5, "met", "partly"), both_ways=True) > 4


def test_five_needs_evidence_both_asked_and_unasked():
    rich = dimension(4, 4, 5, 5)
    assert arithmetic.value(rich, seen(*["met"] * 4), both_ways=False) == arithmetic.BELOW_PRINCIPAL
    assert arithmetic.value(rich, seen(*["met"] * 4), both_ways=True) == 5.0


def test_the_overall_is_a_weighted_mean_of_enough_dimensions():
    assert arithmetic.overall([(4.0, 1.0), (2.0, 1.0), (3.0, 1.0), (3.0, 1.0)]) == 3.0
    assert arithmetic.overall([(4.0, 3.0), (2.0, 1.0), (2.0, 1.0), (2.0, 1.0)]) == 3.0
    assert arithmetic.overall([(4.0, 1.0)] * 3 + [(None, 1.0)] * 7) is None


@pytest.mark.parametrize(
    ("overall", "level"),
    [
        (None, "not observed"),
        (1.0, "below mid-level"),
        (1.8, "mid-level"),
        (2.5, "senior"),
        (2.896, "staff"),
        (3.5, "staff"),
        (5.0, "principal"),
    ],
)
def test_levels(overall, level):
    assert arithmetic.level(overall) == level


def test_what_is_partly_shown_is_the_room_between_the_ends():
    half = seen("met", "partly")
    low, high = (arithmetic.value(dimension(3, 4), half, both_ways=True, partly=each) for each in arithmetic.DOUBT)
    assert (low, arithmetic.value(dimension(3, 4), half, both_ways=True), high) == (2.0, 3.0, 3.5)


def test_an_idea_of_staff_that_is_only_half_there_lifts_the_high_end_over_the_cap():
    half = seen(*["met"] * 5, "partly", "partly")
    lots = dimension(3, 3, 3, 3, 3, 4, 4)
    assert arithmetic.value(lots, half, both_ways=True) == arithmetic.BELOW_STAFF
    assert (arithmetic.value(lots, half, both_ways=True, partly=1.0) or 0) > 4
