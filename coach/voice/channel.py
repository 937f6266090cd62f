"""The conversation aloud: speaks the interviewer's sentences, hears the candidate's answers. Text in, text out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coach.errors import CoachError, DeviceMissing
from coach.interview.channel import INTERVIEWER, Ahead, Clock, Person, Sound, Stop, Utterance
from coach.session import Word
from coach.voice.audio import Audio, to_wav
from coach.voice.keys import Keys
from coach.voice.microphone import Microphone
from coach.voice.phrases import sentences
from coach.voice.recording import Recording
from coach.voice.speaker import Speaker
from coach.voice.synthesizer import Synthesizer
from coach.voice.transcriber import Transcriber, Transcript
from coach.voice.vad import Silero

STEP = 0.02
"""Seconds between two looks at the keys while the interviewer speaks."""


@dataclass(frozen=True)
class Voice:
    """The parts of a spoken conversation."""

    microphone: Microphone
    vad: Silero
    transcriber: Transcriber
    keys: Keys
    speaker: Speaker | None = None
    """None: the interviewer's words are only shown."""
    synthesizer: Synthesizer | None = None
    restart: Callable[[], None] = lambda: None
    """Makes devices that were connected since the start known; called with all of them closed."""


@dataclass
class _Saying:
    """What of the interviewer's words has been put so far."""

    sentences: list[str] = field(default_factory=list)
    sound: Sound = INTERVIEWER.sound
    aloud: bool = True
    interrupted: bool = False
    timing: dict[str, float] = field(default_factory=dict)


