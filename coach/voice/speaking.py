"""The interviewer's half of a conversation aloud: plays a speech, shows each clause as it begins to be heard, and
knows, where it was cut short, what was heard of it. Knows neither keys nor microphone: it asks whether to stop.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.errors import DeviceMissing
from coach.interview.channel import Clock
from coach.voice.line import Line
from coach.voice.speaker import Speaker
from coach.voice.speech import Clause, Speech

STEP = 0.02
"""Seconds between two looks at whether to stop."""
READY = 1.0
"""Seconds of sound that the speaker is given ahead."""
BUFFER = 0.15
"""Seconds of sound to begin with where more is to come: a voice that falters at once sounds broken."""
REST = 5.0
"""Seconds to wait at most for words that are still to come, when some were heard and the rest is only to be shown."""
HELD = 5.0
"""Seconds after which a voice that was held goes on by itself: whoever holds it decides sooner, if they still can."""
TRIES = 3
"""In how many turns to look again for a speaker that went away: it may take seconds."""

Signal = Literal["duck", "hold", "resume", "stop"]
"""Go on softly; fall silent but forget nothing; go on as before; give up."""


@dataclass(frozen=True)
class Said:
    """What became of a speech."""

    text: str
    """What was heard or, without sound, shown."""
    unheard: str = ""
    """The rest of the words: shown, not heard."""
    interrupted: bool = False
    timing: Mapping[str, float] = field(default_factory=dict)
    """The speech's own, and when its `first_sound` was given to the speaker."""


@dataclass(eq=False)
class _Turn:
    speech: Speech
    interrupted: Callable[[], Signal | None]
    line: Line = field(default_factory=Line)
    queue: list[Clause] = field(default_factory=list)
    """Taken from the speech, not yet given to the speaker."""
    put: list[str] = field(default_factory=list)
    """Heard to the end, or shown without sound."""
    shown: bool = False
    told: bool = False
    moved: bool = False
    """To another speaker: once a turn is enough."""
    held: float | None = None
    """Since when, on the clock."""
    first_sound: float | None = None


