"""An answer cut into segments while it is being spoken, each short enough to be written down at once.

Pure: it is fed frames and how likely each is speech, and knows no clock, no device and no model. Its times are answer
time: seconds since the first frame of the answer. The cost of a frame does not grow with the answer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from coach.voice.audio import RATE, Audio, join

if TYPE_CHECKING:
    from coach.voice.audio import Samples

SPEECH = 0.5
"""Probability from which silence turns into speech."""
STILL_SPEECH = 0.35
"""Probability down to which speech goes on: word ends fade."""
BEGUN = 0.2
"""Seconds of speech in one stretch before an answer counts as begun: a cough or a door is less."""
BREATH = 0.3
"""Seconds of silence that do not part one stretch of speech from the next."""
LEAST = 0.2
"""Seconds of detected speech without which there is no segment: on less Whisper invents whole sentences."""
RUN_UP = 0.5
"""Seconds kept in front of detected speech: a soft first sound is noticed late."""
PAD = 0.15
"""Seconds kept behind it, so that no word is clipped."""
EAGER = 0.25
"""Seconds of silence after which what is open is looked at, in case it was the last."""
PAUSE = 0.5
"""Seconds of silence that commit a segment."""
SHORT, SHORT_PAUSE = 1.2, 2.0
"""Seconds of speech below which a segment waits for more, and the seconds of silence it waits: Whisper hears a lone
"So," badly and in a sentence well, and the eager look has shown it already."""
LONG, LONG_PAUSE = 8.0, 0.3
"""Seconds from which a segment is committed at the next small silence, and how long that is: what is left when the
candidate stops for good should be short."""
LONGEST = 15.0
"""Seconds after which a segment is cut by force."""
SEARCHED = 4.0
"""Seconds before that in which the least likely speech is looked for."""
AROUND = 2
"""Frames on either side that are looked at with it: one unlikely frame is a consonant, several are a gap."""
ROUNDING = 1e-9
"""The sum of many frames may fall short of a round number."""


@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of an answer to be written down."""

    index: int
    start: float
    """Of its first sample, answer time."""
    audio: Audio
    """16 kHz, with what is kept around the speech."""
    speech: float
    """Seconds of detected speech in it."""
    last_speech: float
    """When the last speech in it ended, answer time."""
    final: bool
    """False for an eager look at what is open: it may come again, longer, under the same index."""
    first_speech: float | None = None
    """When the first speech in it began, answer time."""

    @property
    def end(self) -> float:
        """Of its last sample, answer time."""
        return self.start + self.audio.seconds

    def same_speech(self, other: Segment) -> bool:
        """Whether the other holds the very same speech, so that its words are this one's."""
        return (self.index, self.speech, self.last_speech) == (other.index, other.speech, other.last_speech)


@dataclass(frozen=True, eq=False, slots=True)
class _Frame:
    samples: Samples
    probability: float
    speech: bool
    end: int
    """The sample of the answer behind its last."""


