"""How an answer is cut into segments, on scripted timelines: every frame is numbered, so that none can get lost."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable

import numpy as np
import pytest

from coach.voice.audio import RATE
from coach.voice.segmenter import (
    EAGER,
    LEAST,
    LONG,
    LONG_PAUSE,
    LONGEST,
    PAD,
    PAUSE,
    RUN_UP,
    SHORT,
    SHORT_PAUSE,
    Segment,
    Segmenter,
)

FRAME = 512
STEP = FRAME / RATE
Timeline = Iterable[tuple[float, float]]
"""Probability of speech, and for how many seconds."""
SPEECH, SILENCE = 0.9, 0.02


def frames(timeline: Timeline) -> list[float]:
    return [probability for probability, seconds in timeline for _ in range(round(seconds / STEP))]


def run(timeline: Timeline, finish: bool = False) -> list[Segment]:
    """All that comes of a timeline. The samples of a frame are its number."""
    segmenter, found = Segmenter(), []
    for at, probability in enumerate(frames(timeline)):
        found += segmenter.feed(np.full(FRAME, at, np.float32), probability)
    return found + (segmenter.finish() if finish else [])


def final(segments: Iterable[Segment]) -> list[Segment]:
    return [segment for segment in segments if segment.final]


def numbers(segment: Segment) -> list[int]:
    return [int(number) for number in segment.audio.samples[::FRAME]]


def test_a_pause_commits_what_was_said_with_its_run_up_and_its_pad() -> None:
    eager, committed = run([(SILENCE, 3), (SPEECH, 2), (SILENCE, 1)])
    assert (eager.final, committed.final) == (False, True)
    assert eager.same_speech(committed)
    assert eager.index == committed.index == 0
    assert committed.start == pytest.approx(3 - RUN_UP, abs=STEP)
    assert committed.end == pytest.approx(5 + PAD, abs=STEP)
    assert committed.last_speech == pytest.approx(5, abs=STEP)
    assert committed.speech == pytest.approx(2, abs=STEP)
    assert numbers(committed)[0] == round(committed.start / STEP)


@pytest.mark.parametrize(("silence", "looks", "commits"), [(EAGER - 0.05, 0, 0), (EAGER + 0.05, 1, 0), (PAUSE, 1, 1)])
def test_it_is_looked_at_before_it_is_committed(silence: float, looks: int, commits: int) -> None:
    found = run([(SPEECH, 2), (SILENCE, silence)])
    assert [segment.final for segment in found] == [False] * looks + [True] * commits


def test_a_look_comes_again_longer_when_speech_goes_on() -> None:
    first, second, committed = run([(SPEECH, 2), (SILENCE, 0.35), (SPEECH, 1), (SILENCE, 0.6)])
    assert first.index == second.index == committed.index
    assert not first.same_speech(second)
    assert second.same_speech(committed)
    assert numbers(second)[: len(numbers(first))] == numbers(first)


@pytest.mark.parametrize(("seconds", "commits"), [(LONG - 3, 0), (LONG + 1, 1)])
def test_a_long_segment_is_committed_at_a_smaller_silence(seconds: float, commits: int) -> None:
    assert len(final(run([(SPEECH, seconds), (SILENCE, LONG_PAUSE + 0.05), (SPEECH, 1)]))) == commits


def test_a_few_words_wait_for_the_sentence_that_they_begin() -> None:
    looks = run([(SPEECH, SHORT - 0.4), (SILENCE, 1.5), (SPEECH, 3), (SILENCE, 0.6)])
    assert [segment.index for segment in looks] == [0, 0, 0]
    assert final(looks)[0].speech == pytest.approx(SHORT - 0.4 + 3, abs=2 * STEP)


def test_a_few_words_alone_are_committed_in_the_end() -> None:
    look, committed = run([(SPEECH, SHORT - 0.4), (SILENCE, SHORT_PAUSE + 0.1)])
    assert look.same_speech(committed)
    assert committed.final


@pytest.mark.parametrize("clicks", [1, 40])
def test_less_than_a_fifth_of_a_second_is_no_segment(clicks: int) -> None:
    assert run([(SPEECH, LEAST - STEP), (SILENCE, 0.7)] * clicks, finish=True) == []


def test_a_click_leaves_nothing_to_wait_for() -> None:
    segmenter = Segmenter()
    for probability in frames([(SPEECH, 0.1), (SILENCE, 0.3)]):
        segmenter.feed(np.zeros(FRAME, np.float32), probability)
    assert not segmenter.settled
    for probability in frames([(SILENCE, 0.3)]):
        segmenter.feed(np.zeros(FRAME, np.float32), probability)
    assert segmenter.settled


def test_settled_is_what_has_been_shown() -> None:
    segmenter, settled = Segmenter(), []
    for probability in frames([(SILENCE, 1), (SPEECH, 2), (SILENCE, 1)]):
        segmenter.feed(np.zeros(FRAME, np.float32), probability)
        settled.append(segmenter.settled)
    shown = round((3 + EAGER) / STEP)
    assert all(settled[: round(1 / STEP)])
    assert not any(settled[round(1 / STEP) + 1 : shown - 2])
    assert all(settled[shown + 1 :])


def test_speech_without_a_pause_is_cut_where_it_is_least_likely() -> None:
    segments = final(run([(SPEECH, 13), (0.4, 0.1), (SPEECH, 9)], finish=True))
    assert len(segments) == 2
    assert segments[0].end == pytest.approx(13.05, abs=2 * STEP)
    assert numbers(segments[0]) + numbers(segments[1]) == list(
        range(len(frames([(SPEECH, 13), (0.4, 0.1), (SPEECH, 9)])))
    )


def test_the_key_commits_what_is_open_to_the_last_sample() -> None:
    found = run([(SILENCE, 1), (SPEECH, 2), (SILENCE, 0.2)], finish=True)
    assert [segment.final for segment in found] == [True]
    assert found[0].end == pytest.approx(3.2, abs=2 * STEP)


def test_the_key_after_a_look_commits_the_same_speech() -> None:
    look, committed = run([(SPEECH, 2), (SILENCE, 0.4)], finish=True)
    assert committed.final
    assert look.same_speech(committed)


def test_the_key_commits_a_single_short_word() -> None:
    assert [segment.final for segment in run([(SPEECH, 0.3)], finish=True)] == [True]


def test_what_it_tells_of_the_answer() -> None:
    segmenter = Segmenter()
    seen = []
    for probability in frames([(SILENCE, 1), (SPEECH, 0.16), (SILENCE, 0.5), (SPEECH, 1), (0.4, 0.5), (SILENCE, 1)]):
        segmenter.feed(np.zeros(FRAME, np.float32), probability)
        seen.append((segmenter.begun, segmenter.speaking, segmenter.silence, segmenter.speech_end))
    assert seen[0] == (False, False, pytest.approx(STEP), None)
    assert seen[round(1.6 / STEP)][0] is False, "a click begins no answer"
    assert seen[round(2.2 / STEP)][:2] == (True, True)
    assert seen[round(3.0 / STEP)][1] is True, "fading speech is still speech"
    assert seen[-1][1:] == (False, pytest.approx(1, abs=2 * STEP), pytest.approx(3.16, abs=3 * STEP))
    assert segmenter.seconds == pytest.approx(len(seen) * STEP)


@pytest.mark.parametrize("seed", range(80))
def test_no_word_is_lost_and_none_comes_twice(seed: int) -> None:
    chance = random.Random(seed)
    timeline = []
    for _ in range(chance.randint(1, 15)):
        timeline += [
            (chance.uniform(0, 0.3), chance.choice([0.06, 0.1, 0.3, 0.45, 0.8, 3, chance.uniform(0, 4)])),
            (chance.uniform(0.55, 1), chance.choice([0.25, 0.5, 2.0, chance.uniform(0.25, 40)])),
        ]
    found = run(timeline, finish=True)
    heard = [at for segment in final(found) for at in numbers(segment)]
    assert len(heard) == len(set(heard)), "a frame is in two segments"
    assert heard == sorted(heard)
    spoken = {at for at, probability in enumerate(frames(timeline)) if probability > 0.5}
    assert spoken <= set(heard), "speech is in no segment"
    assert [segment.index for segment in final(found)] == list(range(len(final(found))))
    for segment in found:
        assert segment.audio.seconds <= LONGEST + STEP
        assert segment.speech >= LEAST - 1e-9
        assert numbers(segment)[0] == round(segment.start / STEP)
        assert segment.last_speech <= segment.end + 1e-9


def test_a_frame_costs_the_same_in_the_tenth_minute() -> None:
    segmenter, frame = Segmenter(), np.zeros(FRAME, np.float32)
    timeline = frames([(SPEECH, 7), (SILENCE, 1)] * 8)

    def minute() -> float:
        began = time.process_time()
        for probability in timeline:
            segmenter.feed(frame, probability)
        return time.process_time() - began

    spent = [minute() for _ in range(10)]
    assert min(spent[5:]) < 2 * min(spent[:5]) + 0.01
