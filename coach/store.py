"""Sessions on disk: one folder each, and nothing said is ever lost.

    sessions/20261121-201500-k7m/
        session.json       scenario text, prompt digests, engines, settings: written once
        turns.jsonl        a line a turn, flushed to the disk before the next turn begins
        scorecard.json     the newest; an earlier one is kept as scorecard-1.json, scorecard-2.json, ...
        again/             questions answered once more, a file each
        audio/             kept recordings
        heard/             recordings written down again, a file each; the newest of a turn counts
    calibrations/          how each grader did on the reference interviews, a file each

Folders are 0700 and files 0600: what people say in practice is their own.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from coach import files
from coach.errors import CoachError, SessionNotFound
from coach.session import (
    Attempt,
    Hearing,
    Session,
    Turn,
    attempt_from_json,
    attempt_to_json,
    hearing_from_json,
    turn_from_json,
    turn_to_json,
)

T = TypeVar("T")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id(now: datetime) -> str:
    """An id that sorts by date and is not met twice: "20261121-201500-k7m"."""
    return f"{now:%Y%m%d-%H%M%S}-{''.join(secrets.choice(LETTERS) for _ in range(3))}"


class Store:
    """All sessions under one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = home / "sessions"

    def folder(self, id: str) -> Path:
        """Where one session lies."""
        return self.root / id

    def create(self, session: Session) -> None:
        """Make the folder of a new session and write all of it but its turns, of which there are none yet."""
        for folder in (self.home, self.root, self.folder(session.id)):
            files.make(folder)
        data = asdict(session)
        del data["turns"]
        files.write(self.folder(session.id) / "session.json", json.dumps(data, ensure_ascii=False, indent=1))

    def append(self, session: Session, turn: Turn) -> None:
        """Add a turn to the record; when this returns it is on the disk, and in `session.turns`."""
        line = json.dumps(turn_to_json(turn), ensure_ascii=False) + "\n"
        with files.private(self.folder(session.id) / "turns.jsonl", os.O_RDWR | os.O_CREAT) as file:
            file.seek(_whole(file.read()))
            file.truncate()
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        session.turns.append(turn)

    def keep_audio(self, session: Session, name: str, wav: bytes) -> str:
        """Save a recording; returns its name relative to the session's folder."""
        folder = self.folder(session.id) / "audio"
        files.make(folder)
        with files.private(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as file:
            file.write(wav)
        return f"audio/{name}"

    def load(self, id: str) -> Session:
        """The session of that id. Raises SessionNotFound, or CoachError when its files cannot be read."""
        session = self.head(id)
        session.turns[:] = _turns(self.folder(id) / "turns.jsonl")
        return session

    def head(self, id: str) -> Session:
        """The session without its turns, which are most of what there is to read. Raises as `load` does."""
        file = self.folder(id) / "session.json"
        try:
            return Session(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise SessionNotFound(f"no session {id!r}; `coach sessions` lists them") from error
        except (ValueError, TypeError) as error:
            raise CoachError(
                f"{file} cannot be read ({error}); restore it from a backup, or remove the folder"
            ) from error

    def sessions(self, tell: Callable[[str], None]) -> Iterator[Session]:
        """All sessions, newest first; one that cannot be read is told of and left out, so that it hides no other."""
        for id in self.ids():
            try:
                yield self.load(id)
            except CoachError as error:
                tell(str(error))

    def ids(self) -> list[str]:
        """Ids of all sessions, newest first."""
        found = [file.parent.name for file in self.root.glob("*/session.json")]
        return sorted(found, key=self._began, reverse=True)

    def find(self, name: str) -> str:
        """The id that "last", an id or a unique prefix means. Raises SessionNotFound."""
        if name == "last":
            ids = self.ids()
            if not ids:
                raise SessionNotFound("there is no session yet; `coach practice` starts one")
            return ids[0]
        found = [file.parent.name for file in self.root.glob("*/session.json") if file.parent.name.startswith(name)]
        if name in found:
            return name
        if len(found) > 1:
            raise SessionNotFound(f"{name!r} could be {len(found)} sessions ({', '.join(sorted(found)[:3])} ...)")
        if not found:
            raise SessionNotFound(f"no session {name!r}; `coach sessions` lists them")
        return found[0]

    def scorecard(self, id: str) -> dict[str, Any] | None:
        """The newest scorecard of a session as plain data; None when it was never scored."""
        file = self.folder(id) / "scorecard.json"
        try:
            data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise CoachError(f"{file} cannot be read ({error}); `coach score {id}` makes it again") from error
        return data

    def save_scorecard(self, id: str, card: dict[str, Any]) -> None:
        """Save a scorecard as the newest; the one before it is kept under a number."""
        file = self.folder(id) / "scorecard.json"
        if file.exists():
            earlier = len(list(file.parent.glob("scorecard-*.json")))
            file.rename(file.with_name(f"scorecard-{earlier + 1}.json"))
        files.write(file, json.dumps(card, ensure_ascii=False, indent=1))

    def save_attempt(self, attempt: Attempt) -> None:
        """Save an answer given once more, whole, in place of what was there under its id; nothing else is touched."""
        folder = self.folder(attempt.session) / "again"
        files.make(folder)
        files.write(folder / f"{attempt.id}.json", json.dumps(attempt_to_json(attempt), ensure_ascii=False, indent=1))

    def save_hearing(self, id: str, hearing: Hearing) -> None:
        """Save how a recording was heard again, whole; earlier ones stay, for a scorecard may rest on them."""
        folder = self.folder(id) / "heard"
        files.make(folder)
        files.write(folder / f"{hearing.id}.json", json.dumps(asdict(hearing), ensure_ascii=False, indent=1))

    def hearings(self, id: str, tell: Callable[[str], None]) -> list[Hearing]:
        """How recordings were heard again, oldest first; a file that cannot be read is told of and left out."""
        return sorted(self._read(id, "heard", hearing_from_json, tell), key=lambda each: (each.created, each.id))

    def recording(self, session: Session, turn: Turn) -> bytes | None:
        """The kept recording of a turn; None where there is none, or none any more. Raises CoachError."""
        if turn.audio is None:
            return None
        file = self.folder(session.id) / turn.audio
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CoachError(f"{file} cannot be read: {error.strerror or error}") from error

    def attempts(self, id: str, tell: Callable[[str], None]) -> list[Attempt]:
        """What of a session was answered once more, oldest first; one that cannot be read is told of and left out."""
        return sorted(self._read(id, "again", attempt_from_json, tell), key=lambda each: each.started)

    def _read(self, id: str, folder: str, read: Callable[[Any], T], tell: Callable[[str], None]) -> list[T]:
        """All files of that folder that can be read."""
        found = []
        for file in self.folder(id).glob(f"{folder}/*.json"):
            try:
                found.append(read(json.loads(file.read_text(encoding="utf-8"))))
            except (ValueError, KeyError, TypeError) as error:
                tell(f"{file} cannot be read ({error}); left out")
        return found

    def calibration(self, name: str) -> dict[str, Any] | None:
        """What was measured of the grader of that name; None when nothing was, or the file is of no use."""
        try:
            data = json.loads((self.home / "calibrations" / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return data if isinstance(data, dict) else None

    def save_calibration(self, name: str, data: dict[str, Any]) -> None:
        """Save what was measured of a grader, in place of what there was."""
        folder = self.home / "calibrations"
        for each in (self.home, folder):
            files.make(each)
        files.write(folder / f"{name}.json", json.dumps(data, ensure_ascii=False, indent=1))

    @contextmanager
    def lock(self, id: str) -> Iterator[None]:
        """Hold a session against other processes. Raises CoachError at once when one has it."""
        from filelock import FileLock, Timeout

        held = FileLock(self.folder(id) / "lock", timeout=0, mode=0o600)
        try:
            held.acquire()
        except Timeout as error:
            raise CoachError(f"session {id} is open in another coach; finish it there first") from error
        try:
            yield
        finally:
            held.release()

    def _began(self, id: str) -> tuple[str, int]:
        """Ids sort by the second; within one second the folder's own age decides."""
        return id[:15], self.folder(id).joinpath("session.json").stat().st_mtime_ns


def _turns(file: Path) -> list[Turn]:
    if not file.exists():
        return []
    raw = file.read_bytes()
    turns = []
    for number, line in enumerate(raw[: _whole(raw)].splitlines(), start=1):
        try:
            turns.append(turn_from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise CoachError(f"{file}, line {number}: not a turn ({error}); mend or remove that line") from error
    return turns


def _whole(raw: bytes) -> int:
    """How many bytes are whole lines: a process killed while writing leaves half a line at the end."""
    return raw.rfind(b"\n") + 1
