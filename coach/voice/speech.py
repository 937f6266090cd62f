"""What the interviewer is about to say: words as they come, cut into clauses, their sound made ahead of its playing.

Two threads: one takes the words, the other makes the sound, so that a voice that hangs holds up no words. Whoever
plays it takes clause after clause. It may be started long before it is played, and thrown away unheard.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.errors import CoachError
from coach.interview.channel import Clock, Sound
from coach.voice.audio import Audio, silence
from coach.voice.clauses import clauses
from coach.voice.spoken import spoken
from coach.voice.synthesizer import USUAL, Synthesizer

AHEAD = 10.0
"""Seconds of sound made at most before they are wanted."""
WAITING = 64
"""Clauses cut at most before they are wanted. More than one reply has: a model must not wait until its words are
played, for its time is limited."""
PAUSE = 0.2
"""Seconds of silence for a clause in which there is nothing to read."""
POLL = 0.1


@dataclass(frozen=True, eq=False)
class Clause:
    """Some words and how they sound."""

    text: str
    """As it is shown."""
    audio: Audio | None
    """None: it is only shown."""


@dataclass(eq=False)
class _Item:
    text: str
    audio: Audio | None = None
    made: bool = False


class Speech:
    """Words on their way to becoming sound."""

    def __init__(
        self,
        words: Iterable[str],
        synthesizer: Synthesizer | None = None,
        sound: Sound = USUAL,
        clock: Clock = time.monotonic,
        seconds: float = 12.0,
    ) -> None:
        """Without a synthesizer every clause is only shown. `seconds`: how long one clause may take to become sound;
        a voice that takes longer is not waited for, and the rest is only shown."""
        self._words = words
        self._synthesizer = synthesizer
        self._sound = sound
        self._clock = clock
        self._seconds = seconds
        self._changed = threading.Condition()
        self._items: deque[_Item] = deque()
        self._aloud = synthesizer is not None
        self._since: float | None = None
        self._started = self._ended = self._cancelled = self._all = False
        self._error: BaseException | None = None
        self._timing: dict[str, float] = {}
        self.failure: str | None = None
        """Why there is no sound, or none from some clause on, in one line; None while there is nothing to tell."""

    @property
    def timing(self) -> dict[str, float]:
        """On the clock: when it was `asked` for, when its `first_token` came, when its `first_clause` was ready."""
        with self._changed:
            return dict(self._timing)

    @property
    def ready(self) -> bool:
        """True when `next` has something to say at once, be it that there is nothing."""
        with self._changed:
            return self._available()

    @property
    def over(self) -> bool:
        """True when everything was taken, an error of the words too, or nobody wants it any more."""
        with self._changed:
            return self._cancelled or (self._ended and not self._items and self._error is None)

    @property
    def aloud(self) -> bool:
        """True while what is still to come is to have sound."""
        with self._changed:
            return self._aloud

    def start(self) -> None:
        """Begin, if it has not begun."""
        with self._changed:
            if self._started or self._cancelled:
                return
            self._started = True
            self._timing["asked"] = self._clock()
        threading.Thread(target=self._pull, name="coach-words", daemon=True).start()
        if self._aloud:
            threading.Thread(target=self._make, name="coach-sound", daemon=True).start()

    def cancel(self) -> None:
        """Throw it away. The words are closed by the thread that takes them, as soon as it gets the next of them."""
        with self._changed:
            self._cancelled = True
            self._items.clear()
            self._changed.notify_all()

    def mute(self) -> None:
        """Make no more sound: from here on it is only shown."""
        with self._changed:
            self._aloud = False
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Clause]:
        """All clauses. Raises what the words raised, behind those that came before it."""
        self.start()
        while not self.over:
            clause = self.next(POLL)
            if clause is not None:
                yield clause

    def next(self, seconds: float) -> Clause | None:
        """The next clause, waiting so long at most; None when it is not there yet, or `over`. Raises as iterating."""
        with self._changed:
            self._changed.wait_for(self._available, seconds)
            self._abandon()
            if not self._available() or self._cancelled:
                return None
            if not self._items:
                self._raise()
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return Clause(item.text, item.audio)

    def rest(self, seconds: float) -> str | None:
        """All the text not yet taken, without sound; None while more may come, having waited so long at most."""
        with self._changed:
            self._aloud, self._all = False, True
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._ended or self._cancelled, seconds):
                return None
            text = self.waiting
            self._items.clear()
            self._raise()
            return text

    @property
    def waiting(self) -> str:
        """The text that has come and was not taken."""
        with self._changed:
            return " ".join(item.text for item in self._items)

    # With the lock

    def _available(self) -> bool:
        if self._items:
            return self._items[0].made or not self._aloud
        return self._ended or self._cancelled

    def _abandon(self) -> None:
        late = self._since is not None and self._clock() - self._since > self._seconds
        if late and self._aloud:
            self._fail(f"the voice gives no sound (nothing within {self._seconds:g} s)")

    def _fail(self, reason: str) -> None:
        self.failure = reason
        self._aloud = False
        self._changed.notify_all()

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None and not self._cancelled:
            raise error

    # The thread that takes the words

    def _pull(self) -> None:
        error: BaseException | None = None
        try:
            for text in clauses(self._pieces()):
                self._add(text)
        except CoachError as caught:
            error = caught
        finally:
            error = error or sys.exception()  # of any kind: else whoever takes the clauses would wait for ever
            close = getattr(self._words, "close", None)
            with contextlib.suppress(CoachError):
                if close is not None:
                    close()
            with self._changed:
                self._ended, self._error = True, error
                self._changed.notify_all()

    def _pieces(self) -> Iterator[str]:
        for piece in self._words:
            with self._changed:
                if self._cancelled:
                    return
                self._timing.setdefault("first_token", self._clock())
            yield piece

    def _add(self, text: str) -> None:
        with self._changed:
            if self._cancelled:
                return
            self._items.append(_Item(text))
            if not self._aloud:
                self._timing.setdefault("first_clause", self._clock())
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._cancelled or self._all or len(self._items) < WAITING)

    # The thread that makes the sound

    def _make(self) -> None:
        while (item := self._wanted()) is not None:
            audio, failure = self._synthesized(item.text)
            with self._changed:
                self._since = None
                if self._cancelled or not self._aloud:
                    return
                if failure:
                    self._fail(failure)
                    return
                item.audio, item.made = audio, True
                self._timing.setdefault("first_clause", self._clock())
                self._changed.notify_all()

    def _wanted(self) -> _Item | None:
        """The next clause to make sound of; None when there is no more to make."""
        with self._changed:
            self._changed.wait_for(lambda: self._next_unmade() is not None or self._done())
            item = None if self._done() else self._next_unmade()
            self._since = self._clock() if item else None
            return item

    def _done(self) -> bool:
        unmade = any(not item.made for item in self._items)
        return self._cancelled or not self._aloud or (self._ended and not unmade)

    def _next_unmade(self) -> _Item | None:
        ahead = sum(item.audio.seconds for item in self._items if item.audio)
        return next((item for item in self._items if not item.made), None) if ahead < AHEAD else None

    def _synthesized(self, text: str) -> tuple[Audio | None, str | None]:
        said = spoken(text)
        if not said or self._synthesizer is None:
            return silence(PAUSE), None
        try:
            return self._synthesizer.synthesize(said, self._sound), None
        except CoachError as error:
            return None, str(error)
