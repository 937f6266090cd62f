"""The conversation itself: move, words, answer, until it is closed. Every turn is kept before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from coach.interview.channel import Channel, Utterance
from coach.interview.coverage import NOTHING, Coverage, coverage
from coach.interview.interviewer import Interviewer
from coach.interview.moves import Case, closing, next_move
from coach.scoring.observation import Observer
from coach.scoring.transcript import transcript
from coach.session import Move, Role, Session, Turn

Keep = Callable[[Turn, bytes | None], None]
"""Puts a turn, with the recording of it where there is one, on the record and into `session.turns`."""


def conduct(
    case: Case, session: Session, channel: Channel, interviewer: Interviewer, observer: Observer, keep: Keep
) -> None:
    """Hold the conversation to its end. A session that has turns already goes on where it was."""
    if session.turns and session.turns[-1].role == "interviewer" and not session.finished:
        channel.say([session.turns[-1].text])  # asked before the interruption; said again, not recorded again
        _hear(case, session, channel, interviewer, keep)
    while not session.finished:
        move = next_move(case, session, _coverage(case, session, observer))
        _put(session, move, channel, interviewer, keep)
        if not session.finished:
            _hear(case, session, channel, interviewer, keep)


def _coverage(case: Case, session: Session, observer: Observer) -> Coverage:
    if not session.answers:
        return NOTHING
    return coverage(observer.observe(transcript(session.turns), case.rubric))


def _put(session: Session, move: Move, channel: Channel, interviewer: Interviewer, keep: Keep) -> None:
    wording = interviewer.word(session, move)
    said = channel.say(wording.words)
    if wording.notice:
        channel.notify(wording.notice)
    keep(replace(_turn(session, "interviewer", said), move=move, by=wording.by, notice=wording.notice), None)


def _hear(case: Case, session: Session, channel: Channel, interviewer: Interviewer, keep: Keep) -> None:
    heard = channel.listen()
    if heard is None:
        _put(session, closing(case.phrases), channel, interviewer, keep)
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
