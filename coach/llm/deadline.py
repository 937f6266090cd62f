"""Read from something that may block for ever, within a deadline.

A socket's own time-out starts anew with every byte: a server that trickles comments, which servers send to keep a
connection open, would never meet it. So the reading is done by another thread, and the wait here is bounded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Protocol, TypeVar

from coach.errors import CoachError

T = TypeVar("T")


class Closable(Protocol):
    def close(self) -> object: ...


class Hold:
    """The response that is being read, so that it can be closed from outside, even before there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Closable | None = None
        self._cut = False

    def keep(self, response: Closable) -> None:
        with self._lock:
            self._held = response
            cut = self._cut
        if cut:  # it came when nobody waited for it any more
            response.close()

    def cut(self) -> None:
        with self._lock:
            self._cut = True
            held = self._held
        if held is not None:
            held.close()


def within(seconds: float, read: Callable[[Hold], Iterator[T]]) -> Iterator[T]:
    """What `read` yields, as it comes. Raises TimeoutError when `seconds` are over, and the CoachErrors of `read`.

    The response that `read` gives to its Hold is closed when the time is over or when nobody wants the rest; the
    server then stops writing.
    """
    end = time.monotonic() + seconds
    box: SimpleQueue[tuple[T] | CoachError | None] = SimpleQueue()
    hold = Hold()
    threading.Thread(target=_fill, args=(box, read, hold), name="coach-llm", daemon=True).start()
    done = False
    try:
        while True:
            try:
                got = box.get(timeout=max(end - time.monotonic(), 0))
            except Empty:
                raise TimeoutError from None
            if not isinstance(got, tuple):
                done = True
                if got is not None:
                    raise got
                return
            yield got[0]
    finally:
        if not done:
            hold.cut()


def _fill(box: SimpleQueue[tuple[T] | CoachError | None], read: Callable[[Hold], Iterator[T]], hold: Hold) -> None:
    outcome: CoachError | None = CoachError("the thread that reads the language model's answer died; see above")
    try:
        for piece in read(hold):
            box.put((piece,))
        outcome = None
    except CoachError as error:
        outcome = error
    finally:
        box.put(outcome)
