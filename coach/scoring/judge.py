"""The observer behind which a language model stands: one call a dimension, ids and fixed verdicts as its only words.

It reads the transcript and the rubric and nothing else: no self-scores, no earlier scores, no coaching. The transcript
comes first and never changes between calls, so that a server reads it once. What the model cites can only be ids; a
dimension that cannot be had from it is observed by the fallback and said to be so.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from coach import library
from coach.errors import LLMError
from coach.llm.model import LLM, Message
from coach.scoring.observation import Observation, Observed, Observer, Verdict
from coach.scoring.rubric import Dimension, Indicator, Rubric
from coach.scoring.transcript import Transcript

PROMPTS = ("judge.md", "judge-dimension.md")
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
CREDITED: tuple[Verdict, ...] = ("met", "partly")
STRICTEST: tuple[Verdict, ...] = ("absent", "no_opportunity", "partly", "met")
"""Where samples are even, the one that credits least counts."""
MOST_ENUM = 900
"""Values in all enums of one schema; strict servers take 1000. Beyond it they are free text, checked all the same."""
MAX_TOKENS = 1500
GIVES_UP = 2
"""Dimensions running without an answer, after which the model is not asked for the rest."""

Sample = Mapping[str, tuple[Verdict, tuple[str, ...]]]
"""Indicator id → verdict and evidence, as one call gave them."""


@dataclass(frozen=True)
class LLMObserver:
    """Judges by a language model, and by `fallback` where it has nothing to say."""

    llm: LLM
    fallback: Observer
    samples: int = 1
    """Calls a dimension. Each asks for the indicators in another order, so that they differ without randomness."""
    progress: Callable[[int, int], None] | None = None
    """Told how many dimensions of how many are done."""
    seconds: float = 300.0
    """For all of it together; dimensions that time runs out on are observed by the fallback."""
    clock: Callable[[], float] = time.monotonic
    fence: str = field(default_factory=lambda: f"=== {secrets.token_hex(8)} ===")
    """Around the transcript; nobody can guess it, so nothing in an answer can close it."""

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        rules = self.fallback.observe(transcript, rubric)
        if not transcript.sentences:
            return rules
        first = Message(role="system", content=self._system(transcript))
        ids = tuple(sentence.id for sentence in transcript.sentences)
        end = self.clock() + self.seconds
        judged: dict[str, list[Sample]] = {}
        failures: dict[str, str] = {}
        for at, dimension in enumerate(rubric.dimensions):
            if _in_vain(rubric.dimensions[:at], failures):
                failures[dimension.id] = failures[rubric.dimensions[at - 1].id]
                continue
            try:
                judged[dimension.id] = self._samples(first, dimension, ids, end)
            except LLMError as error:
                failures[dimension.id] = str(error)
            if self.progress:
                self.progress(at + 1, len(rubric.dimensions))
        return _put_together(self.llm.model, rules, rubric, judged, failures)

    def _samples(self, first: Message, dimension: Dimension, ids: tuple[str, ...], end: float) -> list[Sample]:
        """What the model says of one dimension. Raises LLMError when not even one sample can be had."""
        found = [self._ask(first, dimension, ids, end, 0)]
        for number in range(1, self.samples):
            try:
                found.append(self._ask(first, dimension, ids, end, number))
            except LLMError:
                break  # those that came count; fewer of them show in the confidence
        return found

    def _ask(self, first: Message, dimension: Dimension, ids: tuple[str, ...], end: float, number: int) -> Sample:
        """One call. Raises LLMError."""
        left = end - self.clock()
        if left <= 0:
            raise LLMError(f"the {self.seconds:g} s for it were over: a smaller model answers sooner")
        turned = number % len(dimension.indicators)
        indicators = dimension.indicators[turned:] + dimension.indicators[:turned]
        statements = "\n".join(f"- {_key(each)}: {each.statement}" for each in indicators)
        variables = {"name": dimension.name, "question": dimension.question, "statements": statements}
        asked = Message(role="user", content=library.fill("judge-dimension.md", variables))
        answer = self.llm.complete([first, asked], _schema(indicators, ids), max_tokens=MAX_TOKENS, seconds=left)
        return {each.id: _read(answer, each, ids) for each in indicators}

    def _system(self, transcript: Transcript) -> str:
        return library.fill("judge.md", {"fence": self.fence, "transcript": _lines(transcript)})


def _lines(transcript: Transcript) -> str:
    """The transcript one sentence a line; no text can begin a line of its own and pass for another's."""
    lines: list[str] = []
    for exchange in transcript.exchanges:
        lines.append(f"Q{exchange.number} {' '.join(exchange.question.split())}")
        lines += [f"{sentence.id} {' '.join(sentence.text.split())}" for sentence in exchange.sentences]
    return "\n".join(lines)


