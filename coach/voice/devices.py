"""The microphones and speakers that this machine has, found by name or number. Opens none of them."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from typing import Literal

from coach.errors import DeviceMissing
from coach.voice.portaudio import portaudio, quiet

Kind = Literal["input", "output"]

NAMES: dict[Kind, str] = {"input": "microphone", "output": "speaker"}
BLUETOOTH = re.compile(r"bluetooth|bluez|airpods|hands-?free|\bhfp\b|\bbuds", re.IGNORECASE)
"""Not "headset": most that call themselves so have a wire."""
BUILT_IN = re.compile(r"built-?in|internal|macbook|imac|microphone array", re.IGNORECASE)


@dataclass(frozen=True)
class Device:
    """One end of a sound card."""

    name: str
    index: int
    """PortAudio's number for it; holds until PortAudio is started anew."""
    rate: int
    """What it likes to run at, samples per second."""
    system: str = ""
    """The sound system that it is reached by: ALSA, Core Audio, MME, Windows WASAPI."""
    default: bool = False
    """True when it is what the system uses unless told otherwise."""
    note: str = ""
    """Why it was chosen, where the default was not; one line."""

    @property
    def bluetooth(self) -> bool:
        """As far as its name tells."""
        return bool(BLUETOOTH.search(self.name))


def find_microphone(wanted: str | None = None) -> Device:
    """The microphone of that name or number, or the system's default one. Raises DeviceMissing.

    Where the default is a Bluetooth headset, a built-in microphone is taken instead: to listen to the headset would
    turn its sound down to a telephone's.
    """
    found = find("input", wanted)
    if wanted is None and found.bluetooth:
        for other in devices("input"):
            if BUILT_IN.search(other.name) and not other.bluetooth:
                note = f"listening with {other.name!r}: {found.name!r} as a microphone sounds like a telephone"
                return replace(other, note=f"{note}; --input-device takes it all the same")
    return found


def find_speaker(wanted: str | None = None) -> Device:
    """The speaker of that name or number, or the system's default one. Raises DeviceMissing."""
    return find("output", wanted)


def find(kind: Kind, wanted: str | None = None) -> Device:
    """A device by its number, or by any part of its name that no other has, in whatever case; the default for None.

    Raises DeviceMissing, with the names there are.
    """
    if wanted is None:
        return _default(kind)
    known = devices(kind)
    matching = _matching(known, wanted.strip().casefold())
    if len(matching) == 1:
        return matching[0]
    if matching:
        names = ", ".join(f"{each.index} {each.name!r}" for each in matching)
        raise DeviceMissing(f"{wanted!r} is more than one {NAMES[kind]}: {names}; give more of the name, or its number")
    names = ", ".join(f"{each.index} {each.name!r}" for each in known) or "none"
    raise DeviceMissing(f"no {NAMES[kind]} is called {wanted!r}; there are: {names} (see `coach devices`)")


def devices(kind: Kind) -> list[Device]:
    """All there are, in PortAudio's order. Raises DeviceMissing where there is no PortAudio."""
    sound = portaudio()
    with quiet():
        listed, systems = sound.query_devices(), sound.query_hostapis()
    default = None
    with contextlib.suppress(DeviceMissing):
        default = _default(kind).index
    return [
        Device(
            each["name"],
            each["index"],
            int(each["default_samplerate"]),
            systems[each["hostapi"]]["name"],
            each["index"] == default,
        )
        for each in listed
        if each[f"max_{kind}_channels"] > 0
    ]


def _matching(known: list[Device], word: str) -> list[Device]:
    """By number, else by the whole name, else by a part of it."""
    matching = [each for each in known if str(each.index) == word]
    matching = matching or [each for each in known if each.name.casefold() == word]
    matching = matching or [each for each in known if word and word in each.name.casefold()]
    usual = next((each.system for each in known if each.default), None)
    return [each for each in matching if each.system == usual] or matching  # Windows lists each device several times


def _default(kind: Kind) -> Device:
    sound = portaudio()
    try:
        with quiet():
            found = sound.query_devices(kind=kind)
            system = sound.query_hostapis(found["hostapi"])["name"]
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceMissing(f"no {NAMES[kind]} is to be found: connect one, or use --text") from error
    return Device(found["name"], found["index"], int(found["default_samplerate"]), system, default=True)
