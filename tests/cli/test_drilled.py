"""`coach practice --drill`: five minutes of one dimension, scored and listed as that and as no more."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach import scenario
from coach.cli.main import main
from coach.scoring import rubric
from tests.cli.processes import said, start, turns, until

ANSWERS = """If the build graph is wrong, we ship a service that was not rebuilt, and nobody notices until it fails.
---
We compare it with the full build for two weeks on one repository, and go back to the full build if it misses one.
---
Teams would start to split services to dodge the rebuild, so I count new services each month.
---
The trial can show us wrong within a week.
---
I would rather be slow than wrong there.
"""


def coach(*args: str, input: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=input)


def drilled(*args: str, dimension: str = "risk", answers: str = ANSWERS) -> dict[str, Any]:
    """The report of a drill, as data."""
    given = ("practice", "ci-runners", "--drill", dimension, "--seed", "1", "--interviewer", "builtin", *args)
    result = coach(*given, input=answers)
    assert result.exit_code == 0, result.output
    return report()


def report() -> dict[str, Any]:
    return json.loads(coach("report", "last", "--format", "json").stdout)


def sessions() -> list[dict[str, Any]]:
    return json.loads(coach("sessions", "--json").stdout)


def test_an_unknown_dimension_is_one_line_that_names_them_all_before_anything_is_kept(home):
    result = coach("practice", "--drill", "rsk")
    assert result.exit_code == 1
    (line,) = [line for line in result.stderr.splitlines() if line]
    for each in rubric.load().dimensions:
        assert each.id in line
    assert result.stdout == ""
    assert not (home / "sessions").exists()


def test_help_names_every_dimension():
    shown = " ".join(coach("practice", "--help").stdout.split())
    assert all(each.id in shown for each in rubric.load().dimensions)


def test_it_asks_five_questions_in_five_minutes_about_nothing_else():
    made = drilled()
    settings = made["session"]["settings"]
    assert (settings["drill"], settings["minutes"], settings["questions"]) == ("risk", 5.0, 5)
    asked = [turn["move"] for turn in made["turns"] if turn["move"] and turn["move"]["kind"] != "close"]
    assert [each["dimension"] for each in asked] == ["risk"] * 5
    assert len({each["source"] for each in asked}) == 5


def test_flags_say_otherwise():
    settings = drilled("--minutes", "8", "--level", "principal")["session"]["settings"]
    assert (settings["minutes"], settings["questions"], settings["level"]) == (8.0, 8, "principal")
    assert drilled("--questions", "2")["session"]["settings"]["questions"] == 2


def test_the_card_has_the_one_dimension_and_no_overall_of_it():
    card = drilled()
    assert [each["id"] for each in card["dimensions"]] == ["risk"]
    assert (card["overall"], card["level"], card["drill"]) == (None, "not observed", "risk")
    assert {each["indicator"].partition(".")[0] for each in card["observations"]} == {"risk"}
    assert card["dimensions"][0]["score"] > 2
    assert card["feedback"]["facts"] is None
    assert all(each["dimension"] == "risk" for each in card["feedback"]["advice"])
    assert card["next_drill"]["command"] in ("coach practice", "coach practice --drill risk")
    assert "reference pairs in the right order" in card["calibration"]


def test_what_a_drill_of_framing_is_about_includes_the_facts():
    assert drilled(dimension="framing")["feedback"]["facts"] is not None


def test_the_report_says_what_was_shown_and_what_is_missing_in_every_format():
    drilled()
    ideas = [each.statement for each in rubric.load().dimension("risk").indicators]
    for form in ("text", "md", "html"):
        made = html.unescape(" ".join(coach("report", "last", "--format", form).stdout.split()).replace("\\", ""))
        for idea in ideas:
            assert idea in made, form
        assert "a drill of risk and second-order effects alone, so there is no overall level" in made
        assert "amounts to" not in made
        assert "What each level would contain" not in made
    shown = coach("report", "last", "--format", "text").stdout
    assert re.search(r"^  (?:partly )?shown +\w[^(]*\(A\d\.\d", shown, re.MULTILINE)
    assert re.search(r"^  not shown +\w", shown, re.MULTILINE)


def test_the_next_drill_is_a_command_and_nothing_shows_its_backticks():
    whole = coach("practice", "ci-runners", "--seed", "1", "--interviewer", "builtin", input=ANSWERS)
    command = report()["next_drill"]["command"]
    assert re.fullmatch(r"coach practice --drill \w+", command)
    assert f"    {command}\n" in whole.stdout
    page = coach("report", "last", "--format", "html").stdout
    assert f"<code>{command}</code>" in page
    assert "`" not in page
    assert f" `{command}`\n" in coach("report", "last", "--format", "md").stdout


def test_it_is_listed_as_a_drill_and_is_nobodys_best_score():
    drilled()
    (row,) = sessions()
    assert row["overall"] is None
    assert row["drill"]["dimension"] == "risk"
    assert row["drill"]["score"] > 2
    assert f"drill: risk, {row['drill']['score']:.1f}" in " ".join(coach("sessions").stdout.split())
    practised = {each["id"]: each for each in json.loads(coach("scenarios", "--json").stdout)}["ci-runners"]
    assert practised["best"] is None
    assert practised["sessions"] == 1
    assert practised["practised"] is not None


def test_not_even_if_its_card_were_to_have_an_overall(home):
    drilled()
    (file,) = home.rglob("scorecard.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"overall": 5.0}))
    practised = {each["id"]: each for each in json.loads(coach("scenarios", "--json").stdout)}["ci-runners"]
    assert practised["best"] is None


def test_scored_again_it_is_still_a_drill():
    first = drilled()
    again = json.loads(coach("score", "last", "--json").stdout)
    assert again["drill"] == "risk"
    assert again["dimensions"] == first["dimensions"]


def test_without_a_scenario_it_takes_one_with_questions_for_it_that_was_not_practised_lately():
    wanted = [id for id in scenario.ids() if "pressure" in scenario.load(id).dimensions]
    for _ in range(3):
        given = ("practice", "--drill", "pressure", "--seed", "3", "--questions", "1", "--interviewer", "builtin")
        assert coach(*given, input="We stop it.").exit_code == 0
    chosen = [row["scenario"] for row in sessions()]
    assert len(set(chosen)) == 3
    assert set(chosen) <= set(wanted)


def test_a_drill_that_was_broken_off_goes_on_as_one(home):
    process = start(home, "practice", "ci-runners", "--drill", "risk", "--seed", "1", "--interviewer", "builtin")
    assert process.stdin is not None
    process.stdin.write(ANSWERS.split("---")[0] + "---\n")
    process.stdin.flush()
    until(lambda: len(said(home, "interviewer")) == 2, process)
    process.kill()
    process.wait(20)
    assert "drill: risk, unfinished" in " ".join(coach("sessions").stdout.split())
    result = coach("resume", input=ANSWERS.split("---", 1)[1])
    assert result.exit_code == 0, result.output
    asked = [turn["move"] for turn in turns(home) if turn["move"] and turn["move"]["kind"] != "close"]
    assert [each["dimension"] for each in asked] == ["risk"] * 5
    assert report()["drill"] == "risk"


@pytest.mark.parametrize("dimension", [each.id for each in rubric.load().dimensions])
def test_every_dimension_can_be_drilled_to_its_report(dimension):
    assert drilled(dimension=dimension)["drill"] == dimension
