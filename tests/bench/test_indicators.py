"""The counting behind the bench."""

from coach.scoring.labelled import Answer
from tests.bench.indicators import ALL, sample, tally


def answer(id: str, *shown: str) -> Answer:
    return Answer(id, "x.jsonl", "Why?", False, 3, "plain", ("It pays.",), (frozenset(shown),))


def test_precision_recall_and_f1_of_each_and_of_all():
    answers = [answer("a", "x", "y"), answer("b", "x"), answer("c")]
    found = tally(answers, {"a": frozenset({"x"}), "b": frozenset({"z"}), "c": frozenset({"x"})})
    assert found.figures("x") == (1 / 2, 1 / 2, 1 / 2)
    assert found.figures("y") == (None, 0, 0)
    assert found.figures("z") == (0, None, 0)
    assert found.figures("w") == (None, None, None)
    assert found.figures(ALL) == (1 / 3, 1 / 3, 1 / 3)


def test_a_sample_is_spread_over_all_and_never_too_large():
    answers = [answer(str(at)) for at in range(100)]
    assert [int(each.id) for each in sample(answers, 16)] == [8, 24, 40, 56, 72, 88]
    assert sample(answers, 1) == answers
    assert sample(answers, 500) == []
