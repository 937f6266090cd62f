"""What the candidate says: answers of 10, 30, 60 and 120 seconds with thinking pauses, the same sound every time.

In the texts `<cue>`, `<mid>` and `<end>` are places to think: after words that promise more ("because, um"), amid a
sentence, and after a whole one. How long the thinking takes there goes round a list, another place in it for every
repetition; pauses over 2.5 s come after a cue only, for nobody can tell them from an end otherwise.
"""

from __future__ import annotations

import functools
import re
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parts import needs

RATE = 48000
SLOWLY = 1.5
"""Piper's length of speech; with breaths between the sentences it gives about 150 words a minute."""
BREATH = 0.35
"""Seconds between two sentences that are no pause."""
LEAD = 1.0
"""Seconds before the first word."""
LOUDNESS = 0.1
"""Root mean square of what is spoken; 1 is full scale."""
NOISE_DB = 15.0
"""How far the speech is above the noise, where there is any."""
AFTER = 30.0
"""Seconds that the noise, or the silence, goes on behind the last word."""
SEED = 5
THINKING = {
    "cue": (3.0, 1.6, 4.0, 2.2, 3.5, 0.8, 2.8),
    "mid": (0.8, 2.0, 1.4, 2.5),
    "end": (1.2, 2.2, 0.8, 1.8, 2.5),
}
"""Seconds, by kind of place."""

TEXTS = {
    10: "I would freeze the runner migration until the spring. The launch pays for the next two quarters, and nothing "
    "else that we could do comes close.",
    30: "My answer is that we fix the queue first, because, um <cue> every team waits for it, and a faster build that "
    "nobody reaches is worth nothing. The slow builds come second. <end> I give that to two people for a month. They "
    "measure where the time goes, and so <cue> we stop guessing about caches and machines. If the wait is not down by "
    "half, I take the plan back.",
    60: "I start with what it costs us today. Everybody waits for a build several times a day, and <cue> most of "
    "them change to another task while they wait. So the price is not the minutes, it is the attention. <end> The "
    "first thing that I stop is the move to new machines. It is well meant, but it changes everything at once and "
    "nobody can tell <mid> which part of it helped. In its place I want one owner for the queue, with a number that"
    " is on the wall every morning. The product teams will not like that their pipelines are cut down, but um <cue>"
    " I would rather have that talk now than in autumn, when the launch is close. My fallback is simple. If two of "
    "the four teams are still slow after six weeks, we rent larger runners for the quarter and pay the bill.",
    120: "Let me first say what I would decide, and then how I got there. I keep the old runners for this year, and I "
    "put three people on the queue, because <cue> that is where the waiting happens. When we looked at the last month, "
    "most of the time was lost before a build even began. <end> Faster machines would not have changed that at all. "
    "Now for the price of it. The platform team had promised the migration to the director, and <mid> I take that "
    "promise back in her name and in mine. She needs to hear it from me and not from a status page, so um <cue> that "
    "talk is the first thing I do this week. The second price is the security work. The old images are a risk, and "
    "the auditors know it. <end> I would patch them every month by hand, which is dull, but it is cheap and everybody "
    "knows how to do it. Then there is the question how we learn whether it works. I want two numbers and no more, "
    "which are <cue> the wait of the slowest builds and the share of builds that are run twice. If the first "
    "one is not down by half in eight weeks, I stop and we talk again. The teams with the largest <mid> test suites "
    "get help from us before anybody else, since they fill the queue for all the others. I would ask each of them "
    "for one engineer, and in return <cue> they get a say in what we build. What I do not do is start a new platform "
    "in the same quarter. Two large changes at once would leave us with neither, and then nobody could tell which of "
    "them broke the launch.",
}
"""By length, seconds. Our own words; figures are spelled so that there is one way to write them down."""


@dataclass(frozen=True)
class Pause:
    """A place where the candidate thinks."""

    kind: str
    """cue, mid or end."""
    seconds: float
    start: float
    """Seconds from the file's start."""
    words: int
    """Words said before it."""

    @property
    def end(self) -> float:
        return self.start + self.seconds


