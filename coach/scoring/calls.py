"""Calls to a language model, a few at a time. Knows nothing of what is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, TypeAlias, TypeVar

from coach.errors import CoachError, LLMError

T = TypeVar("T")
R = TypeVar("R")
TICK = 0.5
"""Seconds between looks; some systems deliver Ctrl-C only then."""

Outcome: TypeAlias = R | LLMError
"""What a call came to, failures among it: one of them stops no other."""


def at_once(jobs: Iterable[T], most: int, call: Callable[[T], R]) -> Iterator[tuple[T, Outcome[R]]]:
    """Each job with its outcome, in the order in which they are done, `most` of them under way at a time.

    A job is taken only when there is room for it. The first goes alone: after it the server has read what they have in
    common, and it is known what it takes. Whoever stops reading stops the jobs that have not been taken; those under
    way are left to end by themselves.
    """
    waiting = iter(jobs)
    for job in waiting:
        yield job, _outcome(call, job)
        if most > 1:
            yield from _Threads(waiting, most, call).outcomes()


class _Threads(Generic[T, R]):
    """Daemons, so that a program that ends waits for none of them."""

    def __init__(self, jobs: Iterator[T], most: int, call: Callable[[T], R]) -> None:
        self._jobs = jobs
        self._call = call
        self._most = most
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._done: SimpleQueue[tuple[T, Outcome[R]] | CoachError | None] = SimpleQueue()

    def outcomes(self) -> Iterator[tuple[T, Outcome[R]]]:
        for _ in range(self._most):
            threading.Thread(target=self._work, name="coach-judge", daemon=True).start()
        working = self._most
        try:
            while working:
                found = self._next()
                if found is None:
                    working -= 1
                elif isinstance(found, CoachError):
                    raise found
                else:
                    yield found
        finally:
            self._over.set()

    def _work(self) -> None:
        last: CoachError | None = CoachError("a thread that asks the language model died; see above")
        try:
            while not self._over.is_set():
                with self._lock:
                    job = next(self._jobs)
                self._done.put((job, _outcome(self._call, job)))
            last = None
        except StopIteration:
            last = None
        except CoachError as error:  # not the model's doing, such as a prompt file that is gone
            last = error
        finally:
            self._done.put(last)

    def _next(self) -> tuple[T, Outcome[R]] | CoachError | None:
        while True:
            try:
                return self._done.get(timeout=TICK)
            except Empty:
                continue


def _outcome(call: Callable[[T], R], job: T) -> Outcome[R]:
    try:
        return call(job)
    except LLMError as error:
        return error
