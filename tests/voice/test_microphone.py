"""A file as a microphone, and a device that is opened as it wants, stalls, goes away and comes back."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from coach.errors import DeviceMissing
from coach.voice.audio import RATE, Audio, to_wav
from coach.voice.microphone import FRAME, FRAME_SECONDS, KEPT, RINGING, SoundDevice, WavMicrophone
from coach.voice.sample_clock import SampleClock
from coach.voice.stream import Stream
from tests.lab.portaudio import Card, PortAudio

TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(48000 * 3) / 48000).astype(np.float32)
"""Three seconds at 48 kHz."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A second of rising numbers at 48 kHz."""
    wav = tmp_path / "answers.wav"
    wav.write_bytes(to_wav(Audio(np.linspace(0.1, 0.9, 48000, dtype=np.float32), 48000)))
    return wav


def rest(microphone: WavMicrophone) -> list[np.ndarray]:
    """All frames that it still gives."""
    frames: list[np.ndarray] = []
    while not microphone.ended:
        frames += microphone.read(1.0)
    return frames


def test_a_file_gives_its_sound_then_silence_then_no_more(file: Path) -> None:
    microphone = WavMicrophone(file, tail=0.5)
    frames = rest(microphone)
    assert {len(frame) for frame in frames} == {FRAME}
    assert len(frames) * FRAME_SECONDS == pytest.approx(1.5, abs=FRAME_SECONDS)
    assert frames[15].mean() == pytest.approx(0.5, abs=0.03)
    assert not frames[-1].any()
    assert microphone.read(1.0) == []


def test_a_file_goes_on_where_it_stood(file: Path) -> None:
    microphone = WavMicrophone(file, tail=0)
    taken = [frame for _ in range(3) for frame in microphone.read(0)]
    microphone.pause()
    microphone.resume()
    together = np.concatenate([*taken, *rest(microphone)])
    assert len(taken) == 3
    assert np.array_equal(together, np.concatenate(rest(WavMicrophone(file, tail=0))))


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> PortAudio:
    sound = PortAudio(Card("Yeti", inputs=1))
    sound.install(monkeypatch)
    return sound


def give(sound: PortAudio, samples: np.ndarray, block: int = 480, ago: float = 0.0) -> None:
    """The open stream hears all of it in blocks, the last of them just now."""
    stream = sound.streams[-1]
    for start in range(0, len(samples), block):
        late = (len(samples) - start) / stream.rate
        stream.give(samples[start : start + block], ago=ago + late)


@pytest.mark.parametrize("rate", [48000, 44100, 16000])
def test_sound_comes_whole_at_16_khz_whatever_the_rate_and_the_blocks(sound: PortAudio, rate: int) -> None:
    sound.cards[0].rates = (rate,)
    microphone = SoundDevice()
    times = np.arange(rate * 2) / rate
    give(sound, (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32), block=441)
    frames = microphone.read(0)
    heard = np.concatenate(frames)
    assert {len(frame) for frame in frames} == {FRAME}
    assert len(heard) / RATE == pytest.approx(2, abs=0.1)
    wanted = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(heard)) / RATE)
    assert np.abs(heard - wanted)[400:].max() < 0.01, "a jump between two blocks"


@pytest.mark.parametrize(
    ("rates", "claims", "channels", "opened"),
    [
        ((48000,), 44100, 1, (48000, 1)),
        ((44100,), 48000, 1, (44100, 1)),
        ((16000,), 96000, 1, (16000, 1)),
        ((48000,), None, 2, (48000, 2)),
        ((16000,), 8000, 2, (16000, 2)),
    ],
)
def test_a_device_is_opened_the_way_it_wants(
    sound: PortAudio, rates: tuple[int, ...], claims: int | None, channels: int, opened: tuple[int, int]
) -> None:
    sound.cards[0].rates, sound.cards[0].claims, sound.cards[0].channels = rates, claims, channels
    microphone = SoundDevice()
    assert (sound.streams[-1].rate, sound.streams[-1].channels) == opened
    give(sound, TONE[:9600])
    assert np.abs(microphone.read(0)[-1]).max() == pytest.approx(0.5, abs=0.05), "the first channel has the tone"


def test_a_device_that_takes_nothing_is_told_with_its_name(sound: PortAudio) -> None:
    sound.cards[0].rates, sound.cards[0].claims = (), 48000
    with pytest.raises(DeviceMissing, match=r"microphone 'Yeti' cannot be opened \(Invalid sample rate\)"):
        SoundDevice()


def test_what_is_heard_while_paused_is_forgotten_and_so_is_what_still_rings(sound: PortAudio) -> None:
    microphone = SoundDevice()
    give(sound, TONE[:4800])
    microphone.pause()
    give(sound, TONE[:4800])
    microphone.resume()
    give(sound, TONE[:9600])  # a fifth of a second that ends now: it was in the air before
    assert microphone.read(0) == []
    resumed, frames = time.monotonic(), []
    while not frames and time.monotonic() < resumed + 5:
        give(sound, TONE[:480])
        frames = microphone.timed(0)
    assert frames[0][0] >= resumed + RINGING - 0.05
    assert time.monotonic() < resumed + RINGING + 0.5


