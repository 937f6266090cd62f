"""Segments become text while the candidate goes on speaking: the one worker that transcribes.

Whoever listens puts segments in and looks what has come of them; neither ever waits. What belongs to an earlier answer
is thrown away by its epoch.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.errors import CoachError
from coach.session import Word
from coach.voice.phantoms import phantom
from coach.voice.segmenter import Segment
from coach.voice.transcriber import Hears

MOST_WAITING = 64
"""Segments that wait at most: minutes of speech. With more, the machine will never catch up."""
AROUND = 0.1
"""Seconds by which speech may be detected too late, and its end too early."""
LEAVING = 2.0
"""Seconds that `close` waits for the segment at hand."""
TOO_SLOW = "this machine cannot keep up with you: take a smaller model with --whisper, or use --text"
BROKE_OFF = "the transcription broke off: go on with `coach resume`, or use --text"


@dataclass(frozen=True)
class Draft:
    """What is written of an answer so far. Times are answer time."""

    text: str = ""
    """All of it: the words, joined."""
    words: tuple[Word, ...] = ()
    committed: str = ""
    """Of the text, what stays."""
    tail: str = ""
    """Of the text, what an eager look saw; it may still change."""
    complete: bool = True
    """True when everything that was put in is written."""
    error: CoachError | None = None
    """Why words are missing, where some are."""
    lost: bool = False
    """True when they are missing for good; what only an eager look failed at, the final segment may have."""
    spans: tuple[tuple[float, float], ...] = ()
    """Where each final segment begins and ends."""

    @property
    def commits(self) -> tuple[float, ...]:
        """Where each final segment ends."""
        return tuple(end for _, end in self.spans)


class Scribe:
    """One thread, started with the first segment; `close` ends it."""

    def __init__(self, transcriber: Hears, inline: bool = False) -> None:
        """`inline`: transcribe in `put`, without a thread, for sound from a file."""
        self._transcriber = transcriber
        self._inline = inline
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._epoch = 0
        self._prompt = ""
        self._clear()

    def _clear(self) -> None:
        self._finals: deque[Segment] = deque()
        self._eager: Segment | None = None
        self._at_hand: Segment | None = None
        self._look: tuple[Segment, tuple[Word, ...]] | None = None
        """The last eager look written, and its words."""
        self._words: list[Word] = []
        self._spans: list[tuple[float, float]] = []
        self._next = 0
        """Index of the segment behind the last final one."""
        self._lost: CoachError | None = None
        """Why words are missing for good."""
        self._doubt: CoachError | None = None
        """Why the last eager look saw nothing; the final segment may fare better."""
        self._draft = Draft()

    def begin(self, prompt: str = "") -> None:
        """A new answer. `prompt`: words that are likely, from `coach.voice.glossary`."""
        with self._change:
            self._epoch += 1
            self._prompt = prompt
            self._clear()
            self._change.notify_all()

    def put(self, segment: Segment) -> None:
        """Have a segment written. An eager look gives way to whatever comes behind it."""
        with self._change:
            self._eager = None
            if not segment.final:
                self._eager = segment
            elif len(self._finals) < MOST_WAITING:
                self._finals.append(segment)
            else:
                self._lost = CoachError(TOO_SLOW)
            self._adopt()
            self._tell()
            if not self._inline and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="coach-scribe", daemon=True)
                self._thread.start()
        while self._inline and self._step():
            pass

    def poll(self) -> Draft:
        """What there is now. Takes no time."""
        return self._draft

    def wait(self, seconds: float) -> Draft:
        """The same, as soon as it is complete, at the latest after so long."""
        with self._change:
            self._change.wait_for(lambda: self._draft.complete, seconds)
            return self._draft

    def close(self) -> None:
        """Write nothing more."""
        with self._change:
            self._closed = True
            self._tell()
        if self._thread is not None:
            self._thread.join(LEAVING)

    def _adopt(self) -> None:
        """What an eager look has already written need not wait for the worker."""
        if len(self._finals) == 1 and (words := self._seen(self._finals[0])) is not None:
            self._take(self._finals.popleft(), words, None)

    def _seen(self, segment: Segment) -> tuple[Word, ...] | None:
        """The words of an eager look that saw the same speech."""
        return self._look[1] if self._look and segment.same_speech(self._look[0]) else None

    # The worker

    def _work(self) -> None:
        try:
            while self._awaited():
                self._step()
        finally:
            with self._change:
                if not self._closed:  # it fell over: nobody may wait for it, and the next segment starts another
                    self._finals.clear()
                    self._eager = self._at_hand = self._thread = None
                    self._lost = CoachError(BROKE_OFF)
                self._tell()

    def _awaited(self) -> bool:
        """Wait for something to do; False when there will be nothing more."""
        with self._change:
            self._change.wait_for(lambda: self._closed or self._finals or self._eager)
            return not self._closed

    def _step(self) -> bool:
        """Write one segment, final ones first; False when there is none."""
        with self._change:
            segment = self._finals.popleft() if self._finals else self._eager
            if segment is None:
                return False
            if not segment.final:
                self._eager = None
            epoch, prompt, self._at_hand = self._epoch, self._prompt, segment
        words, error = self._written(segment, prompt)
        with self._change:
            if epoch == self._epoch:
                self._at_hand = None
                self._take(segment, words, error)
                self._adopt()
                self._tell()
        return True

    def _written(self, segment: Segment, prompt: str) -> tuple[tuple[Word, ...], CoachError | None]:
        try:
            heard = self._transcriber.transcribe(segment.audio, prompt)
        except CoachError as error:
            return (), error
        if phantom(heard.text, segment.speech):
            return (), None
        return tuple(_placed(heard.words, segment)), None

    def _take(self, segment: Segment, words: tuple[Word, ...], error: CoachError | None) -> None:
        if segment.final:
            self._words += words
            self._spans.append((segment.start, segment.end))
            self._next = segment.index + 1
            self._look, self._doubt, self._lost = None, None, self._lost or error
        elif segment.index >= self._next:
            self._look, self._doubt = None if error else (segment, words), error

    def _tell(self) -> None:
        """Make the draft anew, and wake whoever waits."""
        tail = self._look[1] if self._look else ()
        words = (*self._words, *tail)
        self._draft = Draft(
            _text(words),
            words,
            _text(self._words),
            _text(tail),
            self._closed or not (self._finals or self._eager or self._at_hand),
            self._lost or self._doubt,
            self._lost is not None,
            tuple(self._spans),
        )
        self._change.notify_all()


def _placed(words: Iterable[Word], segment: Segment) -> Iterator[Word]:
    """In answer time, and where speech was detected: Whisper counts the silence around them in."""
    last = segment.last_speech + AROUND
    first = segment.start if segment.first_speech is None else segment.first_speech - AROUND
    for word in words:
        start, end = (min(max(segment.start + time, first), last) for time in (word.start, word.end))
        yield Word(word.text, start, end)


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)
