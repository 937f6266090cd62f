"""The shipped weights: there, of this version, and made again from the labelled answers byte for byte."""

import importlib.util
import shutil
from itertools import pairwise

import pytest

from coach.errors import CoachError
from coach.scoring import fit, labelled, model
from coach.scoring.features import VIEWS, Place, flags, tokens, values
from tests.parts import missing
from tests.scoring.talk import RUBRIC

SHIPPED = ("weights.json", "weights.npy", "kept.npy")


def test_the_weights_know_every_indicator_of_the_rubric():
    assert sorted(model.shipped().indicators) == sorted(each.id for each in RUBRIC.indicators)
    assert sum((model.FOLDER / name).stat().st_size for name in SHIPPED) < 3_000_000


def test_missing_or_broken_weights_are_one_line(tmp_path):
    with pytest.raises(CoachError, match="reinstall"):
        model.read(tmp_path)
    for name in SHIPPED:
        shutil.copy(model.FOLDER / name, tmp_path)
    (tmp_path / "weights.json").write_text("{}")
    with pytest.raises(CoachError, match="reinstall"):
        model.read(tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_empty_file_of_the_weights_is_one_line(tmp_path, name):
    for each in SHIPPED:
        shutil.copy(model.FOLDER / each, tmp_path)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(CoachError, match=r"cannot be read .*reinstall"):
        model.read(tmp_path)


def test_written_and_read_again_is_the_same(tmp_path):
    model.write(model.shipped(), tmp_path)
    for name in SHIPPED:
        assert (tmp_path / name).read_bytes() == (model.FOLDER / name).read_bytes()


def test_any_number_is_the_same_word():
    assert bucket_sets("by 3.5 percent")[0] == bucket_sets("by 40 percent")[0]
    assert bucket_sets("we stop it") != bucket_sets("we start it")


def test_another_name_or_word_of_a_kind_shares_most_of_the_frame():
    one, same, other = bucket_sets(
        "On Monday Omar owns the list.", "On Friday Lotte takes the list.", "On balance soup is fine with bread."
    )
    assert len(one & same) > 1.5 * len(one & other)


def test_a_sentence_has_the_same_features_in_any_company():
    texts = ["we stop it on Monday", "", "Priya owns the runners", "we stop it on Monday"]
    assert bucket_sets(*texts) == [bucket_sets(text)[0] for text in texts]


def test_a_long_sentence_is_no_louder_than_a_short_one():
    for text in ("we stop it", "we stop it " * 5, "we stop it and we tell everyone on Monday"):
        assert sum(each * each for each in values([text]).value) == pytest.approx(sum(VIEWS.values()), rel=1e-4)


def test_tokens_and_flags():
    assert tokens("I'd cut 3.5% of it, OK?") == ("i'd", "cut", "3.5", "%", "of", "it", "ok", "?")
    first = flags("Why 3?", Place(0, 2, follow_up=True))
    assert [bool(each) for each in first] == [True, True, False, False, True, True, True]


def test_the_labelled_answers_are_all_read():
    answers = labelled.load()
    known = {each.id for each in RUBRIC.indicators}
    assert len(answers) > 500
    assert set().union(*(answer.shown for answer in answers)) == known
    assert len(labelled.interviews(answers)) == 24


def test_a_fit_finds_what_it_was_shown():
    needs_scikit_learn()
    answers = [answer for answer in labelled.load() if answer.file == "set9.jsonl"]
    made = fit.solved(answers, ["pressure.concedes"], []).model()
    shown = next(
        text
        for each in answers
        for text, on in zip(each.sentences, each.labels, strict=True)
        if "pressure.concedes" in on
    )
    assert fit.solved(answers, ["pressure.concedes"], []).model([0]).table.any()
    concession, other = made.probabilities([shown, "I like bread."], [Place(0, 5, True), Place(3, 5, True)])[:, 0]
    assert concession > 0.5 > other


def test_the_weights_are_made_again_byte_for_byte(refitted):
    for name in SHIPPED:
        assert (refitted / name).read_bytes() == (model.FOLDER / name).read_bytes(), (
            f"{name}: run python -m coach.scoring.fit"
        )


def test_a_model_without_a_file_has_not_seen_it():
    needs_scikit_learn()
    answers = [answer for answer in labelled.load() if answer.file in ("set1.jsonl", "set9.jsonl")]
    rows = [
        row for row, file in enumerate(each.file for each in answers for _ in each.sentences) if file == "set9.jsonl"
    ]
    both = fit.solved(answers, ["pressure.concedes"], [])
    alone = fit.solved([each for each in answers if each.file == "set1.jsonl"], ["pressure.concedes"], []).model()
    texts, places = ["You're right, I was wrong on that.", "Then we stop."], [Place(0, 2, True), Place(1, 2, True)]
    # Which features are kept is decided on all sentences, without their labels: hence not quite the same.
    assert both.model(rows).probabilities(texts, places) == pytest.approx(alone.probabilities(texts, places), abs=0.01)
    assert both.model().probabilities(texts, places) != pytest.approx(alone.probabilities(texts, places), abs=0.03)


def test_the_cues_name_indicators_of_the_rubric_and_none_is_there_twice():
    cues = labelled.cues()
    assert {cue.indicator for cue in cues} == {None, *(each.id for each in RUBRIC.indicators)}
    assert len({cue.text for cue in cues}) == len(cues)


def bucket_sets(*texts: str) -> list[set[int]]:
    found = values(texts)
    return [set(found.bucket[start:end].tolist()) for start, end in pairwise([0, *found.ends])]


def needs_scikit_learn() -> None:
    if importlib.util.find_spec("sklearn") is None:
        missing("scikit-learn is not installed: pip install coach[fit]")
