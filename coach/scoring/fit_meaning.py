"""Makes the meaning's part of the rules again: `python -m coach.scoring.fit_meaning --embeddings FOLDER`.

Needs scikit-learn (the extra `fit`), a checkout and the sentence encoder; takes minutes and 5 GB. `--measure` fits
nothing for keeps and prints how well words and meaning do together on files that neither has seen.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from coach.scoring import embedding, labelled, measure, rubric
from coach.scoring.embedding import Embedder
from coach.scoring.fit import ROUNDS, Solution, calibrated, fair, held_out, inverted, solved
from coach.scoring.labelled import Answer, Cue
from coach.scoring.meaning import FILE, PROBE, Meaning, MeaningModel, calibrated_as, joined, placed, similarity, write
from coach.scoring.model import FOLDER, Model

AXES = 128
"""Directions that are kept of a vector's 384; they hold nine tenths of what differs."""
RIDGE = 1.0
"""As that of the words, on the scale of these similarities."""


@dataclass(frozen=True, kw_only=True)
class BothSolved(Solution):
    """The regression on words, and beside it the one on meaning; leaves sentences out of either."""

    mean: Any
    axes: Any
    points: Any
    """Sentences × AXES."""
    meant_inverse: Any
    meant_duals: Any
    embedder: Embedder

    def model(self, without: Any = ()) -> MeaningModel:
        return joined(super().model(without), self.meaning(without), self.embedder)

    def meaning(self, without: Any = ()) -> Meaning:
        """The part by itself, without calibration, as if the sentences of those rows had not been there."""
        import numpy

        duals = self.meant_duals.copy()
        if len(without):
            rows = numpy.array(without)
            pull = numpy.linalg.solve(self.meant_inverse[numpy.ix_(rows, rows)].astype(float), duals[rows])
            duals -= self.meant_inverse[:, rows] @ pull.astype(numpy.float32)
            duals[rows] = 0.0
        # All of them: those that pull least pull the same way, and without them F1 falls to less than by words alone.
        points, point_scale = _whole(self.points, None)
        roots = numpy.sign(duals) * numpy.sqrt(abs(duals))
        whole, root_scale = _whole(roots, 0)
        offset, slope = numpy.zeros(len(self.indicators)), numpy.array(1.0)
        probe = self.embedder.vectors([PROBE])[0].astype(numpy.float16)
        return Meaning(self.mean, self.axes, points, point_scale, whole, root_scale**2, offset, slope, probe)


def fit(answers: Sequence[Answer], indicators: Sequence[str], cues: Sequence[Cue], embedder: Embedder) -> Meaning:
    """The part on all of these, calibrated with the words by margins of models that have not seen the file."""
    solution = both(answers, indicators, cues, embedder)
    model: Model = calibrated(solution.model(), answers, held_out(answers, solution)[0])
    return calibrated_as(solution.meaning(), model)


def both(answers: Sequence[Answer], indicators: Sequence[str], cues: Sequence[Cue], embedder: Embedder) -> BothSolved:
    """Both regressions on the sentences of the answers, then the cues."""
    import numpy
    from threadpoolctl import threadpool_limits

    texts = [text for answer in answers for text in answer.sentences] + [cue.text for cue in cues]
    words = solved(answers, indicators, cues)
    with threadpool_limits(1):  # as for the words
        vectors = embedder.vectors(texts)
        mean = vectors.mean(axis=0)
        directions = placed(vectors, mean, numpy.eye(vectors.shape[1], dtype=numpy.float32))
        found = numpy.linalg.eigh((directions.T @ directions).astype(float))[1]
        axes = found[:, ::-1][:, :AXES].astype(numpy.float16)
        points = placed(vectors, mean, axes.astype(numpy.float32))
        inverse, duals = _solved(points, answers, indicators, cues)
    parts = {each.name: getattr(words, each.name) for each in fields(words)}
    meant = {"mean": mean, "axes": axes, "points": points, "meant_inverse": inverse, "meant_duals": duals}
    return BothSolved(**parts, **meant, embedder=embedder)


def _solved(points: Any, answers: Sequence[Answer], indicators: Sequence[str], cues: Sequence[Cue]) -> tuple[Any, Any]:
    """The inverse of the points' similarities plus the ridge, and the duals."""
    import numpy

    sets = [labels for answer in answers for labels in answer.labels] + [{cue.indicator} for cue in cues]
    truth = numpy.array([[float(each in labels) for each in indicators] for labels in sets], numpy.float32)
    unsure = numpy.array([False] * (len(sets) - len(cues)) + [cue.indicator is not None for cue in cues])
    known = truth.copy()
    # Symmetric, so that the transpose is the same table in the order that LAPACK works on in place.
    inverse = inverted(similarity(points, points).T, RIDGE)
    duals = inverse @ known
    for _ in range(ROUNDS if unsure.any() else 0):
        expected = numpy.clip(known - RIDGE * duals, 0.0, 1.0)[unsure]
        known[unsure] = numpy.where(truth[unsure] > 0, 1.0, expected)
        duals = inverse @ known
    return inverse, duals


def _whole(table: Any, axis: int | None) -> tuple[Any, Any]:
    """The table as 8-bit whole numbers, and their scale: one, or one a column."""
    import numpy

    scale = (abs(table).max(axis=axis) / 127).astype(numpy.float32)
    scale = numpy.maximum(scale, numpy.float32(1e-12))
    return numpy.clip(numpy.round(table / scale), -127, 127).astype(numpy.int8), scale


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m coach.scoring.fit_meaning", description=__doc__)
    parser.add_argument("--embeddings", required=True, metavar="NAME|FOLDER", help="the sentence encoder")
    parser.add_argument("--measure", action="store_true", help="print how both do together on files left out")
    options = parser.parse_args()
    embedder = Embedder(embedding.ensure(options.embeddings, print))
    answers, cues = labelled.load(), labelled.cues()
    indicators = [indicator.id for indicator in rubric.load().indicators]
    if options.measure:
        margins, models = held_out(answers, both(answers, indicators, cues, embedder))
        print(measure.table(answers, margins, fair(answers, margins, models)))
        return
    file: Path = FOLDER / FILE
    write(fit(answers, indicators, cues, embedder), file)
    print(f"fitted on {len(answers)} answers and {len(cues)} cues: {file} ({file.stat().st_size:,} bytes)")


if __name__ == "__main__":
    main()
