"""The commands as a user meets them, through click's runner."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import COMMANDS, main
from tests import conftest

ANSWERS = """I'd freeze the library upgrades until May and ship the launch, because it keeps the Nordbank contract.
Ines loses her date for the other two teams, and I'd tell her on Monday.
---
We start with one team as a trial for two weeks; if fewer than half of the pull requests pass, we stop.
---
The number is forty pages a week down to ten by March, and the error rate must not go up meanwhile.
---
Omar owns the clean-up and I review it every Friday.
"""


def coach(*args: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, list(args), input=input)


def practised(*args: str, input: str = ANSWERS) -> Result:
    result = coach("practice", "ci-runners", "--seed", "1", *args, input=input)
    assert result.exit_code == 0, result.output
    return result


def test_a_whole_typed_session_is_held_saved_scored_and_listed():
    result = practised()
    assert "Interviewer" in result.stdout
    rows = json.loads(coach("sessions", "--json").stdout)
    assert [(row["scenario"], row["mode"], row["finished"]) for row in rows] == [("ci-runners", "text", True)]
    assert set(rows[0]) == {"id", "started", "scenario", "mode", "overall", "level", "finished", "drill"}
    assert rows[0]["drill"] is None
    report = json.loads(coach("report", "last", "--format", "json").stdout)
    said = [turn["text"] for turn in report["turns"] if turn["role"] == "candidate"]
    assert said == [answer.strip() for answer in ANSWERS.split("---")]
    assert report["turns"][-1]["move"]["kind"] == "close"
    assert rows[0]["overall"] == report["overall"]


def test_json_is_one_document_and_the_saved_scorecard(home):
    card = json.loads(practised("--json").stdout)
    saved = json.loads(next(home.rglob("scorecard.json")).read_text())
    assert card == saved
    assert [each["id"] for each in card["dimensions"]][:3] == ["framing", "priorities", "tradeoffs"]
    assert len(card["observations"]) == 49
    for dimension in card["dimensions"]:
        for evidence in dimension["evidence"]:
            assert re.fullmatch(r"A[1-4]\.\d+", evidence["id"])
            assert evidence["quote"] in ANSWERS.replace("\n", " ")
    assert card["delivery"]["measured"] is False


def test_every_missing_part_is_one_line_with_its_cure():
    lines = practised().stderr.splitlines()
    assert any("OPENAI_BASE_URL" in line for line in lines)


def test_answers_from_a_file(tmp_path):
    script = tmp_path / "answers.txt"
    script.write_text(ANSWERS)
    result = coach("practice", "ci-runners", "--answers", str(script), "--questions", "2")
    assert result.exit_code == 0, result.output
    report = json.loads(coach("report", "last", "--format", "json").stdout)
    assert sum(turn["role"] == "candidate" for turn in report["turns"]) == 2


def test_the_same_seed_gives_the_same_session():
    def questions() -> list[str]:
        practised("--interviewer", "builtin")
        turns = json.loads(coach("report", "last", "--format", "json").stdout)["turns"]
        return [turn["text"] for turn in turns if turn["role"] == "interviewer"]

    assert questions() == questions()


def test_a_scenario_not_practised_lately_is_chosen():
    all_ids = {row["id"] for row in json.loads(coach("scenarios", "--json").stdout)}
    for _ in all_ids:
        assert coach("practice", "--seed", "3", "--questions", "1", input="We stop it.").exit_code == 0
    chosen = [row["scenario"] for row in json.loads(coach("sessions", "--json").stdout)]
    assert set(chosen) == all_ids


def test_scenarios_are_listed_filtered_and_shown_without_what_is_hidden():
    rows = json.loads(coach("scenarios", "--json").stdout)
    assert len(rows) >= 6
    assert all(set(row) >= {"id", "title", "track", "level", "minutes"} for row in rows)
    track = rows[0]["track"]
    only = json.loads(coach("scenarios", "--track", track, "--json").stdout)
    assert {row["track"] for row in only} == {track}
    shown = coach("scenarios", "show", "ci-runners").stdout
    from coach import scenario

    one = scenario.load("ci-runners")
    assert one.title in shown
    flat = " ".join(shown.split())
    assert not any(fact.text in flat for fact in one.facts)
    assert one.reference["staff"][:40] not in flat


@pytest.mark.parametrize(("form", "sign"), [("text", "ci-runners"), ("md", "# "), ("html", "<html"), ("json", "{")])
def test_reports_in_every_format_on_stdout_and_in_a_file(tmp_path, form, sign):
    practised()
    assert sign in coach("report", "last", "--format", form).stdout or form == "text"
    file = tmp_path / "made"
    assert coach("report", "last", "--format", form, "--output", str(file)).exit_code == 0
    assert "Nordbank" in file.read_text()


def test_the_format_follows_the_name_of_the_output(tmp_path):
    practised()
    file = tmp_path / "report.html"
    assert coach("report", "last", "--output", str(file)).exit_code == 0
    assert file.read_text().lstrip().lower().startswith("<!doctype html")


def test_a_session_that_cannot_be_read_hides_no_other(home):
    practised()
    broken = home / "sessions" / "20200101-000000-abc"
    broken.mkdir()
    (broken / "session.json").write_text("{half")
    result = coach("sessions", "--json")
    assert [row["scenario"] for row in json.loads(result.stdout)] == ["ci-runners"]
    assert str(broken) in result.stderr
    assert coach("practice", "--questions", "1", input="We stop it.").exit_code == 0


def test_scoring_a_session_again_keeps_the_earlier_scorecard(home):
    first = json.loads(practised("--json").stdout)
    again = json.loads(coach("score", "last", "--json").stdout)
    assert again["dimensions"] == first["dimensions"]
    assert len(list(home.rglob("scorecard*.json"))) == 2


MARKDOWN = """# Mock, Tuesday

