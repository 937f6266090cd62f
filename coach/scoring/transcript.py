"""What observers read: each answer cut into numbered sentences, behind the question that it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from coach.scoring.sentences import Sentence, sentences
from coach.session import ASIDE, WISH, Move, Turn


@dataclass(frozen=True)
class Exchange:
    """One answer and what was asked."""

    number: int
    """Which answer, from 1: its sentences are A<number>.1, A<number>.2, ..."""
    turn: int
    """Index of the candidate's turn."""
    question: str
    move: Move | None
    """What the interviewer set out to do; None for a transcript that was not made here."""
    sentences: tuple[Sentence, ...]
    wish: bool = False
    """True where the candidate only wished to hear the question again, or the time: it is numbered, and no answer."""


@dataclass(frozen=True)
class Transcript:
    """A conversation as evidence: only the candidate's sentences can be cited."""

    exchanges: tuple[Exchange, ...]
    before: tuple[Exchange, ...] = ()
    """What had been said when the exchanges began, where they are only a part of a conversation: it may be leant on,
    and none of it can be cited."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for exchange in self.exchanges for sentence in exchange.sentences)

    def turn_of(self, id: str) -> int:
        """Index of the turn that a sentence is in. Raises KeyError."""
        return self._at[id][0]

    def quote(self, id: str) -> str:
        """The sentence of that id, verbatim. Raises KeyError."""
        return self._at[id][1]

    @cached_property
    def _at(self) -> dict[str, tuple[int, str]]:
        return {each.id: (exchange.turn, each.text) for exchange in self.exchanges for each in exchange.sentences}


def transcript(turns: Iterable[Turn]) -> Transcript:
    """The turns of a session as numbered evidence. An answer that was given in two turns running stays two answers.

    What follows an aside answers the question before it.
    """
    exchanges: list[Exchange] = []
    question, move = "", None
    for turn in turns:
        if turn.role == "interviewer":
            if turn.move is None or turn.move.kind != ASIDE:
                question, move = turn.whole, turn.move
            elif exchanges and turn.move.source.startswith(WISH):
                exchanges[-1] = replace(exchanges[-1], wish=True)
            continue
        number = len(exchanges) + 1
        exchanges.append(Exchange(number, turn.index, question, move, sentences(turn, number)))
    return Transcript(tuple(exchanges))
