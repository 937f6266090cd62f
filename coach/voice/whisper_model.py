"""Where a Whisper model lies: a folder, the hub's cache, or the hub. Loads none."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

from coach import hub
from coach.errors import ModelMissing

AUTO = "auto"
PREFERRED = ("base.en", "small.en", "tiny.en", "base", "small", "tiny")
"""What auto takes, best first. Behind base.en since small.en takes three times as long for a few words fewer wrong:
too long a wait after a long answer on a laptop's processor."""
SIZES = {"tiny.en": 75, "tiny": 75, "base.en": 145, "base": 145, "small.en": 480, "small": 480}
"""What there is to download, MB."""
NAMED = re.compile(r"(?:tiny|base|small|medium)(?:\.en)?|large(?:-v[123])?")
DISTILLED = re.compile(r"distil-(small\.en|medium\.en|large-v[23])")
FILES = ["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"]
NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""Without its tokenizer faster-whisper would silently ask the network for one."""
WAY_OUT = "give one with --whisper FOLDER, or use --text"


def find_model(whisper: str) -> Path:
    """The folder of a model on this machine: by name, by folder, or for "auto" the best. Raises ModelMissing."""
    if whisper == AUTO:
        found = next((folder for name in PREFERRED if (folder := _cached(repository(name)))), None)
        if found is None:
            raise ModelMissing(
                f"no Whisper model is here yet: the first spoken session downloads {_size(PREFERRED[0])}"
            )
        return found
    if hub.is_folder(whisper):
        return _checked(Path(whisper).expanduser())
    found = _cached(repository(whisper))
    if found is None:
        raise ModelMissing(f"the Whisper model {whisper!r} is not here yet: the first spoken session downloads it")
    return found


def ensure_model(whisper: str, notify: Callable[[str], None]) -> Path:
    """The same, downloaded with a progress bar on standard error when it is not here yet. Raises ModelMissing."""
    if hub.is_folder(whisper):
        return find_model(whisper)
    name = PREFERRED[0] if whisper == AUTO else whisper
    repository(name)  # told before a download is announced
    with contextlib.suppress(ModelMissing):
        return find_model(whisper)
    notify(f"Downloading the Whisper model {_size(name)}, this once")
    return _download(name)


def here(whisper: str) -> bool:
    """True when a model need not be downloaded, be it that the one named is none."""
    if hub.is_folder(whisper):
        return True
    with contextlib.suppress(ModelMissing):
        return bool(find_model(whisper))
    return False


def repository(name: str) -> str:
    """The hub's name for a model: "base.en" and "someone/their-model" are both known. Raises ModelMissing."""
    if re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        return name
    if NAMED.fullmatch(name):
        return f"Systran/faster-whisper-{'large-v3' if name == 'large' else name}"
    if found := DISTILLED.fullmatch(name):
        return f"Systran/faster-distil-whisper-{found[1]}"
    if name in ("turbo", "large-v3-turbo"):
        return "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
    raise ModelMissing(f"{name!r} is no Whisper model: use a folder, or one of {', '.join(PREFERRED)}")


def _size(name: str) -> str:
    return f"{name} ({SIZES[name]} MB)" if name in SIZES else name


def _checked(folder: Path) -> Path:
    for name in NEEDED:
        if not (folder / name).is_file():
            raise ModelMissing(f"{folder} holds no Whisper model for faster-whisper ({name} is missing): {WAY_OUT}")
    return folder


def _cached(repo: str) -> Path | None:
    return hub.cached(repo, NEEDED)


def _download(name: str) -> Path:
    failed = f"the Whisper model {name!r} is not here and cannot be downloaded: {WAY_OUT}"
    return hub.download(repository(name), FILES, failed)
