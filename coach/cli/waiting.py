"""Signs of life on stderr, at a terminal, for whatever takes more than a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coach.interview.interviewer import Interviewer, Wording
from coach.session import Move, Session

Progress = Callable[[int, int], None]
"""How much of how much is done."""


class Waiting:
    """An interviewer that shows at a terminal that it is thinking, until its first words come."""

    def __init__(self, interviewer: Interviewer) -> None:
        self._interviewer = interviewer

    def word(self, session: Session, move: Move) -> Wording:
        wording = self._interviewer.word(session, move)
        wording.words = _with_sign(wording.words)
        return wording

    def hear(self, session: Session) -> None:
        self._interviewer.hear(session)


def _with_sign(words: Iterator[str]) -> Iterator[str]:
    with sign_of_life("the interviewer is thinking"):
        first = next(words, None)
    if first is not None:
        yield first
        yield from words


@contextmanager
def sign_of_life(label: str, shown: bool = True) -> Iterator[None]:
    """A line on stderr that moves, at a terminal, while something is waited for that cannot say how far it is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not (shown and console.is_terminal):
        yield
        return
    with console.status(f"[dim]{label}[/dim]"):
        yield


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on stderr, gone at the end; it is told how much of how much is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Bar(*parts, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
