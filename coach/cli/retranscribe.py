"""`coach retranscribe`."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import SequenceMatcher
from hashlib import sha256
from shlex import quote
from typing import TYPE_CHECKING

import click

from coach import hub, settings
from coach.cli.options import json_option
from coach.cli.terminal import Terminal, warn
from coach.cli.waiting import progress_bar
from coach.errors import CoachError, ModelMissing
from coach.session import Hearing, Session, Turn, Word, newest
from coach.store import Store, new_id

if TYPE_CHECKING:
    from coach.voice.transcriber import Transcriber

LARGER = ("large-v3-turbo", "medium.en", "small.en")
"""What is taken where none is named: the first that is on this machine, else the last is downloaded."""
NUMBER = re.compile(r"[aA]?([1-9]\d*)(?:\.\d+)?")
"""An answer as the report numbers it, or one of its sentences."""
INTERRUPTED = 130


@dataclass(frozen=True)
class Recorded:
    """An answer whose recording was kept."""

    number: int
    turn: Turn
    wav: bytes

    @property
    def digest(self) -> str:
        return sha256(self.wav).hexdigest()


@dataclass(frozen=True)
class Heard:
    """An answer with its recording heard again, now or before."""

    recorded: Recorded
    hearing: Hearing
    before: bool

    @property
    def changed(self) -> int:
        """Words that are not where they were, of the longer text; capitals and punctuation left out."""
        live, now = (re.findall(r"[\w']+", text.lower()) for text in (self.recorded.turn.text, self.hearing.text))
        same = sum(block.size for block in SequenceMatcher(None, live, now, autojunk=False).get_matching_blocks())
        return max(len(live), len(now)) - same


@click.command("retranscribe")
@click.argument("session", required=False, default="last")
@click.option(
    "--whisper", metavar="NAME|DIR", help=f"Whisper model: a name or a folder. [the best here of {', '.join(LARGER)}]"
)
@click.option("--answer", "turn", metavar="N", help="This answer alone, as the report numbers it: 5 or A5.")
@click.option("--fresh", is_flag=True, help="Also what the same model has written down before.")
@json_option
def command(session: str, whisper: str | None, turn: str | None, fresh: bool, as_json: bool) -> None:
    """Write down the recordings of a session again, with a larger model, for better scoring.

    SESSION is an id, a unique prefix, or "last" (the one taken without it); it was held with --keep-audio. What was
    heard live is kept: `coach score` takes the newer words, with --live-text the old ones. Each answer is kept as soon
    as it is done: after Ctrl-C the same command goes on where it was.

    \b
    Examples:
      coach retranscribe
      coach retranscribe last --whisper medium.en
      coach retranscribe 20261121-2015 --answer 5
      coach retranscribe last && coach score last
    """
    store, terminal = Store(settings.home()), Terminal(as_json)
    id = store.find(session)
    number = _number(turn) if turn else None
    with store.lock(id):
        held = store.load(id)
        recorded = _recorded(held, store, number)
        name = larger(held.engines.get("whisper")) if whisper in (None, "auto") else whisper or ""
        done = {} if fresh else _done(recorded, newest(store.hearings(id, warn)), hub.called(name))
        done |= _written(held, [each for each in recorded if each.turn.index not in done], name, store)
    _show(held, name, [done[each.turn.index] for each in recorded], terminal, as_json)


def _number(turn: str) -> int:
    match = NUMBER.fullmatch(turn.strip())
    if not match:
        raise click.BadParameter(f"{turn!r} is not the number of an answer, such as 5 or A5", param_hint="--answer")
    return int(match[1])


def _recorded(session: Session, store: Store, number: int | None) -> list[Recorded]:
    """The answers with their recordings, or the one of that number. Raises CoachError when there is none."""
    id, answers = session.id, session.answers
    if number is not None and number > len(answers):
        raise CoachError(f"session {id} has no answer {number}; `coach report {id}` shows what it has")
    wanted = [(at, turn) for at, turn in enumerate(answers, start=1) if number in (None, at)]
    found = [Recorded(at, turn, wav) for at, turn in wanted if (wav := store.recording(session, turn)) is not None]
    if not found:
        which = f"answer {number} of session {id}" if number else f"session {id}"
        raise CoachError(f"{which} has no recording: `coach practice --keep-audio` keeps them")
    if len(found) < len(wanted):
        without = ", ".join(f"A{at}" for at, turn in wanted if all(each.turn is not turn for each in found))
        warn(f"no recording of {without}: the live text stays")
    return found


def larger(live: str | None) -> str:
    """A model that hears better than the one that was used live."""
    from coach.voice.whisper_model import find_model

    better = LARGER[: LARGER.index(live)] if live in LARGER[1:] else LARGER
    for name in better:
        with suppress(ModelMissing):
            find_model(name)
            return name
    return better[-1]


def _done(recorded: Sequence[Recorded], last: dict[int, Hearing], model: str) -> dict[int, Heard]:
    """Those that this model has heard already, and nothing else since."""
    found = {}
    for each in recorded:
        hearing = last.get(each.turn.index)
        if hearing and (hearing.model, hearing.digest) == (model, each.digest):
            found[each.turn.index] = Heard(each, hearing, before=True)
    return found


def _written(session: Session, recorded: Sequence[Recorded], whisper: str, store: Store) -> dict[int, Heard]:
    """Each written down and saved before the next is begun."""
    if not recorded:
        return {}
    from coach.voice.glossary import glossary

    model, found = hub.called(whisper), dict[int, Heard]()
    with _not_in_writing(), _resumable(session, whisper, found, len(recorded)):
        transcriber, terms = _transcriber(whisper), glossary(session.scenario_text)
        with progress_bar(f"writing down again with {model}") as tell:
            for at, each in enumerate(recorded):
                tell(at, len(recorded))
                hearing = _heard(each, transcriber, terms, model)
                store.save_hearing(session.id, hearing)
                found[each.turn.index] = Heard(each, hearing, before=False)
    return found


def _transcriber(whisper: str) -> Transcriber:
    from coach.voice.transcriber import FasterWhisper
    from coach.voice.whisper_model import ensure_model

    return FasterWhisper(ensure_model(whisper, warn), threads=os.cpu_count())  # nobody speaks, so no core stays free


def _heard(recorded: Recorded, transcriber: Transcriber, terms: str, model: str) -> Hearing:
    """One answer; the times of its words are the session's, as those of the live ones are."""
    from coach.voice.audio import decode
    from coach.voice.glossary import read_out

    turn, now = recorded.turn, datetime.now().astimezone()
    try:
        audio = decode(recorded.wav)
    except ValueError as error:
        raise CoachError(f"{turn.audio}: {error}; restore it from a backup, or remove it") from error
    heard = transcriber.whole(audio, terms)
    if read_out(heard.text, terms):
        heard = transcriber.whole(audio)
    words = tuple(Word(each.text, turn.start + each.start, turn.start + each.end) for each in heard.words)
    id = f"turn-{turn.index:03}-{new_id(now)}"
    return Hearing(id, turn.index, model, now.isoformat(), recorded.digest, heard.text, words)


