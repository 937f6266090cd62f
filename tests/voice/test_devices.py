"""Devices found by name and number; what is said where there is none, or no sound library at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import DeviceMissing
from coach.voice.devices import devices, find, find_microphone, find_speaker
from tests.lab.portaudio import Card, PortAudio

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PortAudio comes with the others' wheels")
LOOK = "from coach.voice.status import status\nfor part in status()[:2]: print(part.found, part.detail)"


def lines(code: str, **environ: str) -> list[str]:
    """What Python code prints; nothing may be on standard error."""
    shown = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environ}, capture_output=True, text=True, timeout=60
    )
    assert shown.stderr == ""
    return shown.stdout.splitlines()


@LINUX
def test_without_portaudio_one_line_says_how_to_get_it() -> None:
    hidden = "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    cure = "the sound library PortAudio is missing: `sudo apt install libportaudio2`"
    for line in lines(hidden + LOOK):
        assert line.startswith(f"False {cure}")
        assert line.endswith("or use --text")


@LINUX
@pytest.mark.skipif(list(Path("/proc/asound").glob("card*")) != [], reason="this machine has a sound card")
def test_without_a_sound_card_one_line_says_so(tmp_path: Path) -> None:
    plain = tmp_path / "asound.conf"
    plain.write_text("</usr/share/alsa/alsa.conf>\n")
    assert lines(LOOK, ALSA_CONFIG_PATH=str(plain)) == [
        "False no microphone is to be found: connect one, or use --text",
        "False no speaker is to be found: connect one, or use --text",
    ]


@LINUX
@pytest.mark.parametrize("content", ["", "# nothing but a remark\n\n", None])
def test_an_empty_alsa_configuration_does_not_end_the_process(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "asound.conf"
    if content is not None:
        file.write_text(content)
    for line in lines(LOOK, ALSA_CONFIG_PATH=str(file)):
        assert line == f"False ALSA_CONFIG_PATH names {file}, where nothing is written: unset it, or use --text"


def test_what_c_libraries_write_is_hidden_only_meanwhile() -> None:
    code = (
        "import os, sys\nfrom coach.voice.portaudio import quiet\n"
        "with quiet(): os.write(2, b'noise')\n"
        "os.dup2(1, 2)\nos.write(2, b'told')\n"
    )
    assert lines(code) == ["told"]


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> PortAudio:
    sound = PortAudio(
        Card("MacBook Pro Microphone", inputs=1),
        Card("MacBook Pro Speakers", outputs=2),
        Card("USB Audio: Yeti", inputs=2, outputs=2, rates=(44100,)),
        Card("USB Audio: Snowball", inputs=1),
    )
    sound.install(monkeypatch)
    return sound


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("wanted", "index"), [("yeti", 2), ("SNOW", 3), ("2", 2), (" usb audio: yeti ", 2), (None, 0)])
def test_a_microphone_is_found_by_any_part_of_its_name_or_its_number(wanted: str | None, index: int) -> None:
    assert find_microphone(wanted).index == index


@pytest.mark.usefixtures("sound")
def test_only_devices_of_the_right_kind_count() -> None:
    assert find_speaker("usb").name == "USB Audio: Yeti"
    assert [(each.name, each.default) for each in devices("output")] == [
        ("MacBook Pro Speakers", True),
        ("USB Audio: Yeti", False),
    ]
    with pytest.raises(DeviceMissing, match=r"no speaker is called '3'"):
        find_speaker("3")


@pytest.mark.usefixtures("sound")
def test_an_unknown_or_ambiguous_name_is_told_with_those_there_are() -> None:
    with pytest.raises(DeviceMissing) as ambiguous:
        find_microphone("usb")
    assert str(ambiguous.value).startswith("'usb' is more than one microphone: 2 'USB Audio: Yeti', 3 'USB Audio: Snow")
    with pytest.raises(DeviceMissing) as unknown:
        find("input", "headset")
    assert "'MacBook Pro Microphone'" in str(unknown.value)
    assert "`coach devices`" in str(unknown.value)
    with pytest.raises(DeviceMissing):
        find("input", "  ")


def test_the_whole_name_goes_before_a_part_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    PortAudio(Card("Mic 2", inputs=1), Card("Mic", inputs=1)).install(monkeypatch)
    assert find_microphone("mic").index == 1


def test_a_device_that_windows_lists_for_each_sound_system_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [Card("Microphone (Yeti)", inputs=1, system=system) for system in ("MME", "Windows WASAPI")]
    PortAudio(*cards).install(monkeypatch)
    assert find_microphone("yeti").system == "MME"
    assert find_microphone("1").system == "Windows WASAPI"


def test_a_bluetooth_headset_is_not_listened_to_where_there_is_a_built_in_microphone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sound = PortAudio(Card("Anna's AirPods Pro", inputs=1), Card("MacBook Pro Microphone", inputs=1))
    sound.install(monkeypatch)
    chosen = find_microphone()
    assert chosen.name == "MacBook Pro Microphone"
    assert "AirPods" in chosen.note
    assert find_microphone("airpods").name == "Anna's AirPods Pro"
    sound.cards = sound.cards[:1]
    assert find_microphone().name == "Anna's AirPods Pro"


@pytest.mark.parametrize(
    ("name", "bluetooth"),
    [
        ("Headset (WH-1000XM4 Hands-Free AG Audio)", True),
        ("bluez_input.38_18_4C.headset-head-unit", True),
        ("Galaxy Buds2", True),
        ("Headset Microphone (Realtek Audio)", False),
        ("Logitech USB Headset", False),
    ],
)
def test_what_calls_itself_bluetooth(monkeypatch: pytest.MonkeyPatch, name: str, bluetooth: bool) -> None:
    PortAudio(Card(name, inputs=1)).install(monkeypatch)
    assert find_microphone().bluetooth is bluetooth
