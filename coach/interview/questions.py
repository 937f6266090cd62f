"""The candidate's own questions: recognising them, and the facts that sharp ones unlock."""

from __future__ import annotations

import re
from collections.abc import Collection

from coach.interview.stems import stems
from coach.scenario import Fact, Scenario

SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
ASKS = re.compile(
    r"""^(?:(?:so|and|but|well|okay|ok|um|uh|first|also|then
    |before\ i\ (?:answer|start|commit)|one\ question|a\ question)[,:]?\s+)*
    (?:
      (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\s+
        (?:there|we|you|they|it|i|the|our|your|their|this|that|these|those|any|all|anyone|anybody|someone|somebody|people|teams)
    | how\s+(?!i\b|we\b|you\b|they\b|it\b|the\b|ever\b|to\b)\w+
    | (?:what|why|when|where)(?:'s|\s+(?:is|are|was|were|does|do|did|has|have|would|will|happens|happened|about|else))
    | what\s+(?:kind|sort|share|part|percentage|fraction|number)\s+of
    | who(?:'s|\s+(?:else|is|are|was|has|have|does|did|would|will|can|\w+s))
    | (?:which|whose)\s+(?!means|is|was|makes|would|will)\w+
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a question begins. "What we do is ..." or "which means ..." begins a statement."""
WANTS = re.compile(
    r"\b(?:i(?:'d| would| want| need)(?: first)?(?: like| want| need)?(?: to)? (?:ask|know|check|find out|understand)|"
    r"can you tell me|could you tell me|tell me|do we know|i(?:'m| am) curious|my (?:first )?question is)\b",
    re.IGNORECASE,
)


def asked(answer: str) -> list[str]:
    """The sentences of an answer that ask something, with or without a question mark (speech has none)."""
    return [sentence for sentence in sentences(answer) if _asks(sentence)]


def mostly_asks(answer: str) -> bool:
    """True when the answer is there to ask: at least half of its sentences do, or it ends by asking."""
    said = sentences(answer)
    if not said:
        return False
    asking = sum(_asks(sentence) for sentence in said)
    return asking * 2 >= len(said) or (said[-1].endswith("?") and len(said) <= 4)


def unlocked(scenario: Scenario, answer: str, known: Collection[str] = ()) -> Fact | None:
    """The weightiest fact that a question in the answer asks for, leaving out those whose ids are known already."""
    questions = [stems(sentence) for sentence in asked(answer)]
    found = [
        fact
        for fact in scenario.facts
        if fact.id not in known
        and any(_matches(phrase, question) for phrase in fact.unlocked_by for question in questions)
    ]
    return max(found, key=lambda fact: fact.weight, default=None)


def _matches(phrase: str, question: set[str]) -> bool:
    return stems(phrase) <= question


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(ASKS.match(sentence)) or bool(WANTS.search(sentence))


def sentences(answer: str) -> list[str]:
    """The sentences of an answer, as far as marks and line breaks tell."""
    return [part.strip() for part in SENTENCE_END.split(answer) if part.strip()]
