"""`coach devices`, on a stand-in for the sound library."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import main
from coach.voice import portaudio
from tests.lab.portaudio import Card, PortAudio


def coach(*args: str) -> Result:
    return CliRunner().invoke(main, ["devices", *args])


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> PortAudio:
    for name in ("COACH_INPUT_DEVICE", "COACH_OUTPUT_DEVICE"):
        monkeypatch.delenv(name, raising=False)
    sound = PortAudio(
        Card("Built-in Microphone", inputs=1, rates=(44100,)),
        Card("Built-in Speakers", outputs=2),
        Card("Yeti [USB]", inputs=2, outputs=2),
    )
    sound.install(monkeypatch)
    return sound


def chosen(result: Result) -> list[str]:
    return [line.split()[1] for line in result.stdout.splitlines() if line.startswith(">")]


def test_all_are_listed_with_the_ones_that_a_session_would_take(sound: PortAudio) -> None:
    result = coach()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 5
    assert chosen(result) == ["0", "1"]
    assert "Yeti [USB]" in lines[2]
    assert "44100" in lines[1]
    assert [line[:2] for line in lines[1:]] == [">*", "  ", ">*", "  "]
    assert sound.streams == [], "nothing is opened"


@pytest.mark.usefixtures("sound")
def test_flags_and_environment_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(coach("--input-device", "yeti")) == ["2", "1"]
    monkeypatch.setenv("COACH_OUTPUT_DEVICE", "yeti")
    assert chosen(coach()) == ["0", "2"]


@pytest.mark.usefixtures("sound")
def test_json_is_one_document() -> None:
    result = coach("--json", "--input-device", "2")
    document = json.loads(result.stdout)
    assert set(document) == {"input", "output"}
    assert document["input"][1] == {
        "index": 2,
        "name": "Yeti [USB]",
        "rate": 48000,
        "system": "ALSA",
        "default": False,
        "chosen": True,
    }
    assert [row["chosen"] for row in document["output"]] == [True, False]


@pytest.mark.usefixtures("sound")
def test_a_name_that_none_has_is_told_in_a_line() -> None:
    result = coach("--input-device", "headset")
    assert result.exit_code == 0
    assert chosen(result) == ["1"]
    assert result.stdout.splitlines()[-1].startswith("no microphone is called 'headset'; there are: 0 'Built-in")
    assert json.loads(coach("--json", "--input-device", "headset").stdout)["input"][0]["chosen"] is False


def test_why_another_than_the_default_is_taken_is_told(sound: PortAudio) -> None:
    sound.cards.insert(0, Card("AirPods", inputs=1))
    result = coach()
    assert chosen(result) == ["1", "2"]
    assert "sounds like a telephone" in result.stdout.splitlines()[-1]


def test_without_the_sound_library_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portaudio, "_check_alsa", lambda: None)

    def missing(*_args: object) -> None:
        raise OSError("PortAudio library not found")

    monkeypatch.setattr(portaudio, "_hush_alsa", missing)
    monkeypatch.setitem(sys.modules, "sounddevice", PortAudio())
    result = coach()
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith("the sound library PortAudio is missing: ")
    assert json.loads(coach("--json").stdout) == {"input": [], "output": []}


def test_without_any_device_a_line_for_each_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    PortAudio().install(monkeypatch)
    assert coach().stdout.splitlines() == [
        "no microphone is to be found: connect one, or use --text",
        "no speaker is to be found: connect one, or use --text",
    ]
