"""Every test gets a data folder of its own, and nothing of the machine's settings."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """COACH_HOME in a temporary folder; no endpoint, key or model from the environment."""
    own = ("COACH_MODEL", "COACH_WHISPER", "COACH_EMBEDDINGS", "COACH_PROMPTS")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", *own, "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(folder))
    return folder
