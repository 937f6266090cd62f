"""Figures are the same however they are spelt."""

import pytest

from coach.scoring.figures import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 seats, 640 used", {"1200", "640"}),
        ("fourteen of them, and 14.", {"14"}),
        ("twenty-five weeks, forty two days", {"25", "42"}),
        ("half of it, halved", {"half"}),
        ("2.5 million", {"2.5"}),
        ("this one, next quarter, someone often", set()),
        ("twice in twelve", {"2", "12"}),
    ],
)
def test_figures(text, found):
    assert figures(text) == found
