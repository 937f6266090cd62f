"""Which hidden fact a question of the candidate's asks for.

Every word of a question speaks for the facts that have it, the more the rarer it is among the facts of the case: most
where it is one of the fact's `unlocked_by`, less where it is in its text, little where they only have a word that is
used for it. All the words of one phrase speak once more. The fact that most speaks for is asked for, where that is
enough; how much each of these counts was fitted on the questions that the bench in `tests/` has for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from coach.interview.questions import GENERAL, asked, topic, vague, wants_the_answer
from coach.interview.senses import senses
from coach.interview.slips import meant
from coach.interview.stems import STOP_WORDS, stem, stems, words
from coach.scenario import Fact, Scenario

ENOUGH = 3.0
WHOLE, IN_PHRASES, IN_TEXT, LIKE_PHRASES, LIKE_TEXT = 0.8, 1.0, 0.7, 0.5, 0.3
KNOWN = 1.5
"""So much more has to speak for a fact that was told already before a question is about that one again."""
IN_OPENING = 0.6
"""What a word is worth less when it is in the opening: everybody says it."""
MEANT = frozenset("who why where few most further own still again before down under same".split())
"""Words that carry meaning in a question though they carry little elsewhere."""


def unlocked(scenario: Scenario, answer: str, known: Collection[str] = ()) -> Fact | None:
    """The fact that a question in the answer asks for most plainly, leaving out those whose ids are known already."""
    index = _index(scenario.facts, f"{scenario.title} {scenario.opening}")
    sharp = [each for each in asked(answer) if not wants_the_answer(each)]
    found = [each for question in sharp if (each := index.best(topic(question), known, not vague(question)))]
    return max(found, key=lambda each: (each[0], each[1].weight))[1] if found else None


def told_already(scenario: Scenario, answer: str, known: Collection[str]) -> Fact | None:
    """The fact among the known ones that a question in the answer asks for again."""
    return unlocked(scenario, answer, {fact.id for fact in scenario.facts} - set(known))


def holds(question: str, fact: Fact) -> list[str]:
    """The phrases of a fact of which a question has every word."""
    said = stems(topic(question))
    return [phrase for phrase in fact.unlocked_by if stems(phrase) and stems(phrase) <= said]


@dataclass(frozen=True)
class _Entry:
    """One fact by its words."""

    fact: Fact
    phrases: tuple[frozenset[str], ...]
    asked: frozenset[str]
    """Stems of what unlocks it."""
    told: frozenset[str]
    """Stems of its text."""

    @cached_property
    def like_asked(self) -> frozenset[str]:
        return _senses(self.asked)

    @cached_property
    def like_told(self) -> frozenset[str]:
        return _senses(self.told)


@dataclass(frozen=True)
class _Index:
    """The facts of one case, and how rare each word is among them."""

    entries: tuple[_Entry, ...]
    rare: dict[str, float]
    """Stem, or "=" and a sense → worth."""
    words: frozenset[str]
    """All that the facts and what unlocks them say."""
    elsewhere: frozenset[str]
    """Stems of the title and the opening."""

    def mended(self, question: str) -> str:
        """The question with its slips put right where they hide a word of the facts."""
        return " ".join(self._mended(each) for each in words(question))

    def _mended(self, word: str) -> str:
        own = stem(word)
        common = word in STOP_WORDS or own in self.elsewhere | GENERAL or senses(own)
        return word if common or own in self.rare else meant(word, self.words)

    def best(self, question: str, known: Collection[str], sharp: bool) -> tuple[float, Fact] | None:
        """What speaks for the fact that a question asks for, and that fact; None where it asks for none. One that is
        not sharp has to hold a whole phrase."""
        question = self.mended(question)
        scored = [(self._score(each, question), each) for each in self.entries]
        told = max((score for score, each in scored if each.fact.id in known), default=0.0)
        new = [(score, each) for score, each in scored if each.fact.id not in known]
        whole = stems(question)
        enough = [
            (score, each.fact)
            for score, each in new
            if (sharp and score >= ENOUGH and score * KNOWN >= told) or any(phrase <= whole for phrase in each.phrases)
        ]
        return max(enough, key=lambda each: (each[0], each[1].weight), default=None)

    def _score(self, entry: _Entry, question: str) -> float:
        whole = stems(question)
        phrase = max((sum(map(self._rare, each)) for each in entry.phrases if each <= whole), default=0.0)
        return WHOLE * phrase + sum(self._speaks(each, entry) for each in _meant(question))

    def _speaks(self, word: str, entry: _Entry) -> float:
        worth = 0.0
        for has, like, exact, about in (
            (entry.asked, entry.like_asked, IN_PHRASES, LIKE_PHRASES),
            (entry.told, entry.like_told, IN_TEXT, LIKE_TEXT),
        ):
            if word in has:
                worth += exact * self._rare(word)
            else:
                worth += about * max((self._rare(f"={each}") for each in senses(word) & like), default=0.0)
        return worth

    def _rare(self, word: str) -> float:
        return self.rare.get(word, math.log((len(self.entries) + 1) / 0.7))


@lru_cache(maxsize=64)
def _index(facts: tuple[Fact, ...], opening: str) -> _Index:
    entries = tuple(
        _Entry(
            fact,
            tuple(frozenset(stems(each)) for each in fact.unlocked_by),
            _meant(" ".join(fact.unlocked_by)),
            _meant(fact.text),
        )
        for fact in facts
    )
    common = Counter(word for each in entries for word in _words(each))
    said = _meant(opening)
    rare = {
        word: math.log((len(facts) + 1) / count) * (IN_OPENING if word in said else 1.0)
        for word, count in common.items()
    }
    spoken = frozenset(word for fact in facts for word in words(f"{' '.join(fact.unlocked_by)} {fact.text}"))
    return _Index(entries, rare, spoken, said)


def _words(entry: _Entry) -> frozenset[str]:
    return entry.asked | entry.told | {f"={each}" for each in entry.like_asked | entry.like_told}


def _meant(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word in MEANT or word not in STOP_WORDS)


def _senses(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(each for stem in stems for each in senses(stem))
