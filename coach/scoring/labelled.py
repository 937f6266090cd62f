"""The labelled answers under `prompts/labelled/`: what the rules are fitted and measured on.

They are in a checkout only, not in the wheel.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach import library
from coach.errors import PromptFileError
from coach.scoring.transcript import Transcript, transcript
from coach.session import Turn

CUES = "labelled/cues.toml"


@dataclass(frozen=True)
class Answer:
    """One answer with every sentence labelled."""

    id: str
    file: str
    question: str
    follow_up: bool
    level: int
    """1 to 5, as its writer meant it."""
    style: str
    sentences: tuple[str, ...]
    labels: tuple[frozenset[str], ...]
    """For each sentence, the indicators that it shows."""

    @property
    def shown(self) -> frozenset[str]:
        return frozenset[str]().union(*self.labels)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def load() -> list[Answer]:
    """Every labelled answer, in the order of the files. Raises PromptFileError where there are none."""
    names = library.names("labelled", ".jsonl")
    if not names:
        raise PromptFileError(
            "labelled: no labelled answers here; they come with a checkout of coach, not with the wheel"
        )
    return [_answer(name, line) for name in names for line in library.read(name).splitlines() if line.strip()]


@dataclass(frozen=True)
class Cue:
    """One plain sentence that shows one indicator, or none though it sounds like it."""

    text: str
    indicator: str | None


def cues() -> list[Cue]:
    """The cues of `labelled/cues.toml`. Raises PromptFileError when the file is gone or broken."""
    try:
        data = tomllib.loads(library.read(CUES))
    except tomllib.TOMLDecodeError as error:
        raise PromptFileError(f"{CUES}: {error}") from error
    found = [Cue(text, None) for text in data.pop("none", [])]
    for dimension, indicators in data.items():
        found += [Cue(text, f"{dimension}.{key}") for key, texts in indicators.items() for text in texts]
    return found


def interviews(answers: Iterable[Answer]) -> list[list[Answer]]:
    """Answers of one speaker running, told by their ids: s9-01a, s9-01b, s9-01c."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.id.rstrip("abc"), []).append(answer)
    return [each for each in found.values() if len(each) > 1]


def conversation(answers: Sequence[Answer]) -> Transcript:
    """The answers as a transcript not made here, cut into sentences as any other.

    A lone answer to a follow-up stays one: it is put behind an answer in which nothing was said.
    """
    turns = [Turn(0, "candidate", "", 0.0, 0.0)] if answers[0].follow_up else []
    for answer in answers:
        turns.append(Turn(len(turns), "interviewer", answer.question, 0.0, 0.0))
        turns.append(Turn(len(turns), "candidate", answer.text, 0.0, 0.0))
    return transcript(turns)


def _answer(name: str, line: str) -> Answer:
    try:
        data = json.loads(line)
        return Answer(
            data["id"],
            name.removeprefix("labelled/"),
            data["question"],
            data["pushback"],
            data["level"],
            data["style"],
            tuple(each["text"] for each in data["sentences"]),
            tuple(frozenset(each["indicators"]) for each in data["sentences"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise PromptFileError(f"{name}: a line that is no labelled answer ({error!r})") from error