def test_in_full_duplex_it_hears_on(sound: PortAudio) -> None:
    microphone = SoundDevice(duplex=True)
    microphone.pause()
    give(sound, TONE[:9600])
    microphone.resume()
    assert len(microphone.read(0)) * FRAME_SECONDS == pytest.approx(0.2, abs=0.05)


def test_without_a_reader_the_oldest_is_lost_and_counted(sound: PortAudio) -> None:
    microphone = SoundDevice()
    for index in range(round(KEPT * 10) + 100):
        sound.streams[-1].give(np.full(4800, index / 1000, np.float32))
    frames = microphone.read(0)
    assert len(frames) * FRAME_SECONDS == pytest.approx(KEPT, abs=0.2)
    assert frames[-1].mean() == pytest.approx(0.699, abs=0.01)
    assert microphone.dropped == pytest.approx(10.0, abs=0.3)


def test_reading_waits_no_longer_than_it_is_told(sound: PortAudio) -> None:
    microphone = SoundDevice()
    began = time.monotonic()
    assert microphone.read(0.05) == []
    assert 0.04 < time.monotonic() - began < 0.5
    assert sound.streams[-1].closed is False


def test_a_stalled_device_is_gone_and_what_it_gave_before_is_not_lost(
    sound: PortAudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "stalled", 0.05)
    microphone = SoundDevice()
    give(sound, TONE[:9600])
    time.sleep(0.1)
    assert len(microphone.read(0.0)) == 5
    with pytest.raises(DeviceMissing, match="the microphone went away"):
        microphone.read(1.0)
    with pytest.raises(DeviceMissing):
        microphone.read(0.0)
    assert sound.streams[-1].closed


def gone(monkeypatch: pytest.MonkeyPatch, device: str | None = None) -> SoundDevice:
    """A microphone that was open and went away."""
    monkeypatch.setattr(Stream, "stalled", 0.02)
    monkeypatch.setattr(Stream, "first_call", 0.1)
    microphone = SoundDevice(device)
    time.sleep(0.05)
    with pytest.raises(DeviceMissing):
        microphone.read(0.1)
    return microphone


def test_it_is_not_back_before_it_is_plugged_in_again(sound: PortAudio, monkeypatch: pytest.MonkeyPatch) -> None:
    microphone = gone(monkeypatch)
    yeti, sound.waiting = sound.cards[0], []
    assert not microphone.reopen(0.02)
    with pytest.raises(DeviceMissing):
        microphone.read(0.0)
    sound.waiting = [Card("Webcam", outputs=1), yeti]
    assert microphone.reopen(0.5)
    give(sound, TONE[:9600])
    assert microphone.read(0.0)
    assert microphone.name == "Yeti"


@pytest.mark.parametrize(
    ("wanted", "there", "taken"),
    [
        ("yeti", ["Built-in", "Yeti"], "Yeti"),
        ("yeti", ["Built-in", "Webcam"], "Built-in"),
        (None, ["Webcam", "Yeti"], "Webcam"),
    ],
)
def test_it_comes_back_by_its_name_else_as_the_default(
    sound: PortAudio, monkeypatch: pytest.MonkeyPatch, wanted: str | None, there: list[str], taken: str
) -> None:
    microphone = gone(monkeypatch, wanted)
    sound.waiting = [Card(name, inputs=1, rates=(44100,)) for name in there]
    assert microphone.reopen(0.5)
    assert microphone.name == taken


def test_a_default_that_gives_no_sign_of_life_is_passed_over(sound: PortAudio, monkeypatch: pytest.MonkeyPatch) -> None:
    microphone = gone(monkeypatch)
    sound.waiting = [Card("HDMI", inputs=1, alive=False), Card("Yeti", inputs=1)]
    assert microphone.reopen(2.0)
    assert microphone.name == "Yeti"


def test_times_of_frames_are_steady_though_those_of_blocks_are_not(sound: PortAudio) -> None:
    microphone = SoundDevice()
    random = np.random.default_rng(1)
    stream, began, frames = sound.streams[-1], time.monotonic() - 1.9, []
    for block in range(180):
        stream.give(TONE[:480], ago=time.monotonic() - began - block * 0.01 + random.normal(0, 0.008))
        frames += microphone.timed(0)
    steps = np.diff([at for at, _ in frames[30:]])
    assert np.abs(steps - FRAME_SECONDS).max() < 0.002
    assert frames[-1][0] - began == pytest.approx((len(frames) - 1) * FRAME_SECONDS, abs=0.005)
    assert microphone.lost == 0


def test_sound_that_never_came_is_counted_by_the_clock() -> None:
    clock, rng = SampleClock(RATE), np.random.default_rng(2)
    for block in range(1000):
        missing = 0.5 if block >= 400 else 0.0
        clock.add(block * 0.02 + missing + rng.uniform(0, 0.06), 320)
    assert clock.lost == pytest.approx(0.5, abs=0.05)


def test_a_clock_that_runs_a_little_fast_loses_nothing() -> None:
    clock = SampleClock(RATE)
    for block in range(20000):  # 400 s
        clock.add(block * 0.02 * 1.0005, 320)
    assert clock.lost == 0
    assert clock.at(clock.samples) == pytest.approx(20000 * 0.02 * 1.0005, abs=0.01)
