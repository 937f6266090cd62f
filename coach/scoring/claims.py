"""Claims of a size, a cost, a gain or a time in words that no number follows: "much faster", "most teams"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from coach.scoring.features import NUMBERS, tokens
from coach.scoring.sentences import Sentence
from coach.scoring.transcript import Exchange, Transcript

MOST = 5
"""Claims that are shown; with more the reader stops reading."""
_HOW_MUCH = (
    r"(?:so much|much|a lot|lots|far|way|significantly|considerably|dramatically|massively|vastly|hugely|a good deal)"
)
_WHAT = (
    r"(?:faster|slower|quicker|cheaper|dearer|smaller|bigger|larger|shorter|longer|higher|lower|easier|safer|better|worse|"
    r"more (?:expensive|productive|reliable|efficient|costly|money|time|work|people|customers|value)|"
    r"less (?:expensive|costly|reliable|time|money|work|risk)|fewer)"
)
CLAIM = re.compile(
    rf"\b(?:{_HOW_MUCH} {_WHAT}"
    r"|significant(?:ly)?|substantial(?:ly)?|considerabl[ey]|dramatic(?:ally)?|drastic(?:ally)?|massive(?:ly)?|"
    r"huge(?:ly)?|enormous(?:ly)?|orders? of magnitude"
    r"|(?:the vast |the )?majority of|most (?:of (?:the|our)|teams|people|users|customers|services|engineers|"
    r"developers|builds|incidents|requests|work|cases)|(?:almost|nearly) (?:all|every|everyone|everybody|nobody|none)"
    r"|(?:too|very|really|quite|pretty) (?:expensive|costly|slow|cheap|fast)|(?:takes?|took) (?:far |way )?(?:too long|"
    r"ages|forever|a long time)"
    r"|(?:costs?|costing|sav(?:es?|ing)|los(?:es?|ing)|wast(?:es?|ing)) (?:us |them |you )?(?:a lot|lots|a fortune|"
    r"a ton|too much|plenty|so much)|a (?:lot|ton|bunch) of (?:money|time|work|people|teams|customers|users|hours))\b",
    re.IGNORECASE,
)
NO_AMOUNT = frozenset({"one", "quarter", "third", "half"})
"""Number words that are mostly something else: "this one", "next quarter", "the third point"."""
ASKS = re.compile(r"\?\s*$")


@dataclass(frozen=True)
class Claim:
    """A sentence of the candidate's."""

    id: str
    quote: str
    words: str
    """The words in it that want a number."""


def claims(transcript: Transcript) -> tuple[Claim, ...]:
    """The first few claims without a number in that sentence or in the next of the same answer, in the order said."""
    return tuple(islice((claim for exchange in transcript.exchanges for claim in _claims(exchange)), MOST))


def _claims(exchange: Exchange) -> Iterator[Claim]:
    for at, sentence in enumerate(exchange.sentences):
        match = CLAIM.search(sentence.text)
        counted = any(_counts(each) for each in exchange.sentences[at : at + 2])
        if match and not counted and not ASKS.search(sentence.text):
            yield Claim(sentence.id, sentence.text, match[0])


def _counts(sentence: Sentence) -> bool:
    """True where the sentence holds an amount."""
    return any(token[0].isdigit() or token in NUMBERS - NO_AMOUNT for token in tokens(sentence.text))
