"""Hidden facts are for whoever asks for them: each phrase finds its own fact and no other, and vague questions none."""

from __future__ import annotations

from collections.abc import Iterator

from coach.interview.stems import stems
from coach.interview.unlocking import holds
from coach.library import Fault
from coach.scenario import Scenario

PHRASES = (3, 24)
"""Of each fact."""
STEMS = (1, 3)
"""Words in a phrase."""
VAGUE = (
    "Can you tell me more?",
    "What else should I know about this?",
    "What are the constraints?",
    "Who are the stakeholders?",
    "What does success look like?",
    "What would you do?",
    "Is this important to the business?",
    "Do we have a strategy for this?",
)
"""What may be asked in any interview: whoever asks so has not found anything yet."""


def unlocks(case: Scenario) -> Iterator[Fault]:
    """Phrases that are too few, too long, or open what they should not."""
    least, most = PHRASES
    for at, fact in enumerate(case.facts):
        where, count = f"facts[{at}].unlocked_by", len(fact.unlocked_by)
        if not least <= count <= most:
            yield Fault(where, f"{count} phrase{'' if count == 1 else 's'}; give {least} to {most}")
        for number, phrase in enumerate(fact.unlocked_by):
            yield from _phrase(f"{where}[{number}]", phrase, case, at)
    yield from _too_easy(case)


def _phrase(where: str, phrase: str, case: Scenario, at: int) -> Iterator[Fault]:
    least, most = STEMS
    count = len(stems(phrase))
    if not least <= count <= most:
        yield Fault(where, f"{count} words; take {least} to {most}, all of which a question has to hold")
        return
    for other in case.facts:
        if other.id != case.facts[at].id and holds(phrase, other):
            yield Fault(where, f"{phrase!r} gives the fact {other.id!r} as well; make one of the phrases sharper")
            return


def _too_easy(case: Scenario) -> Iterator[Fault]:
    """Phrases of questions that ask for nothing, the opening's own among them: repeating it is no sharp question."""
    for question in (*VAGUE, *case.opening.split(". ")[-1:]):
        for at, fact in enumerate(case.facts):
            for phrase in holds(question, fact):
                said = f'{phrase!r} is in "{question}", which asks for nothing; make it sharper'
                yield Fault(f"facts[{at}].unlocked_by[{fact.unlocked_by.index(phrase)}]", said)
