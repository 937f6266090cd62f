"""What was said, by the real Whisper tiny.en, and what is not taken for said."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coach.errors import ModelMissing
from coach.session import Word
from coach.voice import short_context
from coach.voice.audio import RATE, Audio, join, read, resampled, silence
from coach.voice.phantoms import phantom
from coach.voice.scribe import Draft, Scribe
from coach.voice.segmenter import Segment, Segmenter
from coach.voice.short_context import Decoded
from coach.voice.transcriber import FasterWhisper, tidied, whole_words
from coach.voice.vad import Silero
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs

TEXTS = ["We should stop the search project.", 3.0, "It costs a quarter of the team and moves no metric."]


SAID = " ".join(text for text in TEXTS if isinstance(text, str))


@pytest.fixture(scope="module")
def whisper() -> FasterWhisper:
    whisper = FasterWhisper(needs("whisper"))
    whisper.warm_up()
    return whisper


@pytest.fixture(scope="module")
def short() -> FasterWhisper:
    return FasterWhisper(needs("whisper"), "short")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    return read(candidate(tmp_path_factory.mktemp("voice") / "answer.wav", [2.0, *TEXTS, 2.0]))


def segments(audio: Audio) -> list[Segment]:
    """What a listener would have written down."""
    segmenter, silero, samples = Segmenter(), Silero(), resampled(audio, RATE).samples
    found = []
    for at in range(0, len(samples) - 511, 512):
        frame = samples[at : at + 512]
        found += segmenter.feed(frame, silero.probability(frame))
    return found + segmenter.finish()


def written(whisper: FasterWhisper, audio: Audio, prompt: str = "") -> Draft:
    scribe = Scribe(whisper, inline=True)
    scribe.begin(prompt)
    for segment in segments(audio):
        scribe.put(segment)
    return scribe.poll()


def check_words(words: tuple[Word, ...], seconds: float) -> None:
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert starts[0] == pytest.approx(2.1, abs=0.4)
    assert words[-1].end == pytest.approx(seconds - 2.2, abs=0.5)
    gaps = [later.start - earlier.end for earlier, later in pairwise(words)]
    assert max(gaps) == pytest.approx(3.0, abs=0.8), "the pause is not in the words' times"


def test_a_recording_becomes_words_with_their_times(whisper: FasterWhisper, spoken: Audio) -> None:
    heard = whisper.whole(spoken)
    assert word_error_rate(SAID, heard.text) < 0.15
    assert heard.text == " ".join(word.text for word in heard.words)
    check_words(heard.words, spoken.seconds)


@pytest.mark.parametrize("context", ["full", "short"])
def test_segments_become_words_with_their_times(
    whisper: FasterWhisper, short: FasterWhisper, spoken: Audio, context: str
) -> None:
    draft = written(short if context == "short" else whisper, spoken)
    assert word_error_rate(SAID, draft.text) < 0.15
    assert len(draft.commits) == 2
    check_words(draft.words, spoken.seconds)


@pytest.mark.parametrize("loudness", [0.0, 0.003, 0.03, 0.2])
def test_silence_and_noise_are_no_words(whisper: FasterWhisper, loudness: float) -> None:
    noise = np.random.default_rng(7).normal(0, 1, RATE * 5).astype(np.float32) * np.float32(loudness)
    assert whisper.whole(Audio(noise, RATE)).words == ()
    assert written(whisper, Audio(noise, RATE)).words == ()


def test_clicks_are_no_words(whisper: FasterWhisper) -> None:
    click = np.random.default_rng(7).normal(0, 0.5, RATE // 50).astype(np.float32)
    clicks = join([part for _ in range(8) for part in (click, silence(0.7).samples)])
    assert whisper.whole(clicks).text == ""
    assert written(whisper, clicks).text == ""
    assert whisper.whole(silence(0)).text == whisper.transcribe(silence(0)).text == ""


@pytest.mark.parametrize("seconds", [0.3, 1.0, 3.0])
def test_a_prompt_is_not_read_out_over_next_to_nothing(whisper: FasterWhisper, seconds: float) -> None:
    noise = np.random.default_rng(7).normal(0, 0.01, round(RATE * seconds)).astype(np.float32)
    heard = whisper.transcribe(Audio(noise, RATE), "CDK, Terraform, etcd, Raft, Georgia Pell.")
    for term in ("Terraform", "Raft", "Georgia"):
        assert term not in heard.text


def test_a_prompt_helps_with_names(whisper: FasterWhisper, tmp_path: Path) -> None:
    said = "Zainab Yusuf asked whether etcd or CDK was to blame."
    audio = resampled(read(candidate(tmp_path / "names.wav", [0.3, said, 0.3])), RATE)
    told = whisper.transcribe(audio, "etcd, CDK, Zainab Yusuf.").text
    assert word_error_rate(said, told) < word_error_rate(said, whisper.transcribe(audio).text)


def test_a_runaway_is_caught(short: FasterWhisper, spoken: Audio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder that wants to write more than so much sound can hold is stopped, and asked once more."""
    first = segments(spoken)[0].audio
    expected, before = short.transcribe(first), short.again
    monkeypatch.setattr(short_context, "TOKENS", 0.0)
    monkeypatch.setattr(short_context, "MORE_TOKENS", 4)
    cut = short.transcribe(first)
    assert short.again > before
    assert 0 < len(cut.words) < len(expected.words)


