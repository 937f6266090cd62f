"""The next turn, worked out before the answer is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coach.interview.ahead import Rehearsal
from coach.interview.builtin import BuiltinInterviewer
from coach.interview.channel import Ahead, Stop, Utterance
from coach.interview.conduct import conduct
from coach.interview.interviewer import Wording
from coach.session import Move, Session
from tests.cases import pager, session, turn
from tests.interview.talk import Blind, Script

ANSWER = "We would delete the alerts nobody acts on and keep the launch at half its scope."
LONGER = f"{ANSWER} And I would ask finance what a page costs."


class Early(Script):
    """A channel that has the reply made ready for a draft of each answer before it hands the answer back."""

    def __init__(self, answers: list[str], draft: Callable[[str], str], drop: bool = False) -> None:
        super().__init__(answers, seconds=5)
        self.taken: list[bool] = []
        self._draft, self._drop = draft, drop
        self._ready: Iterator[str] | None = None

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:
        heard = super().listen(stop, ahead)
        if heard is not None:
            assert ahead is not None
            reply = ahead.reply(Utterance(self._draft(heard.text), heard.start, heard.end))
            self._ready = reply.words
            if self._drop:
                reply.drop()
        return heard

    def say(self, words, person=None):  # type: ignore[no-untyped-def]
        self.taken.append(words is self._ready)
        return super().say(words, *([person] if person else []))


class Counting(BuiltinInterviewer):
    """Counts what it is asked for."""

    asked = 0
    heard: tuple[str, ...] = ()

    def word(self, session: Session, move: Move) -> Wording:
        self.asked += 1
        return super().word(session, move)

    def hear(self, session: Session) -> None:
        self.heard += (session.turns[-1].text,)


def hold(channel: Script, questions: int = 4) -> tuple[Session, Counting]:
    talk, case = session(), pager(questions)
    interviewer = Counting(case.phrases)
    conduct(case, talk, channel, interviewer, Blind(), lambda turn, _: talk.turns.append(turn))
    return talk, interviewer


def test_what_was_made_for_the_same_words_is_said_and_worked_out_only_once() -> None:
    channel = Early([ANSWER] * 4, draft=lambda text: text.lower().replace(".", ","))
    talk, interviewer = hold(channel)
    assert channel.taken == [False, *[True] * 4]
    assert interviewer.asked == len(talk.questions)


def test_what_was_made_for_other_words_is_not_said() -> None:
    before = Early([LONGER] * 4, draft=lambda text: text.removesuffix("And I would ask finance what a page costs."))
    talk, _ = hold(before)
    assert not any(before.taken)
    plain, _ = hold(Script([LONGER] * 4, seconds=5))
    assert [turn.text for turn in talk.turns] == [turn.text for turn in plain.turns]


def test_what_was_made_and_given_up_is_worked_out_again() -> None:
    channel = Early([ANSWER] * 4, draft=lambda text: text, drop=True)
    talk, _ = hold(channel)
    assert not any(channel.taken)
    assert all(turn.text for turn in talk.questions)


def test_working_it_out_leaves_the_session_as_it_is() -> None:
    talk, case = session(), pager(4)
    interviewer = Counting(case.phrases)
    rehearsal = Rehearsal(talk, interviewer, lambda draft: (_ for _ in ()).throw(AssertionError(draft)))
    rehearsal.read(Utterance(ANSWER, 0, 5))
    assert not talk.turns
    assert interviewer.heard == (ANSWER,)


def test_before_the_first_word_only_what_came_before_it_is_read() -> None:
    talk, case = session(), pager(4)
    interviewer = Counting(case.phrases)
    rehearsal = Rehearsal(talk, interviewer, lambda draft: (_ for _ in ()).throw(AssertionError(draft)))
    turn(talk, "candidate", "Before that.")
    rehearsal.read(Utterance("", 0, 0))
    assert interviewer.heard == ("Before that.",)


def test_an_answer_that_was_cut_into_gets_no_reply_made_for_one_that_was_not() -> None:
    talk, case = session(), pager(4)
    interviewer = Counting(case.phrases)
    conduct(case, talk, Script([], seconds=5), interviewer, Blind(), lambda turn, _: talk.turns.append(turn))
    wording = Wording(iter(["And?"]))
    from coach.interview.ahead import Next, dropped
    from coach.interview.channel import Reply

    rehearsal = Rehearsal(
        talk, interviewer, lambda _: Next(Move("probe"), wording, Reply(wording.words, drop=dropped(wording)))
    )
    rehearsal.reply(Utterance(ANSWER, 0, 5))
    assert rehearsal.take(Utterance(ANSWER, 0, 5, interrupted=True)) is None
    assert wording.unwanted
