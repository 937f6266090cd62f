"""The observer without a language model: a linear model over single sentences, and a few plain rules around it.

Rewards what was said; cannot judge whether it is right. Fast enough to run after every answer of a live interview.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.scoring.features import Place
from coach.scoring.guards import fingerprint, silent, thin
from coach.scoring.model import Model, shipped
from coach.scoring.observation import Observation, Observed, Verdict
from coach.scoring.rubric import Rubric
from coach.scoring.transcript import Exchange, Transcript

MET = 0.5
"""Probability from which an indicator counts as met ..."""
PARTLY = 0.3
"""... and from which it counts as partly shown: in doubt, half the credit."""
EVIDENCE = 3
"""Sentences cited for an indicator, at most."""
LOOKS = 25
"""Sentences after which luck is reckoned with: the more there are, the likelier the best of them is best by chance."""
LUCK = 0.6
"""The odds are divided by (sentences / LOOKS) to this power. With it, interviews of three and of nine answers by
candidates of one level come out alike; without it, the long ones come out half a level higher."""
TOO_FEW_WORDS = 15
"""Words of the candidate's below which the conversation is no opportunity for anything."""
TOO_SHORT = 250
"""Words of the candidate's below which nobody can be expected to touch what was not asked about (two minutes)."""
PRESSING = ("push", "flip", "reask")
"""Moves that put the candidate under pressure."""
UNDER_PRESSURE = ("pressure.concedes", "pressure.holds", "pressure.updates")
AT_THE_START = ("clarity.answer_first",)
SHORT_WILL_DO = ("clarity", "pressure", "priorities.commits")
"""What a few plain words can show ("the second one", "I was wrong"); all else needs content."""

NOTICE = "rule-based estimate: rewards what was said, cannot judge whether it is right"


@dataclass(frozen=True)
class Hit:
    """A sentence that shows an indicator, more or less likely."""

    sentence: str
    probability: float


class RulesObserver:
    """Observes by the shipped linear model; scores of sentences are remembered, so the next look costs little."""

    def __init__(self, model: Model | None = None) -> None:
        self._model = model

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        """One observation for every indicator of the rubric. Raises CoachError when the weights are gone."""
        earning = list(_earning(transcript))
        handicap = max(1.0, len(earning) / LOOKS) ** LUCK
        hits = {id: _doubted(found, handicap) for id, found in self._hits(earning).items()}
        words = sum(_length(exchange) for exchange in transcript.exchanges)
        touched = {id.partition(".")[0] for id, found in hits.items() if found[0].probability >= PARTLY}
        asked = {exchange.move.dimension for exchange in transcript.exchanges if exchange.move}
        pressed = any(_pressed(exchange) and exchange.sentences for exchange in transcript.exchanges)
        observations = []
        for indicator in rubric.indicators:
            dimension = indicator.id.partition(".")[0]
            expected = words >= TOO_SHORT or dimension in touched or dimension in asked
            chance = words >= TOO_FEW_WORDS and expected and (dimension != "pressure" or pressed)
            observations.append(_observation(indicator.id, hits.get(indicator.id, []), chance))
        return Observed("rules", None, tuple(observations), (NOTICE,))

    def hits(self, transcript: Transcript) -> Mapping[str, list[Hit]]:
        """For each indicator, the few sentences likeliest to show it, best first; none of those that earn nothing."""
        return self._hits(list(_earning(transcript)))

    def _hits(self, earning: Sequence[tuple[Exchange, int]]) -> Mapping[str, list[Hit]]:
        if not earning:
            return {}
        model = self._model or shipped()
        texts = [exchange.sentences[at].text for exchange, at in earning]
        places = [Place(at, len(exchange.sentences), exchange.number > 1) for exchange, at in earning]
        probabilities = model.probabilities(texts, places)
        found: dict[str, list[Hit]] = {}
        for id, column in zip(model.indicators, probabilities.T.tolist(), strict=True):
            rows = [row for row, place in enumerate(earning) if _allowed(id, *place)]
            best = heapq.nlargest(EVIDENCE, rows, key=column.__getitem__)
            hits = [(earning[row], column[row]) for row in best]
            if hits:
                found[id] = [Hit(exchange.sentences[at].id, float(value)) for (exchange, at), value in hits]
        return found


def _doubted(hits: Sequence[Hit], handicap: float) -> list[Hit]:
    """The same hits, less likely by the handicap on their odds."""
    return [Hit(hit.sentence, hit.probability / (hit.probability + (1 - hit.probability) * handicap)) for hit in hits]


def _earning(transcript: Transcript) -> Iterator[tuple[Exchange, int]]:
    """The sentences that no guard holds back, as places in their answers."""
    questions: list[str] = []
    said: set[str] = set()
    for exchange in transcript.exchanges:
        questions.append(exchange.question)
        for at, sentence in enumerate(exchange.sentences):
            if silent(sentence.text, questions, said) is None:
                yield exchange, at
            said.add(fingerprint(sentence.text))


def _allowed(indicator: str, exchange: Exchange, at: int) -> bool:
    """Some ideas exist only in one place: a concession needs a pushback, an answer given first comes first."""
    if thin(exchange.sentences[at].text) and not indicator.startswith(SHORT_WILL_DO):
        return False
    if indicator in UNDER_PRESSURE:
        return _pressed(exchange)
    return indicator not in AT_THE_START or at < 2


def _pressed(exchange: Exchange) -> bool:
    """True for an answer to pushback; in a transcript not made here, for any answer but the first."""
    if exchange.move is None:
        return exchange.number > 1
    return exchange.move.kind in PRESSING or exchange.move.dimension == "pressure"


def _observation(indicator: str, hits: list[Hit], chance: bool) -> Observation:
    best = hits[0].probability if hits else 0.0
    if not chance:
        return Observation(indicator, "no_opportunity", (), round(1 - best, 3), "rules")
    verdict: Verdict = "met" if best >= MET else "partly" if best >= PARTLY else "absent"
    evidence = tuple(hit.sentence for hit in hits if hit.probability >= PARTLY)
    return Observation(indicator, verdict, evidence, round(1 - best if verdict == "absent" else best, 3), "rules")


def _length(exchange: Exchange) -> int:
    return sum(len(sentence.text.split()) for sentence in exchange.sentences)
