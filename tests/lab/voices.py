"""The candidate's voice: Piper says a text into a WAV file."""

from __future__ import annotations

import functools
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.parts import missing, needs


@functools.cache
def _voice(model: Path) -> Any:
    try:
        import piper
    except ImportError:
        missing("Piper is not installed: `pip install piper-tts`")
    return piper.PiperVoice.load(model)


def candidate(file: Path, parts: Iterable[str | float]) -> Path:
    """Say the texts into a WAV file, with silence of so many seconds where a number stands.

    `candidate(file, ["We stop project B.", 1.5, "It costs a quarter."])`
    """
    voice = _voice(needs("piper"))
    import piper

    still = piper.SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)  # else no two runs hear the same voice
    rate = voice.config.sample_rate
    data = b"".join(
        bytes(2 * int(part * rate))
        if isinstance(part, (int, float))
        else b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(part, still))
        for part in parts
    )
    with wave.open(str(file), "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(2)
        sink.setframerate(rate)
        sink.writeframes(data)
    return file


def word_error_rate(said: str, heard: str) -> float:
    """Share of words got wrong, capitals and punctuation left out."""
    jiwer = pytest.importorskip("jiwer")
    plain = jiwer.Compose([jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.RemoveMultipleSpaces(), jiwer.Strip()])
    return float(jiwer.wer(plain(said), plain(heard)))
