"""A scenario's faults: each kind, where it is, and all at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from coach import library, scenario
from coach.bank.check import Finding, check
from coach.bank.places import Places
from coach.scoring import rubric

RUBRIC = rubric.load()
ID = "agent-loops"
TEXT = library.read(scenario.file_name(ID))
CASE = scenario.parse(TEXT, ID)
Change = Callable[[str], str]


def found(text: str, stem: str = ID) -> list[Finding]:
    return check(text, stem, RUBRIC)


def swap(old: str, new: str) -> Change:
    """Another text in the place of one that is there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def section(title: str, prose: str) -> Change:
    return lambda text: re.sub(rf"(^## {title}\n).*?(?=^## |\Z)", rf"\1\n{prose}\n\n", text, flags=re.M | re.S)


def without_row(table: str, count: int = 1) -> Change:
    """Without the last rows of a table."""

    def change(text: str) -> str:
        rows = re.findall(rf"^\[\[{table}\]\]\n(?:[^\[+\n][^\n]*\n|\]\n|\n)*", text, flags=re.M)
        for row in rows[-count:]:
            text = text.replace(row, "")
        return text

    return change


def ask(question: str) -> Change:
    """Another first probe."""
    return swap(CASE.probes[0].ask, question)


def phrase(text: str) -> Change:
    """One phrase more that unlocks the fourth fact."""
    return swap('unlocked_by = [\n  "bill", ', f'unlocked_by = [\n  "{text}", "bill", ')


