"""Makes the weights of the rules again from the labelled answers: `python -m coach.scoring.fit`, byte for byte.

Needs scikit-learn (the extra `fit`) and a checkout. `--measure` fits nothing for keeps and prints how well it does on
files that it has not seen.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coach.scoring import labelled, measure, rubric
from coach.scoring.features import BUCKETS, FLAGS, Place, flags, values
from coach.scoring.labelled import Answer, Cue, conversation
from coach.scoring.model import FOLDER, Model, write
from coach.scoring.rules import RulesObserver

KEPT = 57_000
"""Features that have weights: those in most sentences. Rarer ones only remember the sentence that they are from."""
RIDGE = 1.5
"""How strongly weights are held small; found, like all of this, by cross-validation over files."""
ROUNDS = 2
"""A cue is labelled with one indicator only. What else it shows is taken from the fit itself, this often."""
BIAS = 0.7
"""Value of a feature that every sentence has."""
BLOCK = 1024
"""Rows of the table of similarities that are made at a time."""
STRETCH = 10.0
"""Margins are fitted to 0 and 1; times this they suit a logistic calibration."""
SHRINK = 0.05
"""The same for the offsets of the calibration: an indicator leaves the common one only for evidence."""

Margins = Mapping[str, float]
"""Indicator → the best margin in one answer; indicators that had no chance are left out."""


@dataclass(frozen=True)
class Solution:
    """A ridge regression of all indicators at once, in its dual form: to leave sentences out again costs little."""

    indicators: Sequence[str]
    matrix: Any
    """Sentences × features (scipy): the kept buckets, then the flags and the bias."""
    kept: Any
    """Which buckets have a column in the matrix, in their order, a bit each."""
    inverse: Any
    """Of the sentences' similarities plus the ridge."""
    duals: Any
    """Sentences × indicators: how much each sentence pulls."""

    def model(self, without: Any = ()) -> Model:
        """The model, without calibration, as if the sentences of those rows had not been there."""
        import numpy

        duals = self.duals.copy()
        if len(without):
            rows = numpy.array(without)
            pull = numpy.linalg.solve(self.inverse[numpy.ix_(rows, rows)].astype(float), duals[rows])
            duals -= self.inverse[:, rows] @ pull
            duals[rows] = 0.0
        weights = STRETCH * (self.matrix.T @ duals)
        words = len(weights) - len(FLAGS) - 1
        table, flags_, bias = weights[:words], weights[words:-1], weights[-1] * BIAS
        scale = numpy.round(abs(table).max(axis=0) / 127, 6)
        whole = numpy.clip(numpy.round(table / scale), -127, 127).astype(numpy.int8)
        head = {"scale": scale.tolist(), "intercept": bias.round(4).tolist(), "offset": [0.0] * len(self.indicators)}
        return Model(tuple(self.indicators), whole, self.kept, head, flags_.round(4).tolist(), slope=1.0)


def fit(answers: Sequence[Answer], indicators: Sequence[str], cues: Sequence[Cue]) -> Model:
    """The model on all of these, calibrated by the margins that `held_out` finds."""
    solution = solved(answers, indicators, cues)
    return calibrated(solution.model(), answers, held_out(answers, solution)[0])


def solved(answers: Sequence[Answer], indicators: Sequence[str], cues: Sequence[Cue]) -> Solution:
    """The regression on the sentences of the answers, then the cues."""
    import numpy
    import scipy.linalg  # noqa: F401 - loaded before the limit is set, or its own sums are not held to one thread
    from threadpoolctl import threadpool_limits

    matrix, kept = _matrix(answers, cues)
    sets = [labels for answer in answers for labels in answer.labels] + [{cue.indicator} for cue in cues]
    truth = numpy.array([[float(each in labels) for each in indicators] for labels in sets], numpy.float32)
    unsure = numpy.array([False] * (len(sets) - len(cues)) + [cue.indicator is not None for cue in cues])
    known = truth.copy()
    with threadpool_limits(1):  # sums of several threads come out in another order, and so do the last bits
        inverse = _inverse(matrix)
        duals = inverse @ known
        for _ in range(ROUNDS if unsure.any() else 0):
            expected = numpy.clip(known - RIDGE * duals, 0.0, 1.0)[unsure]
            known[unsure] = numpy.where(truth[unsure] > 0, 1.0, expected)
            duals = inverse @ known
    return Solution(indicators, matrix, kept, inverse, duals)


