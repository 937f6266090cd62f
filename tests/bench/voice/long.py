"""Three things that take long or need an echo: self-interruption, barge-in by voice, memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.voice import answers
from tests.bench.voice.answers import Answer
from tests.bench.voice.coach import Coach
from tests.bench.voice.measures import percentile, word_errors
from tests.bench.voice.room import Room, room, until
from tests.bench.voice.sit import QUIET, REPLY, say
from tests.bench.voice.watch import slope

ECHO_DB = -6
"""How loud the microphone hears the interviewer."""
OURS = 0.5
"""Word error below which a turn is what the candidate said."""
INTERRUPTION = "Wait, let me stop you there. I have a question about the budget before we go on."
INTO = 0.5
"""Seconds of the interviewer's words that are listened to before they are interrupted."""
JUST = 0.5
"""Seconds before the interruption in which the interviewer must have sounded."""
MOMENT = 0.2
"""Seconds; longer than what is between most words."""
PATIENT = 1.0
"""Seconds without a sound, to the end of what the candidate says, that make the interviewer silent."""
BARGE_IN = 0.5
"""Seconds that the interviewer may go on after the candidate has begun; the target."""
FLAT = 0.5
"""MB a minute that are flat: 15 MB in half an hour."""


@contextmanager
def echoing() -> Iterator[Room]:
    """A room in which the microphone hears the interviewer."""
    with room() as opened:
        opened.card.echo()
        inputs = opened.card.control("list", "short", "sink-inputs").split()
        opened.card.control("set-sink-input-volume", inputs[0], f"{ECHO_DB}dB")
        yield opened


def self_echo(minutes: float, whisper: Path, folder: Path) -> dict[str, float]:
    """Answer again and again, by silence alone: every turn that is not one of the answers is the interviewer's own."""
    answer = answers.answer(folder, 10)
    given = 0
    with echoing() as opened:
        coach = Coach(opened, whisper)
        try:
            began = time.monotonic()
            _opened(opened, coach)
            while time.monotonic() < began + 60 * minutes:
                _answered(opened, coach, answer)
                given += 1
                say(f"self-echo: {given} answers given, {len(coach.heard())} turns heard")
            heard = [turn.text for turn in coach.heard()]
            stopped = sum(bool(turn.get("interrupted")) for turn in coach.asked())
            sounded = opened.speaker.sounding(began, time.monotonic())
        finally:
            coach.close()
    foreign = [text for text in heard if word_errors(answer.text, text) > OURS]
    for text in foreign:
        say(f"self-echo: heard as an answer: {text}")
    return {
        "minutes": round((time.monotonic() - began) / 60, 1),
        "interviewer sounded, s": round(sounded, 1),
        "answers given": given,
        "turns heard": len(heard),
        "turns that are not ours": len(foreign),
        "interviewer interrupted": stopped,
    }


def _opened(opened: Room, coach: Coach) -> None:
    """Wait until the opening has been heard, all of it."""
    began = time.monotonic()
    until(lambda: coach.lives() and opened.speaker.onset(began), 120, "the interviewer's voice")
    until(lambda: opened.quiet_for() > QUIET, 120, "the end of the opening")


def _answered(opened: Room, coach: Coach, answer: Answer) -> None:
    """Give an answer and hear the reply."""
    when = opened.say(answer.file)
    end = when(answer.end)
    until(lambda: coach.lives() and time.monotonic() > end, 300, "the answer's end")
    until(lambda: coach.lives() and opened.speaker.onset(end), REPLY, "a reply")
    opened.hush()
    until(lambda: opened.quiet_for() > QUIET, 120, "the end of the reply")


def barge_in(times: int, whisper: Path, folder: Path, how: str = "aec") -> dict[str, float | None]:
    """Interrupt the interviewer by voice, with the echo in the microphone: from the first word to silence, seconds."""
    interruption = answers.spoken(folder / "interruption.wav", INTERRUPTION)
    hushed: list[float] = []
    silent: list[float] = []
    before = missed = 0
    with echoing() as opened:
        coach = Coach(opened, whisper, extra=("--barge-in", how))
        try:
            began = time.monotonic()
            while len(silent) + missed + before < times:
                start, end = _interrupted(opened, coach, interruption, began)
                stopped = _silent(opened, start, end)
                if not opened.speaker.sounding(start - JUST, start):
                    before += 1
                elif stopped is None:
                    missed += 1
                else:
                    silent.append(stopped - start)
                    hushed.append(_hushed(opened, start) - start)
                say(f"barge-in: {silent} s, went on {missed} times, had stopped by itself {before} times")
                began = _after(opened, end)
        finally:
            coach.close()
    return {
        "times": times,
        "went on": missed,
        "had stopped by itself": before,
        "first quiet, p50 s": percentile(hushed, 0.5),
        "silent for good, p50 s": percentile(silent, 0.5),
        "silent for good, p95 s": percentile(silent, 0.95),
    }


def _interrupted(opened: Room, coach: Coach, interruption: Answer, began: float) -> tuple[float, float]:
    """Wait for the interviewer's words and speak into them: (first word, last word) of it, moments."""
    onset = until(lambda: coach.lives() and opened.speaker.onset(began), 120, "the interviewer's voice")
    until(lambda: time.monotonic() > onset + INTO, 10, "some words")
    when = opened.say(interruption.file)
    end = when(interruption.end)
    until(lambda: coach.lives() and time.monotonic() > end, 60, "the interruption's end")
    return when(interruption.start), end


def _silent(opened: Room, start: float, end: float) -> float | None:
    """When the interviewer's last sound of an interruption ended; None when it went on to the interruption's end."""
    at = end
    while at > start and not opened.speaker.sounding(at - 0.02, at):
        at -= 0.02
    return at if at < end - PATIENT else None


def _hushed(opened: Room, start: float) -> float:
    """When the interviewer was first quiet for a moment, whether or not that lasted."""
    at = start
    while opened.speaker.sounding(at, at + MOMENT):
        at += 0.01
    return at


def _after(opened: Room, end: float | None = None) -> float:
    """From when on the next words of the interviewer are to be waited for: once the present ones are over."""
    opened.hush()
    if end is not None and opened.speaker.onset(end + PATIENT) is None:
        return end
    until(lambda: opened.quiet_for() > PATIENT, 120, "the end of the words")
    return time.monotonic()


def memory(minutes: float, whisper: Path, folder: Path) -> dict[str, float]:
    """Answer for so long; what the process takes of memory, and how that grows in the second half."""
    answer = answers.answer(folder, 60)
    with room() as opened:
        coach = Coach(opened, whisper)
        try:
            began = time.monotonic()
            _opened(opened, coach)
            while time.monotonic() < began + 60 * minutes:
                _answered(opened, coach, answer)
                say(f"memory: {(time.monotonic() - began) / 60:.0f} minutes, {coach.watch.resident():.0f} MB")
            found = list(coach.watch.memory)
        finally:
            coach.close()
    return {
        "minutes": round((found[-1][0] - found[0][0]) / 60, 1),
        "MB at half time": round(found[len(found) // 2][1]),
        "MB at the end": round(found[-1][1]),
        "MB at most": round(max(megabytes for _, megabytes in found)),
        "MB a minute": round(slope(found), 3),
    }
