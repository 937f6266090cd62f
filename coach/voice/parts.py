"""The parts of a spoken conversation, and how it is held. Opens none of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from coach.voice.barging import Barging
from coach.voice.captions import Captions, NoCaptions
from coach.voice.keys import Keys
from coach.voice.microphone import Microphone
from coach.voice.scribe import Scribe
from coach.voice.second_reading import SecondReading
from coach.voice.speaker import Speaker
from coach.voice.synthesizer import Synthesizer

if TYPE_CHECKING:
    from coach.voice.audio import Audio, Samples


class Detector(Protocol):
    """Tells speech from everything else, frame by frame."""

    def reset(self) -> None: ...

    def probability(self, frame: Samples) -> float: ...


class TurnModel(Protocol):
    """Tells from the sound of its last seconds whether an answer is complete."""

    def probability(self, audio: Audio) -> float: ...


@dataclass(frozen=True)
class Voice:
    """What is heard and spoken with."""

    microphone: Microphone
    vad: Detector
    scribe: Scribe
    keys: Keys
    speaker: Speaker | None = None
    """None: the interviewer's words are only shown."""
    synthesizer: Synthesizer | None = None
    turn_model: TurnModel | None = None
    captions: Captions = field(default_factory=NoCaptions)
    barging: Barging | None = None
    """Hears the candidate while the interviewer speaks; None: only a key interrupts."""
    second_reading: SecondReading | None = None
    """Writes answers down once more; None: what is heard at once is all."""
    wait: Callable[[float], None] = time.sleep
    """Between two looks for a device that went away."""


@dataclass(frozen=True)
class Manner:
    """How the candidate is listened to."""

    patience: float = 4.0
    """Seconds of silence that end an answer when nothing else tells whether it is over."""
    turn: Literal["auto", "key"] = "auto"
    """key: only Enter ends an answer."""
    glossary: str = ""
    """Names and terms that a recogniser would not know how to write."""
    keep_audio: bool = False
