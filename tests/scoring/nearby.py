"""What the tests of the observer with a small model share: a talk, rules that are in doubt, an endpoint that leans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring.blend import Blend
from coach.scoring.local import LocalObserver
from coach.scoring.observation import Observation, Observed
from coach.scoring.rubric import Rubric
from coach.scoring.rules import MET, PARTLY, Hit
from coach.scoring.transcript import Transcript
from tests.lab.fake_llm import Body, FakeLLM, Reply
from tests.scoring.judged import RUBRIC, TALK

BLEND = Blend(0.0, 1.0, 1.0, 0.5, {"risk.plan": 1.5}, {"yes": 2.0, "partly": 0.0, "no": -2.0})
"""A model that leans to yes a little, and to "risk.plan" more."""
YES, NO, EVEN = {"Yes": 0.9, "No": 0.1}, {"Yes": 0.1, "No": 0.9}, {"Yes": 0.5, "No": 0.5}
LIKELY = {"priorities.stops": 0.5, "priorities.cost": 0.2, "risk.test": 0.02, "risk.plan": 0.4}
WHERE = {"priorities.stops": "A1.1", "priorities.cost": "A1.2", "risk.test": "A2.1", "risk.plan": "A2.1"}


@dataclass(frozen=True)
class Doubtful:
    """Stands in for the rules: holds likely what it is told to."""

    likely: Mapping[str, float] = field(default_factory=lambda: dict(LIKELY))

    def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
        del transcript
        return Observed("rules", None, tuple(self._observation(each.id) for each in rubric.indicators), ())

    def hits(self, transcript: Transcript) -> Mapping[str, list[Hit]]:
        del transcript
        return {id: [Hit(WHERE[id], p)] for id, p in self.likely.items()}

    def _observation(self, id: str) -> Observation:
        p = self.likely.get(id, 0.0)
        if p < PARTLY:
            return Observation(id, "absent", (), 1 - p, "rules")
        return Observation(id, "met" if p >= MET else "partly", (WHERE[id],), p, "rules")


def told(beginnings: Mapping[str, float]) -> Reply:
    """A reply of which the server tells the probabilities."""
    return Reply("Yes", beginnings=dict(beginnings))


def asked(body: Body) -> str:
    """The question itself, without what comes before it."""
    text: str = body["messages"][-1]["content"]
    return text


def observer(fake: FakeLLM, rules: Doubtful | None = None, **more: Any) -> LocalObserver:
    model = OpenAIModel(Endpoint(fake.url, None, None), "small")
    return LocalObserver(model, rules or Doubtful(), BLEND, **more)


def observe(
    *replies: Reply | str, by: Callable[[Body], Reply] | None = None, rules: Doubtful | None = None, **more: Any
) -> tuple[dict[str, Observation], Observed, FakeLLM]:
    with FakeLLM(*replies, by=by) as fake:
        found = observer(fake, rules, **more).observe(TALK, RUBRIC)
    return {each.indicator: each for each in found.observations}, found, fake
