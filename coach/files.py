"""Files that only their owner may read, written whole or not at all: what people say in practice is their own."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import IO

SECRET = 32
"""Bytes."""


def make(folder: Path) -> None:
    """A folder for its owner only, and those above it that are missing."""
    if not folder.is_dir():
        make(folder.parent)  # with parents=True they would be open to all
        folder.mkdir(mode=0o700, exist_ok=True)


def write(file: Path, text: str) -> None:
    """All or nothing: a reader never sees half of it."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")  # two processes may write the same file at once
    with private(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as sink:
        sink.write(text.encode() + b"\n")
        sink.flush()
        os.fsync(sink.fileno())
    part.replace(file)


def private(file: Path, flags: int) -> IO[bytes]:
    """Open a file as `os.open` does with those flags; when it is made, nobody else may read it."""
    mode = "r+b" if flags & os.O_RDWR else "wb"
    return os.fdopen(os.open(file, flags | getattr(os, "O_BINARY", 0), 0o600), mode)


def secret(file: Path) -> bytes:
    """Random bytes that stay the same from run to run; new ones each time where the file cannot be kept."""
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
        if len(found) == SECRET:
            return found
    except (OSError, ValueError):
        pass
    made = secrets.token_bytes(SECRET)
    try:
        make(file.parent)
        write(file, made.hex())
    except OSError:  # a data folder that cannot be written is no reason not to score
        pass
    return made
