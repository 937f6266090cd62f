"""Whole spoken sessions through the real process: a virtual sound card, Piper's voice, real Whisper and pyttsx3."""

from __future__ import annotations

import json
import wave

import pytest

from tests.cli.processes import said, start, turns, until
from tests.lab.soundcard import SoundCard
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs, program

FIRST = (
    "I would freeze the runner migration until the spring. The launch pays for the next two quarters. "
    "The platform team loses its date, and I tell them on Monday."
)
SECOND = "We begin with one team for two weeks. If half of the builds are still slow after that, we stop and go back."


def test_a_session_of_two_answers_on_the_sound_card(home, tmp_path):
    program("espeak-ng")
    whisper = needs("whisper")
    answers = [candidate(tmp_path / f"{at}.wav", [0.3, text, 0.3]) for at, text in enumerate((FIRST, SECOND))]
    with SoundCard() as card, card.record() as speaker:
        settings = ("--questions", "2", "--patience", "1.5", "--whisper", str(whisper), "--keep-audio", "--seed", "1")
        process = start(home, "practice", "ci-runners", "--voice", *settings, env=card.env)
        try:
            for number, answer in enumerate(answers, start=1):
                until(lambda n=number: len(said(home, "interviewer")) == n, process, 120)
                spoken = speaker.sounding()
                card.speak(answer)
                until(lambda n=number: len(said(home, "candidate")) == n, process, 120)
                assert spoken > 3.0 * number, "the interviewer was not to be heard"
            _, errors = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    heard = said(home, "candidate")
    assert word_error_rate(FIRST, heard[0]) < 0.15, heard[0]
    assert word_error_rate(SECOND, heard[1]) < 0.15, heard[1]
    assert turns(home)[-1]["move"]["kind"] == "close"
    _spoken_record(home)
    _written_once_more(home)


def _written_once_more(home) -> None:
    """Both answers, in the words that are scored, without a word about it."""
    again = {each["turn"]: each for each in map(json.loads, (file.read_text() for file in home.rglob("heard/*.json")))}
    spoken = [turn for turn in turns(home) if turn["role"] == "candidate"]
    card = json.loads(next(home.rglob("scorecard.json")).read_text())
    assert sorted(again) == [turn["index"] for turn in spoken]
    for turn, said_ in zip(spoken, (FIRST, SECOND), strict=True):
        hearing = again[turn["index"]]
        assert hearing["live"]
        assert word_error_rate(said_, hearing["text"]) < 0.15, hearing["text"]
        assert turn["start"] <= hearing["words"][0]["start"] <= hearing["words"][-1]["end"] <= turn["end"] + 0.5
    assert sorted(each["id"] for each in card["heard"]) == sorted(each["id"] for each in again.values())
    assert not any("written down" in notice for notice in card["notices"])


def _spoken_record(home) -> None:
    """Times, words, recordings and delivery of a spoken session are all there and agree."""
    spoken = [turn for turn in turns(home) if turn["role"] == "candidate"]
    for turn in spoken:
        assert turn["words"]
        assert turn["start"] <= turn["words"][0]["start"] <= turn["words"][-1]["end"] <= turn["end"] + 0.5
        with wave.open(str(next(home.rglob(turn["audio"]))), "rb") as file:
            assert abs(file.getnframes() / file.getframerate() - (turn["end"] - turn["start"])) < 1.0
    card = json.loads(next(home.rglob("scorecard.json")).read_text())
    assert card["delivery"]["measured"] is True
    assert json.loads(next(home.rglob("session.json")).read_text())["mode"] == "voice"


def test_a_file_is_played_into_the_session_as_if_spoken(home, tmp_path):
    whisper = needs("whisper")
    tape = candidate(tmp_path / "tape.wav", [0.5, FIRST, 5.0, SECOND, 1.0])
    process = start(home, "practice", "ci-runners", "--mic", str(tape), "--mute", "--whisper", str(whisper), "--json")
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    heard = said(home, "candidate")
    assert len(heard) == 2
    assert word_error_rate(FIRST, heard[0]) < 0.15, heard[0]
    assert word_error_rate(SECOND, heard[1]) < 0.15, heard[1]
    assert json.loads(out)["delivery"]["measured"] is True
    assert turns(home)[-1]["move"]["kind"] == "close"


def test_silence_never_becomes_words(home, tmp_path):
    tape = candidate(tmp_path / "silence.wav", [12.0])
    process = start(home, "practice", "ci-runners", "--mic", str(tape), "--mute", "--whisper", str(needs("whisper")))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert said(home, "candidate") == []


@pytest.mark.parametrize("forced", [True, False])
def test_without_a_device_voice_is_one_line_with_its_cure(home, forced):
    """A sound server that is not there; a machine with a sound card of its own has nothing to show here."""
    env = {"PULSE_SERVER": "unix:/nonexistent"}
    process = start(home, "practice", "ci-runners", *(["--voice"] if forced else []), env=env)
    _, errors = process.communicate("I stop the migration.\n", timeout=60)
    assert process.returncode == (1 if forced else 0), errors
    if forced:
        lines = [line for line in errors.splitlines() if line.startswith("Error: ")]
        assert len(lines) == 1
        assert "--text" in lines[0]
        assert not list(home.rglob("session.json"))


def test_a_model_that_is_not_there_is_one_line_and_the_session_goes_on_in_writing(home, tmp_path):
    tape = candidate(tmp_path / "tape.wav", [0.5])
    env = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hub")}
    process = start(home, "practice", "ci-runners", "--mic", str(tape), "--whisper", "tiny.en", env=env)
    _, errors = process.communicate("I stop the migration.\n", timeout=60)
    assert process.returncode == 0, errors
    assert said(home, "candidate") == ["I stop the migration."]
    assert sum("--whisper" in line for line in errors.splitlines()) == 1
