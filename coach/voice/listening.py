"""One spoken answer, from its first frame until it is over: the one owner of the candidate's turn.

Microphone, detector, scribe, keys and whoever makes the reply ready are asked and told from here only, by the one
thread that runs `hear`. It knows no device: time is the clock that it is given.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.errors import CoachError, DeviceMissing
from coach.interview.channel import Clock, Utterance
from coach.session import Word
from coach.voice.captions import Status, loudness
from coach.voice.floor import Floor
from coach.voice.hold import Evidence
from coach.voice.microphone import FRAME_SECONDS
from coach.voice.parts import Manner, Voice
from coach.voice.pauses import Pauses
from coach.voice.preparing import Preparing
from coach.voice.recording import Recording
from coach.voice.scribe import Draft
from coach.voice.segmenter import EAGER, Segmenter

if TYPE_CHECKING:
    from coach.voice.audio import Audio, Samples

LOOK = 0.05
"""Seconds that the microphone is waited for at a time: keys and countdown are looked at in between."""
AFTER_KEY, QUIET = 0.25, 0.2
"""Seconds still taken in after Enter, as the last word may not have come through the device yet; less where it has been
quiet for so long already."""
SOON, NEAR = 0.5, 3.0
"""The reply is made ready from so much silence on, when so little is left until the answer is over."""
MODEL_HEARS = 8.0
"""Seconds of sound that the turn model takes in."""
BACK, RETRY = 20.0, 0.5
"""Seconds that a microphone that went away is waited for, and between two looks for it."""
WRITTEN = 60.0
"""Seconds that the last words may take to be written down; a machine that takes longer has stopped."""


@dataclass(frozen=True)
class Heard:
    """What came of listening. Times are the session's."""

    draft: Draft
    began: float
    """Of the first frame, silence that was not kept counted in."""
    start: float
    """Of the first sound that was kept."""
    end: float
    """When the answer was over."""
    audio: Audio
    begun: bool
    cut: bool
    gone: DeviceMissing | None
    """Why the microphone gave no more."""
    timing: dict[str, float] = field(default_factory=dict)

    @property
    def words(self) -> tuple[Word, ...]:
        """With the session's times."""
        return tuple(Word(word.text, self.began + word.start, self.began + word.end) for word in self.draft.words)


