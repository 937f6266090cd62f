"""The observer behind which a language model stands: one call a dimension, ids and fixed verdicts as its only words.

It reads the transcript and the rubric and nothing else: no self-scores, no earlier scores, no coaching. The transcript
comes first and never changes between calls, so that a server reads it once. What the model cites can only be ids; a
dimension that cannot be had from it is observed by the fallback and said to be so.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from coach import library
from coach.errors import LLMError
from coach.llm.model import LLM, Message
from coach.scoring.calls import at_once
from coach.scoring.observation import Observed, Observer, Verdict
from coach.scoring.rubric import Dimension, Indicator, Rubric
from coach.scoring.samples import Sample, Tally
from coach.scoring.transcript import Transcript

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
CREDITED: tuple[Verdict, ...] = ("met", "partly")
MAX_TOKENS = 1500
EARLIER = "earlier-answers.md"
"""What is added where a conversation went before that is not to be marked. No part of what a grader is measured by."""


@dataclass(frozen=True)
class LLMObserver:
    """Judges by a language model, and by `fallback` where it has nothing to say."""

    llm: LLM
    fallback: Observer
    samples: int = 1
    """Calls a dimension. Each asks for the indicators in another order, those after the first at a temperature."""
    most: int = 1
    """Calls under way at a time. A server with a single slot answers none of them sooner for being asked more."""
    progress: Callable[[int, int], None] | None = None
    """Told how many calls of how many are done."""
    seconds: float = 300.0
    """For all of it together; dimensions that time runs out on are observed by the fallback."""
    clock: Callable[[], float] = time.monotonic
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """What the fence is made of. With the same one, the same transcript is asked about in the same words."""

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        rules = self.fallback.observe(transcript, rubric)
        if not transcript.sentences:
            return rules
        tally = Tally(rubric)
        calls = (
            (dimension, number)
            for number in range(self.samples)  # every dimension once before any of them twice: the time may run out
            for dimension in rubric.dimensions
            if not tally.failed(dimension)
        )
        for done, (call, outcome) in enumerate(at_once(calls, self.most, self._asking(transcript)), start=1):
            tally.take(call[0], outcome)
            if self.progress:
                self.progress(done, self.samples * len(rubric.dimensions))
            if tally.in_vain:
                break
        return tally.observed(self.llm.model, rules)

    def _asking(self, transcript: Transcript) -> Callable[[tuple[Dimension, int]], Sample]:
        """What makes one call: a dimension, and the number of the sample. Raises LLMError."""
        lines = _lines(transcript)
        variables = {"fence": fence(self.secret, lines), "transcript": lines}
        told = library.fill("judge.md", variables)
        if transcript.before:
            told += library.fill(EARLIER, {})
        first = Message(role="system", content=told)
        ids = tuple(sentence.id for sentence in transcript.sentences)
        end = self.clock() + self.seconds

        def ask(call: tuple[Dimension, int]) -> Sample:
            dimension, number = call
            left = end - self.clock()
            if left <= 0:
                raise LLMError(f"the {self.seconds:g} s for it were over: a smaller model answers sooner")
            turned = number % len(dimension.indicators)
            indicators = dimension.indicators[turned:] + dimension.indicators[:turned]
            answer = self.llm.complete(
                [first, _question(dimension, indicators)],
                _schema(indicators, ids),
                max_tokens=MAX_TOKENS,
                seconds=left,
                sample=number,
            )
            return {each.id: _read(answer, each) for each in indicators}

        return ask


def fence(secret: bytes, transcript: str) -> str:
    """The line around a transcript. Nobody without the secret can guess it, so nothing in an answer can close it."""
    return f"=== {hmac.new(secret, transcript.encode(), hashlib.sha256).hexdigest()[:16]} ==="


def _lines(transcript: Transcript) -> str:
    """The transcript one sentence a line; no text can begin a line of its own and pass for another's."""
    lines: list[str] = []
    for exchange in transcript.before:
        lines.append(f"Q{exchange.number} {' '.join(exchange.question.split())}")
        lines += [f"earlier: {' '.join(sentence.text.split())}" for sentence in exchange.sentences]
    for exchange in transcript.exchanges:
        lines.append(f"Q{exchange.number} {' '.join(exchange.question.split())}")
        lines += [f"{sentence.id} {' '.join(sentence.text.split())}" for sentence in exchange.sentences]
    return "\n".join(lines)


def _question(dimension: Dimension, indicators: Sequence[Indicator]) -> Message:
    statements = "\n".join(f"- {_key(each)}: {each.statement}" for each in indicators)
    variables = {"name": dimension.name, "question": dimension.question, "statements": statements}
    return Message(role="user", content=library.fill("judge-dimension.md", variables))


def _schema(indicators: Sequence[Indicator], ids: tuple[str, ...]) -> dict[str, Any]:
    """One short field an indicator, the evidence before its verdict: what is written first, the model has to go by."""
    marks: list[str] = [verdict for verdict in VERDICTS if verdict not in CREDITED]
    marks += [f"{id} {verdict}" for id in ids for verdict in CREDITED]
    return {"type": "object", "properties": {_key(each): {"type": "string", "enum": marks} for each in indicators}}


def _read(answer: Mapping[str, str], indicator: Indicator) -> tuple[Verdict, tuple[str, ...]]:
    """Verdict and evidence of one indicator, from one of the marks: "A1.2 met"."""
    cited, _, said = answer[_key(indicator)].rpartition(" ")
    verdict = VERDICTS[[str(each) for each in VERDICTS].index(said)]
    return verdict, (cited,) if cited else ()


def _key(indicator: Indicator) -> str:
    return indicator.id.partition(".")[2]
