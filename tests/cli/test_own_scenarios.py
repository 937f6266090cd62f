"""Scenarios of one's own, through the commands: begun, checked, listed, shown, practised."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach import library, scenario
from coach.bank import template
from coach.cli.main import main
from coach.session import Session, Turn
from coach.store import Store

TEXT = library.read("scenarios/ci-runners.md")


def coach(*args: str, code: int = 0, input: str | None = None) -> Result:
    result = CliRunner().invoke(main, list(args), input=input)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def mine(home: Path) -> Path:
    """The folder of the user's own scenarios."""
    folder = home / "prompts" / "scenarios"
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, id: str, text: str | None = None) -> Path:
    """A scenario of the user's: a shipped one under another id, unless said otherwise."""
    file = folder / f"{id}.md"
    file.write_text(text or TEXT.replace('id = "ci-runners"', f'id = "{id}"'), encoding="utf-8")
    return file


def listed(*args: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(coach("scenarios", *args, "--json").stdout)
    return rows


def practised(home: Path, id: str, scenario_id: str, overall: float | None, turns: int = 1) -> None:
    """A saved session, as large as a spoken one."""
    store = Store(home)
    started = f"{id[:4]}-{id[4:6]}-{id[6:8]}T10:00:00+00:00"
    session = Session(id, started, scenario_id, TEXT, "voice")
    store.create(session)
    for at in range(turns):
        store.append(session, Turn(at, "candidate", "word " * 2000, 0, 1))
    if overall is not None:
        store.save_scorecard(id, {"overall": overall})


# Where they lie


def test_they_are_found_in_the_data_folder_and_marked(mine: Path) -> None:
    put(mine, "my-case")
    assert [row["id"] for row in listed() if row["own"]] == ["my-case"]
    out = coach("scenarios").stdout
    assert re.search(r"my-case \* +never", out)
    assert f"* yours, in {mine}" in out
    assert "* yours" not in coach("scenarios", "--track", "storage").stdout


def test_coach_prompts_names_another_folder(home: Path, mine: Path, tmp_path: Path, monkeypatch) -> None:
    put(mine, "at-home")
    other = tmp_path / "elsewhere" / "scenarios"
    other.mkdir(parents=True)
    put(other, "my-case")
    monkeypatch.setenv("COACH_PROMPTS", str(other.parent))
    assert [row["id"] for row in listed() if row["own"]] == ["my-case"]
    assert not (home / "sessions").exists()


def test_a_file_of_the_same_id_hides_the_shipped_one(mine: Path) -> None:
    put(mine, "ci-runners", TEXT.replace('title = "', 'title = "Mine: '))
    (row,) = [row for row in listed() if row["id"] == "ci-runners"]
    assert row["own"]
    assert str(row["title"]).startswith("Mine: ")
    assert coach("scenarios", "show", "ci-runners").stdout.startswith("Mine: ")


def test_nothing_of_it_is_left_when_the_command_is_over(mine: Path) -> None:
    put(mine, "my-case")
    listed()
    assert "my-case" not in scenario.ids()


def test_other_prompt_files_are_hidden_too(home: Path, mine: Path) -> None:
    words = library.read("template.md").replace("The export that nobody owns", "My own beginning")
    (mine.parent / "template.md").write_text(words)
    coach("scenarios", "new", "my-case")
    assert 'title = "My own beginning"' in (mine / "my-case.md").read_text()
    assert home in mine.parents


def test_it_is_practised_scored_and_reported(mine: Path) -> None:
    put(mine, "my-case")
    said = ("practice", "my-case", "--seed", "1", "--questions", "2", "--text")
    result = coach(*said, input="We build less, because it costs 64 thousand.\n---\nOn Monday.\n")
    assert "CI runners" in result.stdout
    (row,) = [row for row in listed() if row["own"]]
    assert row["sessions"] == 1
    assert coach("report", "last").stdout


# The list


def test_the_list_goes_by_track_and_level() -> None:
    rows = listed()
    levels = ["senior", "staff", "principal"]
    assert rows == sorted(rows, key=lambda row: (row["track"], levels.index(str(row["level"])), row["id"]))
    lines = coach("scenarios").stdout.splitlines()
    assert lines[0].split() == ["track", "level", "id", "practised", "best", "title"]
    assert [line.split()[2] for line in lines[1:]] == [row["id"] for row in rows]
    assert set(rows[0]) == {"id", "title", "track", "level", "minutes", "own", "sessions", "practised", "best"}


def test_tracks_and_levels_can_be_picked() -> None:
    assert {row["level"] for row in listed("--level", "principal")} == {"principal"}
    both = listed("--level", "principal", "--track", "devops")
    assert {(row["track"], row["level"]) for row in both} == {("devops", "principal")}
    assert "the tracks are: ai-hardware" in coach("scenarios", "--track", "none").stdout
    assert listed("--track", "none") == []


def test_it_says_when_each_was_practised_last_and_the_best_score(home: Path) -> None:
    practised(home, "20261101-100000-abc", "ci-runners", 3.14)
    practised(home, "20261103-100000-abc", "ci-runners", 2.5)
    practised(home, "20261102-100000-abc", "full-ceph", None)
    practised(home, "20261104-100000-abc", "gone-since", 4.0)
    rows = {row["id"]: row for row in listed()}
    runners, ceph, never = rows["ci-runners"], rows["full-ceph"], rows["cdk-behind"]
    assert (runners["practised"], runners["best"], runners["sessions"]) == ("2026-11-03T10:00:00+00:00", 3.14, 2)
    assert (ceph["practised"], ceph["best"], ceph["sessions"]) == ("2026-11-02T10:00:00+00:00", None, 1)
    assert (never["practised"], never["best"], never["sessions"]) == (None, None, 0)
    out = coach("scenarios").stdout
    assert re.search(r"ci-runners +2026-11-03 +3\.1 ", out)
    assert re.search(r"full-ceph +2026-11-02 +- ", out)
    assert re.search(r"cdk-behind +never +- ", out)


def test_a_session_that_cannot_be_read_is_told_and_hides_no_other(home: Path) -> None:
    practised(home, "20261101-100000-abc", "ci-runners", 3.0)
    practised(home, "20261102-100000-abc", "ci-runners", 3.0)
    (home / "sessions" / "20261102-100000-abc" / "scorecard.json").write_text("{half")
    result = coach("scenarios", "--json")
    assert [row["sessions"] for row in json.loads(result.stdout) if row["id"] == "ci-runners"] == [1]
    assert "20261102-100000-abc" in result.stderr


def test_the_turns_of_saved_sessions_are_not_read(home: Path) -> None:
    """There may be hours of them: 200 spoken sessions are 40 MB."""
    practised(home, "20261101-100000-abc", "ci-runners", 3.0)
    (home / "sessions" / "20261101-100000-abc" / "turns.jsonl").write_text("not a turn\n")
    result = coach("scenarios", "--json")
    assert [row["best"] for row in json.loads(result.stdout) if row["id"] == "ci-runners"] == [3.0]
    assert result.stderr == ""


def test_a_broken_scenario_is_told_and_hides_no_other(mine: Path) -> None:
    put(mine, "aa-broken", TEXT.replace("minutes = ", "minutes = x"))
    put(mine, "my-case")
    put(mine, "other.draft")
    result = coach("scenarios", "--json")
    assert [row["id"] for row in json.loads(result.stdout) if row["own"]] == ["my-case"]
    assert f"{mine / 'aa-broken.md'}: TOML" in result.stderr
    assert "coach scenarios check aa-broken" in result.stderr
    assert f"coach scenarios check {mine / 'other.draft.md'}" in result.stderr
    assert "mend this first" in coach("practice", "aa-broken", code=1).stderr
    assert coach("practice", "--questions", "1", "--text", input="We stop it.").exit_code == 0


def test_a_file_that_is_no_text_is_one_line(mine: Path) -> None:
    (mine / "my-case.md").write_bytes(b"\xff\xfe+\x00")
    assert "my-case.md: not UTF-8 text" in coach("scenarios").stderr
    assert "not UTF-8 text" in coach("scenarios", "show", "my-case", code=1).stderr


# One of them


def test_show_hides_what_a_session_hides() -> None:
    one = scenario.load("ci-runners")
    plain = " ".join(coach("scenarios", "show", "ci-runners").stdout.split())
    data = coach("scenarios", "show", "ci-runners", "--json").stdout
    hidden = [*(fact.text for fact in one.facts), *(each.line for each in one.stakeholders), *one.flips]
    hidden += [*(each.interest for each in one.stakeholders), *(probe.ask for probe in one.probes), one.bad_argument]
    hidden += [" ".join(text.split()) for text in one.reference.values()]
    for text in hidden:
        assert text not in plain
        assert text not in data
    assert json.loads(data)["opening"] == one.opening
    assert json.loads(data)["facts"] == len(one.facts)


def test_spoilers_show_everything() -> None:
    one = scenario.load("ci-runners")
    shown = " ".join(coach("scenarios", "show", "ci-runners", "--spoilers").stdout.split())
    data = json.loads(coach("scenarios", "show", "ci-runners", "--spoilers", "--json").stdout)
    wanted = [*(fact.text for fact in one.facts), *(each.line for each in one.stakeholders), *one.flips]
    wanted += [*(each.interest for each in one.stakeholders), *(probe.ask for probe in one.probes), one.bad_argument]
    wanted += [*one.reference.values(), *(", ".join(fact.unlocked_by) for fact in one.facts)]
    for text in wanted:
        assert " ".join(text.split()) in shown
    assert [fact["unlocked_by"] for fact in data["facts"]] == [list(fact.unlocked_by) for fact in one.facts]
    assert data["reference"] == dict(one.reference)


# New ones


def test_new_writes_the_example_and_says_what_comes_next(mine: Path) -> None:
    result = coach("scenarios", "new", "my-case")
    file = mine / "my-case.md"
    assert str(file) in result.stdout
    assert "coach scenarios check my-case" in result.stdout
    assert "coach practice my-case" in result.stdout
    assert file.read_text() == template.text("my-case")
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_new_makes_the_folder_and_never_overwrites(home: Path) -> None:
    coach("scenarios", "new", "my-case")
    file = home / "prompts" / "scenarios" / "my-case.md"
    file.write_text("my work")
    result = coach("scenarios", "new", "my-case", code=1)
    assert str(file) in result.stderr
    assert file.read_text() == "my work"
    file.rename(file.with_name("my-case.draft.md"))
    assert "my-case.draft.md is there already" in coach("scenarios", "new", "my-case", code=1).stderr


@pytest.mark.parametrize("id", ["My Case", "../up", "a_b", "", "-a", "draft.md", "a/b"])
def test_new_takes_ids_only(home: Path, id: str) -> None:
    assert "is no id" in coach("scenarios", "new", "--", id, code=1).stderr
    assert not home.exists()


def test_new_says_when_it_hides_a_shipped_one() -> None:
    assert "takes the place of the shipped scenario ci-runners" in coach("scenarios", "new", "ci-runners").stderr
    assert json.loads(coach("scenarios", "new", "mine", "--json").stdout)["id"] == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_one_line(mine: Path) -> None:
    mine.chmod(0o500)
    assert "cannot be written" in coach("scenarios", "new", "my-case", code=1).stderr


def test_a_file_where_the_folder_should_be_is_one_line(home: Path) -> None:
    home.mkdir()
    (home / "prompts").write_text("in the way")
    assert "cannot be written" in coach("scenarios", "new", "my-case", code=1).stderr
    assert coach("scenarios").stdout


def test_what_new_wrote_is_practised_as_it_is() -> None:
    coach("scenarios", "new", "my-case")
    result = coach("practice", "my-case", "--questions", "1", "--text", "--seed", "1", input="We stop it.")
    assert "The export that nobody owns" in result.stdout


# Checking


def test_check_tells_all_faults_with_file_and_line(mine: Path) -> None:
    text = TEXT.replace('id = "ci-runners"', 'id = "my-case"').replace("minutes = 15", 'minutes = "15"')
    file = put(mine, "my-case", text.replace("## Opening", "## Beginning"))
    result = coach("scenarios", "check", "my-case", code=1)
    lines = result.stdout.splitlines()
    numbered = file.read_text().splitlines()
    place = numbered.index('minutes = "15"') + 1
    assert f"{file}:{place}: minutes: int expected, not '15'; write a whole number" in lines
    assert any(line.startswith(f"{file}:{numbered.index('## Beginning') + 1}: ## Beginning: unknown") for line in lines)
    assert lines[-1] == "1 scenario checked: 3 faults"
    assert result.stderr == ""


def test_check_takes_files_folders_and_ids_each_once(mine: Path, tmp_path: Path, monkeypatch) -> None:
    file = put(mine, "my-case")
    put(mine, "other")
    assert coach("scenarios", "check", str(file)).stdout == "1 scenario checked: no faults\n"
    assert coach("scenarios", "check", str(mine)).stdout == "2 scenarios checked: no faults\n"
    assert coach("scenarios", "check", str(mine.parent)).stdout == "2 scenarios checked: no faults\n"
    assert coach("scenarios", "check", "other", str(mine), "ci-runners").stdout == "3 scenarios checked: no faults\n"
    monkeypatch.chdir(mine)
    put(mine, "other", "nothing")
    assert coach("scenarios", "check", "other.md", code=1).stdout.startswith("other.md:1: the file has to begin")
    for gone in ("nowhere", str(tmp_path / "gone.md")):
        assert "no such file or folder" in coach("scenarios", "check", gone, code=1).stderr
    (tmp_path / "bare").mkdir()
    assert "no scenario file in it" in coach("scenarios", "check", str(tmp_path / "bare"), code=1).stderr


def test_check_without_paths_goes_through_ones_own_and_the_shipped(mine: Path) -> None:
    shipped = len(scenario.ids())
    put(mine, "ci-runners", "broken")
    put(mine, "My Case", TEXT)
    lines = coach("scenarios", "check", code=1).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == [
        str(mine / f"{id}.md") for id in ("My Case", "ci-runners")
    ]
    assert lines[-1] == f"{shipped + 2} scenarios checked: 2 faults in 2 of them"


def test_check_as_json(mine: Path) -> None:
    file = put(mine, "my-case", TEXT)
    found = json.loads(coach("scenarios", "check", "my-case", "ci-runners", "--json", code=1).stdout)
    (fault,) = found["faults"]
    assert found["scenarios"] == 2
    assert (fault["file"], fault["line"], fault["where"]) == (str(file), 2, "id")
    assert json.loads(coach("scenarios", "check", "ci-runners", "--json").stdout) == {"scenarios": 1, "faults": []}


def test_a_file_that_cannot_be_read_is_a_fault_of_it(mine: Path) -> None:
    file = mine / "my-case.md"
    file.write_bytes(b"\xff")
    assert f"{file}:1: not UTF-8 text" in coach("scenarios", "check", "my-case", code=1).stdout


@pytest.mark.parametrize("name", ["show", "check", "new", "draft"])
def test_every_command_has_help_with_examples(name: str) -> None:
    assert f"coach scenarios {name}" in coach("scenarios", name, "--help").stdout.partition("Examples:")[2]
