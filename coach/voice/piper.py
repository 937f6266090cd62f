"""A neural voice for the interviewer, by Piper, from a voice file on this machine; `pip install coach[piper]`.

Piper is published under the GPL, version 3 or later, so nothing else here needs it.
"""

from __future__ import annotations

import atexit
import importlib.util
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError, ModelMissing
from coach.interview.channel import Sound
from coach.voice.audio import Audio, join, silence
from coach.voice.synthesizer import USUAL

if TYPE_CHECKING:
    from piper import PiperVoice

    from coach.voice.audio import Samples

LOUDNESS = 0.8
"""Of full scale at the loudest: what Piper makes is as loud as a file can be."""
LONGEST = 5.0
"""Seconds that a sentence takes at most to be made, on a machine with better things to do."""
VARIANT = re.compile(r"\+([fm])([1-9])$")
"""Of an eSpeak voice, such as en-us+f4: whether it is a woman's or a man's, and which."""


class Piper:
    """One voice file, loaded when first needed."""

    def __init__(self, file: Path) -> None:
        """`file`: a voice's .onnx, with its .onnx.json beside it. Raises CoachError without Piper, ModelMissing without
        the file."""
        if importlib.util.find_spec("piper") is None:
            raise CoachError("Piper is not installed: `pip install 'coach[piper]'`")
        for needed in (file, settings_of(file)):
            if not needed.is_file():
                raise ModelMissing(f"{needed} is not there: a Piper voice is NAME.onnx with NAME.onnx.json beside it")
        self._file = file
        self._lock = threading.Lock()
        self._loaded: PiperVoice | None = None
        self._closed = False
        atexit.register(self.close)

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        if not any(character.isalnum() for character in text):
            return silence(0.2)
        from onnxruntime.capi import onnxruntime_pybind11_state as state
        from piper import SynthesisConfig

        pitch = pitch_of(sound)
        pace = SynthesisConfig(length_scale=pitch * USUAL.rate / sound.rate, volume=LOUDNESS)
        with self._lock:  # its text reader has one state for the whole process
            voice = self._voice()
            chunks: list[Samples] = []
            try:
                for chunk in voice.synthesize(text, pace):
                    chunks.append(chunk.audio_float_array)
                    if self._closed:
                        break
            except (RuntimeError, ValueError, state.Fail, state.RuntimeException, state.InvalidArgument) as error:
                raise CoachError(
                    f"the voice {self._file.name} gives no sound ({_line(error)}): choose another"
                ) from error
        if self._closed:
            raise CoachError(f"the voice {self._file.name} gives no sound (it was closed): start again")
        audio = join(chunks, round(voice.config.sample_rate * pitch))
        if not audio.samples.any():
            raise CoachError(f"the voice {self._file.name} gives no sound (nothing but silence): choose another")
        return audio

    def warm_up(self) -> None:
        """Load it and say a word: the first one takes longest."""
        try:
            self.synthesize("Hello.")
        except CoachError:
            return  # told when the first real words fail

    def close(self) -> None:
        """Wait for the sentence that is being made: a process that ends meanwhile may be aborted by its thread."""
        self._closed = True
        if self._lock.acquire(timeout=LONGEST):
            self._lock.release()
        atexit.unregister(self.close)

    def _voice(self) -> PiperVoice:
        if self._loaded is None:
            from onnxruntime.capi import onnxruntime_pybind11_state as state
            from piper import PiperVoice

            try:
                self._loaded = PiperVoice.load(self._file)
            except (OSError, ValueError, KeyError, state.Fail, state.InvalidProtobuf, state.InvalidGraph) as error:
                raise CoachError(f"{self._file} is no Piper voice ({_line(error)}): choose another") from error
        return self._loaded


def settings_of(file: Path) -> Path:
    """Where a voice file's settings are."""
    return file.with_name(f"{file.name}.json")


def pitch_of(sound: Sound) -> float:
    """How much higher than the file has it somebody speaks: it has one voice, and a panel has several people."""
    for name in sound.voices:
        if found := VARIANT.search(name):
            return 1 + (0.02 if found[1] == "f" else -0.02) * (1 + int(found[2]))
    return 1.0


def _line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
