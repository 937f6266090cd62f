"""The rules that an interviewer's words have to keep, checked by code before the candidate hears any of them.

Knows nothing of language models: the built-in words may be held against the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.interview.overlap import alike, content, digits, leaning, taken, told, words
from coach.interview.praise import praises
from coach.interview.push import AGAIN
from coach.scenario import Scenario
from coach.scoring.figures import figures
from coach.session import ASIDE, Move, Session

MOST_WORDS = 60
MOST_SENTENCES = 2
ASKING = ("probe", "flip", "push", "guest", "reask", "stop", "clarify", "wrap")
CONVEYING = ("fact", "flip", "push", "guest", ASIDE)
"""Kinds whose text has to arrive, figures and all; of the others only the question has to."""
OF_OTHERS = ("push", "guest")
"""Kinds in which somebody else speaks: that may well be advice, and in the first person."""
CONVEYED = 0.5
"""Share of the content words that make a text conveyed."""
RUN = 6
"""Words in a row that are no coincidence."""
LEANING, LEAKED = 0.3, 0.6
REPEAT, REASKED = 0.75, 0.9
"""Likeness from which a question is a repeat; a re-asked one may be closer to the first."""

PRAISE, REPEATED = "praise", "a repeated question"
DOUBLE, LENGTH = ("two questions", "many questions"), ("more than two sentences", "too long")
UNASKED = "a fact nobody asked for"
LEAKS = ("the reference given away", UNASKED)
"""Rules by name, for whoever counts what was broken."""

QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]+)[\"\u201d]")
SIGNS = re.compile(r"[%$€£&=+@^|\\~\[\]]|\d\s?[kx]\b", re.IGNORECASE)
"""What is written and not said; a voice stumbles over it."""
AMOUNT = re.compile(rf"{QUOTED.pattern}|(?P<number>\d)\s?(?P<sign>%|k\b)", re.IGNORECASE)
EMPHASIS = re.compile(r"\*\*|__|`")
LABEL = re.compile(r"^\s*(?:\*\*)?(?:interviewer|assistant|me|question)(?:\*\*)?\s*:(?:\*\*)?\s*", re.IGNORECASE)
NAMED = re.compile(r"^[A-Z][a-z]+ [A-Z][a-z]+(?:, [\w -]{2,40})?:\s+(?=\S)")
"""A speaker's name, and what they are."""
MARKUP = re.compile(
    r"^\s*(?:[-*\u2022#>]|\d+[.)])\s|\*\*|__|`|\*\w|\]\(|</?[a-z]|\n\s*\n.*\n\s*\n", re.IGNORECASE | re.M
)
SHORT = re.compile(r"\b(?:e\.g|i\.e|vs|etc|mr|mrs|ms|dr|no|approx)\.", re.IGNORECASE)
YOU_SAID = re.compile(r"\byou(?:'ve| have)?(?: just| also)? (?:said|say|mention|mentioned|told|spoke)\b", re.IGNORECASE)
END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+")
REQUEST = re.compile(
    r"^(?:(?:so|then|now|please|and|ok|okay|but)[,]?\s+)*(?:tell|walk|give|name|show|explain|describe|take|pick|convince|"
    r"choose|talk|help|make|put|defend|say)\b",
    re.IGNORECASE,
)
AS_CANDIDATE = re.compile(
    r"""\b(?:candidate|answer)\s*:|\bas\ the\ candidate\b
      | ^(?:i\ would|i'd|i\ will|i'll|we\ would|we'd)\ (?:\w+ly\ )?(?:start|begin|priorit|focus|first|propose|recommend|
        stop|ask|gather|assess|evaluate|need\ to|define|identify)
      | \bmy\ (?:plan|answer|recommendation|approach|strategy)\ (?:is|would)\b""",
    re.IGNORECASE | re.VERBOSE,
)
ADVICE = re.compile(
    r"\b(?:you should|you could try|you need to|you might want|i(?: would|'d)? (?:suggest|recommend|advise)|"
    r"my advice|make sure)\b|^consider\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Setting:
    """What the words are held against."""

    move: Move
    asked: tuple[str, ...] = ()
    """What the interviewer said so far, turn by turn."""
    known: str = ""
    """All that may be said: the brief, the conversation, the move's own text."""
    locked: tuple[str, ...] = ()
    """Facts that the candidate has not asked for."""
    reference: str = ""
    """What good answers contain."""

    @property
    def free(self) -> str:
        """All that may be said, and the move's own words."""
        return " ".join([self.known, self.move.text, self.move.quote or ""])


def setting(session: Session, scenario: Scenario, move: Move) -> Setting:
    """What the words for a move are held against at this point of a session."""
    given = {turn.move.source for turn in session.questions if turn.move} | {move.source}
    return Setting(
        move=move,
        asked=tuple(turn.whole for turn in session.questions),
        known=" ".join([scenario.title, scenario.brief, scenario.opening, *(turn.whole for turn in session.turns)]),
        locked=tuple(fact.text for fact in scenario.facts if f"fact:{fact.id}" not in given),
        reference=" ".join(scenario.reference.values()),
    )


def tidy(text: str) -> str:
    """The words without what is harmless and not meant to be heard: a speaker's label, quotes around the whole, stars.

    A percent sign and a k behind a figure become words, unless they are quoted.
    """
    plain = NAMED.sub("", LABEL.sub("", EMPHASIS.sub("", text.strip())))
    whole = QUOTED.fullmatch(plain)
    return AMOUNT.sub(_spoken, whole[1] if whole else plain).strip()


def faults(text: str, setting: Setting) -> list[str]:
    """The rules that the words break, each in a few words; none when they may be said."""
    if not words(text):
        return ["no words"]
    return [*_form(text, setting), *_manner(text, setting), *_secrets(text, setting), *_substance(text, setting)]


def sentences(text: str) -> list[str]:
    """The sentences of an interviewer's turn."""
    plain = SHORT.sub(lambda match: match[0].replace(".", ""), " ".join(text.split()))
    return [part for part in END.split(plain) if part]


def _form(text: str, setting: Setting) -> Iterator[str]:
    move, plain = setting.move, _without_quotes(text, setting)
    questions = len(re.findall(r"\?+", plain))
    if questions > max(1, move.text.count("?")):
        yield DOUBLE[questions > 2]
    asks = questions or any(REQUEST.match(sentence) for sentence in sentences(plain))
    if move.kind in ASKING and not asks:
        yield "no question"
    given = len(sentences(move.text)) if _conveys(move) else 0
    if len(sentences(plain)) > max(MOST_SENTENCES, given + (move.kind == "fact")):
        yield LENGTH[0]
    if len(words(text)) > max(MOST_WORDS, len(words(move.text)) + 25 if given else 0):
        yield LENGTH[1]
    if MARKUP.search(text):
        yield "Markdown"
    if SIGNS.search(plain):
        yield "signs that nobody says"


def _conveys(move: Move) -> bool:
    """True where the move's own text has to arrive; an argument pressed again has to be put otherwise."""
    return move.kind in CONVEYING and move.source != AGAIN


def _manner(text: str, setting: Setting) -> Iterator[str]:
    said = sentences(_without_quotes(text, setting))
    if any(praises(sentence) for sentence in said):
        yield PRAISE
    if setting.move.kind in OF_OTHERS:
        return
    if AS_CANDIDATE.search(said[0]):
        yield "speaking for the candidate"
    if any(ADVICE.search(sentence) and not sentence.endswith("?") for sentence in said):
        yield "advice"


def _secrets(text: str, setting: Setting) -> Iterator[str]:
    free = setting.free
    if taken(text, setting.reference, free, RUN) or leaning(text, setting.reference, free) >= LEANING:
        yield LEAKS[0]
    if any(taken(text, fact, free, RUN) or _leaked(text, fact, free) for fact in setting.locked):
        yield UNASKED


def _substance(text: str, setting: Setting) -> Iterator[str]:
    move = setting.move
    if move.kind != ASIDE and _repeated(text, setting.asked, REASKED if move.kind == "reask" else REPEAT):
        yield REPEATED
    if any(_misquoted(match[1], text, setting) for match in QUOTED.finditer(text)):
        yield "a quote nobody said"
    if digits(text) - figures(setting.free):
        yield "a figure nobody gave"
    if _conveys(move) and (digits(move.text) - digits(text) or told(text, move.text) < CONVEYED):
        yield "not what had to be said"


def _repeated(text: str, asked: tuple[str, ...], limit: float) -> bool:
    """True when a question is much like an earlier one; "what now?" is told apart by what stands before it."""
    before = [sentence for turn in asked for sentence in sentences(turn) if sentence.endswith("?")]
    questions = [sentence for sentence in sentences(text) if sentence.endswith("?")]
    return any(
        alike(question, before) >= limit if len(content(question)) > 1 else alike(text, asked) >= limit
        for question in questions
    )


def _misquoted(quote: str, text: str, setting: Setting) -> bool:
    """True when words are put into somebody's mouth. A move's own text may be quoted, but not as the candidate's."""
    said = " ".join([setting.known, setting.move.quote or ""])
    if len(words(quote)) < 3 or _holds(said, quote):
        return False
    return bool(YOU_SAID.search(text)) or not _holds(setting.move.text, quote)


def _leaked(text: str, fact: str, free: str) -> bool:
    """True when the words say most of what is new in a fact."""
    new = set(words(fact)) - set(words(free))
    return len(new & set(words(text))) >= 3 and told(text, fact, free) >= LEAKED


def _spoken(match: re.Match[str]) -> str:
    """An amount as one says it; a quote as it is."""
    if match["sign"] is None:
        return match[0]
    return f"{match['number']} {'percent' if match['sign'] == '%' else 'thousand'}"


def _without_quotes(text: str, setting: Setting) -> str:
    """The words with what is quoted from the conversation taken out: it is not the interviewer's own."""
    return QUOTED.sub(lambda match: "that" if _holds(setting.free, match[1]) else match[0], text)


def _holds(text: str, part: str) -> bool:
    return f" {' '.join(words(part))} " in f" {' '.join(words(text))} "
