"""The observer without a language model: a linear model over single sentences, and a few plain rules around it.

Rewards what was said; cannot judge whether it is right. Fast enough to run after every answer of a live interview.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.scoring.features import Place
from coach.scoring.guards import fingerprint, recited, silent, thin, unadorned
from coach.scoring.meaning import NAME, MeaningModel
from coach.scoring.model import Model, shipped
from coach.scoring.observation import Observation, Observed, Verdict
from coach.scoring.rubric import Rubric
from coach.scoring.sentences import Sentence
from coach.scoring.transcript import Exchange, Transcript

MET = 0.5
"""Probability from which an indicator counts as met ..."""
PARTLY = 0.3
"""... and from which it counts as partly shown: in doubt, half the credit."""
EVIDENCE = 3
"""Sentences cited for an indicator, at most."""
LOOKS = 25
"""Sentences with content after which luck is reckoned with: the more, the likelier the best is best by chance."""
LUCK = 0.6
"""The odds are divided by (sentences / LOOKS) to this power. With it, interviews of three and of nine answers by
candidates of one level come out alike; without it, the long ones come out half a level higher."""
TOO_FEW_WORDS = 15
"""Words of substance below which the conversation is no opportunity for anything."""
WORDS_A_DIMENSION = 25
"""Words of substance for each dimension that a conversation can be expected to touch: 250, some two minutes of speech,
for all ten. What nobody asked about and nobody touched counts as absent only as far as it could be expected."""
PRESSING = ("push", "flip", "reask")
"""Moves that put the candidate under pressure."""
UNDER_PRESSURE = ("pressure.concedes", "pressure.holds", "pressure.updates")
AT_THE_START = ("clarity.answer_first",)
SAID = 1.2
"""Margin that the words of an answer given first have to bring; its place brings the rest."""
SHORT_WILL_DO = ("clarity", "pressure", "priorities.commits")
"""What a few plain words can show ("the second one", "I was wrong"); all else needs content."""

NOTICE = "rule-based estimate: rewards what was said, cannot judge whether it is right"
NOTICE_WITH_EMBEDDINGS = NOTICE.replace(":", ", with sentence embeddings:")


@dataclass(frozen=True)
class Hit:
    """A sentence that shows an indicator, more or less likely."""

    sentence: str
    probability: float


@dataclass(frozen=True)
class Earning:
    """A sentence that no guard holds back. Its place is among such sentences only, so that the others move nothing."""

    exchange: Exchange
    sentence: Sentence
    place: Place


class RulesObserver:
    """Observes by the shipped linear model; scores of sentences are remembered, so the next look costs little."""

    def __init__(self, model: Model | None = None) -> None:
        self._model = model

    @property
    def embeddings(self) -> str | None:
        """What goes in besides words, by name; None for words alone."""
        return NAME if isinstance(self._model, MeaningModel) else None

    @property
    def encoder(self) -> str:
        """Digest of the encoder whose embeddings go in; empty for words alone."""
        return self._model.embedder.digest if isinstance(self._model, MeaningModel) else ""

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        """One observation for every indicator of the rubric. Raises CoachError when the weights are gone."""
        statements = [each.statement for each in rubric.indicators]
        earning = _earning(transcript, recited((each.text for each in transcript.sentences), statements))
        full = sum(not thin(each.sentence.text) for each in earning)
        handicap = max(1.0, full / LOOKS) ** LUCK
        hits = {id: _doubted(found, handicap) for id, found in self._hits(earning).items()}
        words = _substance(transcript)
        enough = words + _substance(Transcript(transcript.before)) >= TOO_FEW_WORDS
        expected = _expected(transcript, rubric, hits, words) if enough else set()
        observations = [
            _observation(each.id, hits.get(each.id, []), each.id.partition(".")[0] in expected)
            for each in rubric.indicators
        ]
        notice = NOTICE_WITH_EMBEDDINGS if self.embeddings else NOTICE
        return Observed("rules", self.embeddings, tuple(observations), (notice,))

    def hits(self, transcript: Transcript) -> Mapping[str, list[Hit]]:
        """For each indicator, the few sentences likeliest to show it, best first; none of those that earn nothing."""
        return self._hits(_earning(transcript))

    def _hits(self, earning: Sequence[Earning]) -> Mapping[str, list[Hit]]:
        if not earning:
            return {}
        model = self._model or shipped()
        texts = [unadorned(each.sentence.text) for each in earning]
        probabilities = model.probabilities(texts, [each.place for each in earning])
        found: dict[str, list[Hit]] = {}
        allowed = _Allowed(earning)
        for at, (id, column) in enumerate(zip(model.indicators, probabilities.T.tolist(), strict=True)):
            rows = allowed.rows(id)
            if id in AT_THE_START:  # or the place alone would earn it
                said = [margins[at] - model.head["intercept"][at] for margins in model.margins(texts)]
                rows = [row for row in rows if said[row] >= SAID]
            best = heapq.nlargest(EVIDENCE, rows, key=column.__getitem__)
            if best:
                found[id] = [Hit(earning[row].sentence.id, column[row]) for row in best]
        return found


def _expected(transcript: Transcript, rubric: Rubric, hits: Mapping[str, list[Hit]], words: int) -> set[str]:
    """Dimensions that had an opportunity: touched, asked about, and others in rubric order as far as words allow."""
    found = {id.partition(".")[0] for id, best in hits.items() if best[0].probability >= PARTLY}
    found |= {each.move.dimension for each in transcript.exchanges if each.move and each.move.dimension}
    others = [each.id for each in rubric.dimensions if each.id not in found]
    found |= set(others[: max(0, words // WORDS_A_DIMENSION - len(found))])
    pressed = any(_pressed(exchange) and exchange.sentences for exchange in transcript.exchanges)
    return found if pressed else found - {"pressure"}


def _doubted(hits: Sequence[Hit], handicap: float) -> list[Hit]:
    """The same hits, less likely by the handicap on their odds."""
    return [Hit(hit.sentence, hit.probability / (hit.probability + (1 - hit.probability) * handicap)) for hit in hits]


def _earning(transcript: Transcript, statements: Sequence[str] = ()) -> list[Earning]:
    """The sentences that no guard holds back, nor recite one of the statements."""
    questions = [exchange.question for exchange in transcript.before]
    said = {fingerprint(each.text) for exchange in transcript.before for each in exchange.sentences}
    found: list[Earning] = []
    for exchange in transcript.exchanges:
        questions.append(exchange.question)
        kept: list[Sentence] = []
        for sentence in exchange.sentences:
            if silent(sentence.text, questions, said) is None and not recited([sentence.text], statements):
                kept.append(sentence)
            said.add(fingerprint(sentence.text))
        places = [Place(at, len(kept), exchange.number > 1) for at in range(len(kept))]
        found += [Earning(exchange, *each) for each in zip(kept, places, strict=True)]
    return found


class _Allowed:
    """Which sentences may show what: a concession needs a pushback, an answer given first comes first."""

    def __init__(self, earning: Sequence[Earning]) -> None:
        self._anywhere = range(len(earning))
        self._pressed = {row for row in self._anywhere if _pressed(earning[row].exchange)}
        self._full = [row for row in self._anywhere if not thin(earning[row].sentence.text)]
        self._start = {row for row in self._anywhere if earning[row].place.at < 2}

    def rows(self, indicator: str) -> Sequence[int]:
        rows: Sequence[int] = self._anywhere if indicator.startswith(SHORT_WILL_DO) else self._full
        if indicator in UNDER_PRESSURE:
            return [row for row in rows if row in self._pressed]
        return [row for row in rows if row in self._start] if indicator in AT_THE_START else rows


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


def _substance(transcript: Transcript) -> int:
    """Words in sentences that say something, each sentence once: padding does not make a conversation long."""
    said = {fingerprint(unadorned(each.text)) for each in transcript.sentences if not thin(each.text)}
    return sum(len(each.split()) for each in said)