@dataclass(frozen=True)
class Answer:
    """One answer as a sound file of 48 kHz."""

    length: int
    """What it is called by, seconds; the sound is about as long."""
    text: str
    file: Path
    start: float
    """Seconds from the file's start to the first word."""
    end: float
    """Seconds from the file's start to the end of the last word."""
    pauses: tuple[Pause, ...]
    noisy: bool = False


def parts(length: int, repetition: int = 0) -> Iterator[str | tuple[str, float]]:
    """The answer as sentences or pieces of them, and as (kind, seconds) where the candidate thinks."""
    times = dict.fromkeys(THINKING, repetition * 3 + length)
    for piece in re.split(r"(<\w+>)", TEXTS[length]):
        if piece.startswith("<"):
            kind = piece.strip("<>")
            yield kind, THINKING[kind][times[kind] % len(THINKING[kind])]
            times[kind] += 1
        else:
            yield from re.split(r"(?<=[.?]) +", piece.strip())


def text(length: int) -> str:
    """The words alone."""
    return " ".join(re.sub(r"<\w+>", "", TEXTS[length]).split())


def answer(folder: Path, length: int, repetition: int = 0, noisy: bool = False) -> Answer:
    """Say it. The same arguments give the same samples."""
    import numpy as np

    stretches: list[Any] = [np.zeros(int(LEAD * RATE), np.float32)]
    pauses: list[Pause] = []
    now, words, breath = LEAD, 0, False
    for part in parts(length, repetition):
        if isinstance(part, tuple):
            pauses.append(Pause(part[0], part[1], now, words))
            sound, breath = np.zeros(int(part[1] * RATE), np.float32), False
        else:
            sound = _said(part)
            if breath:
                sound = np.concatenate([np.zeros(int(BREATH * RATE), np.float32), sound])
            words, breath = words + len(part.split()), True
        stretches.append(sound)
        now += len(sound) / RATE
    stretches.append(np.zeros(int(AFTER * RATE), np.float32))
    samples = np.concatenate(stretches)
    if noisy:
        samples = samples + noise(len(samples))
    file = folder / f"answer-{length}-{repetition}{'-noisy' if noisy else ''}.wav"
    write(file, samples)
    return Answer(length, text(length), file, LEAD, now, tuple(pauses), noisy)


def spoken(file: Path, words: str) -> Answer:
    """Something short, without pauses."""
    import numpy as np

    said = _said(words)
    quiet = np.zeros(int(LEAD * RATE), np.float32)
    write(file, np.concatenate([quiet, said, np.zeros(int(AFTER * RATE), np.float32)]))
    return Answer(round(len(said) / RATE), words, file, LEAD, LEAD + len(said) / RATE, ())


def noise(samples: int) -> Any:
    """Noise with less and less in its heights, as of a room with a fan; `NOISE_DB` under the speech."""
    import numpy as np

    block = RATE * 10
    whole = np.random.default_rng(SEED).standard_normal(block)
    spectrum = np.fft.rfft(whole)
    hertz = np.fft.rfftfreq(block, 1 / RATE)
    spectrum *= 1 / np.sqrt(np.maximum(hertz, 50.0)) * (hertz > 30)
    shaped = np.fft.irfft(spectrum, block)
    shaped *= LOUDNESS * 10 ** (-NOISE_DB / 20) / np.sqrt((shaped**2).mean())
    return np.resize(shaped, samples).astype(np.float32)  # its end fits its start: it is periodic


def write(file: Path, samples: Any, rate: int = RATE) -> Path:
    """Save samples between -1 and 1 as a WAV file of one channel."""
    import numpy as np

    with wave.open(str(file), "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(2)
        sink.setframerate(rate)
        sink.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file


@functools.cache
def _said(words: str) -> Any:
    """The words at `RATE`, with no silence around them."""
    import numpy as np
    import piper
    import soxr

    voice = _voice()
    still = piper.SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0, length_scale=SLOWLY)
    data = b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(words, still))
    samples = np.frombuffer(data, "<i2").astype(np.float32) / 32768
    samples = soxr.resample(samples, voice.config.sample_rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    samples = samples[loud[0] : loud[-1] + 1]
    return (samples * (LOUDNESS / np.sqrt((samples**2).mean()))).astype(np.float32)


@functools.cache
def _voice() -> Any:
    import piper

    return piper.PiperVoice.load(needs("piper"))
