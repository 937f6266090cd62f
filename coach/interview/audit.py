"""How the interviewer did, by the record alone: what it said against its own rules, and what it let pass.

The judgements are those that are made live, by `wording_rules` and, for what was let pass, by `dodge` and `doubt`. What
a language model was not allowed to say is not in the record; that built-in words took its place is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.interview.passed import Passed, dodges, passed
from coach.interview.questions import asked
from coach.interview.wording_rules import DOUBLE, LEAKS, LENGTH, PRAISE, REPEATED, UNASKED, faults, setting
from coach.scenario import Scenario
from coach.scoring.rubric import Rubric
from coach.session import ANNOUNCE, CLOSE, Move, Session, Turn

AS_WRITTEN = ("opening", ANNOUNCE, CLOSE)
"""Kinds that say a text of the scenario's or of the phrases', whoever interviews: how long they are is no fault."""
WHOLE = ("no question", "not what had to be said")
"""Rules that words which were cut short cannot keep."""
JOINED = re.compile(
    r"\b(?:and|or|but) (?:(?:by|to|for|from|in|on|at|with|under|of|until|about) )?"
    r"(?:who|whom|whose|what|which|how|why|when|where)(?: [\w'’-]+){2,}[^.?!]*\?",
    re.IGNORECASE,
)
"""Another question in the same sentence; "and why?" and "and by when?" only belong to the first."""


@dataclass(frozen=True)
class Finding:
    """Something that the interviewer said against a rule."""

    turn: int
    rule: str
    text: str
    """What was said, whole."""


@dataclass(frozen=True)
class Fallback:
    """A move whose words were the built-in ones, though a language model was to find them."""

    turn: int
    kind: str
    why: str


@dataclass(frozen=True)
class Audit:
    """All that was found."""

    questions: int
    """Turns of the interviewer that asked something."""
    praise: tuple[Finding, ...]
    double: tuple[Finding, ...]
    """More than one question in a turn, by the question marks."""
    joined: tuple[Finding, ...]
    """Two questions in one sentence: no fault by the rules, since cases ask that way too, but counted all the same."""
    long: tuple[Finding, ...]
    """Over two sentences, or too many words."""
    repeats: tuple[Finding, ...]
    leaks: tuple[Finding, ...]
    """A fact that nobody asked for, or words of the reference."""
    others: tuple[Finding, ...]
    """Any other rule: Markdown, advice, a figure that nobody gave."""
    share: float | None
    """The interviewer's share of all words, 0 to 1; None when nothing was said."""
    dodges: int
    """Answers that went past a question that could be put again."""
    asked_again: int
    """Of those, how many times that was done."""
    passed: tuple[Passed, ...]
    worded: int
    """Moves whose words a language model was asked for."""
    fallbacks: tuple[Fallback, ...]

    @property
    def clean(self) -> bool:
        """True without praise, double question, repeat or leak."""
        return not (self.praise or self.double or self.repeats or self.leaks)


def audit(session: Session, scenario: Scenario, rubric: Rubric) -> Audit:
    """The audit of a session, finished or not, however old."""
    found = list(_findings(session, scenario))
    past = dodges(session, rubric)
    fallbacks = tuple(_fallbacks(session))
    return Audit(
        questions=sum("?" in turn.whole for turn in session.questions),
        praise=_by(found, (PRAISE,)),
        double=_by(found, DOUBLE),
        joined=tuple(_joined(session)),
        long=_by(found, LENGTH),
        repeats=_by(found, (REPEATED,)),
        leaks=_by(found, LEAKS),
        others=tuple(each for each in found if each.rule not in (PRAISE, *DOUBLE, *LENGTH, REPEATED, *LEAKS)),
        share=_share(session),
        dodges=len(past),
        asked_again=sum(each.again for each in past),
        passed=passed(session, scenario, past),
        worded=sum(turn.by == "llm" for turn in session.questions) + len(fallbacks),
        fallbacks=fallbacks,
    )


def _by(found: list[Finding], rules: tuple[str, ...]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.rule in rules)


def _findings(session: Session, scenario: Scenario) -> Iterator[Finding]:
    """What each turn says against the rules as they stood at that point of the session."""
    so_far = replace(session, turns=[])
    for turn in session.turns:
        if turn.role == "interviewer":
            move = turn.move or Move("")
            for rule in dict.fromkeys(faults(turn.whole, setting(so_far, scenario, move))):
                excused = (rule in LENGTH and move.kind in AS_WRITTEN) or (rule in WHOLE and turn.interrupted)
                if not excused:
                    yield Finding(turn.index, rule, turn.whole)
            if move.kind == "fact" and not (so_far.answers and asked(so_far.answers[-1].text)):
                yield Finding(turn.index, UNASKED, turn.whole)
        so_far.turns.append(turn)


def _joined(session: Session) -> Iterator[Finding]:
    for turn in session.questions:
        if JOINED.search(turn.whole):
            yield Finding(turn.index, "two questions in one sentence", turn.whole)


def _share(session: Session) -> float | None:
    asking, all_said = (sum(len(turn.text.split()) for turn in turns) for turns in (session.questions, session.turns))
    return asking / all_said if all_said else None


def _fallbacks(session: Session) -> Iterator[Fallback]:
    by_model = session.engines.get("interviewer") == "llm" or any(turn.by == "llm" for turn in session.questions)
    for turn in session.questions if by_model else []:
        if turn.by == "builtin" and turn.move and turn.move.kind not in AS_WRITTEN:
            yield Fallback(turn.index, turn.move.kind, _why(turn))


def _why(turn: Turn) -> str:
    return turn.notice or "the language model had failed too often"
