"""The reply made ready by another thread: only what was wished last, and nothing that was dropped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from coach.errors import CoachError
from coach.interview.channel import Reply, Utterance
from coach.voice.preparing import Preparing
from coach.voice.speech import Speech


class Slow:
    """Works out replies, each only when it is let."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let = threading.Semaphore(0)
        self.asked: list[str] = []
        self.dropped: list[str] = []
        self.error: Exception | None = None

    def read(self, said: Utterance) -> None:
        self._wait(f"read {said.text}")

    def reply(self, said: Utterance) -> Reply:
        self._wait(said.text)
        if self.error:
            raise self.error
        return Reply(iter([f"And {said.text}?"]), drop=lambda: self.dropped.append(said.text))

    def _wait(self, what: str) -> None:
        self.asked.append(what)
        self.begun.release()
        assert self.let.acquire(timeout=5)


def voiced(reply: Reply) -> Speech:
    speech = Speech(reply.words)
    speech.start()
    return speech


def said(text: str) -> Utterance:
    return Utterance(text, 0.0, 1.0)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def preparing(slow: Slow) -> Iterator[Preparing]:
    made = Preparing(slow, voiced)
    yield made
    made.close()
    slow.let.release(10)


def begun(slow: Slow) -> None:
    assert slow.begun.acquire(timeout=5)


def test_what_was_wished_is_ready(slow: Slow, preparing: Preparing) -> None:
    slow.let.release()
    preparing.reply(said("one"))
    ready = preparing.settle("one")
    assert ready is not None
    assert [clause.text for clause in ready.speech] == ["And one?"]


def test_settling_waits_for_what_is_just_being_worked_out(slow: Slow, preparing: Preparing) -> None:
    preparing.reply(said("one"))
    begun(slow)
    threading.Timer(0.05, slow.let.release).start()
    assert preparing.settle("one") is not None


def test_the_same_words_are_worked_out_once(slow: Slow, preparing: Preparing) -> None:
    slow.let.release()
    for _ in range(50):
        preparing.reply(said("one"))
    assert preparing.settle("one") is not None
    assert slow.asked == ["one"]


def test_what_was_dropped_while_it_was_worked_out_is_let_go(slow: Slow, preparing: Preparing) -> None:
    preparing.reply(said("one"))
    begun(slow)
    preparing.drop()
    slow.let.release(2)
    preparing.reply(said("one two"))
    ready = preparing.settle("one two")
    assert ready is not None
    assert ready.speech.next(5) is not None
    assert slow.dropped == ["one"]


def test_what_is_ready_for_other_words_is_let_go(slow: Slow, preparing: Preparing) -> None:
    slow.let.release()
    preparing.reply(said("one"))
    assert preparing.settle("one") is not None
    assert preparing.settle("one and more") is None
    assert slow.dropped == ["one"]


def test_of_many_wishes_only_the_newest_is_worked_out(slow: Slow, preparing: Preparing) -> None:
    preparing.reply(said("one"))
    begun(slow)
    for text in ("two", "three", "four"):
        preparing.reply(said(text))
    slow.let.release(2)
    assert preparing.settle("four") is not None
    assert slow.asked == ["one", "four"]


def test_a_reply_goes_before_reading_ahead(slow: Slow, preparing: Preparing) -> None:
    preparing.read(said("a"))
    begun(slow)
    preparing.read(said("a b"))
    preparing.reply(said("a b c"))
    slow.let.release(2)
    assert preparing.settle("a b c") is not None
    assert slow.asked == ["read a", "a b c"]


def test_what_goes_wrong_is_raised_where_it_is_taken(slow: Slow, preparing: Preparing) -> None:
    slow.error = CoachError("the scenario is broken")
    slow.let.release()
    preparing.reply(said("one"))
    with pytest.raises(CoachError, match="the scenario is broken"):
        preparing.settle("one")


def test_nothing_wished_is_nothing_ready_and_costs_no_thread(preparing: Preparing) -> None:
    before = threading.active_count()
    assert preparing.settle("one") is None
    assert threading.active_count() == before


def test_the_worker_ends_when_it_is_closed(slow: Slow, preparing: Preparing) -> None:
    slow.let.release()
    preparing.reply(said("one"))
    preparing.settle("one")
    preparing.close()
    deadline = time.monotonic() + 5
    while any(thread.name == "coach-ahead" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
