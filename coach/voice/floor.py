"""Whose turn it is while the candidate has the floor: speaking, silent for a while, or done. Pure, and knows no clock.

It is fed every frame of sound and whatever is known of the words, and alone decides when the answer is over:

- Speech is never ended, whatever was read before; only an interviewer who cuts in at a limit ends it.
- An answer that has not begun waits for ever, and so does one of which no word has been understood.
- A silence ends it when it is as long as `coach.voice.hold` asks, and its words have all been written down. Words that
  are still missing LATE seconds after that are not waited for: a transcriber that hangs must not hang the session.
- Enter ends it at once; with nothing said it does nothing.
- Space holds the floor: no silence ends the answer until a second Space, or until the candidate has gone on speaking
  for a little and falls silent again. Pressed while they speak, it holds the pause that follows. A key kept down counts
  once.
- Sound below NOISE seconds, a click or a knock, only stops the countdown while it lasts, else a noisy room would start
  it anew for ever. Anything longer cancels the hold, be it a cough: a word more must never be cut off.
"""

from __future__ import annotations

import math
from typing import Literal

from coach.voice.hold import Evidence, hold, unwritten
from coach.voice.pauses import Pauses

State = Literal["waiting", "speaking", "holding", "held", "over"]
Turn = Literal["auto", "key"]

BREATH = 0.3
"""Seconds of silence that do not part one stretch of speech from the next; nobody is asked to go on within them."""
NOISE = 0.1
"""Seconds of sound below which it cannot be a word."""
SPEECH = 0.2
"""Seconds of sound from which it is surely speech, not a cough: a pause in front of it was one of the candidate's."""
RESUMED = 0.5
"""Seconds of speech after which a floor that was held by key is no longer: an "um" is less."""
LATE = 4.0
"""Seconds past the end of a hold that missing words are waited for."""
REPEAT = 0.7
"""Seconds within which another Space is the same one: a key that is kept down comes again and again."""
ROUNDING = 1e-9
"""The sum of many frames may fall short of a round number by a rounding error."""


class Floor:
    """One answer. `sound` for every frame, `read` after it at every look at the words, then see `over`."""

    def __init__(
        self, patience: float, turn: Turn = "auto", pauses: Pauses | None = None, limit: float | None = None
    ) -> None:
        """`patience`: seconds of silence that end an answer when nothing tells. `turn`: with "key" only Enter ends it.
        `pauses`: the candidate's own so far. `limit`: seconds from the first word on after which it is cut into."""
        self._patience = patience
        self._by_key = turn == "key"
        self._limit = limit
        self.pauses = pauses or Pauses()
        """The candidate's own, those of this answer among them."""
        self.over = False
        """True for good once the answer has ended."""
        self.cut = False
        """True when it was cut into."""
        self.silent = 0.0
        """Seconds since the last speech, or since the start."""
        self._begun = False
        self._since_begun = 0.0
        self._sounding = False
        self._stretch = 0.0  # seconds of sound in the present stretch, breaths between left out
        self._quiet = 0.0  # seconds since the last sound of any kind
        self._counted_from = 0.0  # of the silence: where the countdown began
        self._pause = 0.0  # before the present stretch, if it was one of the candidate's own
        self._hold = unwritten(patience)
        self._written = False
        self._keeps = False  # by Space
        self._kept = False  # and there has been a pause since
        self._since_space = math.inf
        self._ended = False  # by Enter

    # What comes in

    def sound(self, speaking: bool, begun: bool, seconds: float) -> None:
        """The next frame: whether there is speech in it, whether there has been any in the answer, its length."""
        if self.over:
            return
        self._begun = self._begun or begun
        self._since_begun += seconds if self._begun else 0.0
        self._since_space += seconds
        self._sounding = speaking
        if speaking:
            self._sound(seconds)
        else:
            self._silence(seconds)
        self._settle()

    def read(self, evidence: Evidence) -> None:
        """What is known of the words by now. It counts for the present silence; what is read while there is sound does
        not, so read again when it ends. Calling it after every frame is cheap enough."""
        if self.over or self._sounding or not self.silent:
            return
        self._hold = hold(evidence, self._patience, self.pauses)
        self._written = evidence.complete
        self._settle()

    def enter(self) -> bool:
        """The candidate says that the answer is over; False, and nothing happens, when nothing has been said yet."""
        if self._begun and not self.over:
            self._ended = self.over = True
        return self._begun

    def space(self) -> None:
        """The candidate holds the floor, or gives it free again; then the countdown begins from its start."""
        again = self._since_space < REPEAT
        self._since_space = 0.0
        if again or self.over or not self._begun or self._by_key:
            return
        self._keeps, self._kept = not self._keeps, False
        self._counted_from = self.silent

    # What comes out

    @property
    def state(self) -> State:
        """Silence within a breath is still speaking."""
        if self.over:
            return "over"
        if not self._begun:
            return "waiting"
        if self.silent < BREATH:
            return "speaking"
        return "held" if self._keeps or self._by_key else "holding"

    @property
    def left(self) -> float | None:
        """Seconds of silence until the answer is over; None where no countdown runs."""
        if self.state != "holding" or math.isinf(self._hold.seconds):
            return None
        return max(0.0, self._hold.seconds - self._counted)

    @property
    def reason(self) -> str:
        """Why the hold is as long as it is, or why the answer is over; empty where there is nothing to say."""
        if self.cut:
            return "time is up"
        if self._ended:
            return "you ended it"
        if self.state in ("holding", "over"):
            return self._hold.reason
        if self._keeps:
            return "you hold the floor"
        return "Enter ends it" if self.state == "held" else ""

    # Within

    @property
    def _counted(self) -> float:
        return self.silent - self._counted_from

    def _sound(self, seconds: float) -> None:
        self._stretch += seconds
        self._quiet = 0.0
        if self._stretch > NOISE and self.silent:
            self._resume()
        if self._stretch >= SPEECH - ROUNDING:
            self.pauses, self._pause = self.pauses.and_one(self._pause), 0.0
        if self._kept and self._stretch >= RESUMED - ROUNDING:
            self._keeps = self._kept = False

    def _resume(self) -> None:
        if self._begun and self._hold.own and not self._keeps:
            self._pause = max(self._pause, self.silent)
        self.silent = self._counted_from = 0.0
        self._hold, self._written = unwritten(self._patience), False

    def _silence(self, seconds: float) -> None:
        self.silent += seconds
        self._quiet += seconds
        if self._quiet > BREATH:
            self._stretch = self._pause = 0.0
        self._kept = self._kept or (self._keeps and self.silent >= BREATH)

    def _settle(self) -> None:
        """See whether it is over."""
        if self._limit is not None and self._since_begun >= self._limit - ROUNDING:
            # Nobody is cut into who has just fallen silent: they may be done.
            self.cut = self._sounding and self._stretch >= SPEECH - ROUNDING
        self.over = self.cut or (self.state == "holding" and self._run_out())

    def _run_out(self) -> bool:
        """Whether the hold is over; not while there is sound, nor within a breath of one, which may become a word."""
        if self._sounding or self._quiet < min(BREATH, self.silent) - ROUNDING:
            return False
        late = 0.0 if self._written else LATE
        return self._counted >= self._hold.seconds + late - ROUNDING
