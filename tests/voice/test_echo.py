"""The interviewer's own voice taken out of the microphone: in a calculated room, and on the virtual sound card."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice.audio import RATE, read, resampled
from coach.voice.barge_in import BargeIn
from coach.voice.echo import LEARNING, Cleaned, EchoCanceller, Played
from coach.voice.microphone import FRAME, FRAME_SECONDS
from coach.voice.synthesizer import Pyttsx3
from coach.voice.vad import Silero
from tests.lab.duplex import WORDS
from tests.lab.interruptions import WORDS as INTERRUPTION
from tests.lab.interruptions import run
from tests.lab.soundcard import SoundCard
from tests.lab.voices import candidate
from tests.parts import missing, program


@pytest.fixture
def aec() -> None:
    try:
        import pywebrtc_audio  # noqa: F401
    except ImportError:
        missing("the echo canceller is not installed: `pip install pywebrtc-audio`")


def babble(seconds: float, seed: int) -> np.ndarray:
    """Noise that comes and goes in syllables."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(seconds * RATE)) / RATE
    loud = np.clip(np.sin(2 * np.pi * (3 + seed % 3) * times) + np.sin(2 * np.pi * 0.7 * times), 0, None)
    return (rng.normal(0, 0.05, len(times)) * loud).astype(np.float32)


def level(samples: np.ndarray) -> float:
    """Decibels."""
    return float(10 * np.log10(np.square(samples).mean() + 1e-12))


@pytest.mark.usefixtures("aec")
def test_the_echo_goes_and_the_voice_beside_it_stays() -> None:
    far, voice = babble(20, 1), babble(20, 2)
    voice[: 12 * RATE] = 0
    echo = 0.5 * np.concatenate([np.zeros(round(0.05 * RATE), np.float32), far])[: len(far)]
    canceller = EchoCanceller()
    near = echo + voice
    frames = [
        canceller.feed(near[at : at + FRAME], far[at : at + FRAME]) for at in range(0, len(near) - FRAME + 1, FRAME)
    ]
    assert {len(frame) for frame in frames} == {FRAME}
    clean = np.concatenate(frames)
    alone, both = slice(3 * RATE, 12 * RATE), slice(13 * RATE, 19 * RATE)
    assert level(clean[alone]) < level(echo[alone]) - 24
    assert level(clean[both]) > level(voice[both]) - 9


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(CoachError, match="pip install pywebrtc-audio"):
        EchoCanceller()


def test_what_was_played_is_found_by_its_time_though_the_times_are_shaky() -> None:
    played, rng = Played(), np.random.default_rng(3)
    ramp = np.linspace(0, 1, 48000 * 8, dtype=np.float32)
    for at in range(0, len(ramp), 480):
        played.tap(100 + at / 48000 + rng.normal(0, 0.008), ramp[at : at + 480], 48000)
        if at % 4800 == 0:
            played.position(0)
    for seconds in (2.0, 4.0, 7.0):
        position = round(played.position(100 + seconds))
        assert played.at(position, 160)[0] * 8 == pytest.approx(seconds, abs=0.01)
    assert not played.at(round(played.position(99)), 160).any(), "nothing was played before the beginning"
    assert not played.at(round(played.position(120)), 160).any()


def test_only_the_last_seconds_of_what_was_played_are_kept() -> None:
    played = Played()
    for second in range(60):
        played.tap(float(second), np.full(16000, second / 60, np.float32), 16000)
        played.position(0)
    assert not played.at(round(played.position(30.5)), 160).any()
    assert played.at(round(played.position(57.5)), 160)[80] == pytest.approx(57 / 60, abs=0.01)


class Device:
    """Stands for microphone and speaker where the test does what they do."""

    duplex = False
    tap: Any = None


class Room:
    """An interviewer who speaks without end out of a speaker, and a microphone that hears them and a candidate."""

    late = 5
    """Frames from what the interviewer decides to what is to be heard of it."""

    def __init__(self, words: np.ndarray, voice: np.ndarray, echo: float, reverberation: float, noise: float) -> None:
        """`echo`: decibels by which the speaker comes back louder, fading by 60 in so many seconds of `reverberation`.
        `noise`: decibels."""
        self._rng, count = np.random.default_rng(4), round(reverberation * RATE)
        response = self._rng.normal(0, 1, count) * 10 ** (-3 * np.arange(count) / count)
        response[round(0.002 * RATE)] = np.sqrt(2 * np.square(response).sum())  # straight from the speaker, the most
        self._response = np.concatenate([np.zeros(round(0.03 * RATE)), response])
        self._response *= 10 ** (echo / 20) / np.sqrt(np.square(response).sum())
        self._words, self._voice, self._noise = words, voice, 10 ** (noise / 20)
        self._played = np.zeros(len(self._response) + FRAME)
        self._coming: deque[np.ndarray] = deque([np.zeros(FRAME, np.float32)] * self.late)

    def reactions(self) -> list[tuple[str, float]]:
        """Of an interviewer who goes on when the candidate has been silent for a second."""
        device: Any = Device()
        cleaned, vad, barge_in, found = Cleaned(device, device), Silero(), BargeIn(), []
        still, said, speaking = 0.0, 0, True
        for at in range(0, len(self._voice) - FRAME + 1, FRAME):
            self._coming.append(self._words[said : said + FRAME] if speaking else np.zeros(FRAME, np.float32))
            said += FRAME if speaking else 0
            device.tap((at + self.late * FRAME) / RATE, self._coming[-1], RATE)
            frame = cleaned.clean(at / RATE, self._heard(at))
            reaction = barge_in.feed(frame, probability := vad.probability(frame))
            if reaction:
                found.append((reaction, at / RATE))
                speaking = reaction in ("duck", "resume")
            still = 0.0 if probability > 0.3 else still + FRAME_SECONDS
            if barge_in.stopped and still > 1:
                barge_in.reset()
                speaking = True
        return found

    def _heard(self, at: int) -> np.ndarray:
        self._played = np.concatenate([self._played[FRAME:], self._coming.popleft()])
        size = 2 * len(self._played)
        echo = np.fft.irfft(np.fft.rfft(self._played, size) * np.fft.rfft(self._response, size), size)
        noise = self._rng.normal(0, self._noise, FRAME)
        last = echo[len(self._played) - FRAME : len(self._played)]
        return np.asarray(last + self._voice[at : at + FRAME] + noise, np.float32)


