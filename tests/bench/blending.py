"""How much a small model's replies are worth beside the rules: fits `lift` and `trust` of `coach/scoring/blend.json`.

    python -m tests.bench.blending --model qwen-0.5b --model qwen-1.5b --every 14

Asks each model what is known (`prompts/controls.toml`), then what the rules doubt in every so manieth labelled answer,
by rules fitted on other files, and prints what to put into the file. Beside it, by weights fitted on other files once
more: how well rules, model and both tell what is shown from what is not, and micro F1 of all indicators. It takes a
good half hour for each model on two slow cores.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coach.cli.waiting import progress_bar
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring import controls, labelled, rubric
from coach.scoring.asking import ask
from coach.scoring.blend import Blend, shipped
from coach.scoring.labelled import Answer, conversation
from coach.scoring.local import in_doubt
from coach.scoring.model import Model
from coach.scoring.rules import PARTLY, RulesObserver
from tests.bench import indicators
from tests.bench.scoring import file_named
from tests.lab import llama

RUBRIC = rubric.load()
SECONDS = 120.0
HELD = 4.0
"""How strongly the trust is held small."""


@dataclass(frozen=True)
class Row:
    """One indicator of one answer."""

    file: str
    likely: float
    """By the rules."""
    adds: float | None
    """What the model's reply is worth by itself, without lift; None where the rules were sure and it was not asked."""
    worth: float
    """What a unit of leaning is worth, of this model."""
    shown: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.blending", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=file_named, action="append", required=True, metavar="NAME|GGUF")
    parser.add_argument("--every", type=int, default=14, help="every so manieth labelled answer [14]")
    options = parser.parse_args()
    answers = labelled.load()
    fair = indicators.fair(answers, RUBRIC)
    rows: list[Row] = []
    for file in options.model:
        own = _rows(file, indicators.sample(answers, options.every), fair)
        print(f"{file.stem}\n{_table(own)}\n  {_weights(own)}")
        rows += own
    print(f"all of them, for coach/scoring/blend.json: {_weights(rows)}")


def _rows(file: Path, answers: Sequence[Answer], fair: Mapping[str, Model]) -> list[Row]:
    rows = []
    with llama.serve(file) as url:
        model = OpenAIModel(Endpoint(url, None, None), file.stem)
        with progress_bar(f"{file.stem}: what is known") as tell:
            plain = replace(shipped(), lift=0.0)
            blend = controls.measure(model, controls.load(RUBRIC), plain, seconds=SECONDS, progress=tell)
        with progress_bar(f"{file.stem}: labelled answers") as tell:
            for done, answer in enumerate(answers, start=1):
                rows += _answered(model, answer, RulesObserver(fair[answer.file]), blend)
                tell(done, len(answers))
    return rows


def _answered(model: OpenAIModel, answer: Answer, rules: RulesObserver, blend: Blend) -> list[Row]:
    talk = conversation([answer])
    observed = rules.observe(talk, RUBRIC)
    questions = {each.indicator.id: each for each in in_doubt(observed, rules.hits(talk), talk, RUBRIC)}
    rows = []
    for each in observed.observations:
        question = questions.get(each.indicator)
        adds = blend.adds(each.indicator, ask(model, question, SECONDS)) if question else None
        likely = each.confidence if each.verdict in ("met", "partly") else 1 - each.confidence
        rows.append(Row(answer.file, likely, adds, blend.worth, each.indicator in answer.shown))
    return rows


def fitted(rows: Sequence[Row]) -> tuple[float, float]:
    """Lift and trust by logistic regression on what was asked, the rules' log odds as they are."""
    trust = down = 0.0
    asked = [(row, row.adds) for row in rows if row.adds is not None]
    for _ in range(30):  # Newton's method
        pull, bend = [-HELD * trust, -1e-6 * down], [HELD, 0.0, 1e-6]
        for row, adds in asked:
            guess = 1 / (1 + math.exp(-(_odds(row.likely) + trust * adds - down * row.worth)))
            miss, sure = row.shown - guess, guess * (1 - guess)
            pull = [pull[0] + miss * adds, pull[1] - miss * row.worth]
            bend = [
                bend[0] + sure * adds * adds,
                bend[1] - sure * adds * row.worth,
                bend[2] + sure * row.worth * row.worth,
            ]
        determinant = bend[0] * bend[2] - bend[1] ** 2
        trust += (pull[0] * bend[2] - pull[1] * bend[1]) / determinant
        down += (pull[1] * bend[0] - pull[0] * bend[1]) / determinant
    return (down / trust if trust > 0.05 else 0.0), max(trust, 0.0)


def _odds(likely: float) -> float:
    likely = min(max(likely, 1e-4), 1 - 1e-4)
    return math.log(likely / (1 - likely))


def _weights(rows: Sequence[Row]) -> str:
    lift, trust = fitted(rows)
    return f'"lift": {lift:.2f}, "trust": {trust:.2f}'


def _table(rows: Sequence[Row]) -> str:
    both = {file: fitted([row for row in rows if row.file != file]) for file in sorted({row.file for row in rows})}
    blended = [_blended(row, *both[row.file]) for row in rows]
    asked = [at for at, row in enumerate(rows) if row.adds is not None]
    shown = [rows[at].shown for at in asked]
    lines = [
        f"  {len(asked)} questions, {sum(shown)} with the idea there; the area under the curve among them, then F1"
    ]
    for name, values in (
        ("rules", [row.likely for row in rows]),
        ("model", [row.adds if row.adds is not None else _odds(row.likely) for row in rows]),
        ("both", blended),
    ):
        area = _area([values[at] for at in asked], shown)
        f1 = "" if name == "model" else f"  {_f1(values, [row.shown for row in rows]):.3f}"
        lines.append(f"  {name:6} {area:.3f}{f1}")
    return "\n".join(lines)


def _blended(row: Row, lift: float, trust: float) -> float:
    if row.adds is None:
        return row.likely
    return 1 / (1 + math.exp(-(_odds(row.likely) + trust * (row.adds - lift * row.worth))))


def _area(values: Sequence[float], shown: Sequence[bool]) -> float:
    """Share of pairs, one with the idea and one without, in which the one with it comes first."""
    there, lacking = (
        [value for value, is_ in zip(values, shown, strict=True) if is_ == want] for want in (True, False)
    )
    above = sum((high > low) + 0.5 * (high == low) for high in there for low in lacking)
    return above / max(1, len(there) * len(lacking))


def _f1(values: Sequence[float], shown: Sequence[bool]) -> float:
    right = sum(is_ for value, is_ in zip(values, shown, strict=True) if value >= PARTLY)
    return 2 * right / max(1, sum(value >= PARTLY for value in values) + sum(shown))


if __name__ == "__main__":
    main()
