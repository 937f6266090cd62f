"""What was said: sound becomes words with their times."""

from __future__ import annotations

import os
import statistics
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import CoachError, ModelMissing
from coach.session import Word
from coach.voice import second_reading
from coach.voice.audio import RATE, Audio, resampled
from coach.voice.glossary import read_out
from coach.voice.short_context import WINDOW, Context, Decoded, Decoder

if TYPE_CHECKING:
    from coach.voice.audio import Samples

NO_SPEECH = 0.6
UNSURE = -1.0
USUAL_WORD, LONG_WORD = 0.7, 2.0
"""Seconds that the middle one of some words takes at most, and how many times that no word exceeds: Whisper counts the
silence around a word in."""


@dataclass(frozen=True)
class Transcript:
    """The words of a recording."""

    text: str
    words: tuple[Word, ...] = ()
    """Times in seconds from the recording's start."""


class Hears(Protocol):
    """Hears the words of a segment."""

    def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:
        """The words in one segment, as `coach.voice.segmenter` cuts them: speech, not over thirty seconds.

        `prompt`: words that are likely, from `coach.voice.glossary`. Raises CoachError, ModelMissing among them.
        """
        ...


class Transcriber(Hears, Protocol):
    """Hears the words of whole recordings, too."""

    def whole(self, audio: Audio, prompt: str = "") -> Transcript:
        """The words in a recording of any length; no words where there was no speech. Raises CoachError."""
        ...


class FasterWhisper:
    """Whisper on this machine's processor. Loaded at first use, or by `warm_up`."""

    def __init__(self, folder: Path, context: Context = "short", threads: int | None = None) -> None:
        """`folder`: a model as `coach.voice.whisper_model` finds it. `context`: how much its encoder sees of a
        segment, thirty seconds or as much as there is. `threads`: of its own, at most; by default all cores but one."""
        self._folder = folder
        self._context = context
        # One core stays free: with all of them busy the audio callback comes 70 ms late instead of 25.
        self._threads = threads or max(1, (os.cpu_count() or 2) - 1)
        self._model: Any = None
        self._decoder: Decoder | None = None
        self._lock = threading.Lock()

    @property
    def again(self) -> int:
        """How often a segment had to be decoded once more, as the first result was doubtful."""
        return self._decoder.again if self._decoder else 0

    def warm_up(self) -> None:
        """Load the model and let it hear a second of nothing: its first second takes longest. Raises ModelMissing."""
        import numpy as np

        self._loaded()
        self._decoded(np.zeros(RATE, np.float32), "")

    def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:
        samples = resampled(audio, RATE).samples
        if not len(samples):
            return Transcript("")
        if len(samples) > WINDOW * RATE:
            return self.whole(audio, prompt)
        found = self._decoded(samples, prompt)
        if prompt and read_out(found.text, prompt):
            found = self._decoded(samples, "")
        if found.no_speech > NO_SPEECH and found.log_probability < UNSURE:
            return Transcript("")
        return _transcript(tidied(whole_words(found.words)))

    def whole(self, audio: Audio, prompt: str = "") -> Transcript:
        self._loaded()
        return _transcript(second_reading.whole(self, resampled(audio, RATE), prompt))

    def _decoded(self, samples: Samples, prompt: str) -> Decoded:
        self._loaded()
        assert self._decoder is not None
        try:
            return self._decoder.decode(samples, prompt)
        except (RuntimeError, ValueError) as error:
            raise _failed(error) from error

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self._load()
                self._decoder = Decoder(self._model, self._context)
            return self._model

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        try:
            return WhisperModel(
                str(self._folder), device="cpu", compute_type="int8", cpu_threads=self._threads, local_files_only=True
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


def tidied(words: list[Word]) -> list[Word]:
    """Without the silence that Whisper counts into the first word, the last one, and those at a sentence's end."""
    if not words:
        return []
    usual = min(USUAL_WORD, statistics.median(word.end - word.start for word in words))
    longest = max(LONG_WORD * usual, 0.1)
    tidy = []
    for at, word in enumerate(words):
        start, end = word.start, word.end
        if end - start > longest:
            begins = at == 0 or words[at - 1].text[-1] in ".?!"
            start, end = (end - longest, end) if begins else (start, start + longest)
        tidy.append(Word(word.text, start, end))
    return tidy


def _transcript(words: list[Word]) -> Transcript:
    return Transcript(" ".join(word.text for word in words), tuple(words))


def _failed(error: Exception) -> CoachError:
    reason = " ".join(str(error).split())
    return CoachError(f"the transcription failed ({reason}): try again, or give another model with --whisper")