def words(count: int) -> str:
    return " ".join(["word"] * count)


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        # its form
        (swap('title = "', 'mood = "grim"\ntitle = "'), "mood", "unknown key"),
        (swap('track = "ai-platform"\n', ""), "track", "missing; add it as text in quotes"),
        (swap("minutes = 20", 'minutes = "20"'), "minutes", "write a whole number"),
        (swap("minutes = 20", "minutes = true"), "minutes", "write a whole number"),
        (swap('level = "staff"', 'level = "wizard"'), "level", "none of senior, staff, principal"),
        (swap('step = "commit"', 'step = "wonder"'), "probes[3].step", "'wonder' is none of clarify"),
        (swap('"agents filed"', "7"), "facts[0].unlocked_by[0]", "write it in quotes"),
        (swap("weight = 3\n", ""), "facts[0].weight", "missing"),
        (swap("## Bad argument", "## Bad idea"), "## Bad idea", "unknown section"),
        (swap("## Bad argument", "## Opening\n\nTwice?\n\n## Bad argument"), "## Opening", "there twice"),
        (section("Bad argument", ""), "## Bad argument", "missing section, or nothing in it"),
        (section("Bad argument", "<!-- later -->"), "## Bad argument", "nothing in it"),
        (swap("## Brief", "Stray.\n\n## Brief"), "##", "put it under ## Brief"),
        (swap("+++", "---"), "", "between two lines of +++"),
        (swap("[[facts]]", "[[facts"), "TOML", "mend this first"),
        # its name
        (swap(f'id = "{ID}"', 'id = "other"'), "id", "not the name of the file"),
        # amounts
        (swap('track = "ai-platform"', 'track = "AI platform"'), "track", "small letters and hyphens"),
        (swap("minutes = 20", "minutes = 90"), "minutes", "take 5 to 60"),
        (swap("weight = 3", "weight = 4"), "facts[0].weight", "write 1 (useful), 2"),
        (without_row("facts", 3), "facts", "4 of 5 to 8; add 1"),
        (without_row("stakeholders", 2), "stakeholders", "1 of 2 to 4; add 1"),
        (swap("flips = [", 'flips = [\n  "And now?",'), "flips", "3 of 2; remove 1"),
        (without_row("probes", 3), "probes", "19 of at least 20; add 1"),
        (without_row("probes", 1), "probes", "0 probes ask about clarity, 1 needed; add 1"),
        (swap('dimension = "strategy"', 'dimension = "speed"'), "probes[9].dimension", "no dimension of the rubric"),
        (swap('dimension = "strategy"', 'dimension = "risk"'), "probes[10]", "1 probe asks about strategy, 2 needed"),
        (section("Brief", words(119)), "## Brief", "119 words of 120 to 200; write 1 more"),
        (section("Brief", words(203)), "## Brief", "cut 3"),
        (section("Reference: senior", words(59)), "## Reference: senior", "59 words of 60 to 120"),
        (swap('id = "reviewers"', 'id = "self-filed"'), "facts[1].id", "there already, in facts[0].id"),
        (swap('name = "Marek Dusik"', 'name = "Odile Farrant"'), "stakeholders[1].name", "in stakeholders[0].name"),
        (swap('step = "alternative"', 'step = "clarify"'), "probes[1].step", "in probes[0].step"),
        (swap('id = "reviewers"', 'id = " "'), "facts[1].id", "it is empty"),
        (swap(f'title = "{CASE.title}"', 'title = ""'), "title", "it is empty"),
        # speech
        (section("Opening", f"{words(95)}?"), "## Opening", "95 words, too many to be heard at once; cut 6"),
        (ask(f"{words(30)}?"), "probes[0].ask", "cut 1"),
        (ask("Half of 50%, or *all*?"), "probes[0].ask", "% * cannot be said aloud"),
        (ask("Who? And when?"), "probes[0].ask", "2 questions; ask one thing"),
        (ask("Tell me more."), "probes[0].ask", "no question; ask one thing"),
        (ask("Why? Tell me."), "probes[0].ask", "put the question last"),
        (ask("Great point, so what would make you stop?"), "probes[0].ask", "praises"),
        (ask("It is late. Why?"), "probes[0].ask", "2 sentences; make it one"),
        (swap(CASE.facts[0].text, "One. Two. Three."), "facts[0].text", "3 sentences; make it 2 at most"),
        (swap(CASE.probes[1].ask, CASE.probes[0].ask), "probes[1].ask", "there already, in probes[0].ask"),
        (ask("Is it that the queue measures imagination rather than need?"), "probes[0].ask", "of the staff reference"),
        (ask("So of the 1,100 open tasks, the loops filed how many?"), "probes[0].ask", "'self-filed'"),
        (ask("Why did they file 770 of them?"), "probes[0].ask", "770 gives away"),
        (ask("What does Marek want?"), "probes[0].ask", "who Marek is"),
        (section("Reference: staff", words(70)), "## Reference: staff", "no figures of the facts"),
        # unlocking
        (phrase("a whole lot of money"), "facts[3].unlocked_by[0]", "5 words"),
        (phrase("outage cost"), "facts[3].unlocked_by[0]", "'label-outage' as well"),
        (phrase("success"), "facts[3].unlocked_by[0]", "asks for nothing"),
        (phrase("you do"), "facts[3].unlocked_by[0]", "What would you do?"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(change: Change, where: str, said: str) -> None:
    text = change(TEXT)
    assert text != TEXT
    told = [each for each in found(text) if each.where == where and said in each.said]
    assert told, found(text)
    assert told[0].line == (Places(text).broken if where == "TOML" else Places(text).line(where))


def test_a_shipped_scenario_has_none() -> None:
    assert found(TEXT) == []


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = TEXT
    for change in (
        swap('track = "ai-platform"\n', ""),
        swap('unlocked_by = [\n  "bill", ', 'unlocked = [\n  "bill", '),
        swap("## Opening", "## Beginning"),
        section("Brief", words(20)),
        swap(CASE.probes[5].ask, "Really."),
    ):
        text = change(text)
    told = [(each.where, each.line) for each in found(text)]
    assert {where for where, _ in told} == {
        "track",
        "facts[3].unlocked",
        "facts[3].unlocked_by",
        "## Beginning",
        "## Opening",
        "## Brief",
        "probes[5].ask",
    }
    lines = [line for _, line in told]
    assert lines == sorted(lines)


def test_a_fault_of_the_form_is_not_told_twice() -> None:
    """What is missing is neither empty nor too few as well."""
    for change, where in ((section("Brief", ""), "## Brief"), (swap(f'title = "{CASE.title}"\n', ""), "title")):
        assert [each.where for each in found(change(TEXT))] == [where]
    rows = without_row("stakeholders", 3)(TEXT)
    assert [each.said for each in found(rows)] == ["missing; add it as a list"]


def test_what_is_no_table_is_told_and_the_rest_is_checked() -> None:
    text = without_row("facts", 7)(TEXT).replace("minutes = 20", 'minutes = 20\nfacts = [1, "two"]')
    text = section("Opening", f"{words(95)}?")(text)
    told = {each.where: each.said for each in found(text)}
    assert told["facts[0]"] == told["facts[1]"] == "a table is needed"
    assert told["facts"] == "2 of 5 to 8; add 3"
    assert "too many" in told["## Opening"]


@pytest.mark.parametrize("stem", ["Agent Loops", "agent_loops", "agent-loops.old"])
def test_a_file_is_called_by_an_id(stem: str) -> None:
    assert [(each.line, each.where) for each in found(TEXT, stem)] == [(2, "id")]


def test_a_draft_is_called_as_what_it_will_be() -> None:
    assert found(TEXT, f"{ID}.draft") == []


@pytest.mark.parametrize(
    "text", ["", "+++", "+++\n+++", "+++\n+++\n## ", "\x00", "+++\n=\n+++\n", "+++\nfacts = 3\n+++\n"]
)
def test_whatever_a_file_holds_it_is_only_faulty(text: str) -> None:
    assert found(text)


def test_a_long_list_that_does_not_end_is_told_in_no_time() -> None:
    text = TEXT.replace("\n]\n", "\n")
    assert [each.where for each in found(text)] == ["TOML"]
