"""The shipped weights: there, of this version, and made again from the labelled answers byte for byte."""

import importlib.util
import shutil

import pytest

from coach.errors import CoachError
from coach.scoring import fit, labelled, model
from coach.scoring.features import Place, counts, flags, tokens, values
from tests.parts import missing
from tests.scoring.talk import RUBRIC

SHIPPED = ("weights.json", "weights.npy")


def test_the_weights_know_every_indicator_of_the_rubric():
    assert sorted(model.shipped().indicators) == sorted(each.id for each in RUBRIC.indicators)
    assert sum((model.FOLDER / name).stat().st_size for name in SHIPPED) < 1_000_000


def test_missing_or_broken_weights_are_one_line(tmp_path):
    with pytest.raises(CoachError, match="reinstall"):
        model.read(tmp_path)
    for name in SHIPPED:
        shutil.copy(model.FOLDER / name, tmp_path)
    (tmp_path / "weights.json").write_text("{}")
    with pytest.raises(CoachError, match="reinstall"):
        model.read(tmp_path)


def test_written_and_read_again_is_the_same(tmp_path):
    model.write(model.shipped(), tmp_path)
    for name in SHIPPED:
        assert (tmp_path / name).read_bytes() == (model.FOLDER / name).read_bytes()


def test_any_number_is_the_same_word():
    assert values("by 3.5 percent") == values("by 40 percent")
    assert values("we stop it") != values("we start it")


def test_a_long_sentence_is_no_louder_than_a_short_one():
    for text in ("we stop it", "we stop it " * 5, "we stop it and we tell everyone on Monday"):
        assert sum(each * each for each in values(text)[1]) == pytest.approx(2.0)


def test_tokens_and_flags():
    assert tokens("I'd cut 3.5% of it, OK?") == ["i'd", "cut", "3.5", "%", "of", "it", "ok", "?"]
    first = flags("Why 3?", Place(0, 2, follow_up=True))
    assert [bool(each) for each in first] == [True, True, False, False, True, True, True]
    assert sum(counts("a")[0].values()) == 6


def test_the_labelled_answers_are_all_read():
    answers = labelled.load()
    known = {each.id for each in RUBRIC.indicators}
    assert len(answers) > 500
    assert set().union(*(answer.shown for answer in answers)) == known
    assert len(labelled.interviews(answers)) == 24


def test_a_fit_finds_what_it_was_shown():
    needs_scikit_learn()
    answers = [answer for answer in labelled.load() if answer.file == "set9.jsonl"]
    made = fit.raw(answers, ["pressure.concedes"])
    shown = next(
        text
        for each in answers
        for text, on in zip(each.sentences, each.labels, strict=True)
        if "pressure.concedes" in on
    )
    concession, other = made.probabilities([shown, "I like bread."], [Place(0, 5, True), Place(3, 5, True)])[:, 0]
    assert concession > 0.5 > other


def test_the_weights_are_made_again_byte_for_byte(tmp_path):
    needs_scikit_learn()
    answers = labelled.load()
    indicators = [each.id for each in RUBRIC.indicators]
    margins, _ = fit.held_out(answers, indicators)
    model.write(fit.fit(answers, indicators, margins), tmp_path)
    for name in SHIPPED:
        assert (tmp_path / name).read_bytes() == (model.FOLDER / name).read_bytes(), (
            f"{name}: run python -m coach.scoring.fit"
        )


def needs_scikit_learn() -> None:
    if importlib.util.find_spec("sklearn") is None:
        missing("scikit-learn is not installed: pip install coach[fit]")
