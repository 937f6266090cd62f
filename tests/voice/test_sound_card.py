"""Microphone, speaker, voice and Whisper as they are, in real time, on the virtual sound card."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab.soundcard import Recording, SoundCard, until
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs

ANSWER = [
    0.5,  # nobody answers while the question still rings in the room
    "We should stop the search project, because it costs a quarter of the team and moves no metric.",
    1.6,
    "I would tell the whole staff about it on Monday morning.",
]
SAID = " ".join(part for part in ANSWER if isinstance(part, str))
PATIENCE = 3.5
HOLD = 0.75 * PATIENCE
"""Seconds of silence after a finished sentence."""


class Talk:
    """The process that asks and listens; its lines as they come."""

    def __init__(self, card: SoundCard, *questions: str) -> None:
        command = [sys.executable, "-m", "tests.lab.talk", str(needs("whisper")), str(PATIENCE), *questions]
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **card.env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.communicate()

    def next(self, key: str) -> dict[str, Any]:
        """The next line with that key; those before it are passed over."""
        assert self.process.stdout is not None
        passed = []
        for line in self.process.stdout:
            passed.append(line)
            if key in (found := json.loads(line)):
                return dict(found)
        raise AssertionError(f"no {key!r} in {passed}; {self.process.communicate()[1]}")

    def done(self) -> None:
        """Press Enter, by way of a pipe."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return candidate(tmp_path_factory.mktemp("voices") / "answer.wav", ANSWER)


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with SoundCard() as card:
        yield card


def test_an_exchange_is_spoken_heard_and_spoken_again_and_it_never_hears_itself(card: SoundCard, answer: Path) -> None:
    card.echo()
    with card.record() as recording, Talk(card, "What would you stop first?", "Thank you. Is that all?") as talk:
        said = talk.next("said")
        first = recording.sounding()
        assert recording.silent_for() > 0.05, "it listens while its own voice is still to be heard"
        assert card.listening()
        card.speak(answer)
        heard = talk.next("heard")
        again = talk.next("said")
        second = recording.sounding() - first
    assert said["said"] == "What would you stop first?"
    assert not said["interrupted"]
    assert first > 0.8
    assert again["said"] == "Thank you. Is that all?"
    assert second > 0.8, "the second time there was no sound"
    assert word_error_rate(SAID, heard["heard"]) < 0.15, heard["heard"]
    starts = [start for _text, start, _end in heard["words"]]
    assert starts == sorted(starts)
    assert said["end"] - 0.5 <= heard["start"] <= starts[0] <= heard["words"][-1][2] <= heard["end"]
    assert heard["end"] - heard["words"][-1][2] >= HOLD - 0.6, "the pause in the middle ended the answer, or it hurried"
    assert again["start"] >= heard["end"]


def test_enter_ends_the_answer_at_once_and_stops_the_interviewer(card: SoundCard, answer: Path) -> None:
    with card.record() as recording, Talk(card, "First part of it. " + "And then more of it. " * 8, "Go on.") as talk:
        until(lambda: recording.sounding() > 0.5, 15, "the interviewer's voice")
        talk.done()
        said = talk.next("said")
        assert said["interrupted"]
        assert said["said"].startswith("First part")
        assert said["said"].count("And then more of it.") < 8, "the record holds what nobody heard"
        whole = f"{said['said']} {said['unheard']}"
        assert whole.count("And then more of it.") == 8, "the rest of the words was lost with their sound"
        assert said["end"] - said["start"] < 6
        before = recording.sounding()
        card.speak(answer)
        talk.done()
        heard = talk.next("heard")
        assert recording.sounding() - before < 0.5, "it spoke on after the key"
    assert word_error_rate(SAID, heard["heard"]) < 0.15, heard["heard"]
    assert heard["end"] - heard["words"][-1][2] < HOLD - 0.5


def _lose_the_microphone(card: SoundCard, talk: Talk, answer: Path) -> None:
    """In the middle of an answer, which is said to its end all the same."""
    talk.next("said")
    with Recording(card, "mouth.monitor") as mouth:
        mouth_process = card.speaking(answer)
        until(lambda: mouth.sounding() > 2.5, 15, "the answer")
        card.unplug()
        assert mouth_process.wait(timeout=30) == 0
    assert "went away" in talk.next("notice")["notice"]


def test_a_microphone_that_goes_away_and_comes_back_goes_on_with_the_answer(card: SoundCard, answer: Path) -> None:
    with Talk(card, "What first?") as talk:
        _lose_the_microphone(card, talk, answer)
        card.plug()
        assert "back" in talk.next("notice")["notice"]
        card.speak(answer)
        heard = talk.next("heard")["heard"]
    assert heard.count("search project") == 2, heard
    assert "monday" in heard.lower(), heard
    assert word_error_rate(SAID, heard[-len(SAID) :]) < 0.3, heard


def test_enter_ends_an_answer_whose_microphone_went_away(card: SoundCard, answer: Path) -> None:
    with Talk(card, "What first?") as talk:
        _lose_the_microphone(card, talk, answer)
        talk.done()
        heard = talk.next("heard")["heard"]
    assert "stop the search project" in heard, heard
    assert "monday" not in heard.lower()


def test_devices_are_found_without_a_word_on_standard_error(card: SoundCard, run: Callable[..., Any]) -> None:
    code = "from coach.voice.status import status; print([(s.part, s.found) for s in status()][:2])"
    shown = run(code, card.env)
    assert shown.stdout.strip() == "[('microphone', True), ('speaker', True)]"
    assert shown.stderr == ""


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python code in a process of its own, with more environment."""

    def run(code: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **environ}, capture_output=True, text=True, timeout=60
        )

    return run
