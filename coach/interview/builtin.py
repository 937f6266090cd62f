"""The built-in interviewer: the scenario's own questions, hung on the candidate's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coach.interview.case import Case, kinds, said
from coach.interview.interviewer import Wording
from coach.interview.phrases import Phrases, unsaid
from coach.interview.questions import mostly_asks
from coach.interview.stems import content
from coach.session import Move, Session

OPENS = re.compile(r"^(?:A|An|The|Your|People|Somebody)\b")
"""Words that lose their capital within a sentence."""
ASKS = re.compile(r"^(?:Wh\w+|How|If|In|On|By|At|For|From|With|Before|After|Under|Suppose|Say|Of|Do|Does|Is|Are|Can)\b")
"""The same of questions."""
OF_THE_PLAN = re.compile(
    r"\b(?:your (?:own )?(?:plan|choice|order|decision|proposal|answer|rules?|policy|steps?|way|recommendation)|"
    r"(?:that|this) (?:choice|plan|decision|order|way))\b",
    re.IGNORECASE,
)
"""What makes a question one about whatever the candidate has decided."""


class BuiltinInterviewer:
    """Finds words without a language model, and never the same question twice."""

    def __init__(self, phrases: Phrases, by_name: Mapping[str | None, Phrases] | None = None) -> None:
        """`by_name`: the phrases of those who have their own; see `Case.by_name`."""
        self._phrases = phrases
        self._by_name = by_name or {}

    def word(self, session: Session, move: Move) -> Wording:
        return Wording(iter([self.text(session, move)]))

    def hear(self, session: Session) -> None:
        """It reads an answer fast enough when it is over."""

    def text(self, session: Session, move: Move) -> str:
        """All the words for a move."""
        phrases = self._by_name.get(move.who, self._phrases)
        if move.kind == "fact":
            return f"{move.text} {unsaid(phrases.after_fact, said(session))}"
        if move.kind == "reask" and mostly_asks(session.answers[-1].text):
            return move.text  # a question too many is no dodge
        if move.kind == "reask":
            return f"{self._next(phrases.reask, kinds(session).count('reask'))} {move.text}"
        if move.source == "push":
            argument = OPENS.sub(lambda match: match[0].lower(), move.text)
            lead = phrases.push[0]
            return lead.replace("{argument}", move.text if lead.startswith("{") else argument)
        if move.quote and move.quote not in move.text and move.text.count(". ") == 0:  # two sentences at most
            taken = sum(bool(turn.move and turn.move.quote) for turn in session.questions)
            lead = self._next(phrases.quote, taken).replace("{quote}", move.quote)
            return f"{lead} {move.text if _follows(move) else self._elsewhere(phrases, taken, move.text)}"
        return move.text

    def _elsewhere(self, phrases: Phrases, taken: int, question: str) -> str:
        """A question that has nothing to do with the words it hangs on says so."""
        small = ASKS.sub(lambda match: match[0][0].lower() + match[0][1:], question)
        return f"{self._next(phrases.elsewhere, taken)} {small}"

    @staticmethod
    def _next(phrases: tuple[str, ...], taken: int) -> str:
        """Each phrase in its turn."""
        return phrases[taken % len(phrases)]


def _follows(move: Move) -> bool:
    """True where the question is about the words that it hangs on, or about the candidate's plan as a whole."""
    if not move.source.startswith(("probe:", "indicator:")):
        return True
    return bool(content(move.quote or "") & content(move.text)) or bool(OF_THE_PLAN.search(move.text))


def builtin(case: Case) -> BuiltinInterviewer:
    """The built-in interviewer of a case, in the words of whoever is on its panel."""
    return BuiltinInterviewer(case.phrases, case.by_name)
