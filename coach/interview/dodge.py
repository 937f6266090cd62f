"""Whether an answer went past its question: too short, about something else, or fluent and about nothing.

An answer to a question of strategy holds a plan or a condition, an idea of the rubric's, or at least the question's own
words. One that has hardly any of the three is a dodge however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from coach.interview.questions import GENERAL
from coach.interview.stems import content, words

CURT = 6
"""Words below which an answer that shows nothing is a dodge whatever it says."""
SHORT = 30
"""Words below which an answer need not plan anything, nor take up much of the question."""
DEFLECTIONS = (
    "it depends",
    "hard to say",
    "i don't know",
    "i'd have to think",
    "pass",
    "next question",
    "come back to that",
    "can't say",
    "good question",
    "not sure",
    "skip",
)
PLAN = re.compile(
    r"\b(?:(?:i|we|they|he|she|it|you|that)(?:'d|'ll)|"
    r"(?:i|we|they|he|she) (?:would|will|should|must)(?! (?:say|call|describe|love|think|like))|"
    r"(?:i|we|they) (?:stop|start|cut|drop|decide|pick|choose|move|ask|pay|wait|leave)|"
    r"if|unless|until|instead|let's|my (?:call|answer|bet|guess))\b",
    re.IGNORECASE,
)
"""Somebody does something, or something hangs on something."""
PLANS = 3
"""So many make an answer of an idea that shares no word with the question."""
FORM = "clarity."
"""Ideas about how a thing is said; what is said may still be anything."""
ANYWHERE = GENERAL | content("year week month day way work lot part point word happen take good new last next long")
"""Stems that a question and an answer may share by chance."""


def dodged(answer: str, question: str, dimension: str, ideas: Collection[str]) -> bool:
    """True when an answer deflects, is hardly there, or says nothing that has to do with what was asked.

    `ideas`: indicators that the rules saw in it. An empty question is about anything.
    """
    said = words(answer)
    shared = len(content(question) & content(answer) - ANYWHERE)
    plans = len(PLAN.findall(answer.replace("’", "'")))
    here = any(each.startswith(f"{dimension}.") for each in ideas)
    if here and (len(said) < SHORT or (shared and plans) or plans >= PLANS):
        return False
    if len(said) < CURT:
        return True
    if len(said) < SHORT and any(each in " ".join(said) for each in DEFLECTIONS):
        return True
    substance = sum(not each.startswith(FORM) for each in ideas)
    if question and not shared and substance <= 2:
        return True
    return len(said) >= SHORT and _empty(plans, substance, shared if question else 0)


def _empty(plans: int, substance: int, shared: int) -> bool:
    """Fluent, and next to nothing in it. Measured on labelled answers: one in thirty of those with something in them
    is asked again."""
    if not plans:
        return substance <= 2
    return shared <= 1 and (not substance or (plans <= 1 and substance <= 1))
