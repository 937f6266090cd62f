"""What follows an answer, worked out while the answer may still go on, and taken only if it turns out to be so.

Knows nothing of audio nor of threads, but for the one lock: whoever takes waits for whoever still works it out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from coach.interview.channel import Reply, Utterance
from coach.interview.interviewer import Interviewer, Wording
from coach.interview.stems import words
from coach.session import Move, Role, Session, Turn


@dataclass(frozen=True)
class Next:
    """The interviewer's next turn, before it is said."""

    move: Move
    wording: Wording
    reply: Reply


class Rehearsal:
    """One answer's possible ends. See `coach.interview.channel.Ahead`."""

    def __init__(self, session: Session, interviewer: Interviewer, work_out: Callable[[Session], Next]) -> None:
        """`work_out`: the turn that follows a session's last one."""
        self._session = session
        self._interviewer = interviewer
        self._work_out = work_out
        self._lock = threading.Lock()
        self._made: tuple[str, Next] | None = None

    def read(self, said: Utterance) -> None:
        self._interviewer.hear(self._with(said) if said.text else self._session)

    def reply(self, said: Utterance) -> Reply:
        with self._lock:
            found = self._work_out(self._with(said))
            self._made = (_same(said.text), found)
        return found.reply

    def take(self, said: Utterance) -> Next | None:
        """What was worked out for just this answer, once; None when it was for another, or the answer was cut into.

        Nor is it taken where its words were given up since: they do not come a second time.
        """
        with self._lock:
            made, self._made = self._made, None
        if made is None or made[1].wording.unwanted:
            return None
        if said.interrupted or made[0] != _same(said.text):
            made[1].reply.drop()
            return None
        return made[1]

    def _with(self, said: Utterance) -> Session:
        return replace(self._session, turns=[*self._session.turns, turn(self._session, "candidate", said)])


def turn(session: Session, role: Role, said: Utterance) -> Turn:
    """What was said as the session's next turn."""
    return Turn(
        index=len(session.turns),
        role=role,
        text=said.text,
        start=said.start,
        end=said.end,
        words=said.words,
        interrupted=said.interrupted,
        timing=dict(said.timing),
        unheard=said.unheard,
    )


def dropped(wording: Wording) -> Callable[[], None]:
    """What lets a wording's finder know that its words are not wanted any more."""

    def drop() -> None:
        wording.unwanted = True

    return drop


def introduced(introduction: str, words: Iterator[str]) -> Iterator[str]:
    """The words behind an introduction, which waits for the first of them: half a line must not stand and wait."""
    yield introduction + next(words, "")
    yield from words


def _same(text: str) -> str:
    """The words alone: a comma that a recogniser thinks better of changes nothing."""
    return " ".join(words(text))
