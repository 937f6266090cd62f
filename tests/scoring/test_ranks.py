"""Rank correlation, against figures worked out by hand."""

import pytest

from coach.scoring.ranks import partial, ranks, spearman


def test_equals_share_a_place():
    assert ranks([10, 30, 10, 20]) == [1.5, 4, 1.5, 3]


def test_only_the_order_counts():
    assert spearman([1, 2, 3], [10, 100, 1000]) == pytest.approx(1)
    assert spearman([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(0.6)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


def test_nothing_is_in_order_where_all_is_the_same():
    assert spearman([2, 2, 2], [1, 2, 3]) == 0


def test_what_length_explains_is_taken_out():
    level, score = [1, 2, 3, 4, 5, 6], [1, 2, 4, 3, 6, 5]
    assert partial(score, level, score) == 0
    unrelated = [2, 1, 2, 2, 1, 2]
    assert partial(score, level, unrelated) == pytest.approx(spearman(score, level), abs=0.05)
    # The first two correlate at .8, and with the third at .4 and .8.
    assert partial([1, 2, 4, 3], [1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx((0.8 - 0.4 * 0.8) / (0.84 * 0.36) ** 0.5)
