"""Puts a spoken conversation together out of what this machine has."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coach.errors import CoachError, ModelMissing
from coach.interview.channel import Clock
from coach.voice import echo, smart_turn
from coach.voice.barging import Barging
from coach.voice.captions import Captions, NoCaptions
from coach.voice.channel import VoiceChannel
from coach.voice.devices import find_microphone
from coach.voice.glossary import glossary
from coach.voice.keys import Keys, open_keys
from coach.voice.microphone import Microphone, SoundDevice, WavMicrophone
from coach.voice.parts import Manner, TurnModel, Voice
from coach.voice.piper import Piper
from coach.voice.scribe import Scribe
from coach.voice.second_reading import SecondReading, Tell
from coach.voice.smart_turn import SmartTurn
from coach.voice.speaker import SoundDevice as SpeakerDevice
from coach.voice.synthesizer import Pyttsx3, Synthesizer, find_voice
from coach.voice.transcriber import FasterWhisper
from coach.voice.vad import Silero
from coach.voice.whisper_model import AUTO, ensure_model, here

LONGEST_HOLD = 1.5
"""Of the patience: how long a silence at the end of a file has to be, for the answer before it to end."""


@dataclass(frozen=True)
class Choices:
    """What whoever practises has chosen about sound and turns."""

    whisper: str | None = None
    """Name, folder or None for auto."""
    whisper_context: Literal["short", "full"] = "short"
    patience: float = 4.0
    turn: Literal["auto", "key"] = "auto"
    input_device: str | None = None
    output_device: str | None = None
    barge_in: Literal["auto", "key", "aec", "headset"] = "auto"
    smart_turn: Path | None = None
    """File of the end-of-turn model; None for the downloaded one, if there is one."""
    piper: Path | None = None
    """File of a Piper voice; None for the system's own."""
    mic: Path | None = None
    """A sound file in place of the microphone."""
    mute: bool = False
    keep_audio: bool = False


def open_channel(
    choices: Choices,
    *,
    clock: Clock,
    show: Callable[[str], None],
    notify: Callable[[str], None],
    about: str = "",
    keys: Keys | None = None,
    captions: Callable[[Keys], Captions] = lambda _keys: NoCaptions(),
    name: Callable[[str], None] = lambda _name: None,
    again: Tell | None = None,
) -> VoiceChannel:
    """A channel with its devices open and its models on this machine, being loaded in the background; close it.

    `about`: a text with the names and terms that will be spoken. `again`: is told the words of each answer as they are
    when it was written down once more; None: that is not done. Without a speaker or a voice the interviewer's words
    are only shown, and a notice says why. Raises DeviceMissing for the microphone, ModelMissing for the model,
    CoachError for a file that is no sound and for echo cancelling that is not installed.
    """
    if choices.mic is None:
        find_microphone(choices.input_device)  # before a model is downloaded for nothing
    fetch = not here(choices.whisper or AUTO)
    transcriber = FasterWhisper(ensure_model(choices.whisper or AUTO, notify), choices.whisper_context)
    model = _turn_model(choices, notify, fetch)
    vad = Silero()
    way = _way(choices)
    speaker, synthesizer = (None, None) if choices.mute else _voice(choices, way != "key", notify)
    microphone, barging = _microphone(choices, way, speaker, vad, notify)
    keys = keys or open_keys()
    _warm_up(transcriber, model)
    terms = glossary(about)
    voice = Voice(
        microphone,
        vad,
        Scribe(transcriber, inline=not microphone.live),
        keys,
        speaker,
        synthesizer,
        model,
        captions(keys),
        barging,
        SecondReading(transcriber, again, terms) if again else None,
    )
    manner = Manner(choices.patience, choices.turn, terms, choices.keep_audio)
    return VoiceChannel(voice, clock, show, notify, manner, name)


def _way(choices: Choices) -> str:
    """What interrupts the interviewer here: key, aec or headset."""
    if choices.mic is not None or choices.mute:
        return "key"
    if choices.barge_in == "auto":
        return "aec" if echo.available() else "key"
    return choices.barge_in


def _microphone(
    choices: Choices, way: str, speaker: SpeakerDevice | None, vad: Silero, notify: Callable[[str], None]
) -> tuple[Microphone, Barging | None]:
    if choices.mic is not None:
        return WavMicrophone(choices.mic, tail=LONGEST_HOLD * choices.patience + 1), None
    microphone = SoundDevice(choices.input_device, duplex=way != "key" and speaker is not None)
    if microphone.note:
        notify(microphone.note)
    if speaker is None or way == "key":
        return microphone, None
    if way == "headset":
        return microphone, Barging(microphone, vad)
    cleaned = echo.Cleaned(microphone, speaker)
    return cleaned, Barging(cleaned, vad)


def _voice(
    choices: Choices, duplex: bool, notify: Callable[[str], None]
) -> tuple[SpeakerDevice | None, Synthesizer | None]:
    try:
        synthesizer = _synthesizer(choices.piper)
        speaker = SpeakerDevice(choices.output_device, duplex=duplex)
    except CoachError as error:
        if choices.output_device is not None or choices.piper is not None:
            raise  # a name that was given by hand and is wrong is not passed over
        notify(f"{error}; the interviewer writes")
        return None, None
    synthesizer.warm_up()
    return speaker, synthesizer


def _synthesizer(piper: Path | None) -> Synthesizer:
    if piper is not None:
        return Piper(piper)
    find_voice()
    return Pyttsx3()


def _turn_model(choices: Choices, notify: Callable[[str], None], fetch: bool) -> SmartTurn | None:
    """The one that hears whether an answer is complete, where it is here. `fetch`: get it, as a bigger one has to be
    got as well; whoever has no network must not wait for it in every session."""
    try:
        return SmartTurn((smart_turn.ensure if fetch else _found)(choices.smart_turn, notify))
    except ModelMissing as error:
        if choices.smart_turn is not None or fetch:
            notify(str(error))
        return None


def _found(file: Path | None, _notify: Callable[[str], None]) -> Path:
    return smart_turn.find(file)


def _warm_up(transcriber: FasterWhisper, model: TurnModel | None) -> None:
    """While the greeting is spoken. Whatever goes wrong is told at the first answer, when it is tried again."""

    def load() -> None:
        with contextlib.suppress(CoachError):
            transcriber.warm_up()
        with contextlib.suppress(CoachError):
            if isinstance(model, SmartTurn):
                model.warm_up()

    threading.Thread(target=load, name="warm-up").start()