def _schema(indicators: Sequence[Indicator], ids: tuple[str, ...]) -> dict[str, Any]:
    """One short field an indicator, the evidence before its verdict: what is written first, the model has to go by."""
    marks: list[str] = [verdict for verdict in VERDICTS if verdict not in CREDITED]
    marks += [f"{id} {verdict}" for id in ids for verdict in CREDITED]
    mark: dict[str, Any] = {"type": "string"}
    if len(marks) * len(indicators) <= MOST_ENUM:
        mark["enum"] = marks
    return {"type": "object", "properties": {_key(each): mark for each in indicators}}


def _read(answer: Mapping[str, str], indicator: Indicator, ids: tuple[str, ...]) -> tuple[Verdict, tuple[str, ...]]:
    """Verdict and evidence of one indicator: "A1.2 met". An id that does not exist, or none, is no evidence."""
    cited, _, said = answer[_key(indicator)].rpartition(" ")
    verdict: Verdict = next((each for each in VERDICTS if each == said), "absent")
    if verdict not in CREDITED:
        return verdict, ()
    return (verdict, (cited,)) if cited in ids else ("absent", ())


def _key(indicator: Indicator) -> str:
    return indicator.id.partition(".")[2]


def _merged(indicator: Indicator, samples: Sequence[Sample]) -> Observation:
    """One observation of all samples: the verdict most of them give, and what those cite, most cited first.

    Confidence is (n + 1) / (samples + 2), n being the samples that gave this verdict: by the rule of succession one
    sample alone is worth 0.67, three that agree 0.8, two of three 0.6.
    """
    given = [sample[indicator.id] for sample in samples]
    counts = Counter(verdict for verdict, _ in given)
    verdict = max(STRICTEST, key=lambda each: (counts[each], -STRICTEST.index(each)))
    cited = Counter(id for each, evidence in given if each == verdict for id in evidence)
    evidence = tuple(id for id, _ in cited.most_common(3))
    confidence = (counts[verdict] + 1) / (len(given) + 2)
    return Observation(indicator.id, verdict, evidence, round(confidence, 2), "llm")


def _in_vain(before: Sequence[Dimension], failures: Mapping[str, str]) -> bool:
    return len(before) >= GIVES_UP and all(dimension.id in failures for dimension in before[-GIVES_UP:])


def _put_together(
    model: str, rules: Observed, rubric: Rubric, judged: Mapping[str, list[Sample]], failures: Mapping[str, str]
) -> Observed:
    """One observation an indicator, from the model or else from the rules, and what the reader has to be told."""
    by_rules = {each.indicator: each for each in rules.observations}
    found: list[Observation] = []
    for dimension in rubric.dimensions:
        samples = judged.get(dimension.id)
        found += [_merged(each, samples) if samples else by_rules[each.id] for each in dimension.indicators]
    if len(failures) == len(rubric.dimensions):
        why = next(iter(failures.values()))
        return Observed(rules.observer, rules.model, rules.observations, (*rules.notices, _all_rules(why)))
    notices = rules.notices if failures else ()
    by_failure: dict[str, list[str]] = {}
    for id, why in failures.items():
        by_failure.setdefault(why, []).append(rubric.dimension(id).name)
    told = [f"observed by the rules, not by the model: {', '.join(names)} ({why})" for why, names in by_failure.items()]
    return Observed("llm", model, tuple(found), (*notices, *told))


def _all_rules(why: str) -> str:
    return f"observed by the rules alone, because the language model failed ({why})"
