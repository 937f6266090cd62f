"""Makes the weights of the rules again from the labelled answers: `python -m coach.scoring.fit`, byte for byte.

Needs scikit-learn (the extra `fit`) and a checkout. `--measure` fits nothing for keeps and prints how well it does on
files that it has not seen.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from coach.scoring import labelled, measure, rubric
from coach.scoring.features import BUCKETS, FLAGS, Place, flags, values
from coach.scoring.labelled import Answer, conversation
from coach.scoring.model import FOLDER, Model, write
from coach.scoring.rules import RulesObserver

STRENGTH = 20.0
"""Inverse of the regularisation of each regression, found by cross-validation over files."""
SHRINK = 0.05
"""The same for the offsets of the calibration: an indicator leaves the common one only for evidence."""

Margins = Mapping[str, float]
"""Indicator → the best margin in one answer; indicators that had no chance are left out."""


def fit(answers: Sequence[Answer], indicators: Sequence[str], margins: Sequence[Margins]) -> Model:
    """The model on these answers, calibrated by margins that `held_out` found for each of them."""
    return calibrated(raw(answers, indicators), answers, margins)


def raw(answers: Sequence[Answer], indicators: Sequence[str]) -> Model:
    """Weights without calibration: one balanced logistic regression an indicator."""
    import numpy
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    matrix = _matrix(answers)
    columns: list[Any] = []
    head: dict[str, list[float]] = {"scale": [], "intercept": [], "offset": [0.0] * len(indicators)}
    by_flag: list[list[float]] = [[] for _ in FLAGS]
    for indicator in indicators:
        truth = [indicator in labels for answer in answers for labels in answer.labels]
        regression = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear")
        with threadpool_limits(1):  # sums of several threads come out in another order, and so do the last bits
            regression.fit(matrix, truth)
        weights = regression.coef_[0]
        scale = round(float(abs(weights[:BUCKETS]).max()) / 127, 6)
        columns.append(numpy.clip(numpy.round(weights[:BUCKETS] / scale), -127, 127).astype(numpy.int8))
        head["scale"].append(scale)
        head["intercept"].append(round(float(regression.intercept_[0]), 4))
        for row, weight in zip(by_flag, weights[BUCKETS:], strict=True):
            row.append(round(float(weight), 4))
    return Model(tuple(indicators), numpy.stack(columns, axis=1), head, by_flag, slope=1.0)


def held_out(answers: Sequence[Answer], indicators: Sequence[str]) -> tuple[list[Margins], dict[str, Model]]:
    """For each answer its margins by a model that has not seen its file; and that model of each file."""
    files = sorted({answer.file for answer in answers})
    with ProcessPoolExecutor() as pool:
        models = dict(zip(files, pool.map(_without, [(answers, indicators, file) for file in files]), strict=True))
    return [_margins(answer, models[answer.file]) for answer in answers], models


def calibrated(model: Model, answers: Sequence[Answer], margins: Sequence[Margins]) -> Model:
    """The model with one slope for all and an offset an indicator, such that probabilities are frequencies."""
    import numpy
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    rows = [
        (model.indicators.index(id), margin, id in answer.shown)
        for answer, found in zip(answers, margins, strict=True)
        for id, margin in found.items()
    ]
    which = sparse.csr_matrix(
        (numpy.ones(len(rows)), ([*range(len(rows))], [row[0] for row in rows])), (len(rows), len(model.indicators))
    )
    # Offsets are scaled down so that the shared slope is all but free and the offsets are held to a common one.
    table = sparse.hstack([numpy.array([[row[1]] for row in rows]), which * math.sqrt(SHRINK)]).tocsr()
    found = LogisticRegression(C=1.0, max_iter=1000)
    with threadpool_limits(1):
        found.fit(table, [row[2] for row in rows])
    offsets = found.intercept_[0] + found.coef_[0][1:] * math.sqrt(SHRINK)
    head = dict(model.head) | {"offset": [round(float(each), 4) for each in offsets]}
    return Model(model.indicators, model.table, head, model.flags, round(float(found.coef_[0][0]), 4))


def fair(answers: Sequence[Answer], margins: Sequence[Margins], models: Mapping[str, Model]) -> dict[str, Model]:
    """For each file, a model whose weights and calibration come from the others.

    One shortcut: the margins that it is calibrated by come from models that saw the file, if only as one of seven. They
    set some 50 numbers by some 25,000.
    """
    found: dict[str, Model] = {}
    for file, model in models.items():
        others = [at for at, answer in enumerate(answers) if answer.file != file]
        found[file] = calibrated(model, [answers[at] for at in others], [margins[at] for at in others])
    return found


def _without(task: tuple[Sequence[Answer], Sequence[str], str]) -> Model:
    answers, indicators, file = task
    return raw([answer for answer in answers if answer.file != file], indicators)


def _margins(answer: Answer, model: Model) -> Margins:
    hits = RulesObserver(model).hits(conversation([answer]))
    return {id: math.log(found[0].probability / (1 - found[0].probability)) for id, found in hits.items()}


def _matrix(answers: Sequence[Answer]) -> Any:
    """Sentences × features: the buckets, then the flags."""
    from scipy import sparse

    value: list[float] = []
    column: list[int] = []
    ends = [0]
    for answer in answers:
        for at, text in enumerate(answer.sentences):
            found, weights = values(text)
            column += [*found, *range(BUCKETS, BUCKETS + len(FLAGS))]
            value += [*weights, *flags(text, Place(at, len(answer.sentences), answer.follow_up))]
            ends.append(len(column))
    matrix = sparse.csr_matrix((value, column, ends), (len(ends) - 1, BUCKETS + len(FLAGS)))
    matrix.sum_duplicates()
    return matrix


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m coach.scoring.fit", description=__doc__)
    parser.add_argument("--measure", action="store_true", help="print how the rules do on files left out")
    answers = labelled.load()
    indicators = [indicator.id for indicator in rubric.load().indicators]
    measuring = parser.parse_args().measure
    margins, models = held_out(answers, indicators)
    if measuring:
        print(measure.table(answers, margins, fair(answers, margins, models)))
        return
    write(fit(answers, indicators, margins), FOLDER)
    print(f"fitted on {len(answers)} answers: {FOLDER / 'weights.npy'}, {FOLDER / 'weights.json'}")


if __name__ == "__main__":
    main()
