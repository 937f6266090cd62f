"""The terms of a scenario that a transcriber should have seen before it hears them. Pure.

Names, acronyms and tools are what Whisper gets wrong and what an interviewer's next question hangs on.
"""

from __future__ import annotations

import re
from collections import Counter

MOST = 40
"""Words in a prompt: each costs time with every segment."""
TOOLS = frozenset(
    """
    ansible argo bazel datadog docker etcd flink git gitlab grafana grpc helm iceberg istio jenkins jira kafka kubectl
    kubernetes lambda linux nginx npm pnpm postgres prometheus protobuf pulumi python pytorch raft rust snowflake spark
    sqlite terraform typescript vault vllm
    """.split()
)
"""Tools that people write in small letters, so that their form does not give them away."""
NO_NAMES = frozenset(
    """
    I A An The This That And But So If Brief Opening Bad Reference Known Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday January February March April May June July August September October November December
    """.split()
)
NAMED = re.compile(r'^name = "([^"\n]+)"', re.MULTILINE)
FENCED = re.compile(r"^\+\+\+.*?^\+\+\+[ \t]*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
TERM = re.compile(r"\b(?:[A-Za-z]+[A-Z][\w-]*|[A-Z]{2,}[\w-]*|[A-Za-z]+\d[\w]*)\b")
"""Capitals within, or a digit behind letters: CDK, DevOps, p99."""
NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")
"""Capitals where no sentence begins."""
WORD = re.compile(r"[\w']+")
READ_OUT = 3
"""Words in the prompt's order from which they are the prompt itself read out."""


def glossary(text: str) -> str:
    """The terms in a scenario's text, most used first, as a prompt; "" where there are none."""
    prose = " ".join(HEADING.sub("", FENCED.sub("", text)).split())
    small = set(re.findall(r"\b[a-z]+\b", prose))
    terms = Counter(TERM.findall(prose))
    terms.update(word for word in WORD.findall(prose) if word.lower() in TOOLS)
    names = Counter(NAMED.findall(text))
    names.update(found for found in NAME.findall(prose) if not _plain(found, small))
    ranked = [term for term, _ in terms.most_common()] + [name for name, _ in names.most_common()]
    return _prompt(ranked)


def read_out(text: str, prompt: str) -> bool:
    """Whether a text is but a stretch of the prompt: on next to nothing Whisper says again what it was told."""
    said, told = (WORD.findall(each.lower()) for each in (text, prompt))
    stretches = (told[at : at + len(said)] for at in range(len(told)))
    return len(said) >= READ_OUT and any(stretch == said for stretch in stretches)


def _plain(name: str, small: set[str]) -> bool:
    """A word that is written in small letters elsewhere, or is nobody's name."""
    return any(word in NO_NAMES or word.lower() in small for word in name.split())


def _prompt(ranked: list[str]) -> str:
    """As many as there is room for, none twice, alone nor within another."""
    taken: list[str] = []
    words = 0
    for term in dict.fromkeys(ranked):
        words_here = len(term.split())
        if words + words_here <= MOST and not any(_within(term, other) for other in ranked):
            taken.append(term)
            words += words_here
    return f"{', '.join(taken)}." if taken else ""


def _within(term: str, other: str) -> bool:
    return term != other and f" {term} " in f" {other} "
