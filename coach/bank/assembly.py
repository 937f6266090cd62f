"""A scenario's file, made from the fields that a model filled in. Whatever they hold, they can only be text in it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from coach.bank.fields import FACTS, FLIPS, PEOPLE, PERSON
from coach.bank.unlocks import PHRASES, STEMS
from coach.interview.stems import stems
from coach.scenario import LEVELS

MINUTES = 20
WIDTH = 118
MARKUP = re.compile(r"[*_`#]+|\+{3,}|<!--|-->|[\x00-\x1f\x7f]")
"""What has a meaning in the file, or in Markdown, and none in a sentence."""
SEPARATOR = re.compile(r"[;,\n|]")
QUOTES = "\"'“”‘’ "
SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_ID = 40

Answers = Mapping[str, str]
"""What the model wrote, by field."""


def assemble(id: str, answers: Answers, questions: Sequence[tuple[str, str]]) -> str:
    """The whole file. `questions` are dimension and step of each, in order."""
    front = [
        f"id = {_quoted(id)}",
        f"title = {_said(answers['title'])}",
        f"track = {_said(SLUG.sub('-', answers['track'].lower()).strip('-'))}",
        f"level = {_said(answers['level'])}",
        f"minutes = {MINUTES}",
        "flips = [",
        *(f"  {_said(answers[f'flip_{at}'])}," for at in _numbers(FLIPS)),
        "]",
    ]
    tables = [*_facts(answers), *_people(answers), *_questions(answers, questions)]
    sections = {"Brief": answers["brief"], "Opening": answers["opening"], "Bad argument": answers["bad_argument"]}
    sections |= {f"Reference: {level}": answers[f"reference_{level}"] for level in LEVELS}
    prose = "\n\n".join(f"## {title}\n\n{_paragraphs(text)}" for title, text in sections.items())
    return "\n".join(["+++", *front, "", "\n\n".join(tables), "+++", "", prose, ""])


def phrases(text: str) -> list[str]:
    """The phrases of one field that can unlock a fact at all."""
    least, most = STEMS
    found = (_plain(each).strip(".?!: ").lower() for each in SEPARATOR.split(text))
    return list(dict.fromkeys(each for each in found if least <= len(stems(each)) <= most))[: PHRASES[1]]


def slug(text: str) -> str:
    """An id made from a text: "The nightly export" → "the-nightly-export"; it may be empty."""
    found = SLUG.sub("-", text.lower()).strip("-")
    return found if len(found) <= LONGEST_ID else found[:LONGEST_ID].rpartition("-")[0]


def _facts(answers: Answers) -> Iterator[str]:
    used: set[str] = set()
    for at in _numbers(FACTS):
        by = phrases(answers[f"fact_{at}_asked_by"])
        id = slug(by[0]) if by else ""
        if not id or id in used:
            id = f"fact-{at}"
        used.add(id)
        yield _table(
            "facts",
            id=_quoted(id),
            text=_said(answers[f"fact_{at}_text"]),
            unlocked_by=f"[{', '.join(_said(each) for each in by)}]",
            weight=answers[f"fact_{at}_weight"],
        )


def _people(answers: Answers) -> Iterator[str]:
    for at in _numbers(PEOPLE):
        yield _table("stakeholders", **{key: _said(answers[f"person_{at}_{key}"]) for key in PERSON})


def _questions(answers: Answers, questions: Sequence[tuple[str, str]]) -> Iterator[str]:
    for dimension, step in questions:
        ask = _said(answers[f"{dimension}_{step}"])
        yield _table("probes", dimension=_quoted(dimension), step=_quoted(step), ask=ask)


def _table(name: str, /, **values: str) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {value}" for key, value in values.items())])


def _said(text: str) -> str:
    """What the model wrote, as TOML writes text."""
    return _quoted(_plain(text))


def _quoted(text: str) -> str:
    """As TOML writes text; what JSON escapes, TOML does in the same way."""
    return json.dumps(text, ensure_ascii=False)


def _paragraphs(text: str) -> str:
    """Prose, wrapped. Nothing in it can begin a section."""
    paragraphs = (_plain(each) for each in re.split(r"\n\s*\n", text))
    return "\n\n".join(textwrap.fill(each, WIDTH, break_long_words=False) for each in paragraphs if each)


def _plain(text: str) -> str:
    """One line of text that can be written to a file."""
    writable = text.encode("utf-8", "ignore").decode("utf-8")  # a model may send half of a character
    return " ".join(MARKUP.sub(" ", writable).split()).strip(QUOTES)


def _numbers(count: int) -> range:
    return range(1, count + 1)
