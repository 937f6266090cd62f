"""Sentences that earn nothing, whatever words are in them: said before, echoing the question, strung together, or
spoken to whoever grades.

They are left out without punishment: the rest of the answer counts as if they had not been said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable
from functools import lru_cache

from coach.scoring.features import tokens

GLUE = frozenset(
    "a about after all also an and any are as at be because been before but by can could did do does for from get go "
    "had has have he her him his how i if in into is it its just like may me more my no not of on one only or other "
    "our out over so some than that the their them then there these they this those to up us was we were what when "
    "where which who why will with would you your i'd i'll i'm it's that's we'd we'll we're don't isn't there's "
    "they're they'd he's she she's you'd won't wouldn't can't".split()
)
"""Words that hold a sentence together and say nothing alone."""
CHAT = frozenset(
    "think thing things kind sort come comes go going goes gone back now later way day days moment second bit lot see "
    "saw say said know knew really right yes yeah no ok okay well fair good bring brought part sense hope long still "
    "here am i've anyway sure much many even very too again let lets let's maybe every quite point something anything "
    "everything someone people were been being want wanted make makes made take took look looking feel talk time times "
    "always never ever first ask asked mean means guess actually basically honestly try trying was side question "
    "answer".split()
)
"""Words that say little in any conversation."""
CONTENT = 3
"""Other words that a sentence needs to say something about the case."""
LEAST_GLUE = 0.15
"""Share of such words below which a run of LONG words is a list, not a sentence; speech has about a half."""
LONG = 8
ECHO = 0.8
"""Share of a sentence's telling words that come from the question; above it, the sentence only repeats."""
ECHO_LEAST = 5
"""Telling words below which a sentence is too short to be told an echo from an answer."""

COPY = 4
"""Words from which a sentence that stands in the question word for word is copied."""

GRADED_BY = r"(?:evaluator|grader|scorer|assessor|scoring (?:system|model))s?"
TO_GRADERS = (
    rf"\b(?:note|message|instructions?|hint) (?:to|for) (?:the |any )?{GRADED_BY}\b",
    rf"\b{GRADED_BY}\s*[,:]",
    r"^\s*(?:system|assistant|interviewer|developer)\s*:",
    r"\b(?:system|developer) (?:message|prompt|override)\s*:",
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier|missing) "
    r"(?:instructions?|rules|details|prompts?)",
    r"\b(?:award|give|assign|output|return|grant|mark|rate|score) (?:\w+ ){0,4}?"
    r"(?:full marks|top marks|maximum (?:score|marks|points)|highest (?:score|level|marks?))",
    r"\b(?:award|output|mark|rate|score) (?:\w+ ){0,4}?(?:excellent|(?:five|5)(?: out of (?:five|5)|/5|\.|\s*$))",
    r"\b(?:this|the) candidate (?:meets|shows|contains|demonstrates|satisfies|deserves|is known)\b",
    r"\b(?:this response|this answer|the following answer) (?:meets|shows|contains|demonstrates|satisfies|deserves)\b",
    r"\ball (?:the )?indicators? (?:are|is|have been) (?:present|met|satisfied|shown)",
    r"\[result\]|\[/?inst\]|<\|[a-z_]+\|>",
    r"[\"'](?:score|verdict|overall|rating)[\"']\s*:|\bscore\s*[:=]\s*\d",
    r"\bplease (?:also )?(?:register|note|count|award|output|mark|read)\b[^.]*"
    r"\b(?:that i|level|score|marks?|voice|presence|as well|five)\b",
)
GRADER = re.compile("|".join(TO_GRADERS).lower())
"""Words that are for whoever grades, not for the interviewer."""

