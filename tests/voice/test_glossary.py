"""Which of a scenario's words a transcriber is told beforehand."""

from __future__ import annotations

import pytest

from coach import scenario
from coach.voice.glossary import MOST, glossary, read_out

TEXT = """+++
id = "some-case"
[[stakeholders]]
name = "Georgia Pell"
role = "COO"
line = "We asked Bert."
+++

## Brief

Harrow and Finch runs 85 services. The CDK is old, and so says Matteo Ricci, whose team keeps etcd and the p99 low.
DevOps does not. Platform work is what the platform team does, and on Monday the CDK team meets Georgia.

## Opening

Shows You Nothing. The GitHub runners cost 3.5 million.
"""


def test_names_acronyms_and_tools_are_terms() -> None:
    found = glossary(TEXT)
    for term in ("CDK", "DevOps", "p99", "etcd", "GitHub", "Matteo Ricci", "Georgia Pell"):
        assert term in found
    assert found.startswith("CDK"), "the one used most comes first"
    assert found.endswith(".")


@pytest.mark.parametrize("word", ["Monday", "Platform", "Brief", "Opening", "The", "85", "some-case", "Bert"])
def test_other_words_are_not(word: str) -> None:
    assert word not in glossary(TEXT)


def test_nobody_comes_twice() -> None:
    assert glossary(TEXT).count("Georgia") == glossary(TEXT).count("CDK") == 1


def test_no_terms_are_no_prompt() -> None:
    assert glossary("") == glossary("we just talk about things. nothing more.") == ""


@pytest.mark.parametrize("id", scenario.ids())
def test_every_scenario_gives_a_short_one(id: str) -> None:
    one = scenario.load(id)
    found = glossary(one.text)
    assert 0 < len(found.split()) <= MOST
    for person in one.stakeholders:
        assert person.name in found or len(found.split()) > MOST - 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" CDK, Terraform, etcd.", True),
        ("Terraform etcd Raft", True),
        ("CDK.", False),
        ("CDK and Terraform and etcd", False),
        ("", False),
    ],
)
def test_the_prompt_read_out_is_told_from_an_answer(text: str, expected: bool) -> None:
    assert read_out(text, "CDK, Terraform, etcd, Raft, p99.") is expected
