"""A conversation on a virtual clock: what is said, when it is silent, which key is pressed; minutes in milliseconds.

    world = Timeline(say("We stop project B.", 3), quiet(2.0), say("It costs a quarter.", 2), quiet(9))
    heard = world.listen()

Speech is a value in the frames, its words lie evenly in its time. The scribe takes as long over a segment as a real one
does, one after the other; only the clock is not real. Everything else is the real thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coach.errors import CoachError, DeviceMissing
from coach.interview.channel import Reply, Utterance
from coach.session import Word
from coach.voice.listening import Heard, Listening
from coach.voice.microphone import FRAME, FRAME_SECONDS
from coach.voice.parts import Manner, Voice
from coach.voice.pauses import Pauses
from coach.voice.scribe import Draft
from coach.voice.segmenter import Segment

LOUD = 0.5


@dataclass(frozen=True)
class Part:
    """A stretch of the timeline."""

    seconds: float
    text: str = ""
    lost: bool = False


def say(text: str, seconds: float | None = None) -> Part:
    """Spoken at three words a second unless told otherwise."""
    return Part(seconds or len(text.split()) / 3, text)


def quiet(seconds: float) -> Part:
    return Part(seconds)


def gone(seconds: float) -> Part:
    """The microphone is away."""
    return Part(seconds, lost=True)


class Timeline:
    """The world around one answer."""

    def __init__(
        self,
        *parts: Part,
        keys: dict[float, str] | None = None,
        decode: Callable[[float], float] = lambda seconds: 0.3 + 0.02 * seconds,
        turn_model: Callable[[float], float] | None = None,
        **manner: Any,
    ) -> None:
        """`keys`: by the second in which they are pressed. `decode`: seconds that a segment of so many takes.
        `turn_model`: by the time, how likely it is that the candidate is done."""
        self.now = 0.0
        self.parts = parts
        self.words = _words(parts)
        self.presses = sorted((keys or {}).items())
        self.scribe = VirtualScribe(self, decode)
        self.microphone = VirtualMicrophone(self)
        self.captions = Shown()
        self.notices: list[str] = []
        self.preparing = VirtualPreparing(self)
        self.pauses = Pauses()
        model = Judge(self, turn_model) if turn_model else None
        self.voice = Voice(
            self.microphone,
            Loudness(),
            self.scribe,
            Pressed(self),
            captions=self.captions,
            turn_model=model,
            wait=self._wait,
        )
        self.manner = Manner(**manner)

    def _wait(self, seconds: float) -> None:
        self.now += seconds

    def listen(self, limit: float | None = None) -> Heard:
        """To one answer, from now on."""
        listening = Listening(
            self.voice, self.manner, lambda: self.now, self.notices.append, self.pauses, limit, self.preparing
        )
        heard = listening.hear()
        self.pauses = listening.pauses
        return listening.write(heard)

    @property
    def length(self) -> float:
        return sum(part.seconds for part in self.parts)

    def part_at(self, time: float) -> Part:
        """What is going on; silence behind the end."""
        for part in self.parts:
            if time < part.seconds:
                return part
            time -= part.seconds
        return Part(0.0)


class VirtualMicrophone:
    """A frame a call; time goes by with it."""

    live = True
    ended = False

    def __init__(self, world: Timeline) -> None:
        self._world = world
        self.away = False

    def read(self, wait: float) -> list[np.ndarray]:
        assert 0 < wait < 0.2
        world = self._world
        assert world.now < world.length + 60, f"still listening after {world.now:.0f} s"
        part = world.part_at(world.now)
        if part.lost:
            self.away = True
            raise DeviceMissing("the microphone went away")
        world.now += FRAME_SECONDS
        return [np.full(FRAME, LOUD if part.text else 0.001, np.float32)]

    def reopen(self) -> bool:
        self.away = self._world.part_at(self._world.now).lost
        return not self.away

    def pause(self) -> None:
        """Nothing goes by meanwhile."""

    resume = close = pause


class Loudness:
    """Whatever is loud is speech."""

    def reset(self) -> None:
        """It has no state."""

    def probability(self, frame: np.ndarray) -> float:
        return 0.95 if frame.max() >= LOUD else 0.02


class Judge:
    def __init__(self, world: Timeline, judge: Callable[[float], float]) -> None:
        self._world, self._judge = world, judge

    def probability(self, audio: Any) -> float:
        assert audio.seconds <= 8.1
        return self._judge(self._world.now)


class Pressed:
    """Keys, each at its time."""

    interactive = True

    def __init__(self, world: Timeline) -> None:
        self._world = world

    def __enter__(self) -> Pressed:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was changed."""

    def pressed(self) -> str | None:
        if self._world.presses and self._world.presses[0][0] <= self._world.now:
            return self._world.presses.pop(0)[1]
        return None

    def forget(self) -> None:
        """Nothing was too early."""