**Interviewer:** Where do you put the team?

**Candidate:** I'd freeze the upgrades until May, because the launch keeps the Nordbank contract.
Ines loses her date.

Q: What would change your mind?
A: If two of five trial teams fall behind, we stop on the first of March.
"""


def test_a_transcript_made_elsewhere_is_scored(home, tmp_path):
    file = tmp_path / "mock.md"
    file.write_text(MARKDOWN)
    card = json.loads(coach("score", str(file), "--json").stdout)
    quotes = [each["quote"] for dimension in card["dimensions"] for each in dimension["evidence"]]
    assert any("Nordbank" in quote for quote in quotes)
    assert any("two of five trial teams" in quote for quote in quotes)
    assert not any("Where do you put" in quote for quote in quotes)
    assert not list(home.rglob("session.json"))


def test_the_rules_explain_themselves_when_asked_and_only_then(tmp_path):
    file = tmp_path / "mock.md"
    file.write_text(MARKDOWN)
    plain = coach("score", str(file), "--explain").stdout
    assert 'for: "' in plain[plain.index("Why, by the rules") :]
    assert "Why, by the rules" not in coach("score", str(file)).stdout
    card = json.loads(coach("score", str(file), "--explain", "--json").stdout)
    assert {"indicator", "verdict", "confidence", "reasons"} == set(card["explain"][0])
    assert "explain" not in json.loads(coach("score", str(file), "--json").stdout)


def test_a_transcript_as_json_gives_the_same_scores_as_the_same_words_in_markdown(tmp_path):
    turns = [
        {
            "role": "candidate",
            "text": "I'd freeze the upgrades until May, because the launch keeps the Nordbank contract.",
        },
        {"role": "interviewer", "text": "What would change your mind?"},
        {"role": "candidate", "text": "If two of five trial teams fall behind, we stop on the first of March."},
    ]
    data, text = tmp_path / "mock.json", tmp_path / "mock.txt"
    data.write_text(json.dumps({"question": "Where do you put the team?", "turns": turns}))
    labels = {"interviewer": "Interviewer", "candidate": "Candidate"}
    lines = [f"{labels[turn['role']]}: {turn['text']}" for turn in turns]
    text.write_text("\n".join(["Interviewer: Where do you put the team?", *lines]))
    first, second = (json.loads(coach("score", str(each), "--json").stdout) for each in (data, text))
    assert first["dimensions"] == second["dimensions"]
    assert first["overall"] == second["overall"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["practice", "no-such-scenario"], 1, "coach scenarios"),
        (["practice", "--level", "boss"], 2, "boss"),
        (["practice", "--questions", "0"], 2, "--questions"),
        (["practice", "--text", "--mic", __file__], 2, "--mic"),
        (["practice", "--interviewer", "llm"], 1, "OPENAI_BASE_URL"),
        (["score", "no-such-file.md"], 1, "no such file"),
        (["score", conftest.__file__], 1, "no answer of a candidate's"),
        (["report", "last"], 1, "coach practice"),
        (["resume"], 1, "coach practice"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_one_line_with_the_right_code(args, code, said):
    result = coach(*args, input="")
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert result.stdout == ""
    if code == 1:
        last = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
        assert len(last) == 1


def test_a_dead_endpoint_is_told_and_the_session_goes_on_without_it():
    result = practised("--base-url", "http://127.0.0.1:9/v1")
    assert "127.0.0.1:9" in result.stderr
    assert "Traceback" not in result.output


def test_the_short_help_is_the_commands_own():
    for name, (_, short) in COMMANDS.items():
        help_text = " ".join(coach(name, "--help").stdout.split())
        assert short.removesuffix(".") in help_text, name


def test_help_has_examples_for_every_command():
    for name in COMMANDS:
        assert "Examples:" in coach(name, "--help").stdout, name


def test_output_that_is_piped_has_no_colour_codes():
    result = practised()
    assert "\x1b" not in result.stdout + result.stderr
    for args in (["sessions"], ["report", "last"], ["scenarios"], ["doctor"]):
        assert "\x1b" not in coach(*args).output


def test_the_files_of_a_session_hold_no_key(home, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1")
    practised("--base-url", "http://user:hush@127.0.0.1:9/v1")
    for file in home.rglob("*"):
        if file.is_file():
            assert "sk-secret-1" not in file.read_text()
            assert "hush" not in file.read_text()


def test_a_scripted_session_ignores_where_it_is_run(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    practised()
    assert list(Path.cwd().iterdir()) == [home]