@pytest.fixture(scope="module")
def interviewer() -> np.ndarray:
    """A minute of them, 16 kHz."""
    program("espeak-ng")
    voice = Pyttsx3()
    clips = [resampled(voice.synthesize(words, Sound()), RATE).samples for words in WORDS]
    return np.concatenate([clips[index % len(clips)] for index in range(40)])[: 60 * RATE]


@pytest.mark.usefixtures("aec")
@pytest.mark.parametrize(
    ("echo", "reverberation", "noise", "soon"),
    [(-6, 0.2, -60, 0.5), (0, 0.3, -50, 1.0), (-6, 0.3, -40, 0.5), (-30, 0.2, -60, 0.5)],
)
def test_in_a_room_nobody_is_interrupted_by_themselves_but_by_somebody_else(
    interviewer: np.ndarray, tmp_path: Path, echo: float, reverberation: float, noise: float, soon: float
) -> None:
    words = resampled(read(candidate(tmp_path / "words.wav", [INTERRUPTION])), RATE).samples
    voice, onsets = np.zeros(len(interviewer)), (20.0, 35.0, 50.0)
    for onset in onsets:
        voice[round(onset * RATE) : round(onset * RATE) + len(words)] = words
    found = Room(interviewer, voice, echo, reverberation, noise).reactions()
    held = [at for reaction, at in found if reaction == "hold"]
    assert [at for at in held if not any(onset < at < onset + 6 for onset in onsets)] == []
    soonest = [min((at - onset for at in held if at > onset), default=60.0) for onset in onsets]
    assert sorted(soonest)[1] < soon, soonest
    assert len([at for reaction, at in found if reaction == "stop"]) == len(onsets)


@pytest.mark.usefixtures("aec")
def test_a_microphone_hears_as_it_is_when_nothing_is_played() -> None:
    device: Any = Device()
    cleaned = Cleaned(device, device)
    device.tap(0.0, np.zeros(RATE * 4, np.float32), RATE)
    frame = babble(0.032, 1)
    assert np.array_equal(cleaned.clean(2.0, frame), frame)


@pytest.mark.usefixtures("aec")
def test_whoever_answers_at_once_is_heard_although_it_does_not_know_the_room_yet() -> None:
    device: Any = Device()
    cleaned = Cleaned(device, device)
    cleaned.pause()
    device.tap(0.0, babble(1, 1), RATE)
    device.tap(1.0, np.zeros(RATE * 4, np.float32), RATE)
    for at in np.arange(0, 1, FRAME_SECONDS):
        cleaned.clean(float(at), babble(0.032, 2))
    cleaned.resume()
    heard = [np.abs(cleaned.clean(float(at), babble(0.032, 2))).max() for at in np.arange(1, 2, FRAME_SECONDS)]
    assert min(heard[round(0.5 / FRAME_SECONDS) :]) > 0.01


@pytest.mark.usefixtures("aec")
def test_before_it_knows_the_room_it_hears_nothing_beside_itself() -> None:
    device: Any = Device()
    cleaned = Cleaned(device, device)
    far = babble(20, 1)
    loudness = []
    for at in range(0, len(far) - RATE, FRAME):
        device.tap(at / RATE, far[at : at + FRAME], RATE)
        heard = cleaned.clean(at / RATE - 0.1, 0.5 * far[at : at + FRAME] + babble(0.032, 2))
        loudness.append(np.abs(heard).max())
    assert not any(loudness[4 : int(LEARNING / FRAME_SECONDS)])
    assert max(loudness[-100:]) > 0.01


# In real time


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with SoundCard() as card:
        card.echo(-6)
        yield card


@pytest.mark.usefixtures("aec")
def test_interrupted_by_voice_the_interviewer_stops_and_never_interrupts_itself(
    card: SoundCard, tmp_path: Path
) -> None:
    program("espeak-ng")
    outcome = run(card, 36, [candidate(tmp_path / "words.wav", [INTERRUPTION])], 14)
    assert len(outcome.delays) == 2
    assert max(outcome.delays) < 3, outcome.delays  # how soon, `python -m tests.lab.interruptions` measures
    assert [each["reaction"] for each in outcome.reactions].count("stop") == 2
    for reaction in ("hold", "stop"):  # on a busy machine it may speak more softly for a moment
        assert outcome.unasked(reaction) == [], "it has interrupted itself"
    assert outcome.figures["lost"] == 0


@pytest.mark.usefixtures("aec")
def test_one_who_only_agrees_stops_nobody(card: SoundCard, tmp_path: Path) -> None:
    program("espeak-ng")
    words = [candidate(tmp_path / f"{text}.wav", [f"{text}."]) for text in ("Yeah", "Mm-hmm", "Okay")]
    outcome = run(card, 24, words, 6)
    said = [each["reaction"] for each in outcome.reactions]
    assert "hold" in said
    assert "stop" not in said
    assert said[-1] == "resume"
    assert outcome.figures["played"] > 10
