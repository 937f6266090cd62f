"""The voice loop in real time: the real process at a terminal, judged by what the virtual sound card heard."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.bench.voice import answers
from tests.bench.voice.coach import Coach
from tests.bench.voice.measures import word_errors
from tests.bench.voice.room import Room, room, until
from tests.parts import needs, program

PATIENCE = 4.0


@pytest.fixture
def quiet_room() -> Iterator[Room]:
    program("espeak-ng")
    with room() as found:
        yield found


@pytest.fixture
def coach(quiet_room: Room) -> Iterator[Coach]:
    process = Coach(quiet_room, needs("whisper"), turn="auto", patience=PATIENCE, extra=("--barge-in", "key"))
    try:
        process.ready()
        yield process
    finally:
        process.close()


def replied(room: Room, coach: Coach, after: float) -> float:
    """When the interviewer began to speak, once all of it has been heard."""
    until(lambda: coach.lives() and room.speaker.onset(after), 45, "a reply")
    until(lambda: room.quiet_for() > 2.5, 90, "the reply's end")
    found = room.speaker.onset(after)
    assert found is not None
    return found


def test_a_thinking_candidate_is_not_cut_off_and_a_key_ends_an_answer_at_once(quiet_room, coach, tmp_path):
    long, short = answers.answer(tmp_path, 30), answers.answer(tmp_path, 10)
    assert max(pause.seconds for pause in long.pauses) > 2.5
    when = quiet_room.say(long.file)
    began, end = when(long.start), when(long.end)
    until(lambda: coach.lives() and time.monotonic() >= end, 120, "the answer's end")
    sound = replied(quiet_room, coach, began + 0.5)
    quiet_room.hush()
    assert sound > end, "the interviewer spoke into the answer"
    assert len(coach.heard()) == 1, "the answer was closed in one of its pauses"
    heard = coach.heard()[0].text
    assert word_errors(long.text, heard) < 0.15, heard
    shown = coach.text_at(coach.heard()[0], end - 0.5)
    assert shown is not None, "the words never came to stand on the terminal"
    assert shown < sound, "the interviewer answered words that were not written yet"

    when = quiet_room.say(short.file)
    end = when(short.end)
    until(lambda: coach.lives() and time.monotonic() >= end + 0.3, 60, "the key")
    coach.done()
    replied(quiet_room, coach, end + 0.15)
    quiet_room.hush()
    assert len(coach.heard()) == 2
    assert word_errors(short.text, coach.heard()[1].text) < 0.15
    timing = coach.heard()[1].record["timing"]
    assert timing["over"] - timing["speech_end"] < 0.75 * PATIENCE - 0.5, "the key did not end it"
