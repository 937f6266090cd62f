"""Writes an answer down while it is spoken: segments in, words out, by one worker, so that the turn's owner never waits."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from coach.errors import CoachError
from coach.session import Word
from coach.voice.segmenter import Segment
from coach.voice.transcriber import Transcriber


@dataclass(frozen=True)
class Draft:
    """What is written of an answer so far. Times are answer time."""

    text: str = ""
    words: tuple[Word, ...] = ()
    committed: str = ""
    """Of segments that stand."""
    tail: str = ""
    """Of the eager look at what is still open: it may change."""
    complete: bool = True
    """True when everything that was put has been written."""
    error: CoachError | None = None
    """Why no more is written."""
    commits: tuple[float, ...] = ()
    """Ends of the segments that stand."""


@dataclass(frozen=True, eq=False)
class _Written:
    segment: Segment
    words: tuple[Word, ...]


class Scribe:
    """One answer after the other."""

    def __init__(self, transcriber: Transcriber, inline: bool = False) -> None:
        """`inline`: writes in `put` itself, for sound that comes faster than it was spoken."""
        self._transcriber = transcriber
        self._inline = inline
        self._change = threading.Condition()
        self._worker: threading.Thread | None = None
        self._closed = False
        self._epoch = 0
        self._waiting: deque[Segment] = deque()
        self._working: Segment | None = None
        self._written: dict[int, _Written] = {}
        self._error: CoachError | None = None
        self._draft: Draft | None = None
        self._prompt = ""

    def begin(self, prompt: str = "") -> None:
        """A new answer; what is still written of the last one is thrown away. `prompt`: names and terms to expect."""
        with self._change:
            self._epoch += 1
            self._prompt = prompt
            self._waiting.clear()
            self._written.clear()
            self._working = self._error = self._draft = None

    def put(self, segment: Segment) -> None:
        """Have it written. Returns at once, unless inline. An eager look that nobody has begun with yet gives way to a
        newer one; a segment with no more speech in it than the look before takes over its words."""
        with self._change:
            if not self._known(segment):
                self._waiting = deque(each for each in self._waiting if each.index != segment.index)
                self._waiting.append(segment)
            self._draft = None
            self._start()
            self._change.notify_all()
        while self._inline and self._step(self._epoch):
            pass

    def poll(self) -> Draft:
        """What there is by now. Cheap enough for every frame."""
        with self._change:
            if self._draft is None:
                self._draft = self._drafted()
            return self._draft

    def wait(self, seconds: float) -> Draft:
        """The same, once it is complete or so much time has passed."""
        with self._change:
            self._change.wait_for(lambda: self._error or not (self._waiting or self._working), seconds)
        return self.poll()

    def close(self) -> None:
        """The worker ends with what it is just doing."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def _known(self, segment: Segment) -> bool:
        """Whether its words are written, or being written, under an earlier look."""
        before = self._written.get(segment.index)
        if before is not None and before.segment.same_speech(segment):
            self._written[segment.index] = _Written(segment, before.words)
            return True
        if self._working is not None and self._working.same_speech(segment):
            self._working = segment
            return True
        return False

    def _start(self) -> None:
        if self._worker is None and not self._inline:
            self._worker = threading.Thread(target=self._work, name="coach-scribe", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closed or (self._waiting and not self._error))
                if self._closed:
                    return
                epoch = self._epoch
            self._step(epoch)

    def _step(self, epoch: int) -> bool:
        """Write the segment that has waited longest; False when there is none."""
        with self._change:
            if epoch != self._epoch or not self._waiting or self._error:
                return False
            segment = self._working = self._waiting.popleft()
            prompt = self._prompt
        words: tuple[Word, ...] = ()
        error = None
        try:
            words = self._transcriber.transcribe(segment.audio, prompt).words
        except CoachError as caught:
            error = caught
        with self._change:
            if epoch == self._epoch and self._working is not None:
                self._written[segment.index] = _Written(self._working, tuple(_moved(each, segment) for each in words))
                self._working, self._error, self._draft = None, error, None
                self._change.notify_all()
        return True

    def _drafted(self) -> Draft:
        written = [self._written[index] for index in sorted(self._written)]
        final = [each for each in written if each.segment.final]
        tail = [each for each in written if not each.segment.final]
        return Draft(
            _text(written),
            tuple(word for each in written for word in each.words),
            _text(final),
            _text(tail),
            not self._waiting and self._working is None and self._error is None,
            self._error,
            tuple(each.segment.end for each in final),
        )


def _moved(word: Word, segment: Segment) -> Word:
    return Word(word.text, segment.start + word.start, segment.start + word.end)


def _placed(words: Iterable[Word], segment: Segment) -> Iterator[Word]:
    """In answer time, and where speech was detected: Whisper counts the silence around them in."""
    first, last = segment.first_speech, segment.last_speech + AROUND
    first = segment.start if first is None else first - AROUND
    for word in words:
        start, end = (min(max(segment.start + time, first), last) for time in (word.start, word.end))
        yield Word(word.text, start, end)


def _text(written: list[_Written]) -> str:
    return " ".join(word.text for each in written for word in each.words)
