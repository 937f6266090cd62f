"""A scripted stand-in for the module `sounddevice`: devices that accept what they are said to, and are called by hand.

sound = PortAudio(Card("USB Microphone", inputs=1, rates=(48000,)))
sound.install(monkeypatch)
...
sound.streams[-1].give(samples)     # the microphone heard this
sound.streams[-1].ask(480)          # what the speaker was given to play
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from coach.voice import portaudio


class PortAudioError(Exception):
    """As PortAudio's own."""


@dataclass
class Card:
    """One device. `rates`: those that it really has; the first is what it claims. `channels`: how many it wants."""

    name: str
    inputs: int = 0
    outputs: int = 0
    rates: tuple[int, ...] = (48000,)
    claims: int | None = None
    channels: int = 1
    system: str = "ALSA"
    alive: bool = True
    """It calls as soon as it is started."""


class Stream:
    """One that was opened."""

    latency = 0.15

    def __init__(self, sound: PortAudio, card: Card, callback: Callable[..., None], **asked: Any) -> None:
        if asked["samplerate"] not in card.rates:
            raise PortAudioError("Invalid sample rate")
        if asked["channels"] != card.channels:
            raise PortAudioError("Invalid number of channels")
        self.sound, self.card, self.callback = sound, card, callback
        self.rate, self.channels = asked["samplerate"], asked["channels"]
        self.closed = False

    def start(self) -> None:
        self.sound.streams.append(self)
        if self.card.alive:
            (self.give if self.card.inputs else self.ask)(np.zeros(0, np.float32) if self.card.inputs else 0)

    def close(self, ignore_errors: bool = True) -> None:
        assert ignore_errors
        self.closed = True

    def give(self, samples: Any, ago: float = 0.0, overflow: bool = False) -> None:
        """The microphone heard this, on its first channel, and it is `ago` seconds old."""
        data = np.stack([samples, *[np.ones_like(samples)] * (self.channels - 1)], axis=1)
        times = SimpleNamespace(currentTime=1000.0, inputBufferAdcTime=1000.0 - ago)
        self.callback(data, len(data), times, SimpleNamespace(input_overflow=overflow))

    def ask(self, frames: int, ahead: float = 0.0) -> Any:
        """What the speaker is given to play next, all its channels."""
        data = np.full((frames, self.channels), 9.0, np.float32)
        times = SimpleNamespace(currentTime=1000.0, outputBufferDacTime=1000.0 + ahead)
        self.callback(data, frames, times, SimpleNamespace(output_underflow=False))
        return data


class PortAudio:
    """The module. Devices in `waiting` are seen when it is started anew."""

    PortAudioError = PortAudioError

    def __init__(self, *cards: Card) -> None:
        self.cards = list(cards)
        self.waiting: list[Card] | None = None
        self.streams: list[Stream] = []
        self.defaults = {"input": 0, "output": 0}
        """Which of the microphones and of the speakers is the system's choice, counted among themselves."""

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """For as long as the test lasts."""
        monkeypatch.setitem(sys.modules, "sounddevice", self)
        monkeypatch.setattr(portaudio, "_using", weakref.WeakSet())  # the streams of other tests are not its own

    def query_hostapis(self, index: int | None = None) -> Any:
        systems = list(dict.fromkeys(card.system for card in self.cards))
        rows = [{"name": system} for system in systems]
        return rows if index is None else rows[index]

    def query_devices(self, kind: str | None = None) -> Any:
        systems = list(dict.fromkeys(card.system for card in self.cards))
        rows = [
            {
                "name": card.name,
                "index": index,
                "hostapi": systems.index(card.system),
                "default_samplerate": float(card.claims or card.rates[0]),
                "max_input_channels": card.inputs,
                "max_output_channels": card.outputs,
            }
            for index, card in enumerate(self.cards)
        ]
        if kind is None:
            return rows
        own = [row for row in rows if row[f"max_{kind}_channels"]]
        if not own:
            raise PortAudioError(f"no default {kind} device")
        return own[self.defaults[kind]]

    def InputStream(self, device: int, **asked: Any) -> Stream:  # noqa: N802 - its name there
        return Stream(self, self.cards[device], **asked)

    OutputStream = InputStream

    def _terminate(self) -> None:
        assert all(stream.closed for stream in self.streams), "PortAudio was ended with a stream open"

    def _initialize(self) -> None:
        if self.waiting is not None:
            self.cards, self.waiting = self.waiting, None
