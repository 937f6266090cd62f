"""How long a silence has to last before it ends an answer, by what is known of the answer so far. Pure.

Words that announce something go before everything. A model that hears whether somebody is done takes back what a full
stop has shortened, for a transcriber puts one behind every second sentence that was broken off; where the words give no
sign it shortens the hold a little. It never ends anything by itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.voice.pauses import Pauses
from coach.voice.spoken_cues import Ending, ending

DONE = 0.6
"""Seconds after "that's my answer"."""
HANDED = 1.2
"""Seconds after "does that make sense?"."""
THINKING = 30.0
"""Seconds after "give me a minute"."""
AWAY = 120.0
"""Seconds after "give me five minutes"."""
QUESTION = 0.5
"""Of the patience, after an answer that is nothing but a question."""
FINISHED = 0.75
"""Of the patience, after a finished sentence."""
LIKELY = 0.85
"""Of the patience, where the words give no sign and a model is sure that somebody is done."""
UNFINISHED = 1.5
"""Of the patience, after "because", and at most after anything that is not announced."""
BEYOND_USUAL = 1.3
"""Times the candidate's own usual pause: the longest that was seen is not the longest there is."""
SHORTEST_ANSWER = 2.0
"""Seconds below which a sentence is hardly ever a whole answer."""
DOUBTED = 1.1
"""Of the patience, where a model hears that more follows: the transcriber often drops the last "and" or "um"."""
NOT_DONE, SURELY = 0.5, 0.9
"""A model's probabilities that somebody is done, below and from which they count. Of 40 sentences said to their end by
a synthetic voice it put 6 below 0.5, of 40 that were broken off 25, but 11 above 0.9."""


@dataclass(frozen=True)
class Evidence:
    """What is known of an answer at a silence."""

    text: str
    """Its words so far."""
    complete: bool
    """True when the text holds everything that was said before the silence."""
    turn: float | None = None
    """How likely a model thinks it that the candidate is done, 0 to 1; None without one."""
    seconds: float = math.inf
    """Of the answer so far; not given, it is long enough."""


@dataclass(frozen=True)
class Hold:
    """A silence of so many seconds ends the answer."""

    seconds: float
    """Infinite where silence is not to end it."""
    reason: str
    """In words, for the countdown."""
    own: bool = False
    """True after a finished sentence: a pause here that is resumed is one of the candidate's own."""


def unwritten(patience: float) -> Hold:
    """The hold while the words are still being found."""
    return Hold(patience, "still writing down")


def hold(evidence: Evidence, patience: float, pauses: Pauses) -> Hold:
    """The hold for a silence. `patience`: seconds that end an answer when nothing tells; announcements are not scaled.

    After a finished sentence it is never shorter than the candidate's own pauses ask for.
    """
    if not evidence.complete:
        return unwritten(patience)
    end = ending(evidence.text)
    return _by_words(end, patience) or _by_sentence(end, evidence, patience, pauses)


def _by_words(end: Ending, patience: float) -> Hold | None:
    if end is Ending.NOTHING:
        return Hold(math.inf, "no words yet")
    if end is Ending.DONE:
        return Hold(min(DONE, FINISHED * patience), "you said you are done")
    if end is Ending.HANDED:
        return Hold(min(HANDED, FINISHED * patience), "you handed over")
    if end is Ending.THINKING:
        return Hold(max(THINKING, UNFINISHED * patience), "thinking")
    if end is Ending.AWAY:
        return Hold(max(AWAY, UNFINISHED * patience), "taking your time")
    if end is Ending.QUESTION:
        return Hold(QUESTION * patience, "you asked a question")
    if end is Ending.TRAILING:
        return Hold(UNFINISHED * patience, "you trailed off")
    if end is Ending.MORE:
        return Hold(UNFINISHED * patience, "more to come")
    return None


def _by_sentence(end: Ending, evidence: Evidence, patience: float, pauses: Pauses) -> Hold:
    own = min(BEYOND_USUAL * pauses.usual, UNFINISHED * patience)
    if end is Ending.SHORT or evidence.seconds < SHORTEST_ANSWER:
        return Hold(max(patience, own), "just begun")
    turn = evidence.turn
    if end is Ending.FINISHED and (turn is None or turn >= NOT_DONE):
        return Hold(max(FINISHED * patience, own), "sentence finished", True)
    share = 1.0
    if turn is not None and turn < NOT_DONE:
        share = DOUBTED
    elif turn is not None and turn >= SURELY and end is Ending.OPEN:
        share = LIKELY
    return Hold(max(share * patience, own), "no clear end")
