"""A spoken conversation put together: out of a file, real Whisper and nothing else; and what is said without parts."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.errors import CoachError, DeviceMissing, ModelMissing
from coach.interview.channel import Channel, Stop
from coach.voice import opening
from coach.voice.keys import NoKeys
from coach.voice.opening import Choices
from coach.voice.status import status
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs

FIRST = ["I would stop the search project today.", 1.5, "It costs a quarter of the team."]
SECOND = ["The sales team hears it from me in person."]


def text(parts: list[str | float] | list[str]) -> str:
    return " ".join(part for part in parts if isinstance(part, str))


def test_a_file_is_a_whole_conversation_in_audio_time(tmp_path: Path) -> None:
    file = candidate(tmp_path / "answers.wav", [1.0, *FIRST, 20.0, *SECOND])
    began = time.monotonic()
    notices: list[str] = []
    channel = opening.open_channel(
        Choices(str(needs("whisper")), patience=3.0, mic=file, mute=True, keep_audio=True),
        clock=lambda: time.monotonic() - began,
        show=lambda _text: None,
        notify=notices.append,
        keys=NoKeys(),
    )
    as_channel: Channel = channel
    asked = as_channel.say(["What first?"])
    first = as_channel.listen()
    then = as_channel.say(["And then?"])
    second = as_channel.listen()
    assert as_channel.listen() is None
    channel.close()
    assert first is not None
    assert second is not None
    assert word_error_rate(text(FIRST), first.text) < 0.15
    assert word_error_rate(text(SECOND), second.text) < 0.15
    assert asked.end <= first.start <= first.words[0].start < first.words[-1].end <= first.end <= then.start
    assert then.end <= second.start <= second.words[0].start
    between = second.words[0].start - first.words[-1].end
    assert 19 < between < 26, "the file does not stand still meanwhile"
    assert first.wav is not None
    assert first.wav[:4] == b"RIFF"
    assert notices == []
    assert time.monotonic() - began < second.end, "a file is heard faster than it was spoken"


def test_somebody_who_talks_on_is_cut_into_and_the_rest_is_the_next_answer(tmp_path: Path) -> None:
    file = candidate(tmp_path / "answers.wav", [1.0, *FIRST, *SECOND])
    shown: list[str] = []
    channel = opening.open_channel(
        Choices(str(needs("whisper")), patience=3.0, mic=file, mute=True),
        clock=lambda: 0.0,
        show=shown.append,
        notify=shown.append,
        keys=NoKeys(),
    )
    cut = channel.listen(Stop(1.5, "Let me stop you there."))
    rest = channel.listen()
    channel.close()
    assert cut is not None
    assert cut.interrupted
    assert "".join(shown) == "Let me stop you there.\n"
    assert cut.text.lower().startswith("i would stop")
    assert rest is not None
    assert not rest.interrupted
    assert "person" in rest.text


def opened(**more: object) -> object:
    return opening.open_channel(Choices(**more), clock=time.monotonic, show=print, notify=print)  # type: ignore[arg-type]


def test_without_a_microphone_there_is_no_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_wanted: object) -> None:
        raise DeviceMissing("no microphone is to be found")

    monkeypatch.setattr(opening, "find_microphone", none)
    with pytest.raises(DeviceMissing, match="no microphone"):
        opened()


def test_a_file_that_is_no_sound_and_a_folder_that_is_no_model_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="holds no Whisper model"):
        opened(mic=tmp_path / "answers.wav", whisper=str(tmp_path))
    with pytest.raises(CoachError, match="No such file"):
        opened(mic=tmp_path / "answers.wav", whisper=str(needs("whisper")), mute=True)


def test_without_a_voice_the_interviewer_writes_and_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none() -> str:
        raise CoachError("the interviewer has no voice: get one")

    monkeypatch.setattr(opening, "find_voice", none)
    file = candidate(tmp_path / "answers.wav", ["Yes."])
    notices: list[str] = []
    channel = opening.open_channel(
        Choices(str(needs("whisper")), mic=file), clock=time.monotonic, show=print, notify=notices.append, keys=NoKeys()
    )
    assert channel.say(["What first?"]).text == "What first?"
    assert notices == ["the interviewer has no voice: get one; the interviewer writes"]
    channel.close()


def test_the_state_of_every_part_is_told(tmp_path: Path) -> None:
    parts = {part.part: part for part in status(str(tmp_path))}
    assert list(parts) == ["microphone", "speaker", "whisper", "end-of-turn model", "interviewer's voice"]
    assert not parts["whisper"].found
    assert "holds no Whisper model" in parts["whisper"].detail
    assert {part.part: part for part in status(str(needs("whisper")))}["whisper"].found


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    heavy = {"numpy", "sounddevice", "soxr", "onnxruntime", "faster_whisper", "huggingface_hub", "av", "pyttsx3"}
    code = f"import sys, coach.voice.opening, coach.voice.status; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