class Listening:
    """To one answer."""

    def __init__(
        self,
        voice: Voice,
        manner: Manner,
        clock: Clock,
        notify: Callable[[str], None],
        pauses: Pauses,
        limit: float | None = None,
        preparing: Preparing | None = None,
    ) -> None:
        """`pauses`: the candidate's own so far. `limit`: seconds from the first word on, after which they are cut into.
        `preparing`: makes the reply ready."""
        self._voice = voice
        self._manner = manner
        self._clock = clock
        self._notify = notify
        self._preparing = preparing
        self._segmenter = Segmenter()
        self._recording = Recording()
        self._floor = Floor(manner.patience, manner.turn, pauses, limit)
        self._draft = Draft()
        self._began = 0.0
        self._written_at: float | None = None
        self._since_key: float | None = None
        self._turn: float | None = None
        self._judged = False
        self._warned = self._told = False
        self._gone: DeviceMissing | None = None
        self._given_up = False

    @property
    def pauses(self) -> Pauses:
        """The candidate's own, those of this answer among them."""
        return self._floor.pauses

    def hear(self, carried: Iterable[Samples] = ()) -> Heard:
        """Until the answer is over or the microphone gives no more. `carried`: frames from before, of a candidate who
        began while the interviewer still spoke. Raises CoachError when the words cannot be written down."""
        self._voice.vad.reset()
        self._voice.scribe.begin(self._manner.glossary)
        self._began = self._clock()
        if self._preparing is not None:
            self._preparing.read(self._said(""))
        for frame in carried:
            self._began -= FRAME_SECONDS
            self._frame(frame)
        while not (self._floor.over or self._given_up or self._voice.microphone.ended):
            self._look()
        return self._heard()

    def _look(self) -> None:
        try:
            frames = self._voice.microphone.read(LOOK)
        except DeviceMissing as error:
            self._lost(error)
            return
        for frame in frames:
            self._frame(frame)
            if self._floor.over:
                return
        self._press(self._voice.keys.pressed())
        self._follow()

    # What comes in

    def _frame(self, frame: Samples) -> None:
        for segment in self._segmenter.feed(frame, self._voice.vad.probability(frame)):
            self._voice.scribe.put(segment)
        self._recording.add(frame, self._segmenter.begun)
        self._floor.sound(self._segmenter.speaking, self._segmenter.begun, FRAME_SECONDS)
        self._loudest = frame
        if self._since_key is not None:
            self._since_key += FRAME_SECONDS
            self._end_by_key()

    def _press(self, key: str | None) -> None:
        if key == "space":
            self._floor.space()
        elif key == "enter" and self._since_key is None:
            self._since_key = 0.0
            self._end_by_key()

    def _end_by_key(self) -> None:
        if self._since_key is not None and (self._since_key >= AFTER_KEY or self._segmenter.silence >= QUIET):
            self._since_key = None
            if not self._floor.enter() and not self._told:
                self._told = True
                self._notify(NOTHING_YET)

    def _lost(self, error: DeviceMissing) -> None:
        """Wait for the microphone to come back; what was said so far is kept, and the answer goes on."""
        self._notify(f"{error}: connect it again and go on, or press Enter to end your answer")
        lost_at = self._clock()
        while self._clock() - lost_at < BACK:
            if self._voice.keys.pressed() == "enter":
                break
            if self._voice.microphone.reopen():
                self._notify("The microphone is back: go on")
                self._silence(self._clock() - lost_at)
                return
            self._voice.wait(RETRY)
        self._gone, self._given_up = error, True

    def _silence(self, seconds: float) -> None:
        """What was not heard meanwhile, so that the times of what follows are right; the floor stays as it was."""
        import numpy as np

        from coach.voice.microphone import FRAME

        frame = np.zeros(FRAME, np.float32)
        for _ in range(round(seconds / FRAME_SECONDS)):
            for segment in self._segmenter.feed(frame, 0.0):
                self._voice.scribe.put(segment)
            self._recording.add(frame, self._segmenter.begun)

    # What follows from it

    def _follow(self) -> None:
        draft = self._voice.scribe.poll()
        if draft.error is not None and draft.lost:
            raise draft.error
        if (draft.committed, draft.tail) != (self._draft.committed, self._draft.tail):
            self._voice.captions.text(draft.committed, draft.tail)
        if draft.committed != self._draft.committed and self._preparing is not None:
            self._preparing.read(self._said(draft.committed))
        self._draft = draft
        self._written_at = (self._written_at or self._now()) if self._complete else None
        self._judge()
        if not self._segmenter.speaking:  # what begins just now has no words yet; the pause before it had its own
            self._floor.read(Evidence(draft.text, self._complete, self._turn, self._recording.seconds))
        self._prepare()
        self._show()

    @property
    def _complete(self) -> bool:
        """True when the text holds all that was said."""
        return self._draft.complete and self._segmenter.settled

    def _judge(self) -> None:
        """Have the turn model judge, once in every pause; when the words are written, which are waited for more."""
        if self._segmenter.silence < EAGER or not self._segmenter.begun:
            self._judged, self._turn = False, None
        elif not self._judged and self._complete and self._voice.turn_model is not None:
            self._judged = True
            heard = self._recording.last(MODEL_HEARS, self._segmenter.silence - EAGER)
            self._turn = self._voice.turn_model.probability(heard)

    def _prepare(self) -> None:
        if self._preparing is None:
            return
        if self._floor.state == "speaking":
            self._preparing.drop()
        elif self._complete and self._draft.text and self._segmenter.silence >= SOON and self._near:
            self._preparing.reply(self._said(self._draft.text))

    @property
    def _near(self) -> bool:
        """True when the answer may soon be over; where only a key ends it, that may be at any time."""
        return self._floor.left is None or self._floor.left <= NEAR

    def _said(self, text: str) -> Utterance:
        """The answer as it would be if it were over now."""
        return Utterance(text, self._began + self._recording.skipped, self._began + self._recording.seconds)

    def _show(self) -> None:
        floor = self._floor
        loud = loudness(self._loudest) if self._recording.seconds else 0.0
        self._voice.captions.status(Status(floor.state, floor.left, floor.reason, loud, self._recording.seconds))
        if self._recording.suspicious and self._voice.microphone.live and not self._warned:
            self._warned = True
            self._notify(MUTED_MAC if sys.platform == "darwin" else MUTED)

    # The end

    def _heard(self) -> Heard:
        over = self._now()
        for segment in self._segmenter.finish():
            self._voice.scribe.put(segment)
        audio = self._recording.audio()
        return Heard(
            self._draft,
            self._began,
            self._began + self._recording.skipped,
            over,
            audio,
            self._segmenter.begun,
            self._floor.cut,
            self._gone,
            {"record": audio.seconds, "over": over},
        )

    def write(self, heard: Heard) -> Heard:
        """The same with all its words, written down by now. Raises CoachError when they cannot be."""
        self._voice.captions.status(Status("over", seconds=self._recording.seconds))
        draft = self._voice.scribe.wait(WRITTEN)
        if draft.error is not None:
            raise draft.error
        if not draft.complete:
            raise CoachError(f"the last words were not written down within {WRITTEN:g} s: see `coach doctor`")
        return self._timed(heard, draft)

    def _timed(self, heard: Heard, draft: Draft) -> Heard:
        before = self._written_at if draft.text == self._draft.text else None
        timing = {**heard.timing, "text": self._now() if before is None else before}
        if self._segmenter.speech_end is not None:
            timing["speech_end"] = self._began + self._segmenter.speech_end
        for at, commit in enumerate(draft.commits, start=1):
            timing[f"commit.{at}"] = self._began + commit
        return replace(heard, draft=draft, timing=timing)

    def _now(self) -> float:
        """The session's time: by the clock, or by the length of a file that is heard faster than it was spoken."""
        return self._clock() if self._voice.microphone.live else self._began + self._recording.seconds


NOTHING_YET = "Nothing was heard yet, so there is nothing to end: speak, or leave with Ctrl-C"
MUTED = "The microphone gives nothing at all, not even noise: see whether it is muted"
MUTED_MAC = f"{MUTED}, and allow this terminal in System Settings > Privacy & Security > Microphone"
