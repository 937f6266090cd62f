"""The candidate's own questions, with or without a question mark: speech has none.

Knows nothing of facts; see `coach.interview.unlocking`. A plan to ask somebody else, a question that the candidate
answers at once and "what I do is ..." are no questions to the interviewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.interview import forms, fronted
from coach.interview.stems import content, stem, words

SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n\s*\n|\n(?!\s*[a-z])")
"""A line that goes on in small letters is no new sentence."""
TWICE = re.compile(r"\b([\w']+)(?:\s+\1\b)+", re.IGNORECASE)
"""A word that was stammered, or heard twice."""
LONG = 40
"""Words from which an answer is there to answer: only a question at its end is put to the interviewer."""
REASON = 12
"""Words that may follow such a question."""
GENERAL = frozenset(
    stem(word)
    for word in (
        "tell give know think want explain try start situation constraints stakeholders context goal business company "
        "team big anything else budget background information details problem overview objective expectations success "
        "important requirements limits restrictions matters people here far help case facts"
    ).split()
)
"""Stems that may be asked in any interview: with nothing else in it, a question is vague."""


def asked(answer: str) -> list[str]:
    """The sentences of an answer that ask the interviewer something."""
    return [sentence for sentence, asks in _judged(answer) if asks]


def mostly_asks(answer: str) -> bool:
    """True when the answer is there to ask: at least half of its sentences do, or it ends by asking."""
    found = list(_judged(answer))
    if not found:
        return False
    asking = sum(asks for _, asks in found)
    return asking * 2 >= len(found) or (found[-1][1] and found[-1][0].endswith("?") and len(found) <= 4)


def vague(answer: str) -> bool:
    """True when what an answer asks could be asked in any interview."""
    return all(content(topic(each)) <= GENERAL for each in asked(answer))


def wants_the_answer(question: str) -> bool:
    """True when a question is for the interviewer's own answer, or for a hint at it."""
    return bool(forms.FOR_THE_ANSWER.search(question))


def topic(question: str) -> str:
    """A question without the words that only say that it is one."""
    return forms.REQUEST.sub(" ", forms.WANTS.sub(" ", _plain(question)))


def sentences(answer: str) -> list[str]:
    """The sentences of an answer, as far as marks and line breaks tell."""
    return [" ".join(part.split()) for part in SENTENCE_END.split(answer) if part.strip()]


def _judged(answer: str) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether each asks the interviewer."""
    said = sentences(answer)
    long = len(words(answer)) > LONG
    asking = [_asks(each, long) for each in said]
    for at, sentence in enumerate(said):
        amid = 0 < at < len(said) - 1 and not (asking[at - 1] or asking[at + 1])
        then = said[at + 1] if at + 1 < len(said) and not asking[at + 1] else ""
        passed = long and not _at_end(sentence, said[at + 1 :], asking[at + 1 :])
        yield sentence, asking[at] and not passed and not _of_oneself(sentence, then, amid)


def _at_end(sentence: str, after: list[str], asking: list[bool]) -> bool:
    """True when nothing follows a question but others, its reason, or where it says that it is one."""
    rest = " ".join(each for each, asks in zip(after, asking, strict=True) if not asks)
    return len(words(rest)) <= REASON or (sentence.endswith("?") and bool(forms.WANTS.search(sentence)))


def _asks(sentence: str, long: bool) -> bool:
    if sentence.endswith("?"):
        return True
    plain = _plain(sentence)
    if forms.ANSWERED.search(plain) or forms.OPINION.search(plain):
        return False
    first, *others = forms.CLAUSE_END.split(plain)
    if forms.WANTS.search(plain) and forms.ASKED_ELSEWHERE.search(plain):
        return False
    if forms.WANTS.search(plain) or _orders(plain) or _asks_first(first, plain):
        return True
    return (
        not long
        and not forms.LIMITED.search(plain)
        and any(_asks_later(each, sentence.endswith(".")) for each in others)
    )


def _plain(said: str) -> str:
    """A sentence without its lead-in, and every word of it once."""
    return forms.LEAD_IN.sub("", TWICE.sub(r"\1", said.replace("’", "'")))


def _orders(sentence: str) -> bool:
    return bool(forms.REQUEST.match(sentence)) and not forms.BARGAIN.search(sentence)


def _asks_first(clause: str, whole: str) -> bool:
    if forms.FRONTED.match(clause):
        return not forms.TOLD.match(whole) and fronted.asks(clause, closed=whole.endswith("."))
    if forms.WH_VERB.match(clause) or forms.WHAT_IF.match(clause):
        return not forms.CLEFT.match(clause)
    if re.match(r"(?:what|how) about\b|what (?:else|if)\b", clause, re.IGNORECASE):
        return True
    wh = forms.WH_WORD.match(clause) and not forms.RELATIVE.match(clause)
    return bool(wh) and not forms.CLEFT.match(clause) and not forms.EMBEDDED.match(clause)


def _asks_later(clause: str, closed: bool) -> bool:
    plain = forms.LEAD_IN.sub("", clause)
    if closed and plain == clause:  # nothing joins it on: the rest of a statement
        return False
    if forms.SO_IS.match(clause) or not forms.INVERTED.match(plain):
        return False
    return len(words(plain)) > 3 and not forms.TOLD.match(plain)


def _of_oneself(question: str, then: str, amid: bool) -> bool:
    """True for a question that the candidate answers in the next sentence, or goes past amid statements."""
    if not then or forms.WANTS.search(question):
        return False
    if amid or forms.ANSWERS.match(then) or (question.endswith("?") and forms.OF_ONESELF.search(question)):
        return True
    if forms.PLANNED.search(question) and forms.GOES_ON.match(then):
        return True
    if forms.ELLIPTIC.match(question) and (forms.OF_THAT.match(then) or forms.GOES_ON.match(then)):
        return True
    if forms.OF_THAT.match(then) and _same_verb(question, then):
        return True
    return bool(content(topic(question)) & content(then)) and len(words(question)) <= 6


def _same_verb(question: str, then: str) -> bool:
    """True for "what would she say? She would say no"."""
    return bool(fronted.VERBS & set(words(question)[:3]) & set(words(then)[1:2]))
