"""The candidate's own words to hang a question on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.interview.stems import STOP_WORDS, content, words
from coach.session import Session

CLAUSE_END = re.compile(
    r"[.?!;:,\n]+\s+|\s+[—–-]\s+|\s+(?=(?:because|so that|which means|but|although|unless)\b)|[.?!]+$"
)
MARKS = re.compile(r"[*`]+|__")
"""Of somebody who types Markdown; no question hangs on them."""
CONJUNCTION = re.compile(r"\s+(?=(?:and|so|then|while|when|until|before|after|if)\b)")
DECISION = re.compile(r"(?:i|we)(?:'d|'ll| would| will| won't| wouldn't)\b", re.IGNORECASE)
FRAGMENT = re.compile(r"(?:with|without|in|on|at|for|by|from|of|to|as|than|like)\b", re.IGNORECASE)
"""How a part of a sentence begins that says nothing alone."""
SHORTEST, LONGEST = 4, 14
"""Words of a phrase worth quoting."""
LEAD_INS = re.compile(
    r"^(?:(?:so|and|but|well|okay|ok|yeah|um|uh|i mean|you know|honestly|basically|then|because|which means|although)"
    r"[, ]+)+",
    re.IGNORECASE,
)


def quote_for(session: Session, question: str, unfit: re.Pattern[str] | None = None) -> str | None:
    """A phrase of the last answer that the question can hang on: one that shares words with it, else a decision.

    None when there is nothing worth quoting, and never the same phrase twice, nor one in which `unfit` is found.
    """
    if not session.answers:
        return None
    taken = {turn.move.quote for turn in session.questions if turn.move}
    wanted = content(question)
    best, best_value = None, 0.0
    for clause in clauses(session.answers[-1].text):
        value = _worth(clause, wanted)
        if clause not in taken and value > best_value and not (unfit and unfit.search(clause)):
            best, best_value = clause, value
    return best


def clauses(answer: str) -> list[str]:
    """The clauses of an answer that are of a length to quote, without lead-ins such as "so, well"."""
    found = []
    for part in _parts(answer):
        clause = LEAD_INS.sub("", " ".join(MARKS.sub("", part).split()).strip(" \"'_"))
        said = words(clause)
        if SHORTEST <= len(said) <= LONGEST and said[-1] not in STOP_WORDS:
            found.append(clause)
    return found


def _parts(answer: str) -> Iterator[str]:
    """The clauses as they are; those too long to quote cut once more, at their conjunctions."""
    for part in CLAUSE_END.split(answer):
        yield from CONJUNCTION.split(part or "") if len(words(part or "")) > LONGEST else [part or ""]


def _worth(clause: str, wanted: set[str]) -> float:
    """Shared words count most, then decisions and numbers; a clause that is neither about the question nor a decision
    is worth nothing, since quoting it would only sound like listening."""
    meant = content(clause)
    shared, decides = len(meant & wanted), bool(DECISION.match(clause))
    if len(meant) < 2 or not (shared or decides):
        return 0.0
    whole = not FRAGMENT.match(clause)
    return 3.0 * shared + 2.0 * whole + decides + bool(re.search(r"\d", clause)) + min(len(meant), 6) / 6
