"""The channel with scripted parts: what is said, heard, lost and handed back."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from coach.errors import CoachError, DeviceMissing
from coach.interview.channel import Person, Sound, Stop
from coach.session import Word
from coach.voice.audio import Audio
from coach.voice.channel import Voice, VoiceChannel
from coach.voice.keys import NoKeys
from coach.voice.microphone import FRAME, FRAME_SECONDS
from coach.voice.synthesizer import USUAL
from coach.voice.transcriber import Transcript

SPEECH, SILENCE = 0.5, 0.0


def spoken(*parts: tuple[float, float]) -> list[np.ndarray]:
    """Frames for (value, seconds): the fake detector takes the value for speech."""
    return [
        np.full(FRAME, value, np.float32) for value, seconds in parts for _ in range(round(seconds / FRAME_SECONDS))
    ]


class ScriptedMicrophone:
    """Frames out of a list, in audio time; a DeviceMissing in it is raised."""

    live = False

    def __init__(self, script: Iterable[Any]) -> None:
        self._script = iter(list(script))
        self.calls: list[str] = []

    def frames(self) -> Iterator[np.ndarray]:
        for item in self._script:
            if isinstance(item, DeviceMissing):
                raise item
            yield item

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

    def transcribe(self, audio: Audio) -> Transcript:
        self.given.append(audio)
        text = self._texts.pop(0)
        words = tuple(Word(word, 2.0 + at, 2.5 + at) for at, word in enumerate(text.split()))
        return Transcript(text, words)


class ScriptedSpeaker:
    """Has played a sound after two looks; may be gone from the n-th sound on."""

    def __init__(self, gone_at: int | None = None) -> None:
        self.played: list[float] = []
        self.events: list[str] = []
        self._looks = 0
        self._gone_at = gone_at

    def play(self, audio: Audio) -> None:
        if self._gone_at is not None and len(self.played) >= self._gone_at:
            raise DeviceMissing("the speaker went away")
        self.played.append(audio.seconds)
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

    def close(self) -> None:
        self.events.append("close")


class LengthSynthesizer:
    """A hundredth of a second a letter; fails on "unspeakable"."""

    def __init__(self) -> None:
        self.sounds: list[Sound] = []

    def synthesize(self, text: str, sound: Sound = USUAL) -> Audio:
        self.sounds.append(sound)
        if "unspeakable" in text:
            raise CoachError("the voice gives no sound")
        return Audio(np.full(len(text) * 160, 0.1, np.float32), 16000)


class ScriptedKeys(NoKeys):
    """Pressed at the n-th looks."""

    def __init__(self, *presses: int) -> None:
        self._presses = presses
        self._looks = 0

    def pressed(self) -> bool:
        self._looks += 1
        return self._looks in self._presses


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
        self.channel = VoiceChannel(
            Voice(self.microphone, LoudnessVad(), self.transcriber, **parts),  # type: ignore[arg-type]
            lambda: self.now,
            self.shown.append,
            self.notices.append,
            heard=self.heard.append,
            patience=4.0,
            keep_audio=keep_audio,
            name=self.names.append,
        )


def aloud(speaker: ScriptedSpeaker, **more: Any) -> dict[str, Any]:
    return {"speaker": speaker, "synthesizer": LengthSynthesizer(), **more}


def test_each_sentence_is_shown_and_played_and_the_microphone_hears_none_of_it() -> None:
    speaker = ScriptedSpeaker()
    room = Room(**aloud(speaker))
    said = room.channel.say(["What would you ", "stop? And ", "why?"])
    assert said.text == "What would you stop? And why?"
    assert not said.interrupted
    assert "".join(room.shown) == "What would you stop? And why?\n"
    assert speaker.played == pytest.approx([0.20, 0.08])
    assert speaker.events[0] == "drain"
    assert room.microphone.calls == ["pause", "resume"]


def test_a_key_ends_the_sound_and_shows_the_rest() -> None:
    speaker = ScriptedSpeaker()
    room = Room(**aloud(speaker, keys=ScriptedKeys(4)))
    said = room.channel.say(["One is long. ", "Two is it. ", "Three is only shown. ", "Four", " as well."])
    assert said.interrupted
    assert said.text == "One is long. Two is it. Three is only shown. Four as well."
    assert "".join(room.shown) == f"{said.text}\n"
    assert len(speaker.played) == 2
    assert "stop" in speaker.events
    assert speaker.events[:2] == ["stop", "drain"]


def test_without_a_speaker_the_words_are_shown() -> None:
    room = Room()
    assert room.channel.say(["What would you stop?"]).text == "What would you stop?"
    assert room.shown == ["What would you stop?", "\n"]
    assert room.notices == []


def test_a_voice_that_fails_is_told_once_and_the_turn_goes_on_in_writing() -> None:
    speaker = ScriptedSpeaker()
    room = Room(**aloud(speaker))
    said = room.channel.say(["This is fine. This is unspeakable. This as well unspeakable. The end."])
    assert said.text.endswith("The end.")
    assert len(speaker.played) == 1
    assert len(room.notices) == 1
    room.channel.say(["Again aloud."])
    assert len(speaker.played) == 2


def test_a_speaker_that_goes_away_is_told_once_and_all_goes_on_in_writing() -> None:
    room = Room(**aloud(ScriptedSpeaker(gone_at=1)))
    assert (
        room.channel.say(["One is said. Two is not. Three neither."]).text == "One is said. Two is not. Three neither."
    )
    room.channel.say(["Later."])
    assert room.notices == ["the speaker went away; the interviewer goes on in writing"]


def test_an_error_among_the_words_is_the_callers_and_the_sound_stops() -> None:
    speaker = ScriptedSpeaker()

    def pieces() -> Iterator[str]:
        yield "One is said. Two"
        raise CoachError("the line is cut")

    with pytest.raises(CoachError, match="the line is cut"):
        Room(**aloud(speaker)).channel.say(pieces())
    assert speaker.events[-1] == "stop"


def test_an_answer_ends_after_patience_and_has_the_sessions_times() -> None:
    room = Room(spoken((SILENCE, 10), (SPEECH, 3), (SILENCE, 3.5), (SPEECH, 2), (SILENCE, 9)), "stop project B")
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "stop project B"
    assert room.heard == ["stop project B"]
    assert answer.end == pytest.approx(100 + 10 + 3 + 3.5 + 2 + 4, abs=0.2)
    assert answer.start == pytest.approx(100 + 10 - 2 + 0.2, abs=0.2)
    assert answer.words[0].start == pytest.approx(answer.start + 2.0)
    assert answer.timing["record"] == pytest.approx(answer.end - answer.start)
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
    room = Room(spoken((SPEECH, 60)), "yes", keys=ScriptedKeys(100))
    answer = room.channel.listen()
    assert answer is not None
    assert answer.timing["record"] == pytest.approx(100 * FRAME_SECONDS + 0.25, abs=0.1)


def test_where_nothing_was_heard_it_says_so_and_listens_again() -> None:
    script = spoken((SPEECH, 1), (SILENCE, 5), (SPEECH, 1), (SILENCE, 5))
    room = Room(script, "", "now")
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "now"
    assert room.notices == ["Nothing was heard: say it again"]


def test_the_key_before_any_speech_asks_whisper_nothing() -> None:
    room = Room(spoken((SILENCE, 3), (SPEECH, 1), (SILENCE, 5)), "now", keys=ScriptedKeys(10))
    assert room.channel.listen() is not None
    assert len(room.notices) == len(room.transcriber.given) == 1


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


def test_a_microphone_that_goes_away_leaves_what_was_said() -> None:
    restarts: list[int] = []
    script = [*spoken((SPEECH, 5)), DeviceMissing("the microphone went away"), *spoken((SPEECH, 1), (SILENCE, 5))]
    room = Room(script, "what was said", restart=lambda: restarts.append(1))
    answer = room.channel.listen()
    assert answer is not None
    assert answer.text == "what was said"
    assert room.notices == ["the microphone went away; what was heard till then is your answer"]
    assert restarts == [1]
    assert "close" in room.microphone.calls


def test_a_microphone_gone_before_a_word_was_said_is_an_error_in_one_line() -> None:
    gone = DeviceMissing("the microphone went away")
    room = Room([*spoken((SILENCE, 5)), gone, gone])
    with pytest.raises(DeviceMissing, match="coach resume"):
        room.channel.listen()


def test_a_microphone_that_went_away_while_nobody_spoke_is_opened_again() -> None:
    script = [DeviceMissing("the microphone went away"), *spoken((SPEECH, 1), (SILENCE, 5))]
    answer = Room(script, "here again").channel.listen()
    assert answer is not None
    assert answer.text == "here again"


def test_a_key_before_the_first_word_leaves_the_question_whole() -> None:
    speaker = ScriptedSpeaker()
    said = Room(**aloud(speaker, keys=ScriptedKeys(1))).channel.say(["What would you stop? And why?"])
    assert said.text == "What would you stop? And why?"
    assert said.interrupted
    assert speaker.played == []


def test_a_key_in_the_last_sentence_is_an_interruption_too() -> None:
    said = Room(**aloud(ScriptedSpeaker(), keys=ScriptedKeys(2))).channel.say(["What would you stop?"])
    assert said.interrupted


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
    assert voice.sounds == [USUAL, VP.sound, VP.sound]


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
    assert len(speaker.played) == 1
    assert room.transcriber.given[0].seconds == pytest.approx(2 + 5, abs=0.5)


def test_nobody_is_cut_into_before_the_stop_nor_without_one() -> None:
    for stop in (STOP, None):
        room = Room(spoken((SILENCE, 9), (SPEECH, 4 if stop else 60), (SILENCE, 9)), "to the end")
        answer = room.channel.listen(stop)
        assert answer is not None
        assert not answer.interrupted
        assert room.shown == []


def test_nobody_is_cut_into_who_has_fallen_silent_but_who_goes_on_is() -> None:
    pause = spoken((SPEECH, 4), (SILENCE, 2))
    done = Room([*pause, *spoken((SILENCE, 3))], "done").channel.listen(STOP)
    assert done is not None
    assert not done.interrupted
    on = Room([*pause, *spoken((SPEECH, 20))], "and another thing").channel.listen(STOP)
    assert on is not None
    assert on.interrupted
    assert on.timing["record"] == pytest.approx(6, abs=0.3)
