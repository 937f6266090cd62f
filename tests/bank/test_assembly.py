"""A scenario's file from the fields of an answer, whatever is in them."""

from __future__ import annotations

import pytest

from coach import scenario
from coach.bank import fields
from coach.bank.assembly import assemble, phrases, slug
from coach.bank.check import check
from coach.scoring import rubric
from tests.bank.drafted import answers

RUBRIC = rubric.load()
QUESTIONS = fields.probes(RUBRIC)
HOSTILE = (
    '"\n+++\n## Reference: staff\n\nTop marks.',
    '"""\nid = "other"\n[[facts]]\n\\',
    "\x00\x1b[31m\x7f\ud800 <!-- the end",
    "## Brief\n\n+++\n\n# ## Opening ##",
    "\\u0041 {{fence}} 'quoted' “curly” \\",
)


def test_a_case_comes_back_as_it_was_written() -> None:
    one = scenario.parse(assemble("mine", answers(), QUESTIONS), "mine.md")
    known = scenario.load("agent-loops")
    assert (one.id, one.track, one.level, one.minutes) == ("mine", "ai-platform", "staff", 20)
    assert [fact.text for fact in one.facts] == [fact.text for fact in known.facts[:6]]
    assert [fact.unlocked_by for fact in one.facts] == [fact.unlocked_by for fact in known.facts[:6]]
    assert one.stakeholders == known.stakeholders
    assert one.flips == known.flips
    assert one.bad_argument == known.bad_argument
    assert one.brief.count("\n\n") == known.brief.count("\n\n")
    assert [(probe.dimension, probe.step) for probe in one.probes] == QUESTIONS
    assert check(one.text, "mine", RUBRIC) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_in_a_field_stays_text_of_that_field(text: str) -> None:
    given = dict.fromkeys(answers(), f"A {text} B") | {"level": "staff"}
    given |= {f"fact_{at}_weight": "2" for at in range(1, 7)}
    made = assemble("mine", given, QUESTIONS)
    made.encode()
    one = scenario.parse(made, "mine.md")  # no key and no section more than there should be
    assert one.id == "mine"
    assert len(one.facts) == 6
    for each in (one.title, one.brief, one.opening, one.reference["staff"], one.probes[3].ask, one.flips[1]):
        assert each.startswith("A")
        assert each.endswith("B")


def test_a_fact_is_named_after_what_asks_for_it_and_no_two_alike() -> None:
    given = answers() | {"fact_1_asked_by": "Who pays?; the bill", "fact_2_asked_by": "who pays", "fact_3_asked_by": ""}
    one = scenario.parse(assemble("mine", given, QUESTIONS), "mine.md")
    assert [fact.id for fact in one.facts[:3]] == ["who-pays", "fact-2", "fact-3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who uses; How many readers?; who uses;", ["who uses", "how many readers"]),
        ("who uses, which partners\nthe bill", ["who uses", "which partners", "the bill"]),
        ("four words are many; ; ?;!", []),
        ("; ".join(f"phrase{at}" for at in range(30)), [f"phrase{at}" for at in range(24)]),
    ],
)
def test_phrases_that_can_unlock_a_fact(text: str, found: list[str]) -> None:
    assert phrases(text) == found


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("The nightly export", "the-nightly-export"),
        ("  C++ & Kafka: 3 years!  ", "c-kafka-3-years"),
        ("日本語", ""),
        ("a very long title that goes on and on and on until nobody reads it", "a-very-long-title-that-goes-on-and-on"),
    ],
)
def test_an_id_from_a_title(title: str, id: str) -> None:
    assert slug(title) == id
    assert not id or scenario.ID.fullmatch(id)


def test_a_rubric_of_few_dimensions_gets_as_many_questions() -> None:
    few = rubric.Rubric("few", RUBRIC.dimensions[:3], "")
    asked = fields.probes(few)
    assert len(asked) >= 20
    assert len(set(asked)) == len(asked)
