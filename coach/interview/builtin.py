"""The built-in interviewer: the scenario's own questions, hung on the candidate's own words."""

from __future__ import annotations

from coach.interview.interviewer import Wording
from coach.interview.phrases import Phrases
from coach.session import Move, Session


class BuiltinInterviewer:
    """Finds words without a language model, and never the same question twice."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def word(self, session: Session, move: Move) -> Wording:
        return Wording(iter([self.text(session, move)]))

    def text(self, session: Session, move: Move) -> str:
        """All the words for a move."""
        if move.kind == "fact":
            return f"{move.text} {self._next(self._phrases.after_fact, session, 'fact')}"
        if move.kind == "reask":
            return f"{self._next(self._phrases.reask, session, 'reask')} {move.text}"
        if move.quote and move.text.count(". ") == 0:  # two sentences at most
            taken = sum(bool(turn.move and turn.move.quote) for turn in session.questions)
            lead = self._phrases.quote[taken % len(self._phrases.quote)]
            return f"{lead.replace('{quote}', move.quote)} {move.text}"
        return move.text

    @staticmethod
    def _next(phrases: tuple[str, ...], session: Session, kind: str) -> str:
        """Each phrase in its turn: a session has no more facts than there are phrases for them."""
        taken = sum(bool(turn.move and turn.move.kind == kind) for turn in session.questions)
        return phrases[taken % len(phrases)]
