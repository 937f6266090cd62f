"""The conversation aloud: speaks the interviewer's sentences, hears the candidate's answers. Text in, text out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coach.errors import DeviceMissing
from coach.interview.channel import INTERVIEWER, Ahead, Clock, Person, Reply, Stop, Utterance
from coach.voice.audio import to_wav
from coach.voice.listening import Heard, Listening
from coach.voice.parts import Manner, Voice
from coach.voice.pauses import Pauses
from coach.voice.preparing import Preparing, Ready
from coach.voice.second_reading import Answer
from coach.voice.speaking import Signal, Speaking
from coach.voice.speech import Speech

SETTLED = 30.0
"""Seconds that answers may take to be written down once more when the conversation is over."""


class VoiceChannel:
    """One side at a time has the floor; what the interviewer may say next is made ready while the candidate has it."""

    def __init__(
        self,
        voice: Voice,
        clock: Clock,
        show: Callable[[str], None],
        notify: Callable[[str], None],
        manner: Manner | None = None,
        name: Callable[[str], None] = lambda _name: None,
    ) -> None:
        """`show` puts a piece of the interviewer's words as they come. `name` is told who speaks, before their first
        piece."""
        self._voice = voice
        self._clock = clock
        self._ahead = 0.0
        self._show = show
        self._notify = notify
        self._manner = manner or Manner()
        self._name = name
        speaker = voice.speaker if voice.synthesizer else None
        self._speaking = Speaking(speaker, self.clock, self._put, notify)
        self._pauses = Pauses()
        self._ready: Ready | None = None

    def clock(self) -> float:
        """The session's time: the clock it was given, plus what a file was heard faster than it was spoken."""
        return self._clock() + self._ahead

    def notify(self, notice: str) -> None:
        self._notify(notice)

    def settle(self) -> None:
        """Answers not yet written down once more are by now, or remain as they were heard."""
        if self._voice.second_reading is not None:
            self._voice.second_reading.settle(SETTLED)

    def close(self) -> None:
        """Let go of the devices."""
        self._drop()
        if self._voice.second_reading is not None:
            self._voice.second_reading.close()
        self._voice.captions.close()
        self._voice.scribe.close()
        self._voice.microphone.close()
        if self._voice.speaker is not None:
            self._voice.speaker.close()
        if self._voice.synthesizer is not None:
            self._voice.synthesizer.close()

    # The interviewer

    def say(self, words: Iterable[str], person: Person = INTERVIEWER) -> Utterance:
        """Clause by clause, each made while the one before is heard. A key ends the sound; what is left of the words
        is shown, for without it a candidate in a hurry would lose the question itself."""
        start = self.clock()
        speech = self._speech(words, person)
        self._name(person.name)
        self._voice.microphone.pause()
        with self._voice.keys as keys:
            keys.forget()
            if self._voice.barging is not None:
                self._voice.barging.begin()
            said = self._speaking.say(speech, self._interrupted)
        self._show("\n")
        self._voice.microphone.resume()
        return Utterance(
            said.text,
            start,
            self.clock(),
            interrupted=said.interrupted,
            timing=said.timing,
            unheard=said.unheard,
        )

    def _put(self, text: str) -> None:
        """Show words of the interviewer's. Whoever waited for them waits no more, so there is time for the rest."""
        self._free(True)
        self._show(text)

    def _free(self, free: bool) -> None:
        if self._voice.second_reading is not None:
            self._voice.second_reading.free(free)

    def _speech(self, words: Iterable[str], person: Person) -> Speech:
        """What was made ready of these words, else a new one."""
        if self._ready is not None and self._ready.reply.words is words:
            speech, self._ready = self._ready.speech, None
            return speech
        self._drop()
        return self._voiced(Reply(iter(words), person))

    def _voiced(self, reply: Reply) -> Speech:
        synthesizer = self._voice.synthesizer if self._voice.speaker is not None else None
        speech = Speech(reply.words, synthesizer, reply.person.sound, self.clock)
        speech.start()
        return speech

    def _drop(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready.let_go()

    def _interrupted(self) -> Signal | None:
        if self._voice.keys.pressed():
            return "stop"
        return self._voice.barging.look() if self._voice.barging is not None else None

    # The candidate

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:
        """The next answer in which there are words; None when the microphone is a file and at its end.

        An answer that runs into the stop is cut into there and then, and is over. Raises DeviceMissing when the
        microphone is gone and there is nothing of an answer to hand back.
        """
        lost = False
        while True:
            preparing = Preparing(ahead, self._voiced) if ahead and self._voice.microphone.live else None
            try:
                heard = self._heard(stop, preparing)
                if heard.draft.words:
                    return self._answer(heard, preparing)
            finally:
                self._voice.captions.close()
                if preparing is not None:
                    preparing.close()
            if heard.gone is None and self._voice.microphone.ended:
                return None
            if heard.gone is not None and lost:
                raise DeviceMissing(
                    "the microphone is gone: connect one, then go on with `coach resume`"
                ) from heard.gone
            lost = heard.gone is not None
            self._notify(f"{heard.gone}; listening again" if heard.gone else "Nothing was heard: say it again")

    def _heard(self, stop: Stop | None, preparing: Preparing | None) -> Heard:
        self._free(False)
        limit = stop.seconds if stop else None
        listening = Listening(self._voice, self._manner, self.clock, self._notify, self._pauses, limit, preparing)
        with self._voice.keys as keys:
            keys.forget()
            heard = listening.hear(self._voice.barging.carried() if self._voice.barging is not None else ())
            self._ahead += max(heard.end - self.clock(), 0.0)
            if heard.cut and stop is not None:
                self.say([stop.words], stop.person)  # before the last words are written down
            heard = listening.write(heard)
        self._pauses = listening.pauses
        self._voice.captions.end(heard.draft.text)
        return heard

    def _answer(self, heard: Heard, preparing: Preparing | None) -> Utterance:
        self._voice.microphone.pause()  # nobody would take what it hears from now on
        if heard.gone is not None:
            self._notify(f"{heard.gone}; what was heard till then is your answer")
        if preparing is not None:
            self._ready = preparing.settle(heard.draft.text)
        if self._voice.second_reading is not None:
            draft, at = heard.draft, heard.start - heard.began
            answer = Answer(heard.start, heard.began, heard.audio, at, draft.spans, draft.words)
            self._voice.second_reading.put(answer)
        return Utterance(
            heard.draft.text,
            heard.start,
            heard.end,
            words=heard.words,
            interrupted=heard.cut,
            timing=heard.timing,
            wav=to_wav(heard.audio) if self._manner.keep_audio else None,
        )
