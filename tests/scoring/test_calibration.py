"""Measuring a grader, on graders whose faults are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count

import pytest

from coach.errors import CoachError
from coach.scoring import reference
from coach.scoring.calibration import FULL, QUICK, Calibration, Sample, calibrate, from_json, line, to_json
from coach.scoring.observation import Observation, Observed, Verdict
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Transcript, transcript
from tests.scoring.talk import RUBRIC

REFERENCES = reference.load()
LEVEL = {transcript(each.turns).sentences[0].text: each.level for each in REFERENCES}
"""By the first sentence, which no two of them share."""
SOME = Sample(4, 6, 2, 2)


class Fake:
    """Grants so many indicators of each dimension, as `generosity` says of a transcript."""

    def __init__(self, generosity: Callable[[Transcript], int], name: str = "rules", model: str | None = None) -> None:
        self.generosity, self.name, self.model = generosity, name, model

    def observe(self, read: Transcript, rubric: Rubric) -> Observed:
        granted = self.generosity(read)
        found: list[Observation] = []
        for dimension in rubric.dimensions:
            for at, each in enumerate(dimension.indicators):
                verdict: Verdict = "met" if at < granted else "absent"
                ids = tuple(sentence.id for sentence in read.sentences[:1]) if verdict == "met" else ()
                found.append(Observation(each.id, verdict, ids, 1.0, self.name))
        return Observed(self.name, self.model, tuple(found))


def knowing(read: Transcript) -> int:
    """Knows the level of each reference, by its first sentence."""
    return {"weak": 0, "senior-minus": 1, "senior": 2, "staff": 4}[LEVEL[read.sentences[0].text]]


def words(read: Transcript) -> int:
    return min(4, sum(len(each.text.split()) for each in read.sentences) // 120)


def measured(generosity: Callable[[Transcript], int], sample: Sample = SOME, runs: int = 1) -> Calibration:
    return calibrate(Fake(generosity), REFERENCES, RUBRIC, runs=runs, sample=sample, attacked=False)


def test_a_grader_that_knows_keeps_every_pair():
    found = measured(knowing, FULL)
    assert [(pairs.high, pairs.low, pairs.kept, pairs.of) for pairs in found.pairs] == [
        ("senior", "senior-minus", 12, 12),
        ("staff", "senior-minus", 12, 12),
        ("staff", "senior", 12, 12),
    ]
    assert (found.kept, found.of) == (36, 36)
    assert (found.adversarial.kept, found.adversarial.of) == (80, 80)
    assert found.spearman == pytest.approx(1)
    assert found.partial == pytest.approx(1)
    assert len(found.overalls) == len(REFERENCES) == found.conversations
    assert line(found) == "this grader put 36 of 36 reference pairs in the right order; the same in every run"


def test_a_grader_that_says_the_same_to_all_keeps_none():
    found = measured(lambda _: 2, FULL)
    assert found.kept == found.adversarial.kept == 0
    assert found.spearman == found.partial == 0


def test_a_grader_that_counts_words_is_found_out():
    found = calibrate(Fake(words), REFERENCES, RUBRIC, runs=1)
    assert abs(found.spearman) < 0.3
    failed = {row.name for row in found.attacks if not row.passed}
    assert {"padding x2", "repetition", "word salad"} <= failed
    assert "hidden characters" not in failed
    assert f"{len(failed)} of {len(found.attacks)} attacks moved it too far" in line(found)


def test_a_grader_that_wavers_shows_its_spread():
    tossed = count()
    found = calibrate(Fake(lambda _: 1 + next(tossed) % 2 * 3), REFERENCES, RUBRIC, runs=2, sample=SOME)
    assert found.runs == 2
    assert found.spread > 0.5
    assert f"±{found.spread:.1f} between runs" in line(found)
    assert not next(row for row in found.attacks if row.name == "graded again").passed


def test_a_grader_with_a_halo_is_found_out():
    class Dazzled:
        """By how an interview begins: that speaks for every dimension, and is cited for the first alone."""

        def observe(self, read: Transcript, rubric: Rubric) -> Observed:
            dazzled = bool(read.sentences) and read.sentences[0].text in LEVEL
            found: list[Observation] = []
            for each in rubric.indicators:
                first = bool(read.sentences) and each.id.startswith(rubric.dimensions[0].id)
                cited = (read.sentences[0].id,) if first else ()
                found.append(Observation(each.id, "met" if dazzled or first else "absent", cited, 1.0, "rules"))
            return Observed("rules", None, tuple(found))

    rows = calibrate(Dazzled(), REFERENCES, RUBRIC, runs=1, sample=SOME).attacks
    assert not next(row for row in rows if row.name == "one skill's sentences deleted").passed


def test_a_quick_check_takes_a_part_and_says_so():
    found = measured(knowing, QUICK)
    assert found.quick
    assert (found.kept, found.of) == (12, 12)
    assert found.adversarial.of == 9
    assert "in a quick check" in line(found)


def test_progress_ends_where_it_said_it_would():
    told: list[tuple[int, int]] = []
    found = calibrate(
        Fake(knowing), REFERENCES, RUBRIC, runs=3, sample=SOME, attacked=False, progress=lambda *each: told.append(each)
    )
    assert told[-1] == (found.conversations, found.conversations)
    assert [done for done, _ in told] == list(range(1, found.conversations + 1))
    told.clear()
    found = calibrate(
        RulesObserver(), REFERENCES, RUBRIC, sample=SOME, runs=2, progress=lambda *each: told.append(each)
    )
    assert told[-1] == (found.conversations, found.conversations)


def test_the_rules_in_place_of_a_model_are_not_taken_for_it():
    with pytest.raises(CoachError, match="m-1 left 3 of 3 conversations to the rules") as told:
        calibrate(RulesObserver(), REFERENCES, RUBRIC, model="m-1", runs=1, sample=SOME)
    assert "\n" not in str(told.value)


def test_a_model_that_fails_now_and_then_is_measured_and_the_failures_counted():
    class Mostly(Fake):
        def observe(self, read: Transcript, rubric: Rubric) -> Observed:
            if next(asked) % 20 == 7:
                return RulesObserver().observe(read, rubric)
            return super().observe(read, rubric)

    asked = count()
    model = Mostly(knowing, "llm", "m-1")
    found = calibrate(model, REFERENCES, RUBRIC, model="m-1", runs=1, attacked=False)
    assert (found.observer, found.model, found.fell_back) == ("llm", "m-1", 3)
    assert found.by_rules == pytest.approx(3 / 54)
    assert "6 % of it was observed by the rules" in line(found)


def test_it_survives_being_written_down():
    found = calibrate(RulesObserver(), REFERENCES, RUBRIC, runs=1, sample=SOME)
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_data_of_another_version_is_an_error_a_caller_can_tell():
    data = to_json(measured(knowing))
    with pytest.raises(TypeError):
        from_json(data | {"unknown": 1})
    with pytest.raises(KeyError):
        from_json({"observer": "rules"})
