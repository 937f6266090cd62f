"""What asking a language model has taken so far. Knows no prices: they change, and differ from server to server."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Requests and tokens; a server that tells no tokens leaves them at 0."""

    calls: int = 0
    prompt: int = 0
    """Tokens read, those from the server's cache included."""
    cached: int = 0
    """Of those, how many the server had read before."""
    completion: int = 0
    """Tokens written, thinking included."""
    kept: int = 0
    """Answers that were here from an earlier run, so that nobody was asked."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.prompt + other.prompt,
            self.cached + other.cached,
            self.completion + other.completion,
            self.kept + other.kept,
        )

    def __sub__(self, other: Usage) -> Usage:
        """What was added since `other`."""
        less = Usage(-other.calls, -other.prompt, -other.cached, -other.completion, -other.kept)
        return self + less


class Meter:
    """Adds up, from several threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._total = Usage()

    def add(self, more: Usage) -> None:
        with self._lock:
            self._total += more

    @property
    def total(self) -> Usage:
        with self._lock:
            return self._total
