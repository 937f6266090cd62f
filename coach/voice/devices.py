"""The microphone and the speaker that this machine has. Opens neither."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from coach.errors import DeviceMissing

CURES = {
    "linux": "`sudo apt install libportaudio2` (Fedora: portaudio, Arch: portaudio)",
    "darwin": "`brew install portaudio`, then `pip install --force-reinstall sounddevice`",
    "win32": "`pip install --force-reinstall sounddevice`",
}
BUFFERED = 0.15
"""Seconds of sound that a stream holds ready: with PortAudio's own 0.03 playing falters while a model is loaded."""
NAMES = {"input": "microphone", "output": "speaker"}


@dataclass(frozen=True)
class Device:
    """One end of a sound card."""

    name: str
    index: int
    """PortAudio's number for it; holds until PortAudio is started anew."""
    rate: int
    """What it likes to run at, samples per second."""


def find_microphone() -> Device:
    """The system's default microphone. Raises DeviceMissing."""
    return _default("input")


def find_speaker() -> Device:
    """The system's default speaker. Raises DeviceMissing."""
    return _default("output")


def portaudio() -> Any:
    """The module `sounddevice`, PortAudio started. Raises DeviceMissing where there is no PortAudio."""
    try:
        with quiet():
            import sounddevice

            _hush_alsa()
    except OSError as error:
        cure = CURES.get(sys.platform, CURES["linux"])
        raise DeviceMissing(f"the sound library PortAudio is missing: {cure}, or use --text") from error
    return sounddevice


@functools.cache
def _hush_alsa() -> object:
    """Have ALSA keep its complaints to itself for good: in a stream they come at any time, from another thread."""
    if not sys.platform.startswith("linux"):
        return None
    handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    nothing = handler(lambda *_: None)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)
    return nothing  # kept by the cache: ALSA calls it as long as the process lives


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Hide what C libraries write to standard error: at its start PortAudio tries servers that are not there."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no standard error at all
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def restart() -> None:
    """Start PortAudio anew, every stream being closed: what devices there are it only sees at its start."""
    sound = portaudio()
    with quiet(), contextlib.suppress(sound.PortAudioError):
        sound._terminate()
        sound._initialize()


def _default(kind: Literal["input", "output"]) -> Device:
    sound = portaudio()
    try:
        with quiet():
            found = sound.query_devices(kind=kind)
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceMissing(f"no {NAMES[kind]} is to be found: connect one, or use --text") from error
    return Device(found["name"], found["index"], int(found["default_samplerate"]))