class Segmenter:
    """For one answer. Consecutive segments share no sample, and no segment's speech is left out between them."""

    def __init__(self) -> None:
        self._open: deque[_Frame] = deque()
        self._samples = 0
        """In the answer so far."""
        self._index = 0
        self._speech = 0
        """Samples of speech in what is open."""
        self._looked = False
        self._stretch = 0.0
        self._gap = 0.0
        self.begun = False
        """True once there was real speech."""
        self.speaking = False
        """True while the last frame is speech."""
        self.speech_end: float | None = None
        """When the last speech ended, answer time; None before any."""

    @property
    def seconds(self) -> float:
        """Of the answer so far."""
        return self._samples / RATE

    @property
    def silence(self) -> float:
        """Seconds since the last speech, or since the start."""
        return self.seconds - (self.speech_end or 0.0)

    @property
    def settled(self) -> bool:
        """True when a segment, were it an eager look, has shown all speech so far: the text can be complete."""
        return not self._speech or self._looked

    def feed(self, frame: Samples, probability: float) -> list[Segment]:
        """Take in the next frame of 16 kHz; what is to be written down because of it."""
        self.speaking = probability >= (STILL_SPEECH if self.speaking else SPEECH)
        self._samples += len(frame)
        self._open.append(_Frame(frame, probability, self.speaking, self._samples))
        self._begin(len(frame) / RATE)
        if self.speaking:
            self._speech += len(frame)
            self.speech_end, self._looked = self.seconds, False
        if not self._speech:
            self._keep_run_up()
            return []
        return self._due(self._speech / RATE + ROUNDING, self.silence + ROUNDING)

    def finish(self) -> list[Segment]:
        """The answer is over: what is open, to the last sample."""
        if self._speech < LEAST * RATE:
            return []
        return [self._commit(self._padded() if self._looked else len(self._open))]

    def _begin(self, seconds: float) -> None:
        if self.speaking:
            self._stretch, self._gap = self._stretch + seconds, 0.0
            self.begun = self.begun or self._stretch >= BEGUN - ROUNDING
        else:
            self._gap += seconds
            if self._gap > BREATH:
                self._stretch = 0.0

    def _due(self, speech: float, quiet: float) -> list[Segment]:
        if speech < LEAST:
            if quiet >= PAUSE:
                self._speech = 0
                self._keep_run_up()
            return []
        held = (self._samples - self._first) / RATE
        if quiet >= _enough(speech, held):
            return [self._commit(self._padded())]
        if held >= LONGEST:
            return [self._commit(_least_likely(list(self._open)))]
        if quiet >= EAGER and not self._looked:
            self._looked = True
            return [self._segment(self._padded(), final=False)]
        return []

    @property
    def _first(self) -> int:
        """The sample of the answer that what is open begins with."""
        return self._open[0].end - len(self._open[0].samples)

    def _padded(self) -> int:
        """How many of the open frames the speech takes, with what is kept behind it."""
        end = ((self.speech_end or 0.0) + PAD) * RATE
        return sum(frame.end - len(frame.samples) < end for frame in self._open)

    def _segment(self, frames: int, final: bool) -> Segment:
        """The first so many of the open frames."""
        taken = list(islice(self._open, frames))
        speech = [frame for frame in taken if frame.speech]
        return Segment(
            self._index,
            self._first / RATE,
            join((frame.samples for frame in taken), RATE),
            sum(len(frame.samples) for frame in speech) / RATE,
            speech[-1].end / RATE,
            final,
            (speech[0].end - len(speech[0].samples)) / RATE,
        )

    def _commit(self, frames: int) -> Segment:
        """The first so many of the open frames, for good; the next segment begins with the one behind them."""
        segment = self._segment(frames, final=True)
        for _ in range(frames):
            self._open.popleft()
        self._index += 1
        self._speech = sum(len(frame.samples) for frame in self._open if frame.speech)
        self._looked = False
        if not self._speech:
            self._keep_run_up()
        return segment

    def _keep_run_up(self) -> None:
        while self._open and self._samples - self._open[0].end >= RUN_UP * RATE:
            self._open.popleft()


def _enough(speech: float, held: float) -> float:
    """Seconds of silence that commit a segment with so much speech, so long by now."""
    if speech < SHORT:
        return SHORT_PAUSE
    return LONG_PAUSE if held >= LONG else PAUSE


def _least_likely(frames: list[_Frame]) -> int:
    """Where to cut by force: behind so many frames, where speech is least likely. What goes on to either side of it
    is enough for a segment, or none."""
    heard = [0, *accumulate(len(frame.samples) * frame.speech for frame in frames)]
    least, spoken = LEAST * RATE, heard[-1]
    first = max(1, len(frames) - round(SEARCHED * RATE / len(frames[0].samples)))
    places = [at for at in range(first, len(frames)) if heard[at] >= least and not 0 < spoken - heard[at] < least]

    def speech_around(at: int) -> float:
        near = frames[max(0, at - AROUND) : at + AROUND]
        return round(sum(frame.probability for frame in near) / len(near), 1)  # of those alike the last: a shorter rest

    return min(reversed(places), key=speech_around, default=len(frames))
