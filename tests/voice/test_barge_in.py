"""What interrupts the interviewer, and what does not; frames and probabilities by script."""

from __future__ import annotations

import numpy as np
import pytest

from coach.voice.barge_in import BEFORE, HOLD, PAUSE, SURE, BargeIn
from coach.voice.microphone import FRAME, FRAME_SECONDS

SPEECH, SILENCE = 0.9, 0.05


def listen(barge_in: BargeIn, *script: tuple[float, float], start: float = 0.0) -> list[tuple[str, float]]:
    """The reactions to so many seconds of each probability, with the time of each."""
    reactions, now = [], start
    for probability, seconds in script:
        for _ in range(round(seconds / FRAME_SECONDS)):
            now += FRAME_SECONDS
            reaction = barge_in.feed(np.full(FRAME, now, np.float32), probability)
            if reaction:
                reactions.append((reaction, now))
    return reactions


def names(reactions: list[tuple[str, float]]) -> list[str]:
    return [reaction for reaction, _ in reactions]


def test_the_interviewer_lowers_their_voice_falls_silent_and_then_gives_up() -> None:
    reactions = listen(BargeIn(), (SILENCE, 1.0), (SPEECH, 2.0))
    assert names(reactions) == ["duck", "hold", "stop"]
    times = dict(reactions)
    assert times["duck"] <= 1.1
    assert times["hold"] <= 1.0 + HOLD + 2 * FRAME_SECONDS
    assert times["stop"] == pytest.approx(1.0 + SURE, abs=2 * FRAME_SECONDS)


def test_silence_is_nothing() -> None:
    assert listen(BargeIn(), (SILENCE, 60)) == []


def test_a_click_only_lowers_the_voice_for_a_moment() -> None:
    reactions = listen(BargeIn(), (SILENCE, 1), (SPEECH, 0.07), (SILENCE, 2))
    assert names(reactions) == ["duck", "resume"]
    assert reactions[1][1] - reactions[0][1] < 0.4


@pytest.mark.parametrize("seconds", [0.2, 0.4, 0.55])
def test_a_cough_or_an_mm_does_not_stop_the_interviewer(seconds: float) -> None:
    reactions = listen(BargeIn(), (SILENCE, 1), (SPEECH, seconds), (SILENCE, 3))
    assert names(reactions) == ["duck", "hold", "resume"]
    assert reactions[-1][1] == pytest.approx(1 + seconds + PAUSE, abs=0.1)


def test_coughs_do_not_add_up() -> None:
    reactions = listen(BargeIn(), *[(SPEECH, 0.35), (SILENCE, 1.0)] * 20)
    assert "stop" not in names(reactions)
    assert names(reactions).count("resume") == 20


def test_a_breath_between_two_words_is_one_interruption() -> None:
    reactions = listen(BargeIn(), (SILENCE, 1), (SPEECH, 0.4), (SILENCE, 0.35), (SPEECH, 1.0))
    assert names(reactions) == ["duck", "hold", "stop"]


def test_what_was_said_from_just_before_the_first_sound_on_is_kept() -> None:
    barge_in = BargeIn()
    listen(barge_in, (SILENCE, 5.0), (SPEECH, 2.0), (SILENCE, 1.0))
    assert barge_in.stopped
    frames = barge_in.frames
    assert frames[0][0] == pytest.approx(5.0 - BEFORE, abs=2 * FRAME_SECONDS)
    assert frames[-1][0] == pytest.approx(8.0, abs=2 * FRAME_SECONDS)
    assert np.diff([frame[0] for frame in frames]) == pytest.approx(FRAME_SECONDS, abs=1e-4)


def test_without_speech_only_the_last_half_second_is_kept() -> None:
    barge_in = BargeIn()
    listen(barge_in, (SILENCE, 300), (SPEECH, 0.3), (SILENCE, 300))
    assert len(barge_in.frames) * FRAME_SECONDS <= BEFORE + FRAME_SECONDS


def test_after_a_reset_it_begins_anew() -> None:
    barge_in = BargeIn()
    listen(barge_in, (SPEECH, 2.0))
    barge_in.reset()
    assert not barge_in.stopped
    assert barge_in.frames == []
    assert names(listen(barge_in, (SILENCE, 1), (SPEECH, 0.3), (SILENCE, 2))) == ["duck", "hold", "resume"]
