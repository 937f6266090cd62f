"""What a speaker plays, holds back, lowers and counts; on a stand-in for the sound library."""

from __future__ import annotations

import time

import numpy as np
import pytest

from coach.errors import DeviceMissing
from coach.voice import portaudio
from coach.voice.audio import Audio
from coach.voice.microphone import SoundDevice as Microphone
from coach.voice.ring import FADE
from coach.voice.speaker import DUCKED, WAKING, SoundDevice
from coach.voice.stream import Stream
from tests.lab.portaudio import Card, PortAudio

RATE = 48000


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> PortAudio:
    sound = PortAudio(Card("Loudspeaker", outputs=1))
    sound.install(monkeypatch)
    return sound


def steady(seconds: float, value: float = 0.5, rate: int = RATE) -> Audio:
    return Audio(np.full(round(seconds * rate), value, np.float32), rate)


def ask(sound: PortAudio, seconds: float) -> np.ndarray:
    """What the open stream plays in the next seconds, asked for in blocks."""
    stream = sound.streams[-1]
    left = round(seconds * stream.rate)
    blocks = []
    while left > 0:
        blocks.append(stream.ask(min(left, 441))[:, 0])
        left -= 441
    return np.concatenate(blocks)


def test_sounds_are_played_one_after_the_other_and_then_there_is_silence(sound: PortAudio) -> None:
    speaker = SoundDevice()
    assert speaker.wait(0)
    speaker.play(steady(0.1, 0.25))
    speaker.play(steady(0.1, 0.5))
    assert not speaker.wait(0)
    played = ask(sound, 0.3)
    assert (played[:4800] == 0.25).all()
    assert (played[4800:9600] == 0.5).all()
    assert not played[9600:].any()
    assert speaker.wait(0)
    assert speaker.played == pytest.approx(0.2)


def test_what_was_heard_is_counted_from_the_last_silence_on(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(0.2))
    ask(sound, 0.5)
    speaker.play(steady(1.0))
    ask(sound, 0.3)
    assert speaker.played == pytest.approx(0.3, abs=0.01)
    assert speaker.stop() == pytest.approx(0.3, abs=0.01)
    assert speaker.total == pytest.approx(0.5, abs=0.02)


def test_a_stop_is_a_short_fade_and_then_silence(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(1.0))
    ask(sound, 0.1)
    speaker.stop()
    assert speaker.wait(0)
    played = ask(sound, 0.1)
    fade = round(FADE * RATE)
    assert (np.diff(played[:fade]) <= 0).all()
    assert np.abs(np.diff(played)).max() < 0.02, "a click"
    assert not played[fade:].any()
    speaker.play(steady(0.1))
    assert ask(sound, 0.1)[-1] == 0.5, "what comes after a stop is as loud as before"


def test_ducked_it_goes_on_softly_without_a_click(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(1.0))
    before = ask(sound, 0.1)
    speaker.duck(True)
    soft = ask(sound, 0.1)
    speaker.duck(False)
    after = ask(sound, 0.1)
    assert soft[-1] == pytest.approx(0.5 * DUCKED)
    assert after[-1] == pytest.approx(0.5)
    assert np.abs(np.diff(np.concatenate([before, soft, after]))).max() < 0.02
    assert speaker.played == pytest.approx(0.3, abs=0.01)


