"""The shipped weights made again: `python -m tests.scoring.refit FOLDER`, begun with the tests and read by one of them.

It takes a core for two minutes, and a process of its own can have them while slow tests wait for sound to be over.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from coach.scoring import fit, labelled, model, rubric


def begin(folder: Path) -> subprocess.Popen[bytes]:
    """Start it, behind everything else that wants the processor."""
    return subprocess.Popen([sys.executable, "-m", "tests.scoring.refit", str(folder)])


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(19)
    indicators = [each.id for each in rubric.load().indicators]
    model.write(fit.fit(labelled.load(), indicators, labelled.cues()), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
