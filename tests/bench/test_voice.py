"""The parts of the voice benchmark that only count; the rest of it is a real-time run."""

from __future__ import annotations

import pytest

from tests.bench.voice import answers
from tests.bench.voice.answers import Pause
from tests.bench.voice.measures import (
    Measured,
    Run,
    closed_at,
    closed_pauses,
    cut,
    long_cue,
    percentile,
    short,
    word_errors,
)
from tests.bench.voice.screen import plain
from tests.bench.voice.table import rows
from tests.bench.voice.watch import share, slope

SAID = "We fix the queue first because, um every team waits for it. Then we look at the slow builds, so nobody waits."
PAUSES = (Pause("cue", 3.0, 2.0, 7), Pause("end", 1.2, 7.0, 12))


def one(who: str = "coach", turn: str = "auto", **values) -> Measured:
    return Measured(Run(who, "tiny.en", "built-in", False, turn), values.pop("length", 10), 0, **values)


def row(measured, name):
    return next(row for row in rows(measured) if row.name == name)


def test_words_wrong_are_counted_without_capitals_punctuation_and_um():
    assert word_errors("We stop it, um, now.", "we stop it now") == 0
    assert word_errors("We stop it now", "We stop now") == pytest.approx(1 / 4)
    assert word_errors("We stop it now", "We stopped it just now") == pytest.approx(2 / 4)
    assert word_errors("We stop", "") == 1


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ("We fixed the key first because...", 6),
        ("every team waits for it.", 12),
        ("Then we look at the slow builds so nobody waits", 22),
        ("something else entirely was said here by nobody at all", None),
        ("", None),
    ],
)
def test_where_a_turn_was_closed_is_told_by_its_last_words(heard, words):
    assert closed_at(SAID, heard) == words


def test_of_words_said_twice_those_behind_the_turn_before_count():
    assert closed_at("we wait and then we wait again", "we wait") == 2
    assert closed_at("we wait and then we wait again", "we wait", after=2) == 6


def test_a_turn_closed_in_a_pause_is_a_cut_off_there_and_elsewhere_it_is_a_stray():
    found, strays = closed_pauses(SAID, PAUSES, ["We fix the queue first because", "every team"])
    assert found == (("cue", 3.0, True), ("end", 1.2, False))
    assert strays == 1
    assert closed_pauses(SAID, PAUSES, []) == ((("cue", 3.0, False), ("end", 1.2, False)), 0)
    assert closed_pauses(SAID, (), ["We fix the queue"]) == ((), 1)


def test_pauses_are_sorted_by_what_is_asked_of_them():
    some = [one(pauses=(("cue", 3.0, True), ("cue", 2.5, False), ("end", 1.2, True), ("end", 3.0, True)))]
    assert cut(some, short) == (1, 2)
    assert cut(some, long_cue) == (1, 1)