class Shown:
    """What the candidate was shown."""

    live = True

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.statuses: list[Any] = []

    def text(self, committed: str, tail: str) -> None:
        self.texts.append((committed, tail))

    def status(self, status: Any) -> None:
        self.statuses.append(status)

    def end(self, text: str) -> None:
        self.texts.append((text, ""))

    def close(self) -> None:
        """Nothing stays."""


@dataclass(frozen=True)
class _Job:
    segment: Segment
    done: float
    words: tuple[Word, ...]


class VirtualScribe:
    """One worker, as slow as it is told to be. What lies in a segment's time is its text."""

    def __init__(self, world: Timeline, decode: Callable[[float], float]) -> None:
        self._world, self._decode = world, decode
        self.fails_at_looks = False
        """As a transcriber does that is out of memory for a moment: what stands is written all the same."""
        self._jobs: dict[int, _Job] = {}
        self._began = 0.0
        self.busy = 0.0
        """Seconds of decoding."""
        self.free_at = 0.0

    def begin(self, prompt: str = "") -> None:
        self.prompt = prompt
        self._jobs, self._began = {}, self._world.now

    def put(self, segment: Segment) -> None:
        known = self._jobs.get(segment.index)
        if known and known.segment.same_speech(segment):
            self._jobs[segment.index] = replace(known, segment=segment)
            return
        took = self._decode(segment.audio.seconds)
        self.busy += took
        self.free_at = max(self.free_at, self._world.now) + took
        first, last = self._began + segment.start, self._began + segment.end
        found = tuple(
            Word(word.text, word.start - self._began, word.end - self._began)
            for word in self._world.words
            if first <= (word.start + word.end) / 2 < last
        )
        self._jobs[segment.index] = _Job(segment, self.free_at, found)

    def poll(self) -> Draft:
        jobs = [self._jobs[at] for at in sorted(self._jobs)]
        done = [job for job in jobs if job.done <= self._world.now]
        words = tuple(word for job in done for word in job.words)
        final = [job for job in done if job.segment.final]
        tail = [job for job in done if not job.segment.final]
        return Draft(
            text=" ".join(word.text for word in words),
            words=words,
            committed=" ".join(word.text for job in final for word in job.words),
            tail=" ".join(word.text for job in tail for word in job.words),
            complete=len(done) == len(jobs),
            error=CoachError("out of memory") if self.fails_at_looks and tail else None,
            spans=tuple((job.segment.start, job.segment.end) for job in final),
        )

    def wait(self, _seconds: float) -> Draft:
        self._world.now = max([self._world.now, *(job.done for job in self._jobs.values())])
        return self.poll()

    def close(self) -> None:
        """There is no thread."""


class VirtualPreparing:
    """Writes down what was wished for, and when."""

    def __init__(self, world: Timeline) -> None:
        self._world = world
        self.read_: list[str] = []
        self.wished: list[tuple[float, str]] = []
        self.dropped: list[float] = []
        self.wish: str | None = None

    def read(self, said: Utterance) -> None:
        self.read_.append(said.text)

    def reply(self, said: Utterance) -> None:
        if said.text != self.wish:
            self.wish = said.text
            self.wished.append((self._world.now, said.text))

    def drop(self) -> None:
        if self.wish is not None:
            self.dropped.append(self._world.now)
        self.wish = None

    def settle(self, _text: str) -> Reply | None:
        raise AssertionError("that is the channel's to ask")


def _words(parts: tuple[Part, ...]) -> list[Word]:
    words, at = [], 0.0
    for part in parts:
        texts = part.text.split()
        step = part.seconds / len(texts) if texts else 0.0
        words += [Word(text, at + step * place, at + step * (place + 1)) for place, text in enumerate(texts)]
        at += part.seconds
    return words
