"""What a language model could answer when it drafts: a shipped case, field by field, without a fault."""

from __future__ import annotations

from typing import Any

from coach import scenario
from coach.bank import fields
from coach.bank.fields import FACTS, FLIPS, PEOPLE
from coach.scoring import rubric
from tests.lab.fake_llm import Reply, data


def answers(id: str = "agent-loops") -> dict[str, str]:
    """All fields, from the case of that id."""
    case = scenario.load(id)
    found = {
        "title": "Robots that feed themselves",
        "track": "AI platform",
        "level": case.level,
        "brief": case.brief,
        "opening": case.opening,
    }
    for at, fact in enumerate(case.facts[:FACTS], start=1):
        by = "; ".join(fact.unlocked_by)
        found |= {f"fact_{at}_text": fact.text, f"fact_{at}_asked_by": by, f"fact_{at}_weight": str(fact.weight)}
    for at, each in enumerate(case.stakeholders[:PEOPLE], start=1):
        found |= {f"person_{at}_{key}": getattr(each, key) for key in ("name", "role", "interest", "line")}
    asks: dict[str, list[str]] = {}
    for probe in case.probes:
        asks.setdefault(probe.dimension, []).append(probe.ask)
    for dimension, step in fields.probes(rubric.load()):
        spare = f"And what else would you say about {dimension} in this case?"
        found[f"{dimension}_{step}"] = asks[dimension].pop(0) if asks[dimension] else spare
    for at, flip in enumerate(case.flips[:FLIPS], start=1):
        found[f"flip_{at}"] = flip
    found["bad_argument"] = case.bad_argument
    return found | {f"reference_{level}": text for level, text in case.reference.items()}


def replies(known: dict[str, str], body: dict[str, Any]) -> Reply:
    """The answer to one request: the fields that its schema wants."""
    wanted = body["response_format"]["json_schema"]["schema"]["properties"]
    return data({key: known[key] for key in wanted})
