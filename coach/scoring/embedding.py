"""Sentences as vectors, by a small sentence encoder (MiniLM) that runs here: near in meaning, near in space.

It is an extra: its files are a folder, or come from the hub once. Each sentence is encoded by itself, since an 8-bit
encoder's rounding goes by all that it is given at a time, and a sentence has to count the same in any company. Knows
nothing of indicators.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from coach import hub
from coach.errors import ModelMissing

USUAL = "minilm"
REPOSITORY = "sentence-transformers/all-MiniLM-L6-v2"
NAMES = (USUAL, "all-minilm-l6-v2", REPOSITORY.lower())
MEGABYTES = 91
"""What there is to download."""
TOKENIZER = "tokenizer.json"
ON_THE_HUB = ("onnx/model.onnx", TOKENIZER)
LONGEST = 128
"""Tokens of a sentence that are read; those it was trained on had no more."""
WIDTH = 384
"""Numbers in a vector."""
REMEMBERED = 20_000
"""Vectors that are kept: 30 MB."""
WAY_OUT = "give a folder with model.onnx and tokenizer.json by --embeddings FOLDER, or leave it out"


def find(name: str) -> Path:
    """The folder of the encoder on this machine, by name or by folder. Raises ModelMissing."""
    if hub.is_folder(name):
        return _checked(Path(name).expanduser())
    found = hub.cached(repository(name), ON_THE_HUB)
    if found is None:
        raise ModelMissing(
            f"the sentence embeddings {name!r} are not here yet: the first use downloads them ({MEGABYTES} MB)"
        )
    return found


def ensure(name: str, notify: Callable[[str], None]) -> Path:
    """The same, downloaded with a progress bar on standard error when it is not here yet. Raises ModelMissing."""
    if hub.is_folder(name):
        return find(name)
    wanted = repository(name)  # told before a download is announced
    with contextlib.suppress(ModelMissing):
        return find(name)
    notify(f"Downloading the sentence embeddings {wanted} ({MEGABYTES} MB), this once")
    failed = f"the sentence embeddings {name!r} are not here and cannot be downloaded: {WAY_OUT}"
    return hub.download(wanted, ON_THE_HUB, failed)


def repository(name: str) -> str:
    """The hub's name for it; another repository may hold the same encoder. Raises ModelMissing."""
    if name.lower() in NAMES:
        return REPOSITORY
    if re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        return name
    raise ModelMissing(f"{name!r} names no sentence embeddings: use {USUAL}, or a folder")


class Embedder:
    """The encoder in a folder; loaded when the first sentence is asked about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[str, Any] = {}

    def vectors(self, texts: Sequence[str]) -> Any:
        """The mean of each text's token states: texts × WIDTH (numpy, single precision). Raises ModelMissing."""
        import numpy

        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        for text in texts:
            if text not in self._seen:
                self._seen[text] = self._vector(text)
        return numpy.array([self._seen[text] for text in texts], numpy.float32).reshape(-1, WIDTH)

    @cached_property
    def digest(self) -> str:
        """Of the encoder's file: another one, such as one in 8 bits, grades a little differently."""
        with _onnx(self.folder).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _vector(self, text: str) -> Any:
        import numpy

        ids = numpy.array([self._tokenizer.encode(text).ids], numpy.int64)
        given = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
        states = self._session.run(None, {each.name: given[each.name] for each in self._session.get_inputs()})[0]
        return states[0].mean(axis=0)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        text = _read(self.folder / TOKENIZER)
        try:
            broken = json.loads(text)["model"]["type"] != "WordPiece"
        except (ValueError, KeyError, TypeError):
            broken = True
        if broken:
            raise ModelMissing(f"{self.folder / TOKENIZER} is no tokenizer of such an encoder: {WAY_OUT}")
        tokenizer = Tokenizer.from_str(text)
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # one sentence is too little to share, and one thread always sums alike
        options.log_severity_level = 3
        file = _onnx(self.folder)
        try:
            session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except (state.Fail, state.InvalidProtobuf, state.InvalidGraph, state.NoSuchFile, state.NotImplemented) as error:
            raise ModelMissing(f"{file} cannot be loaded as an ONNX model: {WAY_OUT}") from error
        inputs, states = {each.name for each in session.get_inputs()}, session.get_outputs()[0]
        if not inputs <= {"input_ids", "attention_mask", "token_type_ids"} or states.shape[2:] != [WIDTH]:
            raise ModelMissing(f"{file} is another kind of model, not {REPOSITORY}: {WAY_OUT}")
        return session


def _onnx(folder: Path) -> Path:
    """Beside the tokenizer, or where the hub has it."""
    beside = folder / "model.onnx"
    return beside if beside.is_file() else folder / ON_THE_HUB[0]


def _checked(folder: Path) -> Path:
    for file in (_onnx(folder), folder / TOKENIZER):
        if not file.is_file():
            raise ModelMissing(f"{folder} holds no sentence embeddings ({file.name} is missing): {WAY_OUT}")
    return folder


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelMissing(f"{file} cannot be read ({error}): {WAY_OUT}") from error
