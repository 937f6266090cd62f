"""PortAudio itself: started without its chatter, and started anew for the devices that came and went."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from coach.errors import DeviceMissing

CURES = {
    "linux": "`sudo apt install libportaudio2` (Fedora: portaudio, Arch: portaudio)",
    "darwin": "`brew install portaudio`, then `pip install --force-reinstall sounddevice`",
    "win32": "`pip install --force-reinstall sounddevice`",
}


def portaudio() -> Any:
    """The module `sounddevice`, PortAudio started. Raises DeviceMissing where there is no PortAudio."""
    _check_alsa()
    try:
        with quiet():
            import sounddevice

            _hush_alsa()
    except OSError as error:
        cure = CURES.get(sys.platform, CURES["linux"])
        raise DeviceMissing(f"the sound library PortAudio is missing: {cure}, or use --text") from error
    return sounddevice


def _check_alsa() -> None:
    """Where ALSA is sent to a configuration in which nothing is written, PortAudio would abort the whole process."""
    named = os.environ.get("ALSA_CONFIG_PATH")
    if not named or not sys.platform.startswith("linux") or "sounddevice" in sys.modules:
        return
    for file in named.split(os.pathsep):
        with contextlib.suppress(OSError):
            lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
            if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
                return
    raise DeviceMissing(f"ALSA_CONFIG_PATH names {named}, where nothing is written: unset it, or use --text")


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


class Using(Protocol):
    """What has a stream open, and must let go of it while PortAudio is started anew."""

    def suspend(self) -> None:
        """Close the stream."""
        ...

    def revive(self) -> None:
        """Open it again, on the same device where it is still there. Raises DeviceMissing."""
        ...


_using: weakref.WeakSet[Any] = weakref.WeakSet()
_starting = threading.RLock()


def use(user: Using) -> None:
    """From now on `restart` closes its stream, and opens it again."""
    _using.add(user)


def leave(user: Using) -> None:
    """It has no stream any more."""
    _using.discard(user)


def restart() -> None:
    """Start PortAudio anew: what devices there are it only sees at its start. Raises DeviceMissing without PortAudio.

    Streams that are open are closed before, for it would end the process, and opened after it; one that cannot be
    opened again stays closed, and its owner notices.
    """
    sound = portaudio()
    with _starting:
        users = list(_using)
        for user in users:
            user.suspend()
        with quiet(), contextlib.suppress(sound.PortAudioError):
            sound._terminate()
            sound._initialize()
        for user in users:
            with contextlib.suppress(DeviceMissing):
                user.revive()
