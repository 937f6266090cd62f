"""Transcripts that were not made here: JSON, or Markdown and plain text with speaker labels."""

from __future__ import annotations

import json
import re
from typing import Any

from coach.errors import CoachError
from coach.session import Role, Turn

LABEL = re.compile(
    r"^[\s>#*_-]*(?P<who>interviewer|candidate|q|a)\d*\s*[*_]*\s*:\s*[*_]*\s*(?P<text>.*)$", re.IGNORECASE
)
SPEAKERS: dict[str, Role] = {
    "interviewer": "interviewer",
    "q": "interviewer",
    "candidate": "candidate",
    "a": "candidate",
}
WAYS = 'JSON {"question": ..., "turns": [{"role": ..., "text": ...}]}, or lines labelled Interviewer: and Candidate:'


def turns(text: str, name: str) -> list[Turn]:
    """The turns of a transcript, without times. Raises CoachError, naming the file and what is wrong."""
    said = _from_json(text, name) if text.lstrip().startswith("{") else _from_labels(text)
    if not any(role == "candidate" for role, _ in said):
        raise CoachError(f"{name}: no answer of a candidate's found; wanted is {WAYS}")
    return [Turn(index, role, words, 0.0, 0.0) for index, (role, words) in enumerate(said)]


def _from_json(text: str, name: str) -> list[tuple[Role, str]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise CoachError(f"{name}: not JSON after all: {error}") from error
    if not isinstance(data.get("turns"), list):
        raise CoachError(f'{name}: "turns" is missing or no list; wanted is {WAYS}')
    said = [_turn(each, f"{name}: turns[{at}]") for at, each in enumerate(data["turns"])]
    question = data.get("question")
    if isinstance(question, str) and question.strip() and (not said or said[0][0] == "candidate"):
        said.insert(0, ("interviewer", question))
    return said


def _turn(data: Any, where: str) -> tuple[Role, str]:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise CoachError(f'{where}: wanted is {{"role": "interviewer" or "candidate", "text": "..."}}')
    if data.get("role") not in ("interviewer", "candidate"):
        raise CoachError(f'{where}.role: {data.get("role")!r} is neither "interviewer" nor "candidate"')
    return data["role"], data["text"]


def _from_labels(text: str) -> list[tuple[Role, str]]:
    """Lines up to the next label belong to the last one; whatever stands before the first label is no one's."""
    said: list[tuple[Role, list[str]]] = []
    for line in text.splitlines():
        match = LABEL.match(line)
        if match:
            said.append((SPEAKERS[match["who"].lower()], [match["text"]]))
        elif said:
            said[-1][1].append(line)
    return [(role, "\n".join(lines).strip()) for role, lines in said]