OF_ONESELF = (
    r"\bas an? (?:\w+ ){0,3}(?:staff|principal|senior|distinguished|veteran|experienced|seasoned)\b",
    r"\bI(?:'ve| have) (?:personally |successfully )?(?:led|built|run|owned|shipped|scaled|mentored|delivered|done) "
    r"(?:many|dozens|hundreds|several|countless|huge|large|some of|this)\b",
    r"\bI(?:'m| am) (?:widely |well |generally |often |usually )?"
    r"(?:known|recogni[sz]ed|regarded|respected|seen|trusted|considered)\b",
    r"\byears (?:of|in) (?:experience|leadership|the (?:industry|field|business))\b",
    r"\bmy (?:\w+ )?(?:track record|reputation|seniority|expertise|career|experience)\b",
    r"\b(?:people|everyone|colleagues|managers|peers) (?:\w+ )?(?:say|says|trust me|come to me|look up to)\b",
    r"\b(?:staff|principal|executive|senior)[- ]level\b|\bat (?:a |the )?(?:staff|principal) level\b",
    r"\bI(?:'m| am) (?:a |an |very |extremely |really |the |quite )*"
    r"(?:strategic|strong|great|excellent|natural|seasoned|expert|visionary|born|best|good at)\b",
    r"\bI (?:consider|see|regard|pride) myself\b|\bI(?:'ve| have) always been\b|\btrust me\b|\bI was promoted\b",
)
PRAISE = re.compile("|".join(OF_ONESELF).lower())
"""A speaker's praise of themselves: it says nothing of the case."""
OF_BEING_RIGHT = (
    r"\bI(?:'m| am) (?:one hundred percent|a hundred percent|100 ?%|absolutely|completely|totally) "
    r"(?:certain|sure|confident) (?:of|about) (?:what|this|that|it|all)\b",
    r"^[^a-z]*(?:this|that|it)(?:'s| is) (?:definitely|clearly|obviously|completely|absolutely|undoubtedly)\b[^.]*"
    r"\b(?:correct|right|true)[^a-z]*$",
    r"^[^a-z]*there(?:'s| is) no (?:doubt|question) about (?:any of )?(?:it|this|that)[^a-z]*$",
    r"^[^a-z]*let me be (?:absolutely |very |perfectly )?clear(?: (?:about|on) (?:this|that|it))?[^a-z]*$",
)
ASSURED = re.compile("|".join(OF_BEING_RIGHT).lower())
"""Sentences that only say how right the speaker is."""

ASSURANCE = re.compile(
    r"^\s*(?:let me be (?:absolutely |very |perfectly )?clear(?: (?:about|on) (?:this|that))?|"
    r"to be (?:absolutely )?clear|make no mistake|without (?:a )?(?:question|doubt)|mark my words|"
    r"there is no doubt(?: about (?:it|this))?|"
    r"(?:clearly|obviously|definitely|certainly|absolutely))\s*[:,;.–—-]\s*(?=\S)",
    re.IGNORECASE,
)
"""An assurance before what is said: it makes it no truer."""


def unadorned(text: str) -> str:
    """The sentence without assurances before it."""
    return ASSURANCE.sub("", text)


def silent(text: str, questions: Collection[str], said: Container[str]) -> str | None:
    """Why the sentence earns nothing, or None: "grader", "praise", "repeated", "list" or "echo".

    `questions` are those asked so far, `said` the sentences before it as `fingerprint` makes them.
    """
    plain = text.lower()  # patterns that heed no capitals take twice as long
    if GRADER.search(plain):
        return "grader"
    if PRAISE.search(plain) or ASSURED.search(plain):
        return "praise"
    words = tokens(text)
    if len(words) >= 4 and fingerprint(text) in said:
        return "repeated"
    if len(words) >= LONG and sum(word in GLUE for word in words) < LEAST_GLUE * len(words):
        return "list"
    if len(words) >= COPY and any(f" {fingerprint(text)} " in f" {fingerprint(asked)} " for asked in questions):
        return "echo"
    telling = _telling(text)
    if len(telling) >= ECHO_LEAST and any(len(telling & _telling(asked)) >= ECHO * len(telling) for asked in questions):
        return "echo"
    return None


def recited(texts: Iterable[str], statements: Iterable[str]) -> list[str]:
    """Those of the statements that stand in one of the texts word for word, all as `fingerprint` makes them."""
    said = f" {' | '.join(map(fingerprint, texts))} "
    return [each for each in map(fingerprint, statements) if f" {each} " in said]


@lru_cache(maxsize=5_000)
def thin(text: str) -> bool:
    """True for a sentence without content of its own, such as "we can come back to that later"."""
    said = {word for word in tokens(text) if word[0].isalnum()} - GLUE - CHAT
    return len(said) < CONTENT or ASSURED.search(text.lower()) is not None


@lru_cache(maxsize=5_000)
def fingerprint(text: str) -> str:
    """The same for sentences that differ in nothing but marks and capitals."""
    return " ".join(word for word in tokens(text) if word[0].isalnum())


@lru_cache(maxsize=5_000)
def _telling(text: str) -> frozenset[str]:
    """The words that say something, each cut to a rough stem."""
    return frozenset(word[:5] for word in tokens(text) if word[0].isalnum() and word not in GLUE)
