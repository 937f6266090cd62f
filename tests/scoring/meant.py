"""A part of meaning made by hand, and an encoder that needs no model."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

from coach.scoring.embedding import WIDTH
from coach.scoring.features import tokens
from coach.scoring.meaning import PROBE, Meaning, MeaningModel, joined, placed
from coach.scoring.model import shipped


class Words:
    """Each word is a direction of its own: near are sentences that share words."""

    folder = Path("words")
    digest = "words"

    def vectors(self, texts: Sequence[str]) -> Any:
        found = numpy.zeros((len(texts), WIDTH), numpy.float32)
        for row, text in enumerate(texts):
            for token in tokens(text):
                found[row, zlib.crc32(token.encode()) % WIDTH] += 1
        return found


def part(shown: Mapping[str, str]) -> Meaning:
    """Sentence → the indicator that it shows, strongly."""
    names = shipped().indicators
    mean, axes = numpy.zeros(WIDTH, numpy.float32), numpy.eye(WIDTH, dtype=numpy.float32)
    points = numpy.round(127 * placed(Words().vectors(list(shown)), mean, axes)).astype(numpy.int8)
    duals = numpy.zeros((len(shown), len(names)), numpy.int8)
    for row, indicator in enumerate(shown.values()):
        duals[row, names.index(indicator)] = 100
    return Meaning(
        mean=mean,
        axes=axes,
        points=points,
        point_scale=numpy.float32(1 / 127),
        duals=duals,
        dual_scale=numpy.full(len(names), 0.0001, numpy.float32),
        offset=numpy.array(shipped().head["offset"]),
        slope=numpy.array(shipped().slope),
        probe=Words().vectors([PROBE])[0],
    )


def model(shown: Mapping[str, str]) -> MeaningModel:
    """Words and that meaning together."""
    return joined(shipped(), part(shown), Words())
