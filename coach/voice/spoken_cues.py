"""How the words of an answer end: with an announcement, unfinished, or with a finished sentence. Pure.

Only the end counts. The words come from a transcriber, which likes to close whatever it was given with a full stop and
drops many an "um": a full stop is weak evidence, a word nobody ends on is strong. "That's it" amid a sentence is no
announcement, nor is the "one second" of a latency.
"""

from __future__ import annotations

import enum
import re
from functools import lru_cache

from coach.voice import cue_phrases as said

SHORT = 5
"""Words below which a statement is hardly ever a whole answer."""
REACH = 400
"""Characters before the end that an announcement lies in; whole answers would take ten times as long."""
LONGEST_QUESTION = 25
"""Words up to which an answer that ends with a question is nothing but that question."""


class Ending(enum.Enum):
    """What the end of the words says about what comes next."""

    NOTHING = "nothing was said"
    THINKING = "asks for time to think"
    AWAY = "asks for minutes"
    DONE = "says that the answer is over"
    HANDED = "asks whether it was enough, or sounds like the end"
    QUESTION = "the whole answer is a question to the interviewer"
    TRAILING = "ends on a word, or a mark, that wants more"
    MORE = "announces more"
    SHORT = "has hardly begun"
    OPEN = "gives no sign"
    FINISHED = "is a finished sentence"


ANNOUNCEMENTS = (
    (Ending.AWAY, said.AWAY),
    (Ending.THINKING, said.THINKING),
    (Ending.DONE, said.DONE),
)


@lru_cache(maxsize=8)  # asked after every frame of a silence, about the same words
def ending(text: str) -> Ending:
    """What the end of the words says. `text`: all of an answer so far, with or without punctuation and capitals."""
    plain, mark = _plain(text)
    words = [word for word in plain.split() if word not in ".,"]
    if not words:
        return Ending.NOTHING
    near = plain if len(plain) <= REACH else f"# {plain[-REACH:]}"  # no clause begins where it is cut
    return (
        _announced(near)
        or _handed(near, mark, words[-1])
        or _asked(near, mark, len(words))
        or (Ending.MORE if mark != "?" and _counting(plain) else None)
        or _unfinished(near, mark, words)
        or (Ending.SHORT if _short(words) else Ending.FINISHED if mark else Ending.OPEN)
    )


def _plain(text: str) -> tuple[str, str]:
    """Words in small letters with " . " and " , " where something ends, and the last mark, if any, apart."""
    small = text.lower().replace("’", "'").replace("…", "...")
    small = re.sub(r"\.{2,}|[;:—]|[-–](?=\s|$)|,(?!\d)", " , ", small)
    small = re.sub(r"[!?.](?=[\s\"')\]”]|$)", lambda found: " ? " if found[0] == "?" else " . ", small)
    tokens = [token if token in ".,?" else token.strip("\"'()[]“”") for token in small.split()]
    tokens = [token for token in tokens if token in (".", ",", "?") or any(map(str.isalnum, token))]
    mark = ""
    while tokens and tokens[-1] in ".,?":
        mark = "?" if "?" in (mark, tokens[-1]) else tokens[-1]
        tokens.pop()
    return " ".join("." if token == "?" else token for token in tokens), mark


def _announced(plain: str) -> Ending | None:
    """The announcement at the end, with a courtesy behind it or without, unless it is reported or denied."""
    bare = _without_courtesies(plain)
    for means, patterns in ANNOUNCEMENTS:
        found = [match for pattern in patterns for match in (pattern.search(plain), pattern.search(bare)) if match]
        if found and not any(_of_another(match) for match in found):
            return means
    return None


def _of_another(match: re.Match[str]) -> bool:
    """Whether somebody else's announcement is reported, or none is made. Not across the end of a sentence."""
    return not match[0].startswith(".") and bool(said.ANOTHERS.search(match.string[: match.start()]))


def _without_courtesies(plain: str) -> str:
    while found := said.COURTESY.search(plain):
        plain = plain[: found.start()].rstrip(" .,")
    return plain


def _handed(plain: str, mark: str, last: str) -> Ending | None:
    """Only where it is whole: "does that answer it, or did you want me to" is not, nor "that's all" without a mark."""
    whole = mark == "?" or (mark == "." and last not in said.WANTS_MORE | said.MAY_WANT_MORE)
    texts = (plain, _without_courtesies(plain))
    return Ending.HANDED if whole and any(said.HANDED.search(text) for text in texts) else None


def _asked(plain: str, mark: str, words: int) -> Ending | None:
    """A question that is all of the answer waits for a reply; "what would I do first?" and "right?" do not."""
    short = 1 < words <= LONGEST_QUESTION
    return Ending.QUESTION if mark == "?" and short and not said.NO_QUESTION.search(plain) else None


def _unfinished(plain: str, mark: str, words: list[str]) -> Ending | None:
    if mark == "?":
        return Ending.TRAILING if words[-1] in said.WANTS_MORE else None
    if mark == "," or all(word in said.STALLS for word in words):
        return Ending.TRAILING
    if said.MORE.search(plain):
        return Ending.MORE
    if said.WANTS_NOTHING.search(plain):
        return None
    if words[-1] in said.WANTS_MORE or said.PHRASES_WANT_MORE.search(plain):
        return Ending.TRAILING
    if words[-1] in said.MAY_WANT_MORE or said.PHRASES_MAY.search(plain):
        return Ending.OPEN if mark else Ending.TRAILING
    return None


def _counting(plain: str) -> bool:
    """Whether somebody counts and has not come to the end: at the second of three things."""
    announced = list(said.ANNOUNCED.finditer(plain))
    if not announced:
        return bool(re.search(rf"(?:^|\. ){said.FIRST} ,[^.]*$", plain))
    behind = plain[announced[-1].end() :]
    last = said.NTH[said.COUNTS[announced[-1][1]]]
    return bool(re.search(rf"[.,] (?:the )?{said.FIRST}\b", behind)) and not re.search(rf"\b{last}\b", behind)


def _short(words: list[str]) -> bool:
    return len(words) < SHORT and words[0] not in said.ANSWERS
