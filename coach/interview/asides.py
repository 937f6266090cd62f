"""What a candidate says of the interview and not of the case: say that again, how long do I have.

Such an answer is there for nothing else: a few words, the apology taken off, that stand for a request by themselves.
"""

from __future__ import annotations

import re

from coach.interview.stems import words

REPEAT, TIME = "repeat", "time"
PART = re.compile(r"[.,;:!?—]+\s*|\n+|\s+(?:and|but|so)\s+")
POLITE = re.compile(
    r"\b(?:sorry|please|excuse me|um+|uh+|er+m?|hm+|well|okay|ok|oh|just|still|maybe|actually|quickly|thanks|"
    r"i'm afraid|i think)\b"
)
BESIDE = 8
"""Words that may stand beside the request."""
_WHAT = (
    r"(?:that|it|this|yourself|(?:the|your|that|this)(?: last| whole| first)? (?:question|part|bit|thing|one)|"
    r"what you(?:'ve)?(?: just)? (?:said|asked)|all of (?:that|it))"
)
_AGAIN = (
    r"(?:again|once more|once again|one more time|another time|(?:a bit |more )?(?:slower|slowly)|differently|"
    r"in other words)(?: for me| to me)?"
)
_YOU = r"(?:(?:can|could|would|will) (?:you|we) |(?:would|do) you mind |i(?:'d| would) like you to |may i ask you to )?"
AGAIN = re.compile(
    "|".join(
        (
            rf"{_YOU}(?:repeat|rephrase|restate|repeating|rephrasing)(?: {_WHAT})?(?: for me)?(?: {_AGAIN})?",
            rf"{_YOU}(?:say|ask|read|put|phrase|saying|asking)(?: (?:me|{_WHAT}))?(?: for me)? {_AGAIN}",
            r"i (?:did not|didn't|could not|couldn't|can't|cannot|do not|don't)(?: quite| really| fully)? "
            rf"(?:catch|hear|get|follow|understand)(?: (?:you|a word|{_WHAT}))?(?: there)?",
            rf"i(?:'ve)? (?:missed|lost|forgot|forgotten) (?:you|{_WHAT})(?: there)?",
            r"what(?:'s| was| is| were) (?:the|your|that)(?: last)? question(?: again)?(?: you asked)?",
            r"what (?:did you(?: just)? (?:say|ask)|was that|were you asking)(?: again)?",
            r"(?:the question|come|say|once) again",
            r"pardon(?: me)?",
            r"one more time",
            r"once more",
        )
    )
)
_LEFT = "(?:left|remaining|to go|to come)"
_HERE = (
    r"(?:for (?:this|it|that|my answer|the answer|the rest|this one|this question)|to answer(?: this| that| it)?|"
    r"in (?:this|the) (?:interview|session|round|call)|in total|overall|today|now|here)"
)
_MUCH = r"how (?:long|much(?: more)? time|much longer|many(?: more)? (?:minutes|questions))"
HOW_LONG = re.compile(
    "|".join(
        (
            rf"{_MUCH}(?: more)? (?:do|have|will) i(?: still)?(?: have| got| get)?(?: {_LEFT})?(?: {_HERE})*",
            rf"{_MUCH} (?:do|have|will) (?:we|you)(?: still)?(?: have| got)?(?: {_LEFT})?(?: {_HERE})+",
            rf"{_MUCH} (?:do|have|will) (?:we|you)(?: still)?(?: have| got)? {_LEFT}",
            rf"{_MUCH} (?:is|are)(?: there)?(?: still)? {_LEFT}(?: {_HERE})*",
            rf"how many more questions(?: are there| will there be| to come)?(?: {_LEFT})?",
            r"what(?:'s| is) (?:my time|the time limit)(?: limit)?",
            r"how (?:are we|am i)(?: doing)? (?:on|for|with) time",
            r"(?:am i|are we)(?: running)? out of time",
            r"(?:do (?:i|we)|is there)(?: still)?(?: have)?(?: any| enough)? time left",
            r"how long (?:is|does) (?:this|the) (?:interview|session)(?: take| last)?",
            r"is this the last question",
        )
    )
)


def aside(answer: str) -> str | None:
    """What an answer wants of the interview, where that is all there is to it: "repeat" or "time"."""
    parts = [" ".join(words(POLITE.sub(" ", part))) for part in PART.split(answer.lower().replace("’", "'"))]
    wanted = [each for each in parts if _wanted(each)]
    beside = sum(len(each.split()) for each in parts if each not in wanted)
    return _wanted(wanted[0]) if wanted and beside <= BESIDE else None


def _wanted(part: str) -> str | None:
    if AGAIN.fullmatch(part):
        return REPEAT
    return TIME if HOW_LONG.fullmatch(part) else None
