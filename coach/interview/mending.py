"""What can be kept of a language model's words that break a rule: a part of them that is a good turn by itself.

A small model often says the right thing and then goes on. Nothing is added to its words but a fact, exactly as the case
has it, where it told one in words of its own. Whatever is kept is held against the same rules as the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from coach.interview.overlap import words
from coach.interview.wording_rules import CONVEYING, sentences
from coach.session import Move

LEANS = re.compile(r"^(?:and|but|or|also|then|so|if not|if so|why|how so|in what way)\b", re.IGNORECASE)
"""How a question begins that is none without the one before it."""
FEWEST = 4
"""Words of a question that stands by itself."""
AFTER_FACT = 2
"""Questions of the model's that are tried behind a fact."""


def mended(text: str, move: Move, broken: Callable[[str], Sequence[str]]) -> str:
    """The words as they are where they break no rule, else the most of them that breaks none, else as they are.

    `broken`: the rules that words break.
    """
    if not broken(text):
        return text
    return next((part for part in _parts(text, move) if not broken(part)), text)


def _parts(text: str, move: Move) -> Iterator[str]:
    """Parts of a reply that may be turns, the fullest first."""
    said = sentences(text)
    asking = [at for at, each in enumerate(said) if each.rstrip("\"'\u201d\u2019)").endswith("?")]
    if move.kind in CONVEYING:
        yield from _conveying(said, asking, move)
        return
    for at in asking:
        yield " ".join(said[: at + 1])
        if at and not LEANS.match(said[at]):
            yield from (f"{said[before]} {said[at]}" for before in reversed(range(at)))
        if not LEANS.match(said[at]) and len(words(said[at])) >= FEWEST:
            yield said[at]


def _conveying(said: list[str], asking: list[int], move: Move) -> Iterator[str]:
    """The sentences up to a question, all of them or some left out; or the fact as it is, and the question."""
    for at in asking:
        for left_out in range(min(at, 3)):
            for kept in combinations(range(at), at - left_out):
                yield " ".join(said[each] for each in (*kept, at))
    if move.kind == "fact":
        yield from (f"{move.text} {said[at]}" for at in asking[:AFTER_FACT] if said[at] not in move.text)
