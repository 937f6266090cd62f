"""The linear model behind the rules: one regression an indicator, read from two small files.

`weights.npy` holds the weights as 8-bit whole numbers, a row a feature and a column an indicator; `kept.npy` says of
every bucket, a bit each, whether it has such a row; `weights.json` holds what a reader may want to see: the indicators,
the scales, the flags' weights and the calibration. `coach.scoring.fit` makes all three. Knows nothing of interviews.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.scoring.features import BUCKETS, Place, flags, values

FOLDER = Path(__file__).resolve().parent
REMEMBERED = 5_000
"""Sentences whose score is kept: the interview asks about the same ones after every answer."""


@dataclass(frozen=True)
class Model:
    """Fitted weights and their calibration."""

    indicators: tuple[str, ...]
    table: Any
    """Weights as whole numbers, features × indicators (a numpy array of int8)."""
    kept: Any
    """Which buckets have a row in the table, a bit each (a numpy array of bytes)."""
    head: Mapping[str, list[float]]
    """One value an indicator: "scale" of its column, "intercept", "offset" (see `probability`)."""
    flags: list[list[float]]
    """Weights of the flags, flags × indicators."""
    slope: float
    """How fast a margin becomes certainty; see `probability`."""
    _seen: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def probabilities(self, texts: Sequence[str], places: Sequence[Place]) -> Any:
        """How likely it is that each sentence shows each indicator, 0 to 1: sentences × indicators (numpy)."""
        import numpy

        margins = numpy.array(self.margins(texts))
        margins += numpy.array([flags(*each) for each in zip(texts, places, strict=True)]) @ numpy.array(self.flags)
        return 1 / (1 + numpy.exp(-(self.slope * margins + numpy.array(self.head["offset"]))))

    def probability(self, at: int, margin: float) -> float:
        """The indicator's calibrated probability: how often that margin was right on files it was not fitted on."""
        return 1 / (1 + math.exp(-(self.slope * margin + self.head["offset"][at])))

    def margins(self, texts: Sequence[str]) -> list[Any]:
        """What the words of each speak for, without the place: a number an indicator, before calibration."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        if len(self._seen) + len(new) > REMEMBERED:
            self._seen.clear()
            new = list(dict.fromkeys(texts))
        if new:
            self._seen.update(zip(new, self._score(new), strict=True))
        return [self._seen[text] for text in texts]

    def _score(self, texts: Sequence[str]) -> Any:
        import numpy

        found = values(texts)
        known, rows = lookup(self.kept, found.bucket)
        value = found.value[known]
        ends = numpy.searchsorted(found.row[known], numpy.arange(len(texts)), side="right").tolist()
        sums = [
            value[start:end] @ self.table[rows[start:end]].astype(numpy.float32) for start, end in pairwise([0, *ends])
        ]
        return numpy.array(sums) * numpy.array(self.head["scale"]) + numpy.array(self.head["intercept"])


@cache
def shipped() -> Model:
    """The model that ships with coach. Raises CoachError when its files are gone or broken."""
    return read(FOLDER)


def read(folder: Path) -> Model:
    """The model in that folder. Raises CoachError when its files are gone or broken."""
    import numpy

    try:
        data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        table = numpy.load(folder / "weights.npy", allow_pickle=False)
        kept = numpy.load(folder / "kept.npy", allow_pickle=False)
        names = tuple(data["indicators"])
        head = {key: data[key] for key in ("scale", "intercept", "offset")}
        model = Model(names, table, kept, head, data["flags"], data["slope"])
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise CoachError(f"the scoring weights in {folder} cannot be read ({error}); reinstall coach") from error
    if 8 * len(kept) != BUCKETS or table.shape != (int(_ones()[kept].sum()), len(names)):
        raise CoachError(f"the scoring weights in {folder} are of another version; reinstall coach")
    return model


def lookup(kept: Any, buckets: Any) -> tuple[Any, Any]:
    """Which of the buckets are kept (true or false), and for those that are, their rows in the table.

    A row is the number of kept buckets before: counted by bytes, so that no table of a million numbers has to be made.
    """
    import numpy

    ones = _ones()
    before = numpy.cumsum(ones[kept], dtype=numpy.int32)
    byte = kept[buckets >> 3]
    bit = (128 >> (buckets & 7)).astype(numpy.uint8)
    known = (byte & bit) > 0
    # The bucket's own bit and those after it in its byte are counted in `before` and do not lie before it.
    after = ones[byte[known] & ((bit[known].astype(numpy.int32) << 1) - 1).astype(numpy.uint8)]
    return known, before[buckets[known] >> 3] - after


@cache
def _ones() -> Any:
    """How many bits are set in each byte there is."""
    import numpy

    return numpy.unpackbits(numpy.arange(256, dtype=numpy.uint8)[:, None], axis=1).sum(axis=1, dtype=numpy.int32)


def write(model: Model, folder: Path) -> None:
    """The model as its three files, the same bytes for the same model."""
    import numpy

    numpy.save(folder / "kept.npy", model.kept, allow_pickle=False)
    numpy.save(folder / "weights.npy", model.table, allow_pickle=False)
    data = {"indicators": list(model.indicators), "slope": model.slope, **model.head, "flags": model.flags}
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in data.items())
    (folder / "weights.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8", newline="\n")
