"""What of a spoken conversation this machine has, for `coach doctor`. Opens no device, loads no model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.voice import smart_turn
from coach.voice.devices import find_microphone, find_speaker
from coach.voice.synthesizer import find_voice
from coach.voice.whisper_model import AUTO, find_model

TURN_MODEL = "end-of-turn model"
"""The one part that a spoken session does without."""


@dataclass(frozen=True)
class Status:
    """One part, there or not."""

    part: str
    found: bool
    detail: str
    """Its name where it is there, else what is missing and how to get it."""


def status(whisper: str | None = None, turn_file: Path | None = None) -> list[Status]:
    """Microphone, speaker, Whisper model, end-of-turn model and the interviewer's voice, in this order."""
    return [
        _status("microphone", lambda: find_microphone().name),
        _status("speaker", lambda: find_speaker().name),
        _status("whisper", lambda: str(find_model(whisper or AUTO))),
        _status(TURN_MODEL, lambda: str(smart_turn.find(turn_file))),
        _status("interviewer's voice", find_voice),
    ]


def _status(part: str, find: Callable[[], str]) -> Status:
    try:
        return Status(part, True, find())
    except CoachError as error:
        return Status(part, False, str(error))
