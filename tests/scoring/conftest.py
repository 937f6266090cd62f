"""Starts with the tests what one of them needs minutes later."""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.parts import missing
from tests.scoring import refit

MADE_AGAIN = "test_the_weights_are_made_again_byte_for_byte"
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory[str]]()
PROCESS = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_collection_finish(session: pytest.Session) -> None:
    wanted = any(item.name == MADE_AGAIN for item in session.items) and not session.config.option.collectonly
    if wanted and importlib.util.find_spec("sklearn"):
        session.config.stash[FOLDER] = tempfile.TemporaryDirectory(prefix="coach-refit-")
        session.config.stash[PROCESS] = refit.begin(Path(session.config.stash[FOLDER].name))


def pytest_unconfigure(config: pytest.Config) -> None:
    if PROCESS in config.stash:
        config.stash[PROCESS].kill()
        config.stash[PROCESS].wait()
        config.stash[FOLDER].cleanup()


@pytest.fixture
def refitted(request: pytest.FixtureRequest) -> Path:
    """The folder with the weights made again."""
    if PROCESS not in request.config.stash:
        missing("scikit-learn is not installed: `pip install -e '.[fit]'`")
    assert request.config.stash[PROCESS].wait() == 0
    return Path(request.config.stash[FOLDER].name)
