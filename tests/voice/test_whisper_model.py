"""Where Whisper models are found, and how they come from the hub: a hub of our own on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import ModelMissing
from coach.voice.whisper_model import find_model, repository
from tests.lab.hub import serve

FILES = {"model.bin": b"weights" * 5000, "config.json": b"{}", "tokenizer.json": b"{}", "README.md": b"not wanted"}


@pytest.fixture
def hub() -> Iterator[str]:
    with serve(FILES) as address:
        yield address


def ensured(whisper: str, cache: Path, endpoint: str) -> tuple[str, str]:
    """What `ensure_model` gives or says, and standard error, in a process with that cache and hub."""
    code = (
        "import sys\n"
        "from coach.errors import ModelMissing\n"
        "from coach.voice.whisper_model import ensure_model\n"
        "try: print(ensure_model(sys.argv[1], lambda line: print(line, file=sys.stderr)))\n"
        "except ModelMissing as error: print('missing:', error)\n"
    )
    environ = {**os.environ, "HF_HOME": str(cache), "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1"}
    environ.pop("HF_HUB_OFFLINE", None)
    command = [sys.executable, "-c", code, whisper]
    shown = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=True)
    return shown.stdout.strip(), shown.stderr


def test_the_first_use_downloads_with_a_bar_and_the_second_needs_no_network(hub: str, tmp_path: Path) -> None:
    folder, shown = ensured("auto", tmp_path, hub)
    assert "faster-whisper-base.en" in folder
    assert (Path(folder) / "model.bin").read_bytes() == FILES["model.bin"]
    assert not (Path(folder) / "README.md").exists()
    assert "Downloading the Whisper model base.en (145 MB), this once" in shown
    assert "%" in shown, "no progress was shown"
    assert ensured("auto", tmp_path, "http://127.0.0.1:9") == (folder, "")
    assert ensured("base.en", tmp_path, "http://127.0.0.1:9")[0] == folder


def test_without_a_network_one_line_names_the_way_out(tmp_path: Path) -> None:
    said, shown = ensured("tiny.en", tmp_path, "http://127.0.0.1:9")
    assert said == (
        "missing: the Whisper model 'tiny.en' is not here and cannot be downloaded: "
        "give one with --whisper FOLDER, or use --text"
    )
    assert "Traceback" not in shown


def test_a_model_half_downloaded_is_not_taken_for_one(hub: str, tmp_path: Path) -> None:
    folder, _ = ensured("tiny.en", tmp_path, hub)
    (Path(folder) / "model.bin").unlink()
    assert ensured("auto", tmp_path, "http://127.0.0.1:9")[0].startswith("missing:")


def test_a_folder_is_used_as_it_is(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        with pytest.raises(ModelMissing, match=f"{name} is missing"):
            find_model(str(tmp_path))
        (tmp_path / name).write_text("{}")
    assert find_model(str(tmp_path)) == tmp_path
    with pytest.raises(ModelMissing, match="holds no Whisper model"):
        find_model(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("base.en", "Systran/faster-whisper-base.en"),
        ("large", "Systran/faster-whisper-large-v3"),
        ("large-v2", "Systran/faster-whisper-large-v2"),
        ("distil-small.en", "Systran/faster-distil-whisper-small.en"),
        ("turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo"),
        ("someone/their-model", "someone/their-model"),
    ],
)
def test_the_names_are_faster_whispers(name: str, expected: str) -> None:
    assert repository(name) == expected


def test_every_size_that_the_library_names_goes_to_the_same_place() -> None:
    from faster_whisper import utils

    for name, expected in utils._MODELS.items():
        if not name.startswith("distil-large-v3"):
            assert repository(name) == expected


def test_an_unknown_name_is_one_line() -> None:
    with pytest.raises(ModelMissing, match=r"'huge' is no Whisper model: use a folder, or one of base\.en"):
        find_model("huge")
