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
        file = self._file(messages, schema, sample)
        found, kept = self._kept(file)
        if found and misfit(kept, closed(schema)) is None:
            self._meter.add(Usage(kept=1))
            return kept
        answer = self._llm.complete(messages, schema, max_tokens=max_tokens, seconds=seconds, sample=sample)
        self._keep(file, answer)
        return answer

    def beginnings(self, messages: Sequence[Message], *, seconds: float) -> Mapping[str, float]:
        """See `coach.llm.model`; that a server does not tell is not kept, since the next one may."""
        file = self._file(messages, "beginnings", 0)
        found, kept = self._kept(file)
        if found and _probabilities(kept):
            self._meter.add(Usage(kept=1))
            return dict(kept)
        answer = self._llm.beginnings(messages, seconds=seconds)
        if answer:
            self._keep(file, answer)
        return answer

    def _file(self, messages: Sequence[Message], kind: Any, sample: int) -> Path:
        """Named by all that an answer depends on; the order of keys counts, as the model fills them in that order."""
        asked = [self.endpoint.address, self.model, list(messages), kind, sample]
        return self._folder / f"{hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()}.json"

    def _kept(self, file: Path) -> tuple[bool, Any]:
        """Whether there is an answer, unchecked, and the answer."""
        if self._fresh:
            return False, None
        try:
            return True, json.loads(file.read_text(encoding="utf-8"))["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return False, None

    def _keep(self, file: Path, answer: Any) -> None:
        with suppress(OSError):  # a disk that is full is no reason to throw an answer away
            files.make(self._folder)
            files.write(file, json.dumps({"answer": answer}, ensure_ascii=False))


def _probabilities(kept: Any) -> bool:
    """True for what `beginnings` may be: tokens with probabilities."""
    return isinstance(kept, dict) and bool(kept) and all(isinstance(each, float) for each in kept.values())
