"""The conversation itself: move, words, answer, until it is closed. Every turn is kept before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.interview import timebox
from coach.interview.ahead import Next, Rehearsal, dropped, introduced, turn
from coach.interview.case import Case
from coach.interview.channel import Channel, Reply
from coach.interview.coverage import NOTHING, Coverage, coverage
from coach.interview.interviewer import Interviewer
from coach.interview.moves import closing, next_move
from coach.scoring.observation import Observer
from coach.scoring.transcript import transcript
from coach.session import ANNOUNCE, Move, Session, Turn

Keep = Callable[[Turn, bytes | None], None]
"""Puts a turn, with the recording of it where there is one, on the record and into `session.turns`."""


def conduct(
    case: Case, session: Session, channel: Channel, interviewer: Interviewer, observer: Observer, keep: Keep
) -> None:
    """Hold the conversation to its end. A session that has turns already goes on where it was."""
    talk = _Talk(case, session, channel, interviewer, observer, keep)
    ready = None
    if session.turns and session.turns[-1].role == "interviewer" and not session.finished:
        asked = session.turns[-1]  # before the interruption; said again, not recorded again
        channel.say([asked.whole], case.panel.person(asked.who))
        ready = talk.hear()
    while not session.finished:
        talk.put(ready or talk.next(session))
        ready = talk.hear()


@dataclass(frozen=True)
class _Talk:
    """All that takes part in a conversation."""

    case: Case
    session: Session
    channel: Channel
    interviewer: Interviewer
    observer: Observer
    keep: Keep

    def next(self, session: Session) -> Next:
        """What follows the last turn of the session, or of what the session may come to be."""
        return self._worded(session, next_move(self.case, session, self._coverage(session)))

    def put(self, next_: Next) -> None:
        said = self.channel.say(next_.reply.words, next_.reply.person)
        wording, put = next_.wording, turn(self.session, "interviewer", said)
        if wording.notice:
            self.channel.notify(wording.notice)
        timing = dict(put.timing)
        if wording.waited is not None and "asked" in timing:
            timing["first_token"] = timing["asked"] + wording.waited
        self.keep(replace(put, move=next_.move, by=wording.by, notice=wording.notice, timing=timing), None)

    def hear(self) -> Next | None:
        """The answer to whatever was asked last, if anything was; what follows it, where that was made ready."""
        last = self.session.questions[-1].move
        if self.session.finished or (last and last.kind == ANNOUNCE):
            return None
        rehearsal = Rehearsal(self.session, self.interviewer, self.next)
        heard = self.channel.listen(timebox.stop(self.case, self.session), rehearsal)
        if heard is None:
            return self._worded(self.session, closing(self.case))
        ready = rehearsal.take(heard)
        self.keep(turn(self.session, "candidate", heard), heard.wav)
        return ready

    def _worded(self, session: Session, move: Move) -> Next:
        wording = self.interviewer.word(session, move)
        words = introduced(self.case.panel.introduction(session, move), wording.words)
        return Next(move, wording, Reply(words, self.case.panel.person(move.who), dropped(wording)))

    def _coverage(self, session: Session) -> Coverage:
        if not session.answers:
            return NOTHING
        return coverage(self.observer.observe(transcript(session.turns), self.case.rubric))
