"""An answer written down once more when nobody waits for it, in longer stretches: Whisper then knows what came before.

While the candidate speaks each segment is written by itself, so that the text is there at once. In stretches of up to
half a minute, their pauses in them, tiny.en gets 2.1 % of the words wrong instead of 2.5 %, and in noise 3.5 instead of
4.0 % (`python -m tests.bench.hearing`). The conversation goes by what was heard at once; scores go by these words.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.errors import CoachError
from coach.session import Word
from coach.voice.audio import RATE, Audio, join
from coach.voice.phantoms import phantom
from coach.voice.segmenter import PAD, RUN_UP, Segment, Segmenter
from coach.voice.vad import Silero

if TYPE_CHECKING:
    from coach.voice.transcriber import Hears

LONGEST = 28.0
"""Seconds of a stretch; Whisper sees thirty."""
GAP = 1.0
"""Seconds of a pause that are left in it."""
LOST = 0.8
"""Share of the words heard at once below which a stretch counts as misheard: a sentence is missing from it."""

Tell = Callable[[float, tuple[Word, ...]], None]
"""Told the start of an answer and its words, both in the session's time, by the reader's own thread."""


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer, as it was heard at once."""

    start: float
    """The session's time at which it starts, by which it is known."""
    began: float
    """The session's time from which the times below are counted."""
    audio: Audio
    at: float
    """Of the audio's first sample."""
    spans: Sequence[tuple[float, float]]
    """Where each segment begins and ends."""
    words: Sequence[Word]


@dataclass(frozen=True)
class Piece:
    """A part of an answer in a stretch."""

    at: float
    """Seconds from the stretch's start."""
    start: float
    end: float


def stretches(spans: Sequence[tuple[float, float]]) -> list[list[Piece]]:
    """The segments put together, as many as fit, with what is left of the pauses behind them."""
    found: list[list[Piece]] = []
    for number, (start, end) in enumerate(spans):
        if number + 1 < len(spans):
            end = max(end, min(end + GAP, spans[number + 1][0]))
        last = found[-1][-1] if found else None
        at = last.at + last.end - last.start if last else 0.0
        if not found or at + end - start > LONGEST:
            found.append([])
            at = 0.0
        found[-1].append(Piece(at, start, end))
    return found


class SecondReading:
    """One thread, started with the first answer; it reads while it is `free`, a stretch at a time."""

    def __init__(self, transcriber: Hears, tell: Tell, prompt: str = "") -> None:
        """`prompt`: words that are likely, from `coach.voice.glossary`."""
        self._transcriber = transcriber
        self._tell = tell
        self._prompt = prompt
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._free = threading.Event()
        self._change = threading.Condition()
        self._left = 0
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, answer: Answer) -> None:
        """Have an answer read when there is time."""
        with self._change:
            self._left += 1
        self._answers.put(answer)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="coach-second-reading", daemon=True)
            self._thread.start()

    def free(self, free: bool) -> None:
        """Whether there is time: somebody who speaks or waits comes first."""
        (self._free.set if free else self._free.clear)()

    def settle(self, seconds: float) -> None:
        """Wait until all is read, at most so long."""
        self.free(True)
        with self._change:
            self._change.wait_for(lambda: self._closed or not self._left, seconds)

    def close(self) -> None:
        """Read nothing more."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._free.set()

    def _work(self) -> None:
        while not self._closed:
            answer = self._answers.get()
            try:
                with suppress(CoachError, OSError):  # what was heard at once stands, also where the disk is full
                    self._whole(answer)
            finally:
                with self._change:
                    self._left -= 1
                    self._change.notify_all()

    def _whole(self, answer: Answer) -> None:
        words = tuple(word for stretch in stretches(answer.spans) for word in self._read(answer, stretch))
        if words and not self._closed:
            self._tell(answer.start, tuple(_moved(word, answer.began) for word in words))

    def _read(self, answer: Answer, stretch: Sequence[Piece]) -> list[Word]:
        self._free.wait()
        return [] if self._closed else read(self._transcriber, answer, stretch, self._prompt)


def read(transcriber: Hears, answer: Answer, stretch: Sequence[Piece], prompt: str = "") -> list[Word]:
    """The words of a stretch, in the answer's time. Raises CoachError."""
    before = [word for word in answer.words if stretch[0].start <= word.start < stretch[-1].end]
    heard = transcriber.transcribe(_sound(answer, stretch), prompt)
    if phantom(heard.text, sum(piece.end - piece.start for piece in stretch) - RUN_UP - PAD):
        return []
    found = list(_placed(heard.words, stretch))
    return found if len(found) >= LOST * len(before) else before


def whole(transcriber: Hears, audio: Audio, prompt: str = "") -> list[Word]:
    """The words of a recording of any length, 16 kHz, none where there was no speech. Raises CoachError."""
    spans = _spans(audio)
    answer = Answer(0.0, 0.0, audio, 0.0, spans, ())
    return [word for stretch in stretches(spans) for word in read(transcriber, answer, stretch, prompt)]


def _spans(audio: Audio) -> list[tuple[float, float]]:
    """Where its segments begin and end."""
    from coach.voice.microphone import FRAME

    segmenter, vad = Segmenter(), Silero()
    found: list[Segment] = []
    for at in range(0, len(audio.samples) - FRAME + 1, FRAME):
        frame = audio.samples[at : at + FRAME]
        found += segmenter.feed(frame, vad.probability(frame))
    return [(each.start, each.end) for each in (*found, *segmenter.finish()) if each.final]


def _sound(answer: Answer, stretch: Sequence[Piece]) -> Audio:
    def taken(seconds: float) -> int:
        return max(round((seconds - answer.at) * RATE), 0)

    return join((answer.audio.samples[taken(piece.start) : taken(piece.end)] for piece in stretch), RATE)


def _placed(words: Sequence[Word], stretch: Sequence[Piece]) -> Iterator[Word]:
    """In the answer's time: a word belongs to the piece that its middle is in."""
    for word in words:
        middle = (word.start + word.end) / 2
        piece = [each for each in stretch if each.at <= middle or each is stretch[0]][-1]
        times = (piece.start + time - piece.at for time in (word.start, word.end))
        start, end = (min(max(time, piece.start), piece.end) for time in times)
        yield Word(word.text, start, end)


def _moved(word: Word, seconds: float) -> Word:
    return Word(word.text, word.start + seconds, word.end + seconds)
