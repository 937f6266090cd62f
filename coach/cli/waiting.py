"""A sign of life while the language model finds its words."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from coach.interview.interviewer import Interviewer, Wording
from coach.session import Move, Session


class Waiting:
    """An interviewer that shows at a terminal that it is thinking, until its first words come."""

    def __init__(self, interviewer: Interviewer) -> None:
        self._interviewer = interviewer

    def word(self, session: Session, move: Move) -> Wording:
        wording = self._interviewer.word(session, move)
        if sys.stderr.isatty():
            wording.words = _with_sign(wording.words)
        return wording


def _with_sign(words: Iterator[str]) -> Iterator[str]:
    from rich.console import Console

    with Console(stderr=True).status("[dim]the interviewer is thinking[/dim]"):
        first = next(words, None)
    if first is not None:
        yield first
        yield from words
