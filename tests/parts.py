"""The real parts that the slow tests run on: test models and programs.

A missing part skips its tests, with the way to get it; with COACH_TEST_ALL=1, as in CI, it fails them instead.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.models import MODELS, file_of


def needs(part: str) -> Path:
    """The file or folder of a test model; skips the test, or fails it in CI, when it has not been fetched."""
    found = file_of(MODELS[part])
    if not found.exists():
        missing(f"the test model {part!r} is not here: run `python -m tests.models {part}`")
    return found


def program(name: str, package: str | None = None) -> str:
    """The path of a program; skips the test, or fails it in CI, when it is not installed."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed: `apt-get install {package or name}`")
    assert found is not None
    return found


def missing(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("COACH_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
