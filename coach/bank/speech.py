"""What is said aloud in a case: short enough to be heard, one question at a time, and giving nothing away unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.bank.amounts import twice
from coach.interview.praise import praises
from coach.interview.stems import words
from coach.interview.wording_rules import sentences
from coach.library import Fault
from coach.scenario import LEVELS, Scenario

MOST_WORDS = 89
"""Of anything said in one go; about 35 seconds."""
PROBE_WORDS = 29
SENTENCES = 2
MARKUP = re.compile(r"[*_`#()\[\]$%&/\n]")
SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
FIGURE = re.compile(r"\d[\d,.]*\d|\d")
RUN = 6
"""Words in a row that are no accident."""
FIGURES = 2
"""Figures of the facts that a staff answer uses at least."""
ARTICLES = ("The", "A", "An")


def questions(case: Scenario) -> dict[str, str]:
    """All that a candidate may hear without having asked for it; each is a question."""
    probes = {f"probes[{at}].ask": probe.ask for at, probe in enumerate(case.probes)}
    return {"## Opening": case.opening, **probes, **_flips(case), "## Bad argument": case.bad_argument}


def spoken(case: Scenario) -> dict[str, str]:
    """All that may be said aloud."""
    return questions(case) | _facts(case) | _lines(case)


def speech(case: Scenario) -> Iterator[Fault]:
    """What cannot be said so, and what is given away by it."""
    for where, text in spoken(case).items():
        yield from _sayable(where, text)
        yield from _length(where, text, PROBE_WORDS if where.startswith("probes") else MOST_WORDS)
        yield from _praise(where, text)
    for where, text in questions(case).items():
        yield from _asks(where, text)
    short = {**_flips(case), "## Bad argument": case.bad_argument, **_facts(case)}
    for where, text in short.items():
        yield from _sentences(where, text, SENTENCES)
    for at, probe in enumerate(case.probes):  # it may have to stand behind a quote, which is a sentence of its own
        yield from _sentences(f"probes[{at}].ask", probe.ask, 1)
    yield from twice(questions(case).items())
    yield from _given_away(case)
    yield from _hidden_figures(case)
    yield from _names(case)
    yield from _figures_used(case)


def runs(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def _flips(case: Scenario) -> dict[str, str]:
    return {f"flips[{at}]": flip for at, flip in enumerate(case.flips)}


def _facts(case: Scenario) -> dict[str, str]:
    return {f"facts[{at}].text": fact.text for at, fact in enumerate(case.facts)}


def _lines(case: Scenario) -> dict[str, str]:
    return {f"stakeholders[{at}].line": each.line for at, each in enumerate(case.stakeholders)}


def _sayable(where: str, text: str) -> Iterator[Fault]:
    marks = sorted(set(MARKUP.findall(text)))
    if "\n" in marks:
        yield Fault(where, "there is a line break in it; write it on one line")
        marks.remove("\n")
    if marks:
        yield Fault(where, f"{' '.join(marks)} cannot be said aloud; write words")


def _length(where: str, text: str, most: int) -> Iterator[Fault]:
    count = len(text.split())
    if count > most:
        yield Fault(where, f"{count} words, too many to be heard at once; cut {count - most}")


def _praise(where: str, text: str) -> Iterator[Fault]:
    for sentence in sentences(text):
        if praises(sentence):
            yield Fault(where, f'"{sentence}" praises; an interviewer never does')


def _asks(where: str, text: str) -> Iterator[Fault]:
    count = text.count("?")
    if text and count != 1:
        yield Fault(where, f"{count or 'no'} question{'s' if count > 1 else ''}; ask one thing")
    elif text and not text.endswith("?"):
        yield Fault(where, "it goes on after its question; put the question last")


def _sentences(where: str, text: str, most: int) -> Iterator[Fault]:
    count = len(SENTENCE_END.findall(text))
    if count > most:
        yield Fault(where, f"{count} sentences; make it {'one' if most == 1 else f'{most} at most'}")


def _given_away(case: Scenario) -> Iterator[Fault]:
    hidden = [(f"the {level} reference", runs(case.reference[level])) for level in LEVELS]
    hidden += [(f"the fact {fact.id!r}", runs(fact.text)) for fact in case.facts]
    for where, text in questions(case).items():
        own = runs(text)
        for what, theirs in hidden:
            if own & theirs:
                said = " ".join(min(own & theirs, key=lambda run: " ".join(words(text)).index(" ".join(run))))
                yield Fault(where, f'"{said}" gives away words of {what}; say one of them otherwise')


def _hidden_figures(case: Scenario) -> Iterator[Fault]:
    """A flip brings figures of its own, and so may the bad argument."""
    known = set(FIGURE.findall(case.brief))
    hidden = {figure: fact.id for fact in case.facts for figure in FIGURE.findall(fact.text) if figure not in known}
    for where, text in questions(case).items():
        if not case.brief or where.startswith(("flips", "## Bad")):  # without a brief nobody can tell what is known
            continue
        for figure in sorted(set(FIGURE.findall(text)) & set(hidden)):
            said = f"{figure} gives away the hidden fact {hidden[figure]!r}; leave it out, or put it into the brief"
            yield Fault(where, said)


def _names(case: Scenario) -> Iterator[Fault]:
    firsts = {each.name.split()[0] for each in case.stakeholders if each.name.strip()} - set(ARTICLES)
    for where, text in questions(case).items():
        for name in sorted(firsts & set(re.findall(r"[A-Z]\w+", text))):
            yield Fault(where, f"nobody has told the candidate who {name} is; say what they are, such as your VP")


def _figures_used(case: Scenario) -> Iterator[Fault]:
    facts = set(re.findall(r"\d+", " ".join(fact.text for fact in case.facts)))
    used = facts & set(re.findall(r"\d+", case.reference["staff"]))
    if case.reference["staff"] and len(used) < FIGURES:
        said = f"it uses {len(used) or 'no'} figure{'' if len(used) == 1 else 's'} of the facts"
        yield Fault("## Reference: staff", f"{said}; a staff answer rests on {FIGURES} or more")