class VoiceChannel:
    """Half duplex: while the interviewer speaks the microphone is not heard, so that he never answers himself."""

    def __init__(
        self,
        voice: Voice,
        clock: Clock,
        show: Callable[[str], None],
        notify: Callable[[str], None],
        heard: Callable[[str], None] | None = None,
        patience: float = 4.0,
        keep_audio: bool = False,
        name: Callable[[str], None] = lambda _name: None,
    ) -> None:
        """`show` puts a piece of the interviewer's words as they come, `heard` the whole of an answer as it was heard
        (left out: `show` does). `patience`: seconds of silence that end an answer. `name` is told who speaks, before
        their first piece."""
        self._voice = voice
        self._speaker = voice.speaker if voice.synthesizer else None
        self._clock = clock
        self._ahead = 0.0
        self._show = show
        self._heard = heard or (lambda text: show(f"{text}\n"))
        self._notify = notify
        self._patience = patience
        self._keep_audio = keep_audio
        self._name = name
        self._warned = False

    def clock(self) -> float:
        """The session's time: the clock it was given, plus what a file was heard faster than it was spoken."""
        return self._clock() + self._ahead

    def notify(self, notice: str) -> None:
        self._notify(notice)

    def close(self) -> None:
        """Let go of the devices."""
        self._voice.microphone.close()
        if self._voice.speaker is not None:
            self._voice.speaker.close()

    # The interviewer

    def say(self, words: Iterable[str], person: Person = INTERVIEWER) -> Utterance:
        """Sentence by sentence, the next one made while one is heard. A key ends the sound; what is left of the words
        is shown, for without it a candidate in a hurry would lose the question itself."""
        start = self.clock()
        saying = _Saying(sound=person.sound)
        self._name(person.name)
        self._voice.microphone.pause()
        try:
            with self._voice.keys:
                self._say(words, saying, start)
        finally:
            if self._speaker is not None:
                self._speaker.stop()
        self._show("\n")
        self._voice.microphone.resume()
        text = " ".join(saying.sentences)
        return Utterance(text, start, self.clock(), interrupted=saying.interrupted, timing=saying.timing)

    def _say(self, words: Iterable[str], saying: _Saying, start: float) -> None:
        for sentence in sentences(words):
            sound = self._sound(sentence, saying.sound) if saying.aloud else None
            saying.aloud = sound is not None and self._played(saying)
            self._show(f" {sentence}" if saying.sentences else sentence)
            saying.sentences.append(sentence)
            if sound is not None and saying.aloud:
                saying.timing.setdefault("first_sound", self.clock() - start)
                self._play(sound)
        self._played(saying)
        if self._speaker is not None:
            self._speaker.drain()  # what the device still holds, the microphone would hear

    def _sound(self, sentence: str, sound: Sound) -> Audio | None:
        """The sentence as sound; None, and a notice, when there is none: the rest of the turn is only shown."""
        if self._speaker is None or self._voice.synthesizer is None:
            return None
        try:
            return self._voice.synthesizer.synthesize(sentence, sound)
        except CoachError as error:
            self._notify(f"{error}; this turn is in writing")
            return None

    def _play(self, sound: Audio) -> None:
        if self._speaker is None:
            return
        try:
            self._speaker.play(sound)
        except DeviceMissing as error:
            self._lose_speaker(error)

    def _lose_speaker(self, error: DeviceMissing) -> None:
        self._speaker = None
        self._notify(f"{error}; the interviewer goes on in writing")

    def _played(self, saying: _Saying) -> bool:
        """Wait until all sound so far has been heard; False when a key cut it short, now or before."""
        while self._speaker is not None and not saying.interrupted:
            if self._voice.keys.pressed():
                self._speaker.stop()
                saying.interrupted = True
                break
            try:
                if self._speaker.wait(STEP):
                    break
            except DeviceMissing as error:
                self._lose_speaker(error)
        return not saying.interrupted

    # The candidate

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:  # noqa: ARG002
        """The next answer in which there are words; None when the microphone is a file and at its end.

        An answer that runs into the stop is cut into there and then, and is over. Raises DeviceMissing when the
        microphone is gone and there is nothing of an answer to hand back.
        """
        lost = False
        while True:
            recording, gone = self._record(stop)
            end = self.clock()
            if recording.cut and stop is not None:
                self.say([stop.words], stop.person)  # before the transcribing, which takes a while
            heard, seconds = self._transcribe(recording)
            if heard.words:
                self._voice.microphone.pause()  # nobody would take what it hears from now on
                if gone is not None:
                    self._notify(f"{gone}; what was heard till then is your answer")
                return self._answer(end, recording, heard, seconds)
            if gone is None and not recording.over:
                return None
            if gone is not None and lost:
                raise DeviceMissing("the microphone is gone: connect one, then go on with `coach resume`") from gone
            lost = gone is not None
            self._notify(f"{gone}; listening again" if gone else "Nothing was heard: say it again")

    def _record(self, stop: Stop | None) -> tuple[Recording, DeviceMissing | None]:
        """Until the answer is over or the microphone gives no more; the error when that was a fault."""
        voice, recording = self._voice, Recording(self._patience, stop.seconds if stop else None)
        began = time.monotonic()
        voice.vad.reset()
        gone = None
        with voice.keys:
            self._invite()
            try:
                for frame in voice.microphone.frames():
                    if recording.add(frame, voice.vad.probability(frame)):
                        break
                    if voice.keys.pressed():
                        recording.done()
                    self._suspect(recording)
            except DeviceMissing as error:
                gone = error
                self.close()
                voice.restart()
        if not voice.microphone.live:
            self._ahead += recording.seconds - (time.monotonic() - began)
        return recording, gone

    def _invite(self) -> None:
        if self._voice.keys.interactive:
            self._notify(f"Listening: Enter ends your answer, so does a pause of {self._patience:g} s")

    def _suspect(self, recording: Recording) -> None:
        if recording.suspicious and self._voice.microphone.live and not self._warned:
            self._warned = True
            self._notify(MUTED_MAC if sys.platform == "darwin" else MUTED)

    def _transcribe(self, recording: Recording) -> tuple[Transcript, float]:
        if not recording.begun:
            return Transcript(""), 0.0
        if self._voice.keys.interactive:
            self._notify(f"Heard you for {recording.audio().seconds:.0f} s, writing it down")
        began = time.monotonic()
        heard = self._voice.transcriber.transcribe(recording.audio())
        return heard, time.monotonic() - began

    def _answer(self, end: float, recording: Recording, heard: Transcript, seconds: float) -> Utterance:
        self._heard(heard.text)
        audio = recording.audio()
        first = end - audio.seconds
        return Utterance(
            heard.text,
            first,
            end,
            words=tuple(Word(word.text, first + word.start, first + word.end) for word in heard.words),
            interrupted=recording.cut,
            timing={"record": audio.seconds, "transcribe": seconds},
            wav=to_wav(audio) if self._keep_audio else None,
        )


MUTED = "The microphone gives nothing at all, not even noise: see whether it is muted"
MUTED_MAC = f"{MUTED}, and allow this terminal in System Settings > Privacy & Security > Microphone"
