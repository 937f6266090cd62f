"""Answers as data, kept on this machine, so that asking a model the same thing again costs nothing.

    <folder>/<sha256>.json    one answer; the name is the digest of all that the question was made of

What is kept is checked against the schema like any answer, so that a damaged file is only asked about again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach import files
from coach.llm.model import LLM, Message
from coach.llm.schema import closed, misfit
from coach.llm.usage import Meter, Usage


class CachedLLM:
    """A language model that is asked for data only once. Words are not kept: a second conversation is another one."""

    def __init__(self, llm: LLM, folder: Path, fresh: bool = False) -> None:
        self.model = llm.model
        self.endpoint = llm.endpoint
        self._llm = llm
        self._folder = folder
        self._fresh = fresh
        """True to ask again, and keep what comes in place of what was there."""
        self._meter = Meter()

    @property
    def spent(self) -> Usage:
        """What answers as data have taken so far, those that were here already among them."""
        return self._llm.spent + self._meter.total

    def stream(self, messages: Sequence[Message], *, max_tokens: int, seconds: float) -> Iterator[str]:
        """See `coach.llm.model`."""
        return self._llm.stream(messages, max_tokens=max_tokens, seconds=seconds)

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        seconds: float,
        sample: int = 0,
    ) -> Any:
        """See `coach.llm.model`; a failure is not kept."""
        file = self._folder / f"{self._digest(messages, schema, sample)}.json"
        found, kept = (False, None) if self._fresh else _read(file, schema)
        if found:
            self._meter.add(Usage(kept=1))
            return kept
        answer = self._llm.complete(messages, schema, max_tokens=max_tokens, seconds=seconds, sample=sample)
        with suppress(OSError):  # a disk that is full is no reason to throw an answer away
            files.make(self._folder)
            files.write(file, json.dumps({"answer": answer}, ensure_ascii=False))
        return answer

    def _digest(self, messages: Sequence[Message], schema: Mapping[str, Any], sample: int) -> str:
        """Of all that an answer depends on; the order of keys counts, as the model fills them in that order."""
        asked = [self.endpoint.address, self.model, list(messages), schema, sample]
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


def _read(file: Path, schema: Mapping[str, Any]) -> tuple[bool, Any]:
    """Whether there is an answer that fits, and the answer."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))["answer"]
    except (OSError, ValueError, KeyError, TypeError):
        return False, None
    return misfit(kept, closed(schema)) is None, kept
