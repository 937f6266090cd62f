"""The reply, made ready as sound while the candidate may still go on. One worker; only the newest wish counts.

Whoever owns the turn wishes, drops and takes; the worker only works. An epoch tells a wish that was dropped from one
that still holds, so that nothing made for an answer that went on is ever heard.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.errors import CoachError
from coach.interview.channel import Ahead, Reply, Utterance

if TYPE_CHECKING:
    from coach.voice.speech import Speech


@dataclass(frozen=True)
class Ready:
    """A reply and its sound, as far as that is made."""

    reply: Reply
    speech: Speech

    def let_go(self) -> None:
        """Nobody wants it."""
        self.reply.drop()
        self.speech.cancel()


@dataclass(frozen=True)
class _Wish:
    kind: Literal["read", "reply"]
    said: Utterance
    epoch: int


class Preparing:
    """Of one answer."""

    def __init__(self, ahead: Ahead, voiced: Callable[[Reply], Speech]) -> None:
        """`voiced`: has the words of a reply made into sound, and begins with it."""
        self._ahead = ahead
        self._voiced = voiced
        self._change = threading.Condition()
        self._epoch = 0
        self._wishes: dict[str, _Wish] = {}
        """By kind: the newest of each is the only one that counts."""
        self._working: _Wish | None = None
        self._wished: str | None = None
        self._ready: Ready | None = None
        self._error: CoachError | None = None
        self._ended = False
        self._closed = False
        self._worker: threading.Thread | None = None

    def read(self, said: Utterance) -> None:
        """Have so much of the answer read. Returns at once."""
        self._wish("read", said)

    def reply(self, said: Utterance) -> None:
        """Make ready what would follow if the answer were this. Returns at once; once for the same words."""
        if said.text != self._wished:
            self.drop()
            self._wished = said.text
            self._wish("reply", said)

    def drop(self) -> None:
        """The candidate goes on: what was wished is wished no more."""
        with self._change:
            self._epoch += 1
            self._wishes.pop("reply", None)
            ready, self._ready, self._wished = self._ready, None, None
        if ready is not None:
            ready.let_go()

    def settle(self, text: str) -> Ready | None:
        """The answer is over and is this: what is ready for it. Waits for whatever is just being worked out for it.

        Raises what went wrong at it.
        """
        if text != self._wished:
            self.drop()
        with self._change:
            self._wishes.pop("read", None)
            while self._wished is not None and self._ready is None and not self._ended and self._busy():
                self._change.wait()
            if self._error is not None:
                raise self._error
            return self._ready

    def close(self) -> None:
        """The worker ends; what is ready stays whoever's it is."""
        with self._change:
            self._closed = True
            self._wishes.clear()
            self._change.notify_all()

    def _busy(self) -> bool:
        return "reply" in self._wishes or (self._working is not None and self._working.kind == "reply")

    def _wish(self, kind: Literal["read", "reply"], said: Utterance) -> None:
        with self._change:
            self._wishes[kind] = _Wish(kind, said, self._epoch)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="coach-ahead", daemon=True)
                self._worker.start()
            self._change.notify_all()

    def _work(self) -> None:
        try:
            while (wish := self._next()) is not None:
                if wish.kind == "read":
                    self._ahead.read(wish.said)
                else:
                    self._make(wish)
        except CoachError as error:
            self._error = error  # raised where the owner of the turn takes: here nobody would see it
        finally:
            with self._change:
                self._ended = True  # of whatever else, too: nobody may wait for it
                self._change.notify_all()

    def _next(self) -> _Wish | None:
        with self._change:
            self._working = None
            self._change.notify_all()
            while not self._wishes and not self._closed:
                self._change.wait()
            if self._closed:
                return None
            kind = "reply" if "reply" in self._wishes else "read"
            self._working = self._wishes.pop(kind)
            return self._working

    def _make(self, wish: _Wish) -> None:
        if wish.epoch != self._epoch:
            return
        reply = self._ahead.reply(wish.said)
        ready = Ready(reply, self._voiced(reply))
        with self._change:
            if wish.epoch == self._epoch:
                self._ready = ready
                return
        ready.let_go()
