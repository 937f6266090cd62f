"""What a sentence means speaks for an indicator too: sentence embeddings, compared with those of labelled sentences.

A sentence shows what labelled sentences near it show (kernel ridge regression). `Meaning` is that alone, read from one
small file that `coach.scoring.fit_meaning` makes; `MeaningModel` adds it to the words of the rules, and has their
face. By itself it is much worse than the words; added to them, better than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from coach.errors import CoachError, ModelMissing
from coach.scoring.embedding import Embedder
from coach.scoring.model import FOLDER, Model

FILE = "meaning.npz"
NAME = "MiniLM"
"""What reports and measurements call it."""
SHARE = 0.3
"""Of a margin that comes from meaning; the rest comes from words. Found by cross-validation over files."""
STRETCH = 10.0
"""As margins of words are: fitted to 0 and 1, times this."""
HEIGHT, FLOOR = 3.0, 0.3
"""How alike a sentence is to itself, and to one that is nowhere near, beyond that."""
PROBE = "We stop the migration until May, because the two teams lose more by waiting than by doing it twice."
"""Says whether an encoder is the one that the file was made with."""
ALIKE = 0.9
"""Cosine of the vectors of PROBE from which it is: 0.99 between weights in 8 bits and in full, about 0 for another."""


@dataclass(frozen=True)
class Meaning:
    """Labelled sentences as points, and how much each pulls; numpy arrays all."""

    mean: Any
    """Of all vectors."""
    axes: Any
    """Vector × the few directions in which they differ most."""
    points: Any
    """Sentences × directions, whole numbers, times `point_scale`."""
    point_scale: Any
    duals: Any
    """Sentences × indicators, whole numbers; their squares, with the sign kept, times `dual_scale` of the indicator:
    most are a hundredth of the largest and pull by their number, so that small ones have to be told apart."""
    dual_scale: Any
    offset: Any
    """Of each indicator, and with `slope` for all of them: from the margin of both to a probability."""
    slope: Any
    probe: Any
    """The vector of PROBE."""

    def margins(self, vectors: Any) -> Any:
        """What each vector speaks for: vectors × indicators, before calibration."""
        alike = similarity(self.placed(vectors), self._points)
        return STRETCH * (alike @ self._duals)

    def placed(self, vectors: Any) -> Any:
        """The vectors as points among the sentences'."""
        return placed(vectors, self.mean, self.axes)

    @cached_property
    def nowhere(self) -> Any:
        """The margins of a sentence that is near none."""
        return STRETCH * FLOOR * self._duals.sum(axis=0)

    @cached_property
    def _duals(self) -> Any:
        whole = self.duals.astype("float32")
        return whole * abs(whole) * self.dual_scale

    @cached_property
    def _points(self) -> Any:
        return self.points.astype("float32") * self.point_scale


@dataclass(frozen=True, kw_only=True)
class MeaningModel(Model):
    """Words and meaning together: what either says beyond its own zero, added up."""

    meaning: Meaning
    embedder: Embedder

    def _score(self, texts: Sequence[str]) -> Any:
        import numpy

        zero = numpy.array(self.head["intercept"])
        words = super()._score(texts) - zero
        meant = self.meaning.margins(self.embedder.vectors(texts)) - self.meaning.nowhere
        return zero + (1 - SHARE) * words + SHARE * meant


def joined(words: Model, meaning: Meaning, embedder: Embedder) -> MeaningModel:
    """The model of both, calibrated as the meaning's file says."""
    import numpy

    zero = (1 - SHARE) * numpy.array(words.head["intercept"]) + SHARE * meaning.nowhere
    head = {"scale": words.head["scale"], "intercept": zero.tolist(), "offset": meaning.offset.tolist()}
    flags = ((1 - SHARE) * numpy.array(words.flags)).tolist()
    both = {"head": head, "flags": flags, "slope": float(meaning.slope)}
    kept = {each.name: getattr(words, each.name) for each in fields(Model) if each.compare and each.name not in both}
    return MeaningModel(**kept, **both, meaning=meaning, embedder=embedder)


def proved(embedder: Embedder, meaning: Meaning) -> Embedder:
    """The same embedder. Raises ModelMissing when it is another encoder than the file was made with."""
    import numpy

    found = embedder.vectors([PROBE])[0]
    alike = float(found @ meaning.probe / (numpy.linalg.norm(found) * numpy.linalg.norm(meaning.probe) + 1e-9))
    if alike < ALIKE:
        raise ModelMissing(
            f"the sentence embeddings in {embedder.folder} are not those that coach was fitted with; use minilm"
        )
    return embedder


def placed(vectors: Any, mean: Any, axes: Any) -> Any:
    """Vectors × axes: only the direction from the mean counts, not how far from it they are."""
    import numpy

    centred = vectors - mean
    return (centred / numpy.maximum(numpy.linalg.norm(centred, axis=1, keepdims=True), 1e-9)) @ axes


def similarity(points: Any, others: Any) -> Any:
    """Points × others: HEIGHT for the same point, less with the square of the distance, plus FLOOR."""
    import numpy

    table = points @ others.T
    table *= 2
    table -= (points**2).sum(axis=1)[:, None]
    table -= (others**2).sum(axis=1)[None]
    numpy.exp(table, out=table)
    table *= HEIGHT
    table += FLOOR
    return table


@cache
def shipped() -> Meaning:
    """The part that ships with coach. Raises CoachError when its file is gone or broken."""
    return read(FOLDER / FILE)


def read(file: Path) -> Meaning:
    """The part in that file. Raises CoachError when it is gone or broken."""
    import zipfile

    import numpy

    try:
        with numpy.load(file, allow_pickle=False) as data:
            return Meaning(**{each.name: data[each.name] for each in fields(Meaning)})
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CoachError(f"{file} cannot be read ({error}); reinstall coach") from error


def write(meaning: Meaning, file: Path) -> None:
    """The part as its file."""
    import numpy

    numpy.savez_compressed(file, **{each.name: getattr(meaning, each.name) for each in fields(Meaning)})


def calibrated_as(meaning: Meaning, model: Model) -> Meaning:
    """The part with the calibration of a fitted model of both."""
    import numpy

    return replace(meaning, offset=numpy.array(model.head["offset"]), slope=numpy.array(model.slope))
