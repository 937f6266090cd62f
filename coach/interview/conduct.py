"""The conversation itself: move, words, answer, until it is closed. Every turn is kept before the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from coach.interview import timebox
from coach.interview.case import Case
from coach.interview.channel import Channel, Utterance
from coach.interview.coverage import NOTHING, Coverage, coverage
from coach.interview.interviewer import Interviewer
from coach.interview.moves import closing, next_move
from coach.scoring.observation import Observer
from coach.scoring.transcript import transcript
from coach.session import ANNOUNCE, Move, Role, Session, Turn

Keep = Callable[[Turn, bytes | None], None]
"""Puts a turn, with the recording of it where there is one, on the record and into `session.turns`."""


def conduct(
    case: Case, session: Session, channel: Channel, interviewer: Interviewer, observer: Observer, keep: Keep
) -> None:
    """Hold the conversation to its end. A session that has turns already goes on where it was."""
    if session.turns and session.turns[-1].role == "interviewer" and not session.finished:
        asked = session.turns[-1]  # before the interruption; said again, not recorded again
        channel.say([asked.text], case.panel.person(asked.who))
        _hear(case, session, channel, interviewer, keep)
    while not session.finished:
        move = next_move(case, session, _coverage(case, session, observer))
        _put(case, session, move, channel, interviewer, keep)
        _hear(case, session, channel, interviewer, keep)


def _coverage(case: Case, session: Session, observer: Observer) -> Coverage:
    if not session.answers:
        return NOTHING
    return coverage(observer.observe(transcript(session.turns), case.rubric))


def _put(case: Case, session: Session, move: Move, channel: Channel, interviewer: Interviewer, keep: Keep) -> None:
    wording = interviewer.word(session, move)
    words = _introduced(case.panel.introduction(session, move), wording.words)
    said = channel.say(words, case.panel.person(move.who))
    if wording.notice:
        channel.notify(wording.notice)
    keep(replace(_turn(session, "interviewer", said), move=move, by=wording.by, notice=wording.notice), None)


def _introduced(introduction: str, words: Iterator[str]) -> Iterator[str]:
    """The words behind an introduction, which waits for the first of them: half a line must not stand and wait."""
    yield introduction + next(words, "")
    yield from words


def _hear(case: Case, session: Session, channel: Channel, interviewer: Interviewer, keep: Keep) -> None:
    """The answer to whatever was asked last, if anything was."""
    last = session.questions[-1].move
    if session.finished or (last and last.kind == ANNOUNCE):
        return
    heard = channel.listen(timebox.stop(case, session))
    if heard is None:
        _put(case, session, closing(case), channel, interviewer, keep)
    else:
        keep(_turn(session, "candidate", heard), heard.wav)


def _turn(session: Session, role: Role, said: Utterance) -> Turn:
    return Turn(
        index=len(session.turns),
        role=role,
        text=said.text,
        start=said.start,
        end=said.end,
        words=said.words,
        interrupted=said.interrupted,
        timing=dict(said.timing),
    )
