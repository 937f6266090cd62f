"""Whoever finds the words for a move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from coach.session import Move, Session


@dataclass
class Wording:
    """The words for one move as they come in; who found them is known when they have all come."""

    words: Iterator[str]
    by: str = "builtin"
    """llm or builtin."""
    notice: str | None = None
    """Why the built-in words were used in place of the language model's."""
    waited: float | None = None
    """Seconds from asking a language model to the first that came of it."""
    unwanted: bool = False
    """Set by whoever does not want the words any more; finding them may then stop, and no more words come."""


class Interviewer(Protocol):
    """Finds the words. It never chooses the move."""

    def word(self, session: Session, move: Move) -> Wording: ...

    def hear(self, session: Session) -> None:
        """Take in the session so far, whose last turn is an answer that still goes on."""
        ...
