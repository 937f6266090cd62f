"""The observer with a small language model near by: the rules judge, and the model is asked where they are in doubt.

Each question is about the sentence that the rules hold likeliest to show an indicator; what the model leans to and what
the rules hold likely make one probability (`coach.scoring.blend`). Whatever is not asked, because the rules are sure,
because time ran out or because the model failed, stays the rules' verdict and is said to be so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from coach.errors import LLMError
from coach.llm.model import LLM
from coach.scoring.asking import Question, Reply, ask
from coach.scoring.blend import Blend
from coach.scoring.observation import Observation, Observed, Observer, Verdict
from coach.scoring.rubric import Rubric
from coach.scoring.rules import MET, PARTLY, Hit
from coach.scoring.samples import GIVES_UP
from coach.scoring.transcript import Transcript

UNLIKELY, LIKELY = 0.05, 0.9
"""Outside of these the rules are sure: what a small model says would change next to nothing."""
SECONDS = 120.0


class Detector(Observer, Protocol):
    """What the rules are here for: verdicts, and where in the conversation they come from."""

    def hits(self, transcript: Transcript) -> Mapping[str, list[Hit]]:
        """For each indicator, the sentences likeliest to show it, best first."""
        ...


@dataclass
class Inquiry:
    """What came of asking."""

    replies: dict[str, Reply] = field(default_factory=dict)
    """Indicator → reply."""
    why: str = ""
    """Why not all was asked; empty when it was."""


@dataclass(frozen=True)
class LocalObserver:
    """Judges by the rules, and by a small model where they are in doubt."""

    llm: LLM
    rules: Detector
    blend: Blend
    seconds: float = SECONDS
    """For all questions together."""
    progress: Callable[[int, int], None] | None = None
    """Told how many questions of how many are done."""
    clock: Callable[[], float] = time.monotonic

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        rules = self.rules.observe(transcript, rubric)
        hits = self.rules.hits(transcript) if transcript.sentences else {}
        questions = in_doubt(rules, hits, transcript, rubric)
        inquiry = self._inquire(questions)
        if questions and not inquiry.replies:
            told = f"observed by the rules alone, because the language model failed ({inquiry.why})"
            return replace(rules, notices=(*rules.notices, told))
        asked = {each.indicator.id: each for each in questions if each.indicator.id in inquiry.replies}
        observations = tuple(
            self._blended(asked[each.indicator], inquiry.replies[each.indicator], each, hits)
            if each.indicator in asked
            else each
            for each in rules.observations
        )
        about = f"{len(asked)} of {len(observations)} ideas"
        told = f"the language model was asked about {about}, where the rules were in doubt"
        if inquiry.why:
            told += f"; about {len(questions) - len(asked)} more it could not be asked ({inquiry.why})"
        return Observed("llm", self.llm.model, observations, (*rules.notices, told))

    def _inquire(self, questions: Sequence[Question]) -> Inquiry:
        """Ask answer by answer, those first in which there is most to learn; each has its share of the time."""
        found = Inquiry()
        groups = by_answer(questions)
        worth = [sum(each.worth for each in group) for group in groups]
        end = self.clock() + self.seconds
        done, failures = 0, 0
        for at, group in enumerate(groups):
            now = self.clock()
            until = now + (end - now) * worth[at] / sum(worth[at:])
            for question in group:
                now = self.clock()
                if now >= until:
                    found.why = f"the {self.seconds:g} s for it were over"
                    break
                try:
                    found.replies[question.indicator.id] = ask(self.llm, question, end - now)
                    failures = 0
                except LLMError as error:
                    found.why = str(error)
                    failures += 1
                    if failures == GIVES_UP:
                        return found
                done += 1
                if self.progress:
                    self.progress(done, len(questions))
        return found

    def _blended(
        self, question: Question, reply: Reply, by_rules: Observation, hits: Mapping[str, list[Hit]]
    ) -> Observation:
        """One observation of both. Where it is absent after all, the rules know whether there was an occasion."""
        id = question.indicator.id
        likely = self.blend.probability(question.likely, id, reply)
        if likely < PARTLY:
            verdict: Verdict = "no_opportunity" if by_rules.verdict == "no_opportunity" else "absent"
            return Observation(id, verdict, (), round(1 - likely, 3), "llm")
        more = (hit.sentence for hit in hits[id] if hit.probability >= PARTLY and hit.sentence != question.sentence)
        return Observation(
            id, "met" if likely >= MET else "partly", (question.sentence, *more), round(likely, 3), "llm"
        )


def in_doubt(
    rules: Observed, hits: Mapping[str, Sequence[Hit]], transcript: Transcript, rubric: Rubric
) -> list[Question]:
    """A question for every indicator that the rules are not sure of, about the sentence likeliest to show it."""
    exchanges = {sentence.id: exchange for exchange in transcript.exchanges for sentence in exchange.sentences}
    found = []
    for each in rules.observations:
        likely = each.confidence if each.verdict in ("met", "partly") else 1 - each.confidence
        if hits.get(each.indicator) and UNLIKELY <= likely < LIKELY:
            sentence = hits[each.indicator][0].sentence
            found.append(Question(rubric.indicator(each.indicator), sentence, exchanges[sentence], likely))
    return found


def by_answer(questions: Iterable[Question]) -> list[list[Question]]:
    """Grouped by the answer that they are about, most to learn first, among the answers and in each."""
    groups: dict[int, list[Question]] = {}
    for each in sorted(questions, key=lambda each: -each.worth):
        groups.setdefault(each.exchange.number, []).append(each)
    return sorted(groups.values(), key=lambda group: -sum(each.worth for each in group))
