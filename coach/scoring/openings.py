"""Which answers begin with the answer: the decision in the first sentence or two, the reasons behind it."""

from __future__ import annotations

from coach.scoring.rules import PARTLY, RulesObserver
from coach.scoring.transcript import Exchange, Transcript

INDICATOR = "clarity.answer_first"


def openings(transcript: Transcript) -> tuple[bool, ...]:
    """True or False for each answer that says something, in order; one that only asks is left out.

    Always by the rules: a language model is asked about the conversation as a whole and cites a few sentences of it.
    """
    return tuple(_opens(each) for each in transcript.exchanges if not each.wish and _says(each))


def _opens(exchange: Exchange) -> bool:
    hits = RulesObserver().hits(Transcript((exchange,))).get(INDICATOR, [])
    return bool(hits) and hits[0].probability >= PARTLY


def _says(exchange: Exchange) -> bool:
    return any(not _asks(sentence.text) for sentence in exchange.sentences)


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")
