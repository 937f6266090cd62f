"""What was said: sound becomes words with their times."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from coach.errors import ModelMissing
from coach.session import Word
from coach.voice.audio import RATE, Audio, resampled

LEAST_SPEECH = 0.2
"""Seconds of speech below which nothing was said: on less Whisper invents whole sentences."""
PAUSE = 0.5
"""Seconds of silence that are cut out before Whisper hears the rest: in silence it invents, too."""
PAD = 0.15
"""Seconds of sound kept around speech, so that no word is clipped."""
NO_SPEECH = 0.6
UNSURE = -1.0
SHORT = 0.6
PHANTOMS = frozenset({"thank you", "thanks for watching", "you", "bye", "thank you for watching"})
"""What Whisper was trained to hear in breath and noise. Only ever dropped where there was hardly time to say it."""


@dataclass(frozen=True)
class Transcript:
    """The words of a recording."""

    text: str
    words: tuple[Word, ...] = ()
    """Times in seconds from the recording's start."""


class Transcriber(Protocol):
    """Hears words."""

    def transcribe(self, audio: Audio) -> Transcript:
        """The words in a recording; no words where there was no speech. Raises ModelMissing."""
        ...


class FasterWhisper:
    """Whisper on this machine's processor. Loaded at first use, or by `warm_up`."""

    def __init__(self, folder: Path) -> None:
        """`folder`: a model as `coach.voice.whisper_model` finds it."""
        self._folder = folder
        self._model: Any = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the model and let it hear a second of nothing: its first second takes longest. Raises ModelMissing."""
        import numpy as np

        segments, _ = self._loaded().transcribe(np.zeros(RATE, np.float32), language="en", beam_size=1)
        list(segments)

    def transcribe(self, audio: Audio) -> Transcript:
        segments, info = self._loaded().transcribe(
            resampled(audio, RATE).samples,
            language="en",
            beam_size=1,
            condition_on_previous_text=False,  # else one invented sentence breeds the next
            word_timestamps=True,
            vad_filter=True,
            vad_parameters={
                "min_speech_duration_ms": round(LEAST_SPEECH * 1000),
                "min_silence_duration_ms": round(PAUSE * 1000),
                "speech_pad_ms": round(PAD * 1000),
            },
        )
        words: list[Word] = []
        for segment in segments:
            if not invented(segment.text, info.duration_after_vad, segment.no_speech_prob, segment.avg_logprob):
                words += whole_words((word.word, word.start, word.end) for word in segment.words or ())
        return Transcript(" ".join(word.text for word in words), tuple(words))

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        # One core stays free: with all of them busy the audio callback comes 70 ms late instead of 25.
        threads = max(1, (os.cpu_count() or 2) - 1)
        try:
            return WhisperModel(
                str(self._folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            reason = " ".join(str(error).split())
            raise ModelMissing(
                f"{self._folder} cannot be loaded ({reason}): give another with --whisper, or use --text"
            ) from error


def whole_words(tokens: Iterable[tuple[str, float, float]]) -> list[Word]:
    """Words out of Whisper's: one without a blank before it goes on with the one before, as in "roll" "-out"."""
    words: list[Word] = []
    for text, start, end in tokens:
        if words and not text.startswith(" "):
            words[-1] = Word(words[-1].text + text.rstrip(), words[-1].start, float(end))
        elif text.strip():
            words.append(Word(text.strip(), float(start), float(end)))
    return words


def invented(text: str, speech: float, no_speech: float, log_probability: float) -> bool:
    """Whether Whisper made it up: both its doubts together, or a phrase known for it where there was no time for it.

    `speech`: seconds in which speech was detected in the whole recording, with the sound kept around it.
    """
    if no_speech > NO_SPEECH and log_probability < UNSURE:
        return True
    return speech < SHORT + 2 * PAD and text.strip().rstrip(".!").lower() in PHANTOMS
