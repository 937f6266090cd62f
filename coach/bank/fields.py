"""What a draft is asked for, field by field, and where in the scenario's file each of them comes to stand.

All fields are strings: that is the kind of answer that every model can give, in JSON or in lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coach import library
from coach.bank.amounts import PROBES, PROBES_EACH
from coach.scenario import LEVELS, STEPS
from coach.scoring.rubric import Rubric

FILE = "draft.toml"
PARTS = ("case", "questions", "reference")
"""In this order: each is written with those before it in view."""
AGAIN = "again"
FACT, PERSON = ("text", "asked_by", "weight"), ("name", "role", "interest", "line")
TABLES: Mapping[str, tuple[str, ...]] = {
    "ask": (*PARTS, AGAIN),
    "case": (
        *("title", "track", "level", "brief", "opening"),
        *(f"fact_{key}" for key in FACT),
        *(f"person_{key}" for key in PERSON),
    ),
    "questions": ("probe", "flip", "bad_argument"),
    "reference": tuple(f"reference_{level}" for level in LEVELS),
    "step": STEPS,
}
FACTS, PEOPLE, FLIPS = 6, 3, 2
ABOUT: Mapping[str, tuple[str, ...]] = {
    "framing": ("clarify", "failure"),
    "priorities": ("commit", "cost"),
    "tradeoffs": ("alternative", "reversal"),
    "strategy": ("commit", "second_order"),
    "outcomes": ("number", "failure"),
    "risk": ("failure", "second_order"),
    "stakeholders": ("cost", "ownership"),
    "leverage": ("ownership", "failure"),
    "pressure": ("reversal", "alternative"),
    "clarity": ("commit", "number"),
}
"""Steps that suit a dimension best; for others they are taken in their order."""
PLACES = {"asked_by": "unlocked_by"}
"""Fields that are called otherwise in the file."""


@dataclass(frozen=True)
class Field:
    """One string that is asked for."""

    key: str
    where: str
    """Its place in the file, as faults name it."""
    told: str
    """What is said of it."""
    values: tuple[str, ...] = ()
    """What it may be; anything when empty."""

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)} if self.values else {"type": "string"}


def words() -> dict[str, dict[str, str]]:
    """What the model is told, by table. Raises PromptFileError."""
    data = library.toml(library.read(FILE), FILE)
    library.strict(data, dict.fromkeys(TABLES, dict), FILE, "")
    for table, keys in TABLES.items():
        library.strict(data[table], dict.fromkeys(keys, str), FILE, table)
    return data


def fields(told: Mapping[str, Mapping[str, str]], rubric: Rubric) -> dict[str, list[Field]]:
    """The fields of each part."""
    case, questions, reference = (told[part] for part in PARTS)
    return {
        "case": [*_head(case), *_facts(case), *_people(case)],
        "questions": [*_probes(questions["probe"], told["step"], rubric), *_pushes(questions)],
        "reference": [Field(f"reference_{id}", f"## Reference: {id}", reference[f"reference_{id}"]) for id in LEVELS],
    }


def probes(rubric: Rubric) -> list[tuple[str, str]]:
    """Dimension and step of every question, enough of them for any rubric."""
    each = max(PROBES_EACH, -(-PROBES // max(len(rubric.dimensions), 1)))
    return [
        (dimension.id, step)
        for dimension in rubric.dimensions
        for step in list(dict.fromkeys((*ABOUT.get(dimension.id, ()), *STEPS)))[:each]
    ]


def listed(wanted: Iterable[Field]) -> str:
    """The fields as the model reads of them."""
    lines = []
    for field in wanted:
        values = f" ({', '.join(field.values)})" if field.values else ""
        lines.append(f"- {field.key}{values}: {field.told}")
    return "\n".join(lines)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A text with its `{{variables}}` filled in, once: what is in a value stays as it is."""
    return library.VARIABLE.sub(lambda match: values.get(match[1], ""), template)


def _head(told: Mapping[str, str]) -> Iterator[Field]:
    for key in ("title", "track"):
        yield Field(key, key, told[key])
    yield Field("level", "level", told["level"], LEVELS)
    yield Field("brief", "## Brief", told["brief"])
    yield Field("opening", "## Opening", told["opening"])


def _facts(told: Mapping[str, str]) -> Iterator[Field]:
    for at in range(FACTS):
        for key in FACT:
            again = f"as fact_1_{key}, for another fact" if at else told[f"fact_{key}"]
            values = ("1", "2", "3") if key == "weight" else ()
            yield Field(f"fact_{at + 1}_{key}", f"facts[{at}].{PLACES.get(key, key)}", again, values)


def _people(told: Mapping[str, str]) -> Iterator[Field]:
    for at in range(PEOPLE):
        for key in PERSON:
            again = f"as person_1_{key}, for somebody else" if at else told[f"person_{key}"]
            yield Field(f"person_{at + 1}_{key}", f"stakeholders[{at}].{key}", again)


def _probes(told: str, steps: Mapping[str, str], rubric: Rubric) -> Iterator[Field]:
    for at, (dimension, step) in enumerate(probes(rubric)):
        values = {"question": rubric.dimension(dimension).question, "step": steps[step]}
        yield Field(f"{dimension}_{step}", f"probes[{at}].ask", filled(told, values))


def _pushes(told: Mapping[str, str]) -> Iterator[Field]:
    for at in range(FLIPS):
        yield Field(f"flip_{at + 1}", f"flips[{at}]", "another one" if at else told["flip"])
    yield Field("bad_argument", "## Bad argument", told["bad_argument"])
