"""The channel with scripted parts: what is said, heard, lost and handed back."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from coach.errors import DeviceMissing
from coach.interview.channel import Person, Sound, Stop
from coach.session import Word
from coach.voice.audio import Audio
from coach.voice.captions import NoCaptions
from coach.voice.channel import VoiceChannel
from coach.voice.keys import Key, NoKeys
from coach.voice.microphone import FRAME, FRAME_SECONDS
from coach.voice.parts import Manner, Voice
from coach.voice.scribe import Scribe
from coach.voice.second_reading import Answer
from coach.voice.synthesizer import USUAL
from coach.voice.transcriber import Transcript

SPEECH, SILENCE = 0.5, 0.0


def spoken(*parts: tuple[float, float]) -> list[np.ndarray]:
    """Frames for (value, seconds): the fake detector takes the value for speech."""
    return [
        np.full(FRAME, value, np.float32) for value, seconds in parts for _ in range(round(seconds / FRAME_SECONDS))
    ]


class ScriptedMicrophone:
    """Frames out of a list, in audio time; from a DeviceMissing in it on it is gone, until it is opened again."""

    live = False

    def __init__(self, script: Iterable[Any]) -> None:
        self._script = list(script)
        self._away: DeviceMissing | None = None
        self.calls: list[str] = []
        self.comes_back = False

    @property
    def ended(self) -> bool:
        return not self._script and not self._away

    def read(self, wait: float) -> list[np.ndarray]:
        assert 0 < wait < 0.2
        if self._away:
            raise self._away
        if not self._script:
            return []
        item = self._script.pop(0)
        if isinstance(item, DeviceMissing):
            self._away = item
            raise item
        return [item]

    def reopen(self) -> bool:
        self.calls.append("reopen")
        if self.comes_back:
            self._away = None
        return self.comes_back

    def pause(self) -> None:
        self.calls.append("pause")

    def resume(self) -> None:
        self.calls.append("resume")

    def close(self) -> None:
        self.calls.append("close")


class LoudnessVad:
    """Whatever is loud is speech."""

    def reset(self) -> None:
        """It has no state."""

    def probability(self, frame: np.ndarray) -> float:
        return 0.9 if frame.max() >= SPEECH else 0.1


class ScriptedTranscriber:
    """One transcript after the other; asking for more than there are is an error."""

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)
        self.given: list[Audio] = []

    def transcribe(self, audio: Audio, prompt: str = "") -> Transcript:
        self.given.append(audio)
        self.prompt = prompt
        text = self._texts.pop(0)
        words = tuple(Word(word, 0.5 + at / 10, 0.6 + at / 10) for at, word in enumerate(text.split()))
        return Transcript(text, words)

    def whole(self, _audio: Audio, _prompt: str = "") -> Transcript:
        raise AssertionError("an answer is written down in segments")


class ScriptedSpeaker:
    """Has played a sound after two looks."""

    played = 0.0

    def __init__(self) -> None:
        self.sounds: list[float] = []
        self.events: list[str] = []
        self._looks = 0

    def play(self, audio: Audio) -> None:
        self.sounds.append(audio.seconds)
        self._looks = 2

    def wait(self, seconds: float) -> bool:
        assert seconds < 0.1
        self._looks -= 1
        return self._looks <= 0

    def drain(self) -> None:
        self.events.append("drain")

    def stop(self) -> float:
        self.events.append("stop")
        return 0.0

    def duck(self, on: bool) -> None:
        """Nobody speaks beside it."""

    def hold(self, on: bool) -> None:
        """Nor is it held."""

    def reopen(self) -> bool:
        return False

    def close(self) -> None:
        self.events.append("close")


class LengthSynthesizer:
    """A hundredth of a second a letter."""

    def __init__(self) -> None:
        self.sounds: list[Sound] = []

    def warm_up(self) -> None:
        """It is always ready."""

    def close(self) -> None:
        """It holds nothing."""

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        self.sounds.append(sound)
        return Audio(np.full(len(text) * 160, 0.1, np.float32), 16000)


class ScriptedKeys(NoKeys):
    """Pressed at the n-th looks."""

    def __init__(self, *presses: int) -> None:
        self._presses = presses
        self._looks = 0

    def pressed(self) -> Key | None:
        self._looks += 1
        return "enter" if self._looks in self._presses else None


class Room:
    """A channel and all that came out of it."""

    def __init__(self, script: Iterable[Any] = (), *texts: str, keep_audio: bool = False, **parts: Any) -> None:
        self.microphone = ScriptedMicrophone(script)
        self.transcriber = ScriptedTranscriber(*texts)
        self.shown: list[str] = []
        self.notices: list[str] = []
        self.heard: list[str] = []
        self.names: list[str] = []
        self.now = 100.0
        parts.setdefault("keys", NoKeys())
        parts.setdefault("captions", NoCaptions(self.heard.append))
        scribe = Scribe(self.transcriber, inline=True)
        self.channel = VoiceChannel(
            Voice(self.microphone, LoudnessVad(), scribe, wait=self.pass_by, **parts),  # type: ignore[arg-type]
            lambda: self.now,
            self.shown.append,
            self.notices.append,
            Manner(patience=4.0, keep_audio=keep_audio, glossary="Raft, etcd."),
            name=self.names.append,
        )

    def pass_by(self, seconds: float) -> None:
        """Time that is waited."""
        self.now += seconds


def aloud(speaker: ScriptedSpeaker, **more: Any) -> dict[str, Any]:
    return {"speaker": speaker, "synthesizer": LengthSynthesizer(), **more}


def test_each_sentence_is_shown_and_played_and_the_microphone_hears_none_of_it() -> None:
    speaker = ScriptedSpeaker()
    room = Room(**aloud(speaker))
    said = room.channel.say(["What would you ", "stop? And ", "why?"])
    assert said.text == "What would you stop? And why?"
    assert not said.interrupted
    assert "".join(room.shown) == "What would you stop? And why?\n"
    assert sum(speaker.sounds) == pytest.approx(0.28, abs=0.02)
    assert speaker.events[0] == "drain"
    assert room.microphone.calls == ["pause", "resume"]


def test_an_answer_ends_after_patience_and_has_the_sessions_times() -> None:
    script = spoken((SILENCE, 10), (SPEECH, 3), (SILENCE, 2), (SPEECH, 3), (SILENCE, 9))
    room = Room(script, "we would stop project B and", "keep the launch at half its scope")
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "we would stop project B and keep the launch at half its scope"
    assert room.heard == [answer.text]
    assert answer.end == pytest.approx(100 + 10 + 3 + 2 + 3 + 4, abs=0.2)
    assert answer.start == pytest.approx(100 + 10 - 2 + 0.2, abs=0.2)
    assert answer.words[0].start == pytest.approx(100 + 10, abs=0.1)
    assert answer.words[6].start == pytest.approx(100 + 10 + 3 + 2, abs=0.1)
    assert answer.timing["record"] == pytest.approx(answer.end - answer.start)
    assert answer.timing["speech_end"] == pytest.approx(answer.end - 4, abs=0.1)
    assert answer.timing["over"] == answer.end
    assert room.transcriber.prompt == "Raft, etcd."
    assert answer.wav is None
    assert room.channel.clock() == pytest.approx(answer.end)


def test_the_recording_is_kept_when_asked_for() -> None:
    room = Room(spoken((SPEECH, 1), (SILENCE, 9)), "yes", keep_audio=True)
    answer = room.channel.listen()
    assert answer is not None
    assert answer.wav is not None
    with wave.open(io.BytesIO(answer.wav)) as file:
        assert (file.getframerate(), file.getnchannels()) == (16000, 1)
        assert file.getnframes() / 16000 == pytest.approx(answer.timing["record"])


def test_the_key_ends_an_answer() -> None:
    room = Room(spoken((SPEECH, 10)), "yes", keys=ScriptedKeys(100))
    answer = room.channel.listen()
    assert answer is not None
    assert answer.timing["record"] == pytest.approx(100 * FRAME_SECONDS + 0.25, abs=0.1)


def test_where_nothing_was_heard_it_says_so_and_listens_again() -> None:
    script = spoken((SPEECH, 1), (SILENCE, 5), (SPEECH, 1), (SILENCE, 5))
    room = Room(script, "", "now", keys=ScriptedKeys(100))
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "now"
    assert room.notices == ["Nothing was heard: say it again"]


def test_the_key_before_any_speech_ends_nothing_and_is_told_of_once() -> None:
    room = Room(spoken((SILENCE, 3), (SPEECH, 1), (SILENCE, 5)), "now", keys=ScriptedKeys(10, 12, 40))
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "now"
    assert len(room.notices) == 1
    assert "Nothing was heard yet" in room.notices[0]


@pytest.mark.parametrize("rest", [[], spoken((SILENCE, 5))])
def test_a_microphone_at_its_end_ends_the_conversation(rest: list[np.ndarray]) -> None:
    room = Room([*spoken((SPEECH, 1), (SILENCE, 4.1)), *rest], "the only answer")
    assert room.channel.listen() is not None
    assert room.channel.listen() is None
    assert room.notices == []


def test_an_answer_cut_short_by_the_end_of_the_file_counts() -> None:
    answer = Room(spoken((SPEECH, 5)), "half of it").channel.listen()
    assert answer is not None
    assert answer.text == "half of it"


def test_a_microphone_that_stays_away_leaves_what_was_said() -> None:
    script = [*spoken((SPEECH, 5)), DeviceMissing("the microphone went away"), *spoken((SPEECH, 1), (SILENCE, 5))]
    room = Room(script, "what was said")
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "what was said"
    assert room.notices[-1] == "the microphone went away; what was heard till then is your answer"
    assert len(room.notices) == 2
    assert room.microphone.calls.count("reopen") > 10
    assert room.now == pytest.approx(100 + 20, abs=1)


def test_a_microphone_that_comes_back_goes_on_with_the_answer() -> None:
    script = [*spoken((SPEECH, 5)), DeviceMissing("the microphone went away"), *spoken((SPEECH, 3), (SILENCE, 9))]
    room = Room(script, "what was said before it and what was said after it was connected again")
    room.microphone.comes_back = True
    answer = room.channel.listen()
    assert answer is not None
    assert "connected again" in answer.text
    assert [notice.split(":")[0] for notice in room.notices] == ["the microphone went away", "The microphone is back"]


def test_a_microphone_gone_before_a_word_was_said_is_an_error_in_one_line() -> None:
    gone = DeviceMissing("the microphone went away")
    room = Room([*spoken((SILENCE, 5)), gone, gone])
    with pytest.raises(DeviceMissing, match="coach resume"):
        room.channel.listen()


def test_a_microphone_that_went_away_while_nobody_spoke_is_opened_again() -> None:
    script = [DeviceMissing("the microphone went away"), *spoken((SPEECH, 1), (SILENCE, 5))]
    room = Room(script, "here again")
    room.microphone.comes_back = True
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "here again"


def test_a_live_microphone_that_gives_only_zeros_is_told_once() -> None:
    room = Room(spoken((SILENCE, 20), (SPEECH, 1), (SILENCE, 15)), "yes")
    room.microphone.live = True
    room.channel.listen()
    assert len(room.notices) == 1
    assert "muted" in room.notices[0]


def test_a_mute_channel_without_keys_needs_only_a_microphone(capsys: pytest.CaptureFixture[str]) -> None:
    room = Room(spoken((SPEECH, 1), (SILENCE, 5)), "yes")
    room.channel.say(["Why?"])
    room.channel.listen()
    room.channel.close()
    assert capsys.readouterr().out == ""
    assert room.microphone.calls[-1] == "close"


VP = Person("Graham Sutter", Sound(("Daniel",), 190))


def test_everybody_is_named_and_speaks_in_a_voice_of_their_own() -> None:
    voice = LengthSynthesizer()
    room = Room(speaker=ScriptedSpeaker(), synthesizer=voice)
    room.channel.say(["What would you stop?"])
    room.channel.say(["By when? And for whom?"], VP)
    assert room.names == ["Interviewer", "Graham Sutter"]
    assert set(voice.sounds) == {USUAL, VP.sound}
    assert voice.sounds[-1] == VP.sound


STOP = Stop(5.0, "Let me stop you there.", VP)


def test_somebody_who_talks_past_the_stop_is_cut_into_and_the_answer_is_over() -> None:
    speaker = ScriptedSpeaker()
    room = Room(spoken((SILENCE, 3), (SPEECH, 60)), "on and on", **aloud(speaker))
    answer = room.channel.listen(STOP)
    assert answer is not None
    assert answer.interrupted
    assert answer.text == "on and on"
    assert answer.end == pytest.approx(100 + 3 + 0.2 + 5, abs=0.2)
    assert room.names == ["Graham Sutter"]
    assert "".join(room.shown) == "Let me stop you there.\n"
    assert sum(speaker.sounds) == pytest.approx(0.22)
    assert room.transcriber.given[0].seconds == pytest.approx(0.5 + 5.2, abs=0.1)


def test_nobody_is_cut_into_before_the_stop_nor_without_one() -> None:
    for stop in (STOP, None):
        room = Room(spoken((SILENCE, 9), (SPEECH, 4 if stop else 14), (SILENCE, 9)), "to the end")
        answer = room.channel.listen(stop)
        assert answer is not None
        assert not answer.interrupted
        assert room.shown == []


def test_nobody_is_cut_into_who_has_fallen_silent_but_who_goes_on_is() -> None:
    pause = spoken((SPEECH, 4), (SILENCE, 2))
    done = Room([*pause, *spoken((SILENCE, 3))], "done").channel.listen(STOP)
    assert done is not None
    assert not done.interrupted
    on = Room([*pause, *spoken((SPEECH, 20))], "we could wait, and", "another thing").channel.listen(STOP)
    assert on is not None
    assert on.interrupted
    assert on.timing["record"] == pytest.approx(6, abs=0.3)


class Reading:
    """Stands for the second reading: what it is given, and whether there was time meanwhile."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.events: list[str] = []

    def put(self, answer: Answer) -> None:
        self.answers.append(answer)

    def free(self, free: bool) -> None:
        self.events.append("free" if free else "busy")

    def settle(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        self.events.append("settled")

    def close(self) -> None:
        self.events.append("closed")


def test_an_answer_is_written_down_once_more_with_its_sound_and_its_place() -> None:
    reading = Reading()
    room = Room(spoken((SILENCE, 10), (SPEECH, 3), (SILENCE, 9)), "we would stop project B", second_reading=reading)
    answer = room.channel.listen()
    assert answer is not None
    (put,) = reading.answers
    assert put.start == answer.start
    assert put.began == 100
    assert put.audio.seconds == pytest.approx(answer.timing["record"])
    ((start, end),) = put.spans
    samples = put.audio.samples
    loud = samples[round((start - put.at) * 16000) : round((end - put.at) * 16000)] >= SPEECH
    assert loud.sum() == (samples >= SPEECH).sum(), "the span has all that was said"
    assert [put.began + word.start for word in put.words] == [word.start for word in answer.words]


def test_it_is_done_while_the_interviewer_speaks_and_what_is_left_at_the_end() -> None:
    reading = Reading()
    room = Room(spoken((SPEECH, 1), (SILENCE, 9)), "yes", second_reading=reading)
    room.channel.say(["What would you stop?"])
    assert set(reading.events) == {"free"}
    room.channel.listen()
    assert reading.events[-1] == "busy"
    room.channel.settle()
    room.channel.close()
    assert reading.events[-2:] == ["settled", "closed"]
