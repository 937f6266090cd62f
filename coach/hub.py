"""Models on the Hugging Face hub: which files of one are in this machine's cache, and how to get them.

Knows nothing of what a model is for. The hub's own library, which comes with faster-whisper, is imported when asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coach.errors import ModelMissing


def is_folder(name: str) -> bool:
    """A path of any kind; `owner/name` is a path only when there is such a folder."""
    return Path(name).expanduser().is_dir() or name.startswith(("/", ".", "~")) or "\\" in name


def called(name: str) -> str:
    """What a model goes by on the record: no path of this machine's, since reports are passed on."""
    return Path(name).expanduser().resolve().name if is_folder(name) else name


def cached(repository: str, files: Sequence[str]) -> Path | None:
    """The folder in the hub's cache that holds all of these files of the repository; None where one is missing."""
    from huggingface_hub import try_to_load_from_cache

    folders = []
    for name in files:
        found = try_to_load_from_cache(repository, name)
        if not isinstance(found, str):
            return None
        folders.append(Path(found).parents[name.count("/")])
    return folders[0]


def download(repository: str, files: Sequence[str], failed: str) -> Path:
    """The same folder, with files of these patterns fetched, shown by a bar. Raises ModelMissing, saying `failed`."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        return Path(snapshot_download(repository, allow_patterns=list(files)))
    except (OSError, HfHubHTTPError) as error:
        raise ModelMissing(failed) from error