@contextmanager
def _not_in_writing() -> Iterator[None]:
    """A missing model's message without the way out that only a conversation has."""
    try:
        yield
    except ModelMissing as error:
        raise ModelMissing(str(error).removesuffix(", or use --text")) from error


@contextmanager
def _resumable(session: Session, whisper: str, found: dict[int, Heard], of: int) -> Iterator[None]:
    """An interruption says what is saved and how to go on."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        way_on = f"coach retranscribe {session.id} --whisper {quote(whisper)}"
        click.echo(f"\nInterrupted; {len(found)} of {of} written down and saved. Go on with: {way_on}", err=True)
        sys.exit(INTERRUPTED)


def _show(session: Session, whisper: str, heard: Sequence[Heard], terminal: Terminal, as_json: bool) -> None:
    if as_json:
        data = {"session": session.id, "model": hub.called(whisper), "answers": [_data(each) for each in heard]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for each in heard:
            click.echo(f"A{each.recorded.number:<4} {_told(each)}")
    if any(each.hearing.text for each in heard):
        terminal.notify(f"kept beside what was heard live; `coach score {session.id}` scores it")


def _told(heard: Heard) -> str:
    before = ", written down by it before" if heard.before else ""
    if not heard.hearing.text:
        return f"nothing was heard: the live text stays{before}"
    words = len(heard.hearing.text.split())
    return f"{words} word{'' if words == 1 else 's'}, {heard.changed} not as heard live{before}"


def _data(heard: Heard) -> dict[str, object]:
    hearing, live = asdict(heard.hearing), heard.recorded.turn
    more = {"answer": heard.recorded.number, "changed": heard.changed, "kept_live": not heard.hearing.text}
    return {**hearing, **more, "before": heard.before, "live_text": live.text}
