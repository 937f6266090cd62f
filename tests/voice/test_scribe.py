"""The worker that writes an answer down, with a transcriber that a test lets go on when it likes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.errors import CoachError, ModelMissing
from coach.session import Word
from coach.voice.audio import RATE, Audio
from coach.voice.scribe import MOST_WAITING, Draft, Scribe
from coach.voice.segmenter import Segment
from coach.voice.transcriber import Transcript

SOON = 5.0


class ScriptedTranscriber:
    """Hears one word a second, called after the first sample: 7 gives "w7", 2 seconds of it "w7 w7"."""

    def __init__(self) -> None:
        self.given: list[int] = []
        self.prompts: list[str] = []
        self.fails: dict[int, BaseException] = {}
        self.go = threading.Semaphore(0)
        self.patient = False

    def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:
        if self.patient:
            assert self.go.acquire(timeout=SOON)
        name = int(audio.samples[0])
        self.given.append(name)
        self.prompts.append(prompt)
        if name in self.fails:
            raise self.fails[name]
        words = tuple(Word(f"w{name}", at + 0.1, at + 0.9) for at in range(round(audio.seconds)))
        return Transcript(" ".join(word.text for word in words), words)


def segment(index: int, name: int, final: bool = True, speech: float = 1.0, seconds: int = 1) -> Segment:
    samples = np.full(seconds * RATE, name, np.float32)
    return Segment(index, 10.0 * index, Audio(samples, RATE), speech, 10.0 * index + seconds, final)


@pytest.fixture
def transcriber() -> ScriptedTranscriber:
    return ScriptedTranscriber()


@pytest.fixture
def scribe(transcriber: ScriptedTranscriber) -> Iterator[Scribe]:
    scribe = Scribe(transcriber)
    scribe.begin()
    yield scribe
    transcriber.go.release(1000)
    scribe.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.001)


def test_segments_become_text_with_answer_time(scribe: Scribe) -> None:
    scribe.put(segment(0, 1, seconds=2))
    scribe.put(segment(1, 2))
    draft = scribe.wait(SOON)
    assert draft.text == draft.committed == "w1 w1 w2"
    assert (draft.complete, draft.tail, draft.error) == (True, "", None)
    assert draft.words == (Word("w1", 0.1, 0.9), Word("w1", 1.1, 1.9), Word("w2", 10.1, 10.9))
    assert draft.commits == (2.0, 11.0)


def test_nothing_put_is_complete(scribe: Scribe) -> None:
    assert scribe.wait(0) == Draft()


def test_putting_and_looking_never_wait(scribe: Scribe, transcriber: ScriptedTranscriber) -> None:
    transcriber.patient = True
    began = time.monotonic()
    for index in range(20):
        scribe.put(segment(index, index))
        assert not scribe.poll().complete
    assert time.monotonic() - began < 1
    transcriber.go.release(20)
    assert scribe.wait(SOON).text == " ".join(f"w{index}" for index in range(20))


def test_an_eager_look_is_the_tail(scribe: Scribe) -> None:
    scribe.put(segment(0, 1))
    scribe.put(segment(1, 2, final=False))
    draft = scribe.wait(SOON)
    assert (draft.committed, draft.tail, draft.text, draft.commits) == ("w1", "w2", "w1 w2", (1.0,))


def test_the_words_of_an_eager_look_are_kept_at_once_when_it_was_the_last(
    scribe: Scribe, transcriber: ScriptedTranscriber
) -> None:
    scribe.put(segment(0, 1, final=False))
    scribe.wait(SOON)
    transcriber.patient = True
    scribe.put(segment(0, 2))
    draft = scribe.poll()
    assert (draft.committed, draft.tail, draft.complete, draft.commits) == ("w1", "", True, (1.0,))
    assert transcriber.given == [1]


def test_they_are_kept_too_when_it_is_still_being_looked_at(scribe: Scribe, transcriber: ScriptedTranscriber) -> None:
    transcriber.patient = True
    scribe.put(segment(0, 1, final=False))
    until(lambda: scribe._eager is None)
    scribe.put(segment(0, 2))
    transcriber.go.release()
    assert scribe.wait(SOON).committed == "w1"
    assert transcriber.given == [1]


def test_other_speech_is_heard_anew(scribe: Scribe) -> None:
    scribe.put(segment(0, 1, final=False))
    scribe.wait(SOON)
    scribe.put(segment(0, 2, speech=1.5))
    draft = scribe.wait(SOON)
    assert (draft.committed, draft.tail) == ("w2", "")


def test_a_newer_eager_look_takes_the_place_of_one_not_yet_begun(
    scribe: Scribe, transcriber: ScriptedTranscriber
) -> None:
    transcriber.patient = True
    scribe.put(segment(0, 1))
    until(lambda: not scribe._finals)
    for name in (2, 3, 4):
        scribe.put(segment(1, name, final=False, speech=name))
    transcriber.go.release(2)
    assert scribe.wait(SOON).text == "w1 w4"
    assert transcriber.given == [1, 4]


def test_final_segments_come_first_and_drop_the_look_they_hold(
    scribe: Scribe, transcriber: ScriptedTranscriber
) -> None:
    transcriber.patient = True
    scribe.put(segment(0, 1))
    until(lambda: not scribe._finals)
    scribe.put(segment(1, 2, final=False))
    scribe.put(segment(1, 3, speech=2))
    scribe.put(segment(2, 4, final=False))
    transcriber.go.release(3)
    assert scribe.wait(SOON).text == "w1 w3 w4"
    assert transcriber.given == [1, 3, 4]


def test_a_late_word_of_the_answer_before_is_thrown_away(scribe: Scribe, transcriber: ScriptedTranscriber) -> None:
    transcriber.patient = True
    scribe.put(segment(0, 1))
    until(lambda: not scribe._finals)
    scribe.begin("CDK")
    assert scribe.poll() == Draft()
    scribe.put(segment(0, 2))
    transcriber.go.release(2)
    assert scribe.wait(SOON).text == "w2"
    assert transcriber.prompts == ["", "CDK"]


@pytest.mark.parametrize("inline", [True, False])
def test_an_error_is_told_and_the_rest_is_written(transcriber: ScriptedTranscriber, inline: bool) -> None:
    scribe = Scribe(transcriber, inline)
    transcriber.fails[2] = ModelMissing("it is gone")
    for index in range(3):
        scribe.put(segment(index, index + 1))
    draft = scribe.wait(SOON)
    scribe.close()
    assert draft.text == "w1 w3"
    assert draft.complete
    assert isinstance(draft.error, ModelMissing)


def test_an_error_in_a_look_is_forgotten_when_the_segment_is_written(
    scribe: Scribe, transcriber: ScriptedTranscriber
) -> None:
    transcriber.fails[1] = CoachError("not now")
    scribe.put(segment(0, 1, final=False))
    assert scribe.wait(SOON).error is not None
    scribe.put(segment(0, 2))
    draft = scribe.wait(SOON)
    assert (draft.text, draft.error) == ("w2", None)


def test_a_worker_that_falls_over_is_told_and_replaced(
    scribe: Scribe, transcriber: ScriptedTranscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    transcriber.fails[1] = ZeroDivisionError()
    scribe.put(segment(0, 1))
    draft = scribe.wait(SOON)
    assert draft.complete
    assert draft.error is not None
    scribe.begin()
    scribe.put(segment(0, 2))
    assert scribe.wait(SOON).text == "w2"


def test_what_waits_is_bounded(scribe: Scribe, transcriber: ScriptedTranscriber) -> None:
    transcriber.patient = True
    for index in range(MOST_WAITING + 10):
        scribe.put(segment(index, index))
    assert len(scribe._finals) <= MOST_WAITING
    assert scribe.poll().error is not None
    transcriber.go.release(MOST_WAITING + 10)
    assert len(scribe.wait(SOON).words) >= MOST_WAITING


def test_thanks_in_no_time_are_a_phantom(scribe: Scribe) -> None:
    class Thankful:
        def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:  # noqa: ARG002
            return Transcript("Thank you.", (Word("Thank", 0, 0.3), Word("you.", 0.3, 0.6)))

    scribe = Scribe(Thankful(), inline=True)
    scribe.put(segment(0, 1, speech=0.4))
    assert scribe.poll().text == ""
    scribe.put(segment(1, 1, speech=0.9))
    assert scribe.poll().text == "Thank you."


def test_words_lie_where_speech_was_detected(transcriber: ScriptedTranscriber) -> None:
    scribe = Scribe(transcriber, inline=True)
    audio = Audio(np.full(3 * RATE, 1, np.float32), RATE)
    scribe.put(Segment(0, 5.0, audio, 1.0, 7.5, True, 5.6))
    assert [(word.start, word.end) for word in scribe.poll().words] == [(5.5, 5.9), (6.1, 6.9), (7.1, 7.6)]


def test_inline_is_written_before_put_returns(transcriber: ScriptedTranscriber) -> None:
    scribe = Scribe(transcriber, inline=True)
    scribe.begin("p99")
    scribe.put(segment(0, 1, final=False))
    assert scribe.poll().tail == "w1"
    scribe.put(segment(0, 1))
    assert scribe.poll().committed == "w1"
    assert transcriber.given == [1]
    assert transcriber.prompts == ["p99"]
    assert not [thread for thread in threading.enumerate() if thread.name == "coach-scribe"]


def test_close_ends_the_thread_and_lets_nobody_wait(transcriber: ScriptedTranscriber) -> None:
    scribe = Scribe(transcriber)
    scribe.put(segment(0, 1))
    scribe.wait(SOON)
    scribe.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "coach-scribe"])
    scribe.put(segment(1, 2))
    began = time.monotonic()
    assert scribe.wait(SOON).complete
    assert time.monotonic() - began < 1
