"""Puts a spoken conversation together out of what this machine has."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from coach.errors import CoachError, ModelMissing
from coach.interview.channel import Clock
from coach.voice.channel import Voice, VoiceChannel
from coach.voice.devices import find_microphone, restart
from coach.voice.keys import Keys, open_keys
from coach.voice.microphone import Microphone, SoundDevice, WavMicrophone
from coach.voice.speaker import SoundDevice as SpeakerDevice
from coach.voice.speaker import Speaker
from coach.voice.synthesizer import Pyttsx3, Synthesizer, find_voice
from coach.voice.transcriber import FasterWhisper
from coach.voice.vad import Silero
from coach.voice.whisper_model import AUTO, ensure_model


def open_channel(
    *,
    clock: Clock,
    show: Callable[[str], None],
    notify: Callable[[str], None],
    heard: Callable[[str], None] | None = None,
    whisper: str | None = None,
    patience: float = 4.0,
    mic: Path | None = None,
    mute: bool = False,
    keep_audio: bool = False,
    keys: Keys | None = None,
    name: Callable[[str], None] = lambda _name: None,
) -> VoiceChannel:
    """A channel with its devices open and its model on this machine, being loaded in the background; close it.

    `whisper`: name, folder or None for auto. `mic`: a sound file in place of the microphone. Without a speaker or a
    voice the interviewer's words are only shown, and a notice says why. Raises DeviceMissing for the microphone,
    ModelMissing for the model, CoachError for a file that is no sound.
    """
    if mic is None:
        find_microphone()  # before a model is downloaded for nothing
    transcriber = FasterWhisper(ensure_model(whisper or AUTO, notify))
    vad = Silero()
    microphone: Microphone = SoundDevice() if mic is None else WavMicrophone(mic, tail=patience + 1)
    speaker, synthesizer = (None, None) if mute else _voice(notify)
    _warm_up(transcriber)
    voice = Voice(microphone, vad, transcriber, keys or open_keys(), speaker, synthesizer, restart)
    return VoiceChannel(voice, clock, show, notify, heard, patience, keep_audio, name)


def _voice(notify: Callable[[str], None]) -> tuple[Speaker | None, Synthesizer | None]:
    try:
        find_voice()
        return SpeakerDevice(), Pyttsx3()
    except CoachError as error:
        notify(f"{error}; the interviewer writes")
        return None, None


def _warm_up(transcriber: FasterWhisper) -> None:
    """While the greeting is spoken. Whatever goes wrong is told at the first answer, when it is tried again."""

    def load() -> None:
        with contextlib.suppress(ModelMissing):
            transcriber.warm_up()

    threading.Thread(target=load, name="warm-up").start()
