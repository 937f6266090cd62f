"""Whether an answer went past its question."""

from __future__ import annotations

from coach.interview.stems import content, words

CURT = 6
"""Words below which an answer that shows nothing is a dodge whatever it says."""
OFF_TOPIC = 60
"""Words up to which sharing no word with the question is a dodge; whoever says more has found an angle of their own."""
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


def dodged(answer: str, question: str, showed_something: bool) -> bool:
    """True when the answer shows nothing of what was asked and deflects, is hardly there, or is about other things.

    `showed_something`: the rules saw evidence of the question's dimension in it. An empty question is about anything.
    """
    if showed_something:
        return False
    said = words(answer)
    if len(said) < CURT:
        return True
    if question and len(said) <= OFF_TOPIC and not content(answer) & content(question):
        return True
    return len(said) < OFF_TOPIC // 2 and any(each in " ".join(said) for each in DEFLECTIONS)
