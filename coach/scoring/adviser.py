"""The language model's part of the feedback: sentences of the candidate's own, rewritten to show what they lacked.

One call for the whole scorecard. Every rewrite has to cite a sentence and an indicator out of those offered for its
dimension; code checks both, and the words. Whatever fails a check is dropped; when the call fails there is no rewrite
at all. Nothing here moves a score.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coach import library
from coach.llm.model import LLM, Message
from coach.scenario import Scenario
from coach.scoring.advice import missing
from coach.scoring.features import tokens
from coach.scoring.figures import figures
from coach.scoring.guards import CHAT, GLUE, fingerprint, thin
from coach.scoring.judge import fence
from coach.scoring.rubric import Rubric
from coach.scoring.scorecard import Score, Scorecard
from coach.scoring.transcript import Transcript

PROMPT = "adviser.md"
SENTENCES, IDEAS = 4, 2
"""Sentences and missing ideas offered for a dimension."""
NOTHING = "nothing"
MAX_TOKENS = 150
"""For each dimension: two sentences and what they cite. More is a model that does not stop."""
SECONDS = 60.0
LONGEST = 60
"""Words; a candidate has to be able to say it."""
SENTENCE_END = re.compile(r"[.!?](?=[\s\"”']|$)")
PRAISE = re.compile(
    r"\b(?:great|excellent|fantastic|brilliant|impressive|outstanding|well done|good (?:job|point|answer|start)|"
    r"strong(?:er)? (?:answer|point)|nice(?:ly)?|full marks)\b",
    re.IGNORECASE,
)
ABOUT_THE_INTERVIEW = re.compile(
    r"\b(?:the candidate|candidate's|indicator|rewrite|rewritten|this (?:sentence|answer)|transcript|interview\w*|"
    r"rubric|scor(?:e|ed|es|ing))\b|[{}<>\[\]*#_]|\b[a-z]+\.[a-z_]+\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rewrite:
    """A sentence of the candidate's as it could have been said."""

    dimension: str
    indicator: str
    """What it shows and the sentence did not."""
    sentence: str
    """Id of the sentence."""
    quote: str
    """The sentence, verbatim."""
    text: str


@dataclass(frozen=True)
class Offer:
    """What may be cited for one dimension."""

    score: Score
    sentences: tuple[str, ...]
    """Ids."""
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Adviser:
    """Rewrites sentences by a language model."""

    llm: LLM
    seconds: float = SECONDS
    most: int | None = None
    """Dimensions that are asked about, the weakest first; None for all. A small model writes slowly."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """What the fence is made of. With the same one, the same scorecard is asked about in the same words."""

    def rewrites(
        self, card: Scorecard, transcript: Transcript, rubric: Rubric, scenario: Scenario | None
    ) -> tuple[Rewrite, ...]:
        """At most one rewrite a dimension. Raises LLMError when the model gives no usable answer in time."""
        offers = [offer for score in card.scores if (offer := _offer(score, card, transcript, rubric))]
        weakest = sorted(offers, key=lambda offer: offer.score.value or 0.0)[: self.most]
        offers = [offer for offer in offers if offer in weakest]
        if not offers:
            return ()
        lines = _lines(transcript)
        variables = {
            "case": _case(scenario) or "(what the questions in the transcript say of it)",
            "fence": fence(self.secret, lines),
            "transcript": lines,
            "wanted": "\n\n".join(_wanted(offer, rubric) for offer in offers),
        }
        asked = Message(role="user", content=library.fill(PROMPT, variables))
        answer = self.llm.complete([asked], _schema(offers), max_tokens=MAX_TOKENS * len(offers), seconds=self.seconds)
        known = figures(_known(transcript, scenario))
        found = (_read(answer, offer, transcript, known) for offer in offers)
        return tuple(each for each in found if each)


def fault(text: str, quote: str, known: set[str]) -> str | None:
    """Why the words cannot stand as a rewrite of that sentence; None when they can.

    `known`: the figures that may be in it.
    """
    if not text or len(text.split()) > LONGEST or len(SENTENCE_END.findall(text)) > 2:
        return "length"
    if fingerprint(text) == fingerprint(quote):
        return "same"
    if PRAISE.search(text) and not PRAISE.search(quote):
        return "praise"
    if ABOUT_THE_INTERVIEW.search(text):
        return "not for the interviewer"
    if figures(text) - known:
        return "invented figure"
    return None if _telling(text) & _telling(quote) else "another sentence"


def _offer(score: Score, card: Scorecard, transcript: Transcript, rubric: Rubric) -> Offer | None:
    """The sentences nearest to the dimension, and what it lacks most; None where there is nothing to rewrite."""
    if not score.gap:
        return None
    ids = [each.id for each in score.evidence]
    for exchange in transcript.exchanges:
        if exchange.move and exchange.move.dimension == score.dimension:
            ids += [each.id for each in exchange.sentences]
    telling = [id for id in dict.fromkeys(ids) if not thin(transcript.quote(id))]
    lacking = missing(score, card, rubric)
    return Offer(score, tuple(telling[:SENTENCES]), tuple(lacking[:IDEAS])) if telling and lacking else None


def _lines(transcript: Transcript) -> str:
    """The transcript one sentence a line; no text can begin a line of its own and pass for another's."""
    lines = []
    for exchange in transcript.exchanges:
        lines.append(f"Q{exchange.number} {' '.join(exchange.question.split())}")
        lines += [f"{each.id} {' '.join(each.text.split())}" for each in exchange.sentences]
    return "\n".join(lines)


def _wanted(offer: Offer, rubric: Rubric) -> str:
    ideas = "\n".join(f"- {id}: {rubric.indicator(id).statement}" for id in offer.indicators)
    return f"{offer.score.dimension} ({offer.score.name}), one of {', '.join(offer.sentences)}, for one of:\n{ideas}"


def _schema(offers: Sequence[Offer]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for offer in offers:
        properties[f"{offer.score.dimension}_cites"] = {"type": "string", "enum": [*_pairs(offer), NOTHING]}
        properties[f"{offer.score.dimension}_rewrite"] = {"type": "string"}
    return {"type": "object", "properties": properties}


def _pairs(offer: Offer) -> list[str]:
    return [f"{sentence} {indicator}" for sentence in offer.sentences for indicator in offer.indicators]


def _read(answer: Mapping[str, str], offer: Offer, transcript: Transcript, known: set[str]) -> Rewrite | None:
    """The rewrite of one dimension; None where it cites nothing that was offered or its words cannot stand."""
    cites = answer[f"{offer.score.dimension}_cites"]
    text = " ".join(answer[f"{offer.score.dimension}_rewrite"].split()).strip("\"“”' ")
    if cites not in _pairs(offer):
        return None
    sentence, indicator = cites.split()
    quote = transcript.quote(sentence)
    if fault(text, quote, known):
        return None
    return Rewrite(offer.score.dimension, indicator, sentence, quote, text)


def _case(scenario: Scenario | None) -> str:
    """What may be known of the case once the session is over: its facts too, never its reference."""
    if scenario is None:
        return ""
    return "\n".join([scenario.brief, "", *(f"- {fact.text}" for fact in scenario.facts)])


def _known(transcript: Transcript, scenario: Scenario | None) -> str:
    questions = [exchange.question for exchange in transcript.exchanges]
    return "\n".join([_case(scenario), *questions, *(each.text for each in transcript.sentences)])


def _telling(text: str) -> frozenset[str]:
    """The words that say something, each cut to a rough stem."""
    return frozenset(word[:5] for word in tokens(text) if word[0].isalpha() and word not in GLUE | CHAT)
