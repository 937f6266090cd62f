"""Which channel this run has: the terminal, a script, or microphone and speaker; and why not voice, in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import click

from coach.cli.terminal import HOW_TO_ANSWER, Read, Terminal, lines_of, streamed, typed
from coach.errors import DeviceMissing, ModelMissing
from coach.interview.channel import Channel, Clock
from coach.interview.text_channel import TextChannel
from coach.session import Session, Word
from coach.settings import Settings

Again = Callable[[float, tuple[Word, ...]], None]
"""Told the start of a spoken answer and its words as they are when it was written down once more; by a thread."""

VOICE_FLAGS = ("whisper", "patience", "turn", "input_device", "output_device", "barge_in", "piper")
"""Flags of the channel that are settings as well."""


@dataclass(frozen=True)
class Wish:
    """What the flags ask of the channel."""

    form: str | None = None
    """text, voice, or None: whichever this machine has."""
    answers: Path | None = None
    mic: Path | None = None
    keep_audio: bool = False
    mute: bool = False
    flags: Mapping[str, Any] = field(default_factory=dict)
    """The settings among the flags, by name; None for those not given."""

    def check(self) -> None:
        """Raises click.UsageError for flags that contradict each other."""
        if self.answers and (self.form == "voice" or self.mic):
            raise click.UsageError("--answers is a written session; leave out --voice and --mic")
        if self.form == "text" and (self.mic or self.keep_audio):
            raise click.UsageError("--text has no microphone; leave out --mic and --keep-audio")

    @property
    def written(self) -> bool:
        """True when writing was asked for, and not only what there is."""
        return self.form == "text" or self.answers is not None

    @property
    def mode(self) -> str | None:
        """text or voice where the flags or the lack of a terminal decide; None where the devices do."""
        if self.form or self.mic:
            return self.form or "voice"
        return "text" if self.answers or not sys.stdin.isatty() else None


def flags_as_before(wish: Wish, session: Session) -> dict[str, Any]:
    """The settings among the flags, and where none was given, what the session was held with."""
    before = {**session.settings, "whisper": session.engines.get("whisper")}
    kept = {name: before.get(name) for name in ("whisper", "patience", "turn", "barge_in")}
    return {name: kept.get(name) if value is None else value for name, value in wish.flags.items()}


def as_before(wish: Wish, session: Session) -> Wish:
    """The wish for a session that was held before: in writing where it was, aloud where it can, as its flags were."""
    if wish.mode is None and session.mode == "text":
        wish = replace(wish, form="text")
    keep_audio = wish.keep_audio or (wish.mode != "text" and bool(session.settings.get("keep_audio")))
    return replace(wish, keep_audio=keep_audio, mute=wish.mute or bool(session.settings.get("mute")))


def open_channel(
    wish: Wish,
    settings: Settings,
    terminal: Terminal,
    clock: Clock,
    about: str = "",
    again: Again | None = None,
) -> tuple[Channel, str]:
    """The channel and its mode, "text" or "voice". `about`: a text with the names and terms that will be spoken.
    `again`: is told when a spoken answer was written down once more.

    Raises DeviceMissing when voice is insisted on without devices.
    """
    if wish.mode != "text":
        try:
            return _voice(wish, settings, terminal, clock, about, again), "voice"
        except DeviceMissing:
            if wish.mode == "voice":
                raise
            _say_what_is_missing(settings, terminal)
        except ModelMissing as error:
            terminal.notify(f"in writing, as there is no model for voice: {error}")
    elif not wish.written:
        _say_what_is_missing(settings, terminal)
    return TextChannel(clock, terminal.show, _reader(wish, terminal), terminal.notify, terminal.name), "text"


def _voice(
    wish: Wish, settings: Settings, terminal: Terminal, clock: Clock, about: str, again: Again | None
) -> Channel:
    from coach.cli.captions import open_captions
    from coach.voice.devices import find_speaker
    from coach.voice.opening import Choices
    from coach.voice.opening import open_channel as open_voice

    if not (wish.mute or wish.mic):
        find_speaker(settings.output_device)  # aloud means both ways; --mute says that showing will do
    chosen = {field.name: getattr(settings, field.name) for field in fields(Choices) if hasattr(settings, field.name)}
    files = {name: getattr(settings, name) for name in ("smart_turn", "piper")}
    chosen |= {name: Path(file).expanduser() if file else None for name, file in files.items()}
    return open_voice(
        Choices(**chosen, mic=wish.mic, mute=wish.mute, keep_audio=wish.keep_audio),
        clock=clock,
        show=terminal.show,
        notify=terminal.notify,
        about=about,
        captions=lambda keys: open_captions(terminal, auto=settings.turn == "auto", keys=keys.interactive),
        name=terminal.name,
        again=again,
    )


def _say_what_is_missing(settings: Settings, terminal: Terminal) -> None:
    from coach.voice.status import TURN_MODEL, status

    for part in status(settings.whisper):
        if not part.found and part.part != TURN_MODEL:
            terminal.notify(f"no voice: {part.detail}")


def _reader(wish: Wish, terminal: Terminal) -> Read:
    if wish.answers:
        return streamed(lines_of(wish.answers), terminal)
    if not sys.stdin.isatty():
        return streamed(sys.stdin, terminal)
    terminal.notify(HOW_TO_ANSWER)
    return typed(terminal)
