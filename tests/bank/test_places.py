"""The line of every key, row and section of a scenario's file."""

from __future__ import annotations

import pytest

from coach import library, scenario
from coach.bank.places import Places

TEXT = """+++
# a remark
id = "x"
flips = [
  "One?",  # with a remark
  "Two, [three]?",
]

[[facts]]
id = "a"
text = \"\"\"
id = "not a key"
\"\"\"
unlocked_by = ["p", "q",
  "r",
  "s"]

[[facts]]
text = "b"
[more]
deep.er = 1
+++

## Brief
<!-- a remark
## Opening
-->
Text.

## Opening

Text.
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("", 1),
        ("id", 3),
        ("flips", 4),
        ("flips[0]", 5),
        ("flips[1]", 6),
        ("facts", 9),
        ("facts[0]", 9),
        ("facts[0].text", 11),
        ("facts[0].unlocked_by[1]", 14),
        ("facts[0].unlocked_by[2]", 15),
        ("facts[0].unlocked_by[3]", 16),
        ("facts[1].text", 19),
        ("more.deep.er", 21),
        ("## Brief", 24),
        ("## Opening", 30),
        # what is missing stands where it would have to be
        ("facts[1].id", 18),
        ("facts[1].unlocked_by[4]", 18),
        ("flips[7]", 4),
        ("title", 1),
        ("probes[3].ask", 1),
        ("## Bad argument", 22),
    ],
)
def test_every_place_has_its_line(where: str, line: int) -> None:
    assert Places(TEXT).line(where) == line


def test_lines_hold_what_they_are_said_to_hold() -> None:
    for id in scenario.ids():
        text = library.read(scenario.file_name(id))
        case, places, lines = scenario.parse(text, id), Places(text), text.splitlines()
        for at, probe in enumerate(case.probes):
            assert probe.ask in lines[places.line(f"probes[{at}].ask") - 1]
        for at, fact in enumerate(case.facts):
            for number, phrase in enumerate(fact.unlocked_by):
                assert f'"{phrase}"' in lines[places.line(f"facts[{at}].unlocked_by[{number}]") - 1]
        assert lines[places.line("## Reference: staff") - 1] == "## Reference: staff"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"Two, [three]?",\n]', '"Two, [three]?",', 4),  # a list without its end
        ("[[facts]]", "[[facts", 9),
        ('id = "a"', "id = a", 10),
        ('id = "a"', 'id = "a', 10),
        ('text = "b"', 'text = "b"\ntext = "b"', 20),  # each is a statement; only both are none
    ],
)
def test_what_is_no_toml_is_found_where_it_begins(old: str, new: str, line: int) -> None:
    text = TEXT.replace(old, new, 1)
    _, faults = scenario.read(text)
    assert Places(text).toml(faults[0].said) == line


def test_lines_count_from_the_top_of_the_file() -> None:
    assert Places("\n\n" + TEXT).line("facts[0].text") == 13
    broken = "\n\n" + TEXT.replace('text = "b"', 'text = "b"\ntext = "b"')
    assert Places(broken).toml(scenario.read(broken)[1][0].said) == 22


def test_a_file_without_front_matter_has_one_line() -> None:
    assert Places("nothing\nof the kind").line("facts[0]") == 1
