"""Words and meaning together, with the real encoder: in order, not to be moved, and evidence of the candidate's."""

from __future__ import annotations

import pytest

from coach.scoring import meaning, model, reference
from coach.scoring.calibration import QUICK, calibrate
from coach.scoring.embedding import Embedder, find
from coach.scoring.meaning import MeaningModel, joined, proved
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import transcript
from tests.parts import needs
from tests.scoring.talk import RUBRIC, STAFF, turns

UNMOVED = ("hidden characters", "talk to the grader")


@pytest.fixture(scope="module")
def both() -> MeaningModel:
    embedder, part = Embedder(find(str(needs("minilm")))), meaning.shipped()
    return joined(model.shipped(), part, proved(embedder, part))


def test_the_order_of_the_references_is_kept_as_well_as_by_words(both: MeaningModel) -> None:
    found = calibrate(RulesObserver(both), reference.load(), RUBRIC, runs=1, attacked=False)
    words = calibrate(RulesObserver(), reference.load(), RUBRIC, runs=1, attacked=False)
    assert found.kept >= words.kept - 1
    assert found.adversarial.kept >= 0.9 * found.adversarial.of


def test_hidden_characters_and_talk_to_the_grader_move_nothing(both: MeaningModel) -> None:
    found = calibrate(RulesObserver(both), reference.load(), RUBRIC, runs=1, sample=QUICK)
    rows = {each.name: each for each in found.attacks}
    for row in (rows[name] for name in UNMOVED):
        assert row.passed, f"{row.name}: {row.bound}: mean {row.mean:.2f}, worst {row.worst:+.2f} of {row.cases}"


def test_evidence_is_a_sentence_of_the_candidates(both: MeaningModel) -> None:
    read = transcript(turns(*STAFF))
    observed = RulesObserver(both).observe(read, RUBRIC)
    ids = {each.id for each in read.sentences}
    cited = [id for each in observed.observations for id in each.evidence]
    assert cited
    assert set(cited) <= ids
    assert [each.indicator for each in observed.observations] == [each.id for each in RUBRIC.indicators]


def test_three_thousand_words_without_a_full_stop_are_taken_in(both: MeaningModel) -> None:
    said = " ".join(" ".join(each.text for each in one.turns if each.role == "candidate") for one in reference.load())
    words = said.replace(".", "").split()[:3000]
    observed = RulesObserver(both).observe(transcript(turns(" ".join(words))), RUBRIC)
    assert len(observed.observations) == len(RUBRIC.indicators)


def test_a_paraphrase_is_nearer_than_another_subject(both: MeaningModel) -> None:
    one, same, other = both.embedder.vectors(
        [
            "We put the migration on hold until the spring.",
            "The move to the new system waits until April.",
            "My cat sleeps on the warm laptop.",
        ]
    )
    assert one @ same > one @ other
    again = both.embedder.__class__(both.embedder.folder).vectors(["We put the migration on hold until the spring."])
    assert again[0].tolist() == one.tolist()
