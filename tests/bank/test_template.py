"""What a new scenario begins from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach import library, scenario
from coach.bank import template
from coach.bank.check import check
from coach.scoring import rubric

RUBRIC = rubric.load()


def replaced(text: str) -> str:
    """The template with a word more in everything that is the example's, as if somebody had written it anew."""
    case = scenario.parse(text, "mine.md")
    first = [case.brief, case.bad_argument.split("? ")[0], *case.reference.values(), *case.flips, case.title]
    first += [fact.text for fact in case.facts]
    first += [text for each in case.stakeholders for text in (each.role, each.interest, each.line)]
    for old in (*first, "You are the staff", "Support says"):
        text = text.replace(old, f"Now {old}")
    for fact in case.facts:
        text = text.replace(f'"{fact.unlocked_by[0]}"', f'"{fact.unlocked_by[0]} now"')
    return text.replace("Rosalind", "Ada").replace("Tobias", "Bo")


def test_it_can_be_practised_at_once() -> None:
    assert scenario.parse(template.text("mine"), "mine.md").id == "mine"


def test_all_that_is_wrong_with_it_is_what_has_to_be_replaced() -> None:
    findings = check(template.text("mine"), "mine", RUBRIC)
    assert {each.said for each in findings} == {template.STILL}
    case = scenario.parse(template.text("mine"), "mine.md")
    whole = 1 + len(case.flips) + len(case.facts) + len(case.stakeholders) + 6
    assert len(findings) == whole


def test_nothing_is_wrong_with_it_once_all_of_that_is_replaced() -> None:
    assert check(replaced(template.text("mine")), "mine", RUBRIC) == []


@pytest.mark.parametrize(
    ("old", "where"),
    [("Of the 11 partners", "facts[0]"), ("Rosalind", "stakeholders[0]"), ("lead of partner", "stakeholders[1]")],
)
def test_half_of_it_replaced_is_still_the_examples(old: str, where: str) -> None:
    text = template.text("mine").replace(old, "Other")
    assert (where, template.STILL) in {(each.where, each.said) for each in check(text, "mine", RUBRIC)}


def test_a_template_of_the_users_own_need_not_be_a_scenario(tmp_path: Path) -> None:
    (tmp_path / template.FILE).write_text('+++\nid = "{{id}}"\n+++\n\n## Brief\n\nWrite here.\n')
    with library.also(tmp_path):
        assert template.text("mine").startswith('+++\nid = "mine"')
        known = library.read("scenarios/ci-runners.md")
        assert check(known, "ci-runners", RUBRIC) == []
        changed = re.sub(r"(## Brief\n).*(?=^## Opening)", r"\1\nWrite here.\n\n", known, flags=re.M | re.S)
        assert ("## Brief", template.STILL) in {
            (each.where, each.said) for each in check(changed, "ci-runners", RUBRIC)
        }


def test_remarks_are_told_to_nobody() -> None:
    case = scenario.parse(template.text("mine"), "mine.md")
    assert not [
        text for text in (case.brief, case.opening, *case.reference.values()) if "<!--" in text or "-->" in text
    ]
    assert case.brief.startswith("Kestrel Parts")