class Speaking:
    """The interviewer's mouth, and the captions under it."""

    def __init__(
        self, speaker: Speaker | None, clock: Clock, show: Callable[[str], None], notify: Callable[[str], None]
    ) -> None:
        """`show` is given clause after clause, all but the first with a blank before it. Without a speaker the words
        are only shown; so it is when the speaker goes away, until it is back."""
        self.speaker = speaker
        self._clock = clock
        self._show = show
        self._notify = notify
        self._lost: Speaker | None = None
        self._tries = 0

    def say(self, speech: Speech, interrupted: Callable[[], Signal | None] = lambda: None) -> Said:
        """Say it to its end, or until it is interrupted: the sound ends then, and the rest of the words is shown, for
        without it a candidate in a hurry would lose the question itself.

        `interrupted` is asked every 20 ms; where there is no sound it is asked as well, and changes nothing. Raises
        what the words raise.
        """
        turn = _Turn(speech, interrupted)
        if self.speaker is None and not self._found():
            speech.mute()
        speech.start()
        try:
            return self._said(turn)
        finally:
            speech.cancel()
            self._obey("resume", turn)
            if self.speaker is not None and turn.line.playing:  # whatever was raised, it does not speak on
                self.speaker.stop()

    def _said(self, turn: _Turn) -> Said:
        interrupted = self._cut_short(turn)
        heard, unheard = self._cut(turn) if interrupted else (_joined(*turn.put), "")
        timing = turn.speech.timing
        if turn.first_sound is not None:
            timing["first_sound"] = turn.first_sound
            if self.speaker is not None:
                self.speaker.drain()  # what the device still holds, the microphone would hear
        return Said(heard, unheard, interrupted, timing)

    def _cut_short(self, turn: _Turn) -> bool:
        """Say it; True when it was interrupted."""
        while not self._stopped(turn):
            self._take(turn)
            while self._give(turn):
                pass
            if turn.line.playing:
                self._wait(turn)
            elif turn.speech.over and not turn.queue:
                return False
        return True

    def _stopped(self, turn: _Turn) -> bool:
        signal = turn.interrupted()
        if self.speaker is None or not (turn.line.playing or turn.speech.aloud):
            return False
        if signal is None and turn.held is not None and self._clock() - turn.held > HELD:
            signal = "resume"
        if signal == "stop":
            return True
        if signal is not None:
            self._obey(signal, turn)
        return False

    def _obey(self, signal: Signal, turn: _Turn) -> None:
        turn.held = self._clock() if signal == "hold" else None
        if self.speaker is not None:
            self.speaker.hold(signal == "hold")
            self.speaker.duck(signal == "duck")

    # From the speech to the speaker

    def _take(self, turn: _Turn) -> None:
        """The next clause from the speech, if it is time for one."""
        if any(clause.audio is None for clause in turn.queue) or turn.line.seconds - self._played(turn) >= READY:
            return
        clause = turn.speech.next(0 if turn.line.playing else STEP)
        if clause is not None:
            turn.queue.append(clause)

    def _give(self, turn: _Turn) -> bool:
        """Put the first clause of the queue, if it is time to."""
        if not turn.queue:
            return False
        clause = turn.queue[0]
        if clause.audio is None or self.speaker is None:
            if turn.line.playing:
                return False
            self._write(turn, turn.queue.pop(0))
            return True
        more = not turn.speech.over and len(turn.queue) == 1
        if more and clause.audio.seconds < BUFFER and not turn.line.playing:
            return False
        if self._play(turn, clause):
            turn.queue.pop(0)
        return True

    def _write(self, turn: _Turn, clause: Clause) -> None:
        if turn.speech.failure and not turn.told:
            turn.told = True
            self._notify(f"{turn.speech.failure}; this turn is in writing")
        self._caption(turn, clause.text)
        turn.put.append(clause.text)

    def _play(self, turn: _Turn, clause: Clause) -> bool:
        """False when there is no speaker any more, or another one."""
        if self.speaker is None or clause.audio is None:
            return False
        try:
            if turn.line.playing and self.speaker.wait(0):  # the speaker counts anew from every silence
                self._heard(turn)
            self.speaker.play(clause.audio)
        except DeviceMissing as error:
            self._lose(turn, error)
            return False
        if turn.first_sound is None:
            turn.first_sound = self._clock()
        turn.line.add(clause.text, clause.audio.seconds)
        self._captions(turn)
        return True

    def _wait(self, turn: _Turn) -> None:
        self._captions(turn)
        try:
            if self.speaker is None or self.speaker.wait(STEP):
                self._heard(turn)
        except DeviceMissing as error:
            self._lose(turn, error)

    def _played(self, turn: _Turn) -> float:
        """Seconds of the line."""
        return self.speaker.played if self.speaker is not None and turn.line.playing else 0.0

    def _heard(self, turn: _Turn) -> None:
        """All that the speaker was given has been played."""
        for text in turn.line.unshown():
            self._caption(turn, text)
        turn.put += turn.line.clear()

    # A speaker that comes and goes

    def _lose(self, turn: _Turn, error: DeviceMissing) -> None:
        """Go on with another speaker where there is one: it plays what this one did not. Else in writing."""
        if self.speaker is not None and not turn.moved and self.speaker.reopen():
            turn.moved = True
            self._notify(f"{error}; the interviewer goes on by the one that is there")
            return
        self.speaker, self._lost, self._tries = None, self.speaker, TRIES
        turn.speech.mute()
        self._notify(f"{error}; the interviewer goes on in writing")
        self._heard(turn)

    def _found(self) -> bool:
        """Look whether the speaker that went away is back."""
        if self._lost is None or self._tries == 0:
            return False
        self._tries -= 1
        if not self._lost.reopen():
            return False
        self.speaker, self._lost = self._lost, None
        self._notify("There is a speaker again: the interviewer speaks")
        return True

    # Cut short

    def _cut(self, turn: _Turn) -> tuple[str, str]:
        """End the sound and show the rest; what was heard, and what was not."""
        heard, cut = turn.line.split(self.speaker.stop() if self.speaker is not None else 0.0)
        heard = _joined(*turn.put, heard)
        queued = [clause.text for clause in turn.queue]
        unshown = turn.line.unshown()
        turn.line.clear()
        rest = self._rest(turn, REST if heard else None)
        if text := _joined(*unshown, *queued, rest):
            self._caption(turn, text)
        return heard, _joined(cut, *queued, rest)

    def _rest(self, turn: _Turn, seconds: float | None) -> str:
        """The words not yet taken; those that have come within so many seconds, where there is a bound."""
        for _ in itertools.count() if seconds is None else range(round(seconds / STEP)):
            text = turn.speech.rest(STEP)
            if text is not None:
                return text
            turn.interrupted()
        return turn.speech.waiting

    # On the screen

    def _captions(self, turn: _Turn) -> None:
        for text in turn.line.begun(self._played(turn)):
            self._caption(turn, text)

    def _caption(self, turn: _Turn, text: str) -> None:
        self._show(f" {text}" if turn.shown else text)
        turn.shown = True


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))
