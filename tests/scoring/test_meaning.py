"""Words and meaning together: what either adds, what the part says of itself, and what becomes of a broken one."""

from __future__ import annotations

import importlib.util
from dataclasses import fields, replace

import numpy
import pytest

from coach.errors import CoachError, ModelMissing
from coach.scoring import fit_meaning, labelled, meaning
from coach.scoring.explain import beyond_words
from coach.scoring.features import Place
from coach.scoring.meaning import SHARE, proved
from coach.scoring.model import FOLDER, shipped
from coach.scoring.rules import NOTICE, NOTICE_WITH_EMBEDDINGS, RulesObserver
from coach.scoring.transcript import transcript
from tests.parts import missing
from tests.scoring.meant import Words, model, part
from tests.scoring.talk import RUBRIC, STAFF, turns

SAID = "Bananas ripen sooner beside old apples in a closed brown bag."
INDICATOR = "tradeoffs.price"
AT = shipped().indicators.index(INDICATOR)
PLACES = [Place(2, 5, False)]


def test_the_shipped_part_knows_every_indicator_and_is_small():
    found = meaning.shipped()
    assert found.duals.shape == (len(found.points), len(shipped().indicators))
    assert (FOLDER / meaning.FILE).stat().st_size < 3_200_000


def test_a_sentence_near_a_labelled_one_shows_what_that_shows():
    near = "Old bananas ripen sooner beside apples in a brown bag."
    by_both, by_words = model({SAID: INDICATOR}), shipped()
    before, after = (each.probabilities([near], PLACES)[0] for each in (by_words, by_both))
    assert after[AT] > before[AT] + 0.2
    assert (numpy.delete(after, AT) < 0.5).all()


def test_a_sentence_near_none_counts_by_its_words_alone():
    # Nothing shared with the one labelled sentence is as far as can be: what is left of it is the same for all.
    far = model({SAID: INDICATOR}).margins(["We stop it.", "Then nobody answers."])
    words = shipped().margins(["We stop it.", "Then nobody answers."])
    assert far[0] - far[1] == pytest.approx((1 - SHARE) * (words[0] - words[1]), abs=1e-4)


def test_a_sentence_counts_the_same_in_any_company():
    texts = [SAID, "We stop it on Monday.", "Priya owns the runners."]
    together = model({SAID: INDICATOR}).margins(texts)
    alone = [model({SAID: INDICATOR}).margins([text])[0] for text in texts]
    assert numpy.array(together) == pytest.approx(numpy.array(alone), abs=1e-5)


def test_the_rules_say_what_they_took_in():
    read = transcript(turns(*STAFF))
    plain, meant = RulesObserver().observe(read, RUBRIC), RulesObserver(model({SAID: INDICATOR})).observe(read, RUBRIC)
    assert (plain.model, plain.notices) == (None, (NOTICE,))
    assert (meant.observer, meant.model, meant.notices) == ("rules", "MiniLM", (NOTICE_WITH_EMBEDDINGS,))
    ids = {each.id for each in read.sentences}
    assert all(set(each.evidence) <= ids for each in meant.observations)


def test_one_line_says_what_meaning_changed():
    talk = [SAID, "Old bananas ripen sooner beside apples in a brown bag, as everybody in the trade knows by now."]
    read = transcript(turns(*talk))
    assert beyond_words(read, RUBRIC, RulesObserver()) == []
    (said,) = beyond_words(read, RUBRIC, RulesObserver(model({SAID: INDICATOR})))
    assert said.startswith("Sentence embeddings, 30% of each margin, have no words to show; they changed ")
    assert f"{INDICATOR} " in said


def test_written_and_read_again_is_the_same(tmp_path):
    made = part({SAID: INDICATOR})
    meaning.write(made, tmp_path / meaning.FILE)
    again = meaning.read(tmp_path / meaning.FILE)
    for each in fields(made):
        assert numpy.array_equal(getattr(made, each.name), getattr(again, each.name)), each.name
    first = (tmp_path / meaning.FILE).read_bytes()
    meaning.write(again, tmp_path / meaning.FILE)
    assert (tmp_path / meaning.FILE).read_bytes() == first


def test_a_missing_or_broken_part_is_one_line(tmp_path):
    file = tmp_path / meaning.FILE
    with pytest.raises(CoachError, match="reinstall coach"):
        meaning.read(file)
    for broken in (b"", b"PK nothing", (FOLDER / meaning.FILE).read_bytes()[:5000]):
        file.write_bytes(broken)
        with pytest.raises(CoachError, match="reinstall coach"):
            meaning.read(file)
    numpy.savez_compressed(file, mean=numpy.zeros(3))
    with pytest.raises(CoachError, match="reinstall coach"):
        meaning.read(file)


def test_another_encoder_is_told_of():
    made = part({SAID: INDICATOR})
    assert proved(Words(), made).folder == Words.folder
    with pytest.raises(ModelMissing, match="not those that coach was fitted with"):
        proved(Words(), replace(made, probe=numpy.roll(made.probe, 7)))


def test_a_fit_finds_what_it_was_shown():
    if importlib.util.find_spec("sklearn") is None:
        missing("scikit-learn is not installed: pip install coach[fit]")
    answers = [answer for answer in labelled.load() if answer.file == "set9.jsonl"]
    solution = fit_meaning.both(answers, ["pressure.concedes"], [], Words())
    rows = [
        (text, "pressure.concedes" in on)
        for each in answers
        for text, on in zip(each.sentences, each.labels, strict=True)
    ]
    texts = [text for text, _ in rows]
    seen = solution.meaning().margins(Words().vectors(texts))[:, 0]
    shown = numpy.array([on for _, on in rows])
    assert seen[shown].mean() > seen[~shown].mean() + 2
    unseen = solution.meaning([at for at, on in enumerate(shown) if on]).margins(Words().vectors(texts))[:, 0]
    assert unseen[shown].mean() < seen[shown].mean() / 2, "without those sentences it cannot know"