def _inverse(matrix: Any) -> Any:
    """Of the rows' similarities plus the ridge: one square table of single precision, the largest thing in a fit."""
    import numpy

    rows = matrix.shape[0]
    table = numpy.empty((rows, rows), numpy.float32, order="F")
    for start in range(0, rows, BLOCK):
        table[:, start : start + BLOCK] = (matrix @ matrix[start : start + BLOCK].T).toarray()
    return inverted(table, RIDGE)


def inverted(table: Any, ridge: float) -> Any:
    """The inverse of a table of similarities (single precision, in Fortran's order) plus the ridge, in its place."""
    import numpy
    from scipy.linalg import lapack

    rows = len(table)
    table[numpy.diag_indices(rows)] += ridge
    # In place: numpy's own ways would hold three such tables. Each fills the lower half only.
    factor, failed = lapack.spotrf(table, lower=True, overwrite_a=True)
    inverse, failed_too = lapack.spotri(factor, lower=True, overwrite_c=True)
    if failed or failed_too:
        raise ArithmeticError("the table of similarities is not positive, which the ridge should see to")
    for start in range(0, rows, BLOCK):
        end = start + BLOCK
        lower = numpy.tril(inverse[start:end, start:end])
        inverse[start:end, start:end] = lower + numpy.tril(lower, -1).T
        inverse[start:end, end:] = inverse[end:, start:end].T
    return inverse


def held_out(answers: Sequence[Answer], solution: Solution) -> tuple[list[Margins], dict[str, Model]]:
    """For each answer its margins by a model that has not seen its file; and that model of each file."""
    from threadpoolctl import threadpool_limits

    files = [answer.file for answer in answers for _ in answer.sentences]
    with threadpool_limits(1):
        models = {
            file: solution.model([row for row, each in enumerate(files) if each == file]) for file in sorted(set(files))
        }
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
    return replace(model, head=head, slope=round(float(found.coef_[0][0]), 4))


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


def _margins(answer: Answer, model: Model) -> Margins:
    hits = RulesObserver(model).hits(conversation([answer]))
    return {id: math.log(found[0].probability / (1 - found[0].probability)) for id, found in hits.items()}


def _matrix(answers: Sequence[Answer], cues: Sequence[Cue]) -> tuple[Any, Any]:
    """Sentences × features, and which buckets these are, a bit each."""
    import numpy
    from scipy import sparse

    texts = [text for answer in answers for text in answer.sentences]
    places = [
        [*flags(text, Place(at, len(answer.sentences), answer.follow_up)), BIAS]
        for answer in answers
        for at, text in enumerate(answer.sentences)
    ]
    found = values([*texts, *(cue.text for cue in cues)])
    words = sparse.csr_matrix((found.value.astype(float), found.bucket, [0, *found.ends]), (len(found.ends), BUCKETS))
    commonest = numpy.argsort(-numpy.bincount(found.bucket, minlength=BUCKETS), kind="stable")[:KEPT]
    kept = numpy.isin(numpy.arange(BUCKETS), commonest)
    places += [[*flags(cue.text, _place(cue, at)), BIAS] for at, cue in enumerate(cues)]
    return sparse.hstack([words[:, kept], places]).tocsr(), numpy.packbits(kept)


def _place(cue: Cue, number: int) -> Place:
    """Where such a sentence would stand, so that no place speaks for an indicator by the lack of cues in it."""
    if cue.indicator is None:
        return Place(number % 4, 5, number % 2 == 0)
    if cue.indicator in ("clarity.answer_first", "clarity.signposts") or cue.indicator.startswith("pressure"):
        return Place(0, 5, cue.indicator.startswith("pressure") or number % 2 == 0)
    return Place(4 if cue.indicator == "clarity.sums_up" else 2, 5, number % 2 == 0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m coach.scoring.fit", description=__doc__)
    parser.add_argument("--measure", action="store_true", help="print how the rules do on files left out")
    measuring = parser.parse_args().measure
    answers, cues = labelled.load(), labelled.cues()
    indicators = [indicator.id for indicator in rubric.load().indicators]
    if measuring:
        margins, models = held_out(answers, solved(answers, indicators, cues))
        print(measure.table(answers, margins, fair(answers, margins, models)))
        return
    write(fit(answers, indicators, cues), FOLDER)
    print(f"fitted on {len(answers)} answers and {len(cues)} cues: weights.npy, kept.npy and weights.json in {FOLDER}")


if __name__ == "__main__":
    main()
