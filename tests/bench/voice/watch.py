"""What a process and its children take of the machine: processor seconds and memory."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

EVERY = 1.0
"""Seconds between two looks at the memory."""
MB = 1 << 20


class Watch:
    """Looks at one process and all its children until it is closed."""

    def __init__(self, pid: int) -> None:
        import psutil

        self._root = psutil.Process(pid)
        self.memory: list[tuple[float, float]] = []
        """(moment, MB resident)."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join(5)

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            megabytes = self.resident()
            if megabytes:
                self.memory.append((time.monotonic(), megabytes))

    def resident(self) -> float:
        """MB now; 0 when it has gone."""
        import psutil

        total = 0.0
        for process in self._tree():
            try:
                total += process.memory_info().rss / MB
            except psutil.Error:
                continue
        return total

    def seconds(self) -> float:
        """Processor seconds so far, of those that have ended too."""
        import psutil

        total = 0.0
        for process in self._tree():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def _tree(self) -> list[Any]:
        import psutil

        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return []


def busy() -> float:
    """Processor seconds of the whole machine so far."""
    import psutil

    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def share(seconds: float, of: float) -> float:
    """Processor seconds in so many seconds, as a share of all cores."""
    return seconds / of / (os.cpu_count() or 1) if of > 0 else 0.0


def slope(memory: list[tuple[float, float]]) -> float:
    """MB a minute, by least squares over the second half: the first half loads models."""
    late = memory[len(memory) // 2 :]
    if len(late) < 2:
        return 0.0
    middle = sum(at for at, _ in late) / len(late)
    level = sum(megabytes for _, megabytes in late) / len(late)
    spread = sum((at - middle) ** 2 for at, _ in late)
    return 60 * sum((at - middle) * (megabytes - level) for at, megabytes in late) / spread if spread else 0.0