def test_percentiles_are_values_that_were_measured():
    assert percentile([3.0, None, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert percentile([None], 0.5) is None


def test_targets_are_held_or_not_by_coach_alone():
    good, bad = one(turn="key", done=0.9), one("naive", done=None, voice=4.5)
    found = row([good, bad], "done key → first sound")
    assert found.held is True
    assert found.target == "≤ 1"
    assert row([one(turn="key", done=1.1)], "done key → first sound").held is False
    assert row([bad], "done key → first sound").held is None


def test_a_language_model_may_take_longer_to_the_first_sound():
    run = Run("coach", "tiny.en", "0.5b", False, "key")
    assert row([Measured(run, 10, 0, done=1.9)], "done key → first sound").held is True


def test_the_rarer_slow_text_misses_the_target_too():
    quick = [one(turn="key", text=0.5) for _ in range(10)]
    name = "speech end → full text, done key"
    assert row(quick, name).held is True
    assert row([*quick, one(turn="key", text=1.2)], name).held is False


def test_coach_stands_beside_each_rival_by_ratio():
    some = [one(voice=1.0), one("naive", voice=4.0), one("pipecat", voice=2.0)]
    assert row(some, "voice to voice, auto").ratio == "0.25 0.50"


def test_the_longest_answer_may_cost_little_more_than_the_shortest():
    some = [one(text=0.5), one(text=0.55, length=120)]
    assert row(some, "  text of 120 s by text of 10 s").held is True
    assert row([*some, one(text=0.7, length=120)], "  text of 120 s by text of 10 s").values[0] == "1.10"
    assert row([one(text=0.5), one(text=0.7, length=120)], "  text of 120 s by text of 10 s").held is False


def test_cut_offs_words_and_processor_have_targets():
    cut_off = [one(voice=1.0, wer=0.05, whole=0.04, cpu=0.25, pauses=(("mid", 1.0, True),), over=True)]
    for name in ("cut off in pauses up to 2.5 s", "spoke over the candidate", "words wrong", "CPU while listening"):
        assert row(cut_off, name).held is False, name
    kept = [one(voice=1.0, wer=0.04, whole=0.04, cpu=0.20, pauses=(("mid", 1.0, False),))]
    for name in ("cut off in pauses up to 2.5 s", "spoke over the candidate", "words wrong", "CPU while listening"):
        assert row(kept, name).held is True, name


def test_what_counts_are_the_words_that_scores_go_by():
    some = [one(wer=0.06, scored=0.03, whole=0.04), one("naive", wer=0.2)]
    assert row(some, "words wrong").held is True
    assert row(some, "words wrong").values[:2] == ("3.0%", "20.0%")
    assert row(some, "  as they were heard at once").values == ("6.0%", "–", "–")


def test_words_of_long_answers_count_as_much_as_those_of_short_ones():
    some = [one(words=20, scored=0.05, whole=0.0), one(words=180, scored=0.02, whole=0.03)]
    assert row(some, "words wrong").values[0] == "2.3%"
    assert row(some, "words wrong").held is True


def test_an_answer_that_nobody_replied_to_is_counted():
    assert row([one()], "answers without a reply").held is False


def test_every_answer_has_its_pauses_and_no_other_repetition_the_same():
    counts = {length: sum(isinstance(part, tuple) for part in answers.parts(length)) for length in answers.TEXTS}
    assert counts == {10: 0, 30: 3, 60: 4, 120: 8}
    pauses = {
        repetition: [part for part in answers.parts(120, repetition) if isinstance(part, tuple)]
        for repetition in (0, 1)
    }
    assert pauses[0] != pauses[1]
    for length in answers.TEXTS:
        assert "<" not in answers.text(length)
        spoken = [part for part in answers.parts(length) if isinstance(part, str)]
        assert plain(" ".join(spoken)) == plain(answers.text(length))


def test_pauses_that_only_a_cue_explains_come_after_a_cue():
    for length in answers.TEXTS:
        for repetition in range(8):
            for part in answers.parts(length, repetition):
                if isinstance(part, tuple):
                    assert 0.8 <= part[1] <= 4.0
                    assert part[0] == "cue" or part[1] <= 2.5


def test_noise_is_the_same_every_time_and_as_loud_as_it_should_be():
    np = pytest.importorskip("numpy")
    first = answers.noise(answers.RATE)
    assert np.array_equal(first, answers.noise(answers.RATE))
    level = 20 * np.log10(np.sqrt((answers.noise(10 * answers.RATE) ** 2).mean()) / answers.LOUDNESS)
    assert level == pytest.approx(-answers.NOISE_DB, abs=0.1)


def test_memory_that_grows_has_a_slope_and_memory_that_stays_has_none():
    assert slope([(float(at), 300.0) for at in range(100)]) == pytest.approx(0)
    assert slope([(60.0 * at, 300.0 + 2 * at) for at in range(20)]) == pytest.approx(2)
    assert slope([(60.0 * at, 300.0 if at else 0.0) for at in range(20)]) == pytest.approx(0)  # loading is no leak


def test_a_share_is_of_all_cores(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert share(5.0, 10.0) == pytest.approx(0.25)
    assert share(5.0, 0.0) == 0.0
