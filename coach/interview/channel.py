"""The channel that carries the words of both sides, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from coach.session import Word

Clock = Callable[[], float]
"""Seconds since the session began, time away while interrupted left out."""


@dataclass(frozen=True)
class Sound:
    """How somebody sounds, where words are spoken."""

    voices: tuple[str, ...] = ()
    """Names of voices in order of liking; the system's usual one where it has none of them."""
    rate: int = 175
    """Words a minute."""


@dataclass(frozen=True)
class Person:
    """Who speaks on the interviewer's side."""

    name: str = "Interviewer"
    sound: Sound = Sound()


INTERVIEWER = Person()


@dataclass(frozen=True)
class Stop:
    """Where an answer is cut into while it is given: only a spoken one can be."""

    seconds: float
    """Since its first word."""
    words: str
    """What is said there."""
    person: Person = INTERVIEWER


@dataclass(frozen=True)
class Utterance:
    """What was said and heard on a channel, by either side. Times are seconds of the session's clock."""

    text: str
    start: float
    end: float
    words: tuple[Word, ...] = ()
    interrupted: bool = False
    timing: Mapping[str, float] = field(default_factory=dict)
    wav: bytes | None = None
    """The recording of an answer as a WAV file, where it is to be kept."""
    unheard: str = ""
    """The rest of words that were cut short: shown at most, never spoken."""


@dataclass(frozen=True)
class Reply:
    """What the interviewer says next; its words come as they are taken."""

    words: Iterator[str]
    person: Person = INTERVIEWER
    drop: Callable[[], None] = lambda: None
    """Says that nobody wants the words any more, so that a model that is still finding them may stop."""


class Ahead(Protocol):
    """Makes ready what may follow, while an answer is still being given. Called by another thread, one at a time."""

    def read(self, said: Utterance) -> None:
        """Have whoever will find the words read so much of the answer already, and all that came before it: with an
        empty text, that alone."""
        ...

    def reply(self, said: Utterance) -> Reply:
        """What follows if the answer is this and is over. Put by `say` only if it turns out to be so."""
        ...


class Channel(Protocol):
    """A terminal, a script, or a microphone and a speaker."""

    def say(self, words: Iterable[str], person: Person = INTERVIEWER) -> Utterance:
        """Put somebody's words, as they come in, before the candidate. The text is all that was put; where they were
        cut short, what was heard of them. The words of a reply made ahead may be ready as sound."""
        ...

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:
        """The candidate's next answer, `interrupted` when it ran into the stop; None when there will be no more."""
        ...

    def notify(self, notice: str) -> None:
        """Tell the candidate something that is not part of the conversation, in one line."""
        ...

    def settle(self) -> None:
        """The conversation is over: wait, but not for long, for what is still to be made of what was said."""
        ...

    def close(self) -> None:
        """Let go of devices, where there are any."""
        ...
