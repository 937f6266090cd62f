"""One stretch of sound through Whisper in one go, its encoder seeing no more than there is to see.

Every call of Whisper is padded to thirty seconds, which costs the same for one word as for sixty. CTranslate2's encoder
takes fewer; but where too little silence follows the last word, the decoder runs away and says it again and again.
So there is a guard: what looks wrong is decoded once more with all the thirty seconds. Knows the inside of
faster-whisper, and nobody else here does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from coach.voice.audio import RATE

if TYPE_CHECKING:
    from coach.voice.audio import Samples

Context = Literal["full", "short"]

FRAMES = 100
"""Frames of the spectrogram a second."""
WINDOW = 30.0
"""Seconds that Whisper was trained to see."""
PADDING = 8.0
"""Seconds of nothing behind the sound, at least: with two, tiny.en still ran away on clean speech, and with five it
heard a word in two hundred more wrongly."""
CONTEXT_STEP = 3.0
"""Seconds between two lengths of what is seen: for each the runtime keeps memory, and a session has many lengths."""
LEAST_CONTEXT = 12.0
"""Seconds that are seen at least."""
BEAM = 3
"""Readings that are followed side by side: takes half again as long to write as one, and hears better in noise."""
TOKENS, MORE_TOKENS = 7.0, 16
"""A second, and on top: twice what a fast speaker needs. More of them are no speech."""
MOST_TOKENS = 224
"""In one go; as many does Whisper use itself."""
REPETITIVE = 2.4
"""Ratio of a text to itself compressed from which it is one thing over and over."""
TWICE = 4
"""Words in a row that nobody says twice in a row, or hardly ever."""
UNSURE = -0.5
"""Mean logarithm of the tokens' probability below which the text is worth a second look."""


@dataclass(frozen=True)
class Decoded:
    """What Whisper made of it."""

    text: str
    words: tuple[tuple[str, float, float], ...]
    """Text with its blank, start and end in seconds."""
    no_speech: float
    log_probability: float
    ratio: float
    """Of the text to itself compressed."""
    cut: bool
    """True when it would have gone on, had it been let."""

    @property
    def doubtful(self) -> bool:
        return self.runaway or said_twice(self.text) or self.log_probability < UNSURE

    @property
    def runaway(self) -> bool:
        return self.cut or self.ratio > REPETITIVE


class Decoder:
    """A model of faster-whisper's, for sound of up to thirty seconds in English."""

    def __init__(self, model: Any, context: Context) -> None:
        """`model`: a faster_whisper.WhisperModel."""
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._model, self._context = model, context
        self._tokenizer = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en")
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))
        self.again = 0
        """How often something had to be decoded once more."""

    def decode(self, samples: Samples, prompt: str = "") -> Decoded:
        """`samples`: 16 kHz. `prompt`: what Whisper is to believe was said before."""
        seconds = len(samples) / RATE
        features = self._model.feature_extractor(samples)
        wanted = WINDOW if self._context == "full" else max(_stepped(seconds + PADDING), LEAST_CONTEXT)
        found = self._decode(features, min(WINDOW, wanted), seconds, prompt)
        if found.doubtful and wanted < WINDOW:
            self.again += 1
            found = self._decode(features, WINDOW, seconds, prompt)
        if found.runaway:
            self.again += 1
            found = self._decode(features, WINDOW, seconds, "", no_repeat_ngram_size=3)
        return found

    def _decode(self, features: Any, context: float, seconds: float, prompt: str, **how: Any) -> Decoded:
        from faster_whisper.transcribe import get_compression_ratio

        tokenizer, most = self._tokenizer, min(MOST_TOKENS, math.ceil(seconds * TOKENS) + MORE_TOKENS)
        seen = self._seen(features, context)
        start = [tokenizer.sot_prev, *tokenizer.encode(f" {prompt}")] if prompt else []
        start += [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        result = self._model.model.generate(
            seen,
            [start],
            beam_size=BEAM,
            max_length=max(2 * most, len(start) + most),  # CTranslate2 writes half of it at most, as Whisper does
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            **how,
        )[0]
        tokens = result.sequences_ids[0]
        said = [token for token in tokens if token < tokenizer.eot]
        text = tokenizer.decode(said)
        return Decoded(
            text,
            self._words(seen, said, seconds),
            result.no_speech_prob,
            result.scores[0] * len(tokens) / (len(tokens) + 1),
            get_compression_ratio(text.strip()) if said else 0.0,
            len(said) >= most,
        )

    def _seen(self, features: Any, context: float) -> Any:
        """The encoder's view of so many seconds. An even number of frames: it takes them in twos."""
        import numpy as np
        from faster_whisper.transcribe import get_ctranslate2_storage

        frames = round(context * FRAMES / 2) * 2
        features = features[:, :frames]
        padded = np.pad(features, ((0, 0), (0, frames - features.shape[1])))
        return self._model.model.encode(get_ctranslate2_storage(padded[np.newaxis]))

    def _words(self, seen: Any, tokens: list[int], seconds: float) -> tuple[tuple[str, float, float], ...]:
        if not tokens:
            return ()
        found = self._model.find_alignment(self._tokenizer, [tokens], seen, max(2, round(seconds * FRAMES)))
        return tuple((each["word"], float(each["start"]), float(each["end"])) for each in found[0])


def _stepped(seconds: float) -> float:
    return math.ceil(seconds / CONTEXT_STEP) * CONTEXT_STEP


def said_twice(text: str) -> bool:
    """Whether some words come again right behind themselves. A sentence said just twice escapes the compression."""
    words = re.findall(r"[\w']+", text.lower())
    return any(
        words[at : at + count] == words[at + count : at + 2 * count]
        for count in range(TWICE, len(words) // 2 + 1)
        for at in range(len(words) - 2 * count + 1)
    )
