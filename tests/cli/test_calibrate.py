"""`coach calibrate`, and the line that reports carry of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach import library
from coach.cli import trust
from coach.cli.engines import SAMPLES
from coach.cli.main import main
from coach.llm.endpoint import Endpoint
from coach.scoring import calibration, rubric
from coach.scoring.attacks import attacks
from coach.scoring.calibration import UNCALIBRATED
from coach.scoring.observation import Observed
from coach.store import Store
from tests.lab.fake_llm import FakeLLM, Reply, data

RUBRIC = rubric.load()
INTERVIEW = "Interviewer: What first?\nCandidate: We stop the migration until May, and I tell Ines on Monday.\n"


def coach(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.fixture
def interview(tmp_path: Path) -> str:
    file = tmp_path / "interview.md"
    file.write_text(INTERVIEW)
    return str(file)


def scored(interview: str) -> str:
    result = coach("score", interview, "--observer", "rules", "--json")
    assert result.exit_code == 0, result.output
    line: str = json.loads(result.stdout)["calibration"]
    return line


def test_the_rules_are_measured_shown_and_kept(home: Path) -> None:
    result = coach("calibrate", "--observer", "rules")
    assert result.exit_code == 0, result.output
    for words in ("staff above senior", "of 36", "padding x2", "talk to the grader", "next to nothing", "±0.00"):
        assert words in result.stdout
    (file,) = (home / "calibrations").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    said = result.stdout.strip().splitlines()[-1].strip()
    assert said.startswith("this grader put ")


def test_json_is_one_document_and_its_line_is_what_reports_say(interview: str) -> None:
    found = json.loads(coach("calibrate", "--observer", "rules", "--quick", "--json").stdout)
    assert found["observer"] == "rules"
    assert found["quick"] is True
    assert sum(pairs["of"] for pairs in found["pairs"]) == 12
    assert scored(interview) == found["line"]


def test_a_report_by_the_rules_says_how_they_do_without_being_asked_to(interview: str, home: Path) -> None:
    said = scored(interview)
    assert said.startswith("this grader put ")
    assert " of 36 reference pairs in the right order" in said
    assert list((home / "calibrations").iterdir())
    shown = coach("score", interview, "--observer", "rules").stdout
    assert said in " ".join(shown.split())


def test_a_quick_check_does_not_replace_a_full_one(interview: str) -> None:
    coach("calibrate", "--observer", "rules")
    full = scored(interview)
    result = coach("calibrate", "--observer", "rules", "--quick")
    assert result.exit_code == 0
    assert "is kept" in result.stderr
    assert scored(interview) == full


def test_a_folder_that_cannot_be_written_to_costs_no_report(interview: str, home: Path) -> None:
    home.mkdir()
    (home / "calibrations").write_text("in the way")
    assert scored(interview).startswith("this grader put ")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"observer": "rules"}'])
def test_a_broken_measurement_is_none(text: str, home: Path, interview: str) -> None:
    scored(interview)
    (file,) = (home / "calibrations").iterdir()
    file.write_text(text)
    assert trust.kept(Store(home), file.stem) is None
    assert scored(interview).startswith("this grader put ")


def test_another_model_prompt_or_rubric_is_another_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {trust.name("rules", None, RUBRIC), trust.name("llm", "m-1", RUBRIC), trust.name("llm", "m-2", RUBRIC)}
    named.add(trust.name("llm", "m-1", rubric.parse(library.read("rubrics/staff.toml") + "\n", "rubrics/staff.toml")))
    rules = trust.name("rules", None, RUBRIC)
    real = library.read
    monkeypatch.setattr(library, "read", lambda name: real(name) + (" " if Path(name).name == "judge.md" else ""))
    named.add(trust.name("llm", "m-1", RUBRIC))
    assert len(named) == 5
    assert trust.name("rules", None, RUBRIC) == rules, "the rules are told no prompt"


def test_a_name_is_a_file_name_whatever_the_model_is_called() -> None:
    named = trust.name("llm", "../../hub/Some Model:4b\x00" + "x" * 300, RUBRIC)
    assert "/" not in named
    assert not named.startswith(".")
    assert len(named) < 100


def test_a_model_is_uncalibrated_until_it_is_measured(home: Path) -> None:
    observed, store = Observed("llm", "m-1", ()), Store(home)
    assert trust.line_of(observed, RUBRIC, store) == UNCALIBRATED
    found = json.loads(coach("calibrate", "--observer", "rules", "--json").stdout)
    line = found.pop("line")
    store.save_calibration(trust.name("llm", "m-1", RUBRIC), found)
    assert trust.line_of(observed, RUBRIC, store) == line
    assert trust.line_of(Observed("llm", "m-2", ()), RUBRIC, store) == UNCALIBRATED


class Agreeable(FakeLLM):
    """Answers as often as it is asked, each time by the first of the choices."""

    def take(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:  # noqa: ARG002
        self.requests.append(body)
        fields = body["response_format"]["json_schema"]["schema"]["properties"]
        return data({name: field["enum"][0] for name, field in fields.items()})


def test_a_model_is_measured_through_its_endpoint_and_an_interrupted_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, interview: str
) -> None:
    monkeypatch.setattr(Endpoint, "local", False)
    monkeypatch.setattr(calibration, "QUICK", calibration.Sample(1, 0, 1, 1))
    monkeypatch.setattr(calibration, "attacks", lambda rubric: attacks(rubric)[:2])
    with Agreeable() as server:
        flags = ("--observer", "llm", "--base-url", server.url, "--model", "m-1", "--json")
        found = json.loads(coach("calibrate", *flags, "--quick", "--runs", "2").stdout)
        first = len(server.requests)
        assert coach("calibrate", *flags, "--quick", "--runs", "2").exit_code == 0
        assert len(server.requests) == first + SAMPLES * len(RUBRIC.dimensions), (
            "only the second run of one is asked for again"
        )
        card = json.loads(coach("score", interview, *flags).stdout)
    assert (found["observer"], found["model"], found["runs"], found["by_rules"]) == ("llm", "m-1", 2, 0)
    assert len(found["overalls"]) == 3
    assert card["calibration"] == found["line"]


def test_a_model_that_fails_is_one_line_and_nothing_is_kept(home: Path) -> None:
    result = coach("calibrate", "--observer", "llm", "--base-url", "http://127.0.0.1:9/v1", "--model", "m-1")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (home / "calibrations").exists()


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_form_of_a_report_carries_the_line(form: str, home: Path) -> None:
    held = CliRunner().invoke(
        main, ["practice", "ci-runners", "--seed", "1", "--json"], input="We stop it.\n---\nYes.\n"
    )
    line = json.loads(held.stdout)["calibration"]
    assert line.startswith("this grader put ")
    assert line in " ".join(coach("report", "last", "--format", form).stdout.split())
    (card,) = home.rglob("scorecard.json")
    older = {key: value for key, value in json.loads(card.read_text()).items() if key != "calibration"}
    card.write_text(json.dumps(older))
    if form != "json":  # scored before graders were measured
        assert UNCALIBRATED in " ".join(coach("report", "last", "--format", form).stdout.split())
