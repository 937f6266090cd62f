"""What was said, by the real Whisper tiny.en, and what is not taken for said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ModelMissing
from coach.session import Word
from coach.voice.audio import RATE, Audio, join, read, silence
from coach.voice.transcriber import FasterWhisper, invented, whole_words
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs

TEXTS = ["We should stop the search project.", 3.0, "It costs a quarter of the team and moves no metric."]


@pytest.fixture(scope="module")
def whisper() -> FasterWhisper:
    whisper = FasterWhisper(needs("whisper"))
    whisper.warm_up()
    return whisper


def test_speech_becomes_words_with_their_times(whisper: FasterWhisper, tmp_path: Path) -> None:
    audio = read(candidate(tmp_path / "answer.wav", [2.0, *TEXTS, 2.0]))
    heard = whisper.transcribe(audio)
    assert word_error_rate(" ".join(text for text in TEXTS if isinstance(text, str)), heard.text) < 0.15
    assert heard.text == " ".join(word.text for word in heard.words)
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert starts[0] == pytest.approx(2.1, abs=0.4)
    assert heard.words[-1].end == pytest.approx(audio.seconds - 2.2, abs=0.5)
    gaps = [later.start - earlier.end for earlier, later in zip(heard.words, heard.words[1:], strict=False)]
    assert max(gaps) == pytest.approx(3.0, abs=0.8), "the pause is not in the words' times"


@pytest.mark.parametrize("loudness", [0.0, 0.003, 0.03, 0.2])
def test_silence_and_noise_are_no_words(whisper: FasterWhisper, loudness: float) -> None:
    noise = np.random.default_rng(7).normal(0, 1, RATE * 5).astype(np.float32) * np.float32(loudness)
    assert whisper.transcribe(Audio(noise, RATE)).words == ()


def test_clicks_are_no_words(whisper: FasterWhisper) -> None:
    click = np.random.default_rng(7).normal(0, 0.5, RATE // 50).astype(np.float32)
    clicks = join([part for _ in range(8) for part in (click, silence(0.7).samples)])
    assert whisper.transcribe(clicks).text == ""
    assert whisper.transcribe(silence(0)).text == ""


def test_a_word_in_parts_is_one_word() -> None:
    parts = [
        (" Roll", 0.0, 0.3),
        ("-out", 0.3, 0.5),
        (" of", 0.5, 0.6),
        (" 3", 0.6, 0.8),
        (".5", 0.8, 1.0),
        (" ", 1, 1),
    ]
    assert whole_words(parts) == [Word("Roll-out", 0.0, 0.5), Word("of", 0.5, 0.6), Word("3.5", 0.6, 1.0)]
    assert whole_words([("out", 0.0, 0.3)]) == [Word("out", 0.0, 0.3)]


@pytest.mark.parametrize(
    ("text", "speech", "no_speech", "log_probability", "expected"),
    [
        ("A whole sentence.", 9.0, 0.9, -1.2, True),
        ("A whole sentence.", 9.0, 0.9, -0.5, False),
        ("A whole sentence.", 9.0, 0.2, -1.2, False),
        (" Thank you.", 0.7, 0.1, -0.3, True),
        (" Thank you.", 1.5, 0.1, -0.3, False),
        (" Yes.", 0.7, 0.1, -0.3, False),
    ],
)
def test_what_is_made_up(text: str, speech: float, no_speech: float, log_probability: float, expected: bool) -> None:
    assert invented(text, speech, no_speech, log_probability) is expected


def test_a_broken_model_is_told_in_one_line(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.bin"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelMissing, match="cannot be loaded") as caught:
        FasterWhisper(tmp_path).transcribe(silence(1))
    assert "\n" not in str(caught.value)