def test_more_than_a_window_is_heard_whole(whisper: FasterWhisper, spoken: Audio) -> None:
    long = join([resampled(spoken, RATE).samples, silence(25).samples])
    assert word_error_rate(SAID, whisper.transcribe(long).text) < 0.15


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
    ("no_speech", "log_probability", "made_up"), [(0.9, -1.2, True), (0.9, -0.5, False), (0.2, -1.2, False)]
)
def test_only_what_is_doubted_twice_is_made_up(
    monkeypatch: pytest.MonkeyPatch, no_speech: float, log_probability: float, made_up: bool
) -> None:
    words = ((" A", 0.0, 0.3), (" sentence.", 0.3, 1.0))
    found = Decoded(" A sentence.", words, no_speech, log_probability, 1.0, cut=False)
    monkeypatch.setattr(FasterWhisper, "_decoded", lambda *_given: found)
    assert FasterWhisper(Path("nowhere")).transcribe(silence(2)).text == ("" if made_up else "A sentence.")


@pytest.mark.parametrize(
    ("text", "speech", "expected"),
    [(" Thank you.", 0.5, True), (" Thank you.", 0.7, False), (" Thank you all.", 0.5, False), ("", 0.5, False)],
)
def test_thanks_take_time(text: str, speech: float, expected: bool) -> None:
    assert phantom(text, speech) is expected


def test_silence_is_no_part_of_a_word() -> None:
    words = [
        Word("So", 0.0, 1.0),
        Word("we", 1.0, 1.2),
        Word("stop.", 1.2, 3.0),
        Word("Now", 3.0, 5.2),
        Word("it", 5.2, 5.4),
        Word("costs", 5.4, 5.6),
        Word("more", 5.6, 7.0),
    ]
    tidy = tidied(words)
    assert [word.text for word in tidy] == [word.text for word in words]
    assert max(word.end - word.start for word in tidy) == pytest.approx(1.4)
    assert (tidy[0].start, tidy[0].end) == (0.0, 1.0)
    assert (tidy[3].start, tidy[3].end) == (pytest.approx(3.8), 5.2), "the silence was before it"
    assert (tidy[2].start, tidy[2].end) == (1.2, pytest.approx(2.6)), "the silence was behind it"
    assert tidied([]) == []


def test_a_broken_model_is_told_in_one_line(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.bin"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelMissing, match="cannot be loaded") as caught:
        FasterWhisper(tmp_path).transcribe(silence(1))
    assert "\n" not in str(caught.value)
