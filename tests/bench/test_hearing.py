"""The parts of the benchmark of hearing that need no model."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("jiwer")

from coach.voice.audio import RATE, Audio
from coach.voice.segmenter import Segment
from tests.bench import answers
from tests.bench.hearing import SKIPS, Job, Row, missed, with_noise, written
from tests.bench.word_errors import errors, plain


def job(at: float, index: int, speech: float, final: bool) -> Job:
    return Job(at, Segment(index, 0.0, Audio(np.zeros(1, np.float32), RATE), speech, at - 0.25, final))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost us $90,000 in 40 days.", "it cost us ninety thousand dollars in forty days"),
        ("p99, P-99, p ninety-nine", "p99 p99 p99"),
        ("115 of 2,019", "one hundred fifteen of two thousand nineteen"),
        ("A trade-off; no road map: teams'", "a tradeoff no roadmap teams'"),
    ],
)
def test_spellings_are_no_errors(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_errors_are_words() -> None:
    assert errors("We stop the search project.", "we shop search project now") == (3, 5)


def test_noise_is_so_much_below_the_speech_and_always_the_same() -> None:
    tone = Audio(np.sin(np.arange(RATE) * 0.2).astype(np.float32), RATE)
    noisy = with_noise(tone, seed=3)
    noise = noisy.samples - tone.samples
    assert 10 * np.log10(np.mean(tone.samples**2) / np.mean(noise**2)) == pytest.approx(15, abs=0.5)
    assert (with_noise(tone, seed=3).samples == noisy.samples).all()
    assert (with_noise(tone, seed=4).samples != noisy.samples).any()


def test_a_segment_is_written_so_long_after_it_comes() -> None:
    text, complete, busy = written([job(5.0, 0, 3, True), job(9.0, 1, 2, True)], lambda _: 0.5)
    assert [segment.index for segment in text] == [0, 1]
    assert (complete, busy) == (9.5, 1.0)


def test_what_a_look_saw_is_not_written_again() -> None:
    look, final = job(5.0, 0, 3, False), Job(5.25, job(5.0, 0, 3, True).segment)
    text, complete, busy = written([look, final], lambda _: 0.5)
    assert text == [look.segment]
    assert (complete, busy) == (5.5, 0.5), "the text is there when the look is, not when it is confirmed"


def test_a_look_gives_way_and_final_segments_come_first() -> None:
    jobs = [job(5.0, 0, 3, True), job(5.1, 1, 1, False), job(5.2, 1, 2, False), job(5.3, 1, 3, True)]
    done: list[Segment] = []

    def work(segment: Segment) -> float:
        done.append(segment)
        return 1.0

    text, complete, busy = written(jobs, work)
    assert done == text == [jobs[0].segment, jobs[3].segment]
    assert (complete, busy) == (7.0, 2.0)


def test_a_slow_worker_falls_behind() -> None:
    _, complete, _ = written([job(at, at, 1, True) for at in range(1, 11)], lambda _: 2.0)
    assert complete == 21.0


def test_targets() -> None:
    whole = Row(errors=5, words=100, late=[(10, 0.5), (120, 5.0)])
    good = Row(errors=5, words=100, late=[(10, 0.5), (120, 0.6)])
    assert missed({("whole", False): whole, ("segments, short", False): good, ("once more", False): good}) == []
    bad = Row(errors=6, words=100, late=[(10, 0.8), (120, 1.1)])
    assert len(missed({("whole", False): whole, ("segments, short", False): bad})) == 2
    assert len(missed({("whole", False): whole, ("once more", False): bad})) == 1


@pytest.mark.parametrize("length", SKIPS)
def test_answers_have_pauses_inside(length: int) -> None:
    for skip in SKIPS[length]:
        parts = answers.answer(length, skip)
        pauses = [part for part in parts if isinstance(part, float)]
        assert len(pauses) == answers.LENGTHS[length][1]
        assert all(0.8 <= pause <= 4 for pause in pauses)
        assert isinstance(parts[0], str)
        assert isinstance(parts[-1], str)
