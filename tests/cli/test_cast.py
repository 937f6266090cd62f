"""Who interviews and how hard, from the flags to the record and back."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import main
from coach.interview import persona
from coach.session import turn_from_json

ANSWERS = "\n---\n".join(
    f"We stop project {letter} until May, and I tell the team on Monday." for letter in "ABCDEFGHIJKL"
)


def coach(*args: str, input: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=input)


def practised(*args: str, answers: str = ANSWERS) -> dict:
    """The report of a session, as data."""
    result = coach("practice", "ci-runners", "--seed", "1", "--questions", "8", *args, input=answers)
    assert result.exit_code == 0, result.output
    return json.loads(coach("report", "last", "--format", "json").stdout)


def names(report: dict) -> list[str | None]:
    return [turn["move"]["who"] for turn in report["turns"] if turn["move"]]


def test_help_names_everybody_who_may_interview():
    shown = " ".join(coach("practice", "--help").stdout.split()).replace("- ", "-")
    for id in persona.ids():
        assert id in shown


def test_a_persona_is_on_the_record_on_the_screen_and_in_the_settings():
    report = practised("--persona", "vp-product", "--pressure", "low")
    assert set(names(report)) == {"Graham Sutter"}
    assert report["session"]["settings"]["personas"] == ["vp-product"]
    assert report["session"]["settings"]["pressure"] == "low"
    result = coach("practice", "ci-runners", "--persona", "vp-product", "--pressure", "low", input=ANSWERS)
    assert "low pressure · Graham Sutter, VP of product" in result.stdout
    assert "\nGraham Sutter\n" in result.stdout
    assert "\nInterviewer\n" not in result.stdout
    assert "Graham Sutter" in coach("report", "last", "--format", "md").stdout


def test_a_panel_takes_turns_and_a_stakeholder_joins():
    found = set(names(practised("--panel", "staff-engineer, security-lead")))
    assert {"Tessa Brandvold", "Leila Farahani"} < found
    assert len(found) == 3


def test_without_flags_the_interviewer_is_the_interviewer():
    report = practised("--pressure", "low")
    assert set(names(report)) == {None}
    assert report["session"]["settings"]["personas"] == ["staff-engineer"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--persona", "boss"], 1, "no persona is called 'boss'; there are: staff-engineer, "),
        (["--panel", "director,boss"], 1, "no persona is called 'boss'"),
        (["--panel", "director"], 2, "two or three different personas"),
        (["--panel", "director,director"], 2, "two or three different personas"),
        (["--panel", ",".join(persona.ids())], 2, "two or three different personas"),
        (["--panel", "director,vp-product", "--persona", "director"], 2, "leave out one"),
        (["--pressure", "cruel"], 2, "cruel"),
    ],
)
def test_what_there_is_not_is_said_in_one_line_before_anything_is_kept(home, args, code, said):
    result = coach("practice", "ci-runners", *args)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""
    assert not (home / "sessions").exists()


def test_a_resumed_session_goes_on_with_the_same_people_and_as_hard(home):
    whole = practised("--panel", "vp-product,director", "--pressure", "high")
    folder = next((home / "sessions").iterdir())
    lines = (folder / "turns.jsonl").read_text().splitlines(keepends=True)
    answers = [turn["text"] for turn in whole["turns"] if turn["role"] == "candidate"]
    (folder / "turns.jsonl").write_text("".join(lines[:4]))
    for file in folder.glob("scorecard*"):
        file.unlink()
    assert coach("resume", input="\n---\n".join(answers[2:])).exit_code == 0
    again = json.loads(coach("report", "last", "--format", "json").stdout)
    assert [turn["text"] for turn in again["turns"]] == [turn["text"] for turn in whole["turns"]]
    assert names(again) == names(whole)
    assert [turn["move"]["source"] for turn in again["turns"] if turn["move"]].count("push:again") == 1


def test_a_session_from_before_there_were_personas_can_be_resumed(home):
    practised("--pressure", "low")
    folder = next((home / "sessions").iterdir())
    kept = json.loads((folder / "session.json").read_text())
    for key in ("personas", "pressure"):
        del kept["settings"][key]
    (folder / "session.json").write_text(json.dumps(kept))
    lines = (folder / "turns.jsonl").read_text().splitlines()[:2]
    (folder / "turns.jsonl").write_text(re.sub(r', "who": null', "", "\n".join(lines)) + "\n")
    assert '"who"' not in (folder / "turns.jsonl").read_text()
    result = coach("resume", input=ANSWERS)
    assert result.exit_code == 0, result.output
    turns = [turn_from_json(json.loads(line)) for line in (folder / "turns.jsonl").read_text().splitlines()]
    assert turns[-1].move is not None
    assert turns[-1].move.kind == "close"


def test_the_digests_of_their_prompts_are_kept(home):
    practised("--panel", "vp-product,director")
    kept = json.loads(next(home.rglob("session.json")).read_text())
    assert {"personas/vp-product.toml", "personas/director.toml"} <= set(kept["prompts"])