def test_held_it_is_silent_and_goes_on_where_it_stood(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(Audio(np.linspace(0.1, 0.9, RATE, dtype=np.float32), RATE))
    before = ask(sound, 0.3)
    speaker.hold(True)
    still = ask(sound, 0.5)
    assert not speaker.wait(0)
    assert speaker.played == pytest.approx(0.3, abs=0.02)
    speaker.hold(False)
    after = ask(sound, 0.8)
    assert not still[round(FADE * RATE) :].any()
    assert after[600] == pytest.approx(before[-1], abs=0.03), "some of it was lost"
    assert np.abs(np.diff(np.concatenate([before, still, after[: RATE // 2]]))).max() < 0.02
    assert speaker.wait(0)
    assert speaker.played == pytest.approx(1.0, abs=0.01)


def test_a_stop_while_held_leaves_nothing(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(1.0))
    ask(sound, 0.2)
    speaker.hold(True)
    ask(sound, 0.1)
    assert speaker.stop() == pytest.approx(0.2, abs=0.02)
    assert not ask(sound, 0.2).any()
    speaker.play(steady(0.2))
    assert ask(sound, 0.2)[-1] == 0.5


@pytest.mark.parametrize(("channels", "rate"), [(1, 44100), (2, 48000), (2, 16000)])
def test_a_speaker_is_opened_the_way_it_wants(sound: PortAudio, channels: int, rate: int) -> None:
    sound.cards[0].channels, sound.cards[0].rates = channels, (rate,)
    speaker = SoundDevice()
    speaker.play(steady(0.5, 0.5, 22050))
    played = sound.streams[-1].ask(rate // 4)
    assert played.shape == (rate // 4, channels)
    assert played[-1].tolist() == pytest.approx([0.5] * channels, abs=0.01)


def test_a_bluetooth_speaker_is_woken_by_silence_which_nobody_counts_as_heard(sound: PortAudio) -> None:
    sound.cards[0].name = "Soundcore Bluetooth"
    speaker = SoundDevice()
    speaker.play(steady(0.5))
    speaker.play(steady(0.5))
    played = ask(sound, WAKING + 0.2)
    assert not played[: round(WAKING * RATE)].any()
    assert played[-1] == 0.5
    assert speaker.stop() == pytest.approx(0.2, abs=0.01)
    speaker.play(steady(0.5))
    assert ask(sound, 0.1)[-1] == 0.5, "awake it needs no waking"


def test_a_tap_is_given_all_that_is_played_and_when(sound: PortAudio) -> None:
    speaker, tapped = SoundDevice(), []
    speaker.tap = lambda at, samples, rate: tapped.append((at, samples, rate))
    speaker.play(steady(0.02))
    now = time.monotonic()
    sound.streams[-1].ask(480, ahead=0.12)
    sound.streams[-1].ask(960, ahead=0.12)
    assert [len(samples) for _, samples, _ in tapped] == [480, 960]
    assert tapped[0][0] == pytest.approx(now + 0.12, abs=0.05)
    assert np.concatenate([samples for _, samples, _ in tapped]).sum() == pytest.approx(480)


def test_it_is_drained_when_the_device_says_that_the_last_sample_is_in_the_air(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(0.01))
    sound.streams[-1].ask(480, ahead=0.2)
    for _ in range(5):
        sound.streams[-1].ask(480, ahead=0.2)
    began = time.monotonic()
    speaker.drain()
    assert 0.15 < time.monotonic() - began < 0.4


def test_a_speaker_that_asks_for_nothing_is_gone_and_goes_on_where_it_comes_back(
    sound: PortAudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "stalled", 0.05)
    monkeypatch.setattr(Stream, "first_call", 0.2)
    speaker = SoundDevice("loud")
    speaker.play(steady(1.0))
    ask(sound, 0.4)
    with pytest.raises(DeviceMissing, match="the speaker went away"):
        speaker.wait(0.3)
    sound.waiting = [Card("Headphones", outputs=2, channels=2, rates=(16000,))]
    assert speaker.reopen(1.0)
    assert speaker.name == "Headphones"
    assert speaker.played == pytest.approx(0.4, abs=0.02)
    played = ask(sound, 0.9)
    assert np.flatnonzero(played)[-1] / 16000 == pytest.approx(0.6, abs=0.05)
    assert speaker.wait(0)


def test_closed_it_forgets_what_was_not_played(sound: PortAudio) -> None:
    speaker = SoundDevice()
    speaker.play(steady(1.0))
    speaker.close()
    assert speaker.wait(0)
    speaker.play(steady(0.01, 0.25))
    assert np.abs(ask(sound, 0.1)).max() == 0.25


def test_starting_portaudio_anew_closes_and_reopens_every_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = PortAudio(Card("Loudspeaker", outputs=1), Card("Yeti", inputs=1))
    sound.install(monkeypatch)
    speaker, microphone = SoundDevice(), Microphone()
    speaker.play(steady(1.0))
    first = list(sound.streams)
    sound.waiting = [Card("Yeti", inputs=1), Card("HDMI", outputs=1), Card("Loudspeaker", outputs=1)]
    portaudio.restart()
    assert all(stream.closed for stream in first)
    assert sorted(stream.card.name for stream in sound.streams if not stream.closed) == ["Loudspeaker", "Yeti"]
    assert not speaker.wait(0)
    microphone.close()
    speaker.close()
    portaudio.restart()
    assert all(stream.closed for stream in sound.streams)
