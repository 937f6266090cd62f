"""The candidate's own questions, with or without a question mark: speech has none.

Knows nothing of facts; see `coach.interview.unlocking`. A plan to ask somebody else, a question that the candidate
answers at once and "what I do is ..." are no questions to the interviewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.interview import forms
from coach.interview.stems import content, stem, words

SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
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
    return forms.WANTS.sub(" ", forms.LEAD_IN.sub("", question))


def sentences(answer: str) -> list[str]:
    """The sentences of an answer, as far as marks and line breaks tell."""
    return [part.strip() for part in SENTENCE_END.split(answer) if part.strip()]


def _judged(answer: str) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether each asks the interviewer."""
    said = sentences(answer)
    asking = [_asks(each) for each in said]
    for at, sentence in enumerate(said):
        amid = 0 < at < len(said) - 1 and not (asking[at - 1] or asking[at + 1])
        then = said[at + 1] if at + 1 < len(said) and not asking[at + 1] else ""
        yield sentence, asking[at] and not _of_oneself(sentence, then, amid)


def _asks(sentence: str) -> bool:
    if sentence.endswith("?"):
        return True
    plain = forms.LEAD_IN.sub("", sentence.replace("’", "'"))
    if forms.ANSWERED.search(plain):
        return False
    first, *others = forms.CLAUSE_END.split(plain)
    return bool(forms.WANTS.search(plain)) or _asks_first(first, plain) or any(_asks_later(each) for each in others)


def _asks_first(clause: str, whole: str) -> bool:
    if forms.FRONTED.match(clause):
        return not forms.TOLD.match(whole)
    if forms.WH_VERB.match(clause):
        return not forms.CLEFT.match(clause)
    if re.match(r"(?:what|how) about\b|what else\b", clause, re.IGNORECASE):
        return True
    wh = forms.WH_WORD.match(clause) and not forms.RELATIVE.match(clause)
    return bool(wh) and not forms.CLEFT.match(clause) and not forms.EMBEDDED.match(clause)


def _asks_later(clause: str) -> bool:
    plain = forms.LEAD_IN.sub("", clause)
    if forms.SO_IS.match(clause) or not forms.INVERTED.match(plain):
        return False
    return len(words(plain)) > 3 and not forms.TOLD.match(plain)


def _of_oneself(question: str, then: str, amid: bool) -> bool:
    """True for a question that the candidate answers in the next sentence, or goes past amid statements."""
    if not then or forms.WANTS.search(question):
        return False
    if amid or forms.ANSWERS.match(then) or (question.endswith("?") and forms.OF_ONESELF.search(question)):
        return True
    return bool(content(topic(question)) & content(then)) and len(words(question)) <= 6
