"""`coach scenarios draft`, with a scripted server that speaks HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import main
from coach.llm.endpoint import Endpoint
from tests.bank.drafted import answers, replies
from tests.bank.papers import pdf
from tests.cli import processes
from tests.lab.fake_llm import FakeLLM

ADVERT = "Staff engineer, agents. We run four coding agents in loops."
USAGE = {"prompt_tokens": 900, "completion_tokens": 300}


@pytest.fixture
def known() -> dict[str, str]:
    """What the model writes; tests may change it."""
    return answers()


@pytest.fixture
def endpoint(known: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLLM]:
    with FakeLLM(by=lambda body: replies(known, body)) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        yield fake


@pytest.fixture
def advert(tmp_path: Path) -> Path:
    file = tmp_path / "advert.txt"
    file.write_text(ADVERT)
    return file


def draft(*args: str, code: int = 0, input: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["scenarios", "draft", *args], input=input)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def saved(home: Path) -> list[str]:
    return sorted(file.name for file in home.glob("prompts/scenarios/*"))


def test_a_draft_is_shown_checked_saved_and_practised(endpoint: FakeLLM, home: Path, advert: Path) -> None:
    result = draft("--from", str(advert))
    out = " ".join(result.stdout.split())
    assert "Robots that feed themselves" in out
    assert "1 scenario checked: no faults" in out
    assert "coach practice robots-that-feed-themselves" in out
    assert saved(home) == ["robots-that-feed-themselves.md"]
    assert ADVERT in endpoint.requests[0]["messages"][0]["content"]
    assert CliRunner().invoke(main, ["scenarios", "check", "robots-that-feed-themselves"]).exit_code == 0
    said = ["practice", "robots-that-feed-themselves", "--questions", "1", "--text", "--interviewer", "builtin"]
    assert CliRunner().invoke(main, said, input="We stop it.").exit_code == 0


@pytest.mark.usefixtures("endpoint")
def test_what_a_session_hides_is_shown_only_when_asked_for(advert: Path) -> None:
    fact = " ".join(answers()["fact_1_text"].split())
    assert fact not in " ".join(draft("--from", str(advert)).stdout.split())
    assert fact in " ".join(draft("--from", str(advert), "--spoilers").stdout.split())


@pytest.mark.usefixtures("endpoint")
def test_nothing_is_overwritten(home: Path, advert: Path) -> None:
    draft("--from", str(advert))
    draft("--from", str(advert))
    draft("--from", str(advert), "--id", "mine")
    names = ["mine.md", "robots-that-feed-themselves-2.md", "robots-that-feed-themselves.md"]
    assert saved(home) == names
    assert "is there already" in draft("--from", str(advert), "--id", "mine", code=1).stderr
    assert saved(home) == names


def test_a_title_of_a_shipped_scenario_hides_none(
    endpoint: FakeLLM, known: dict[str, str], home: Path, advert: Path
) -> None:
    known["title"] = "CI runners"
    draft("--from", str(advert))
    assert saved(home) == ["ci-runners-2.md"]
    assert "takes the place" in draft("--from", str(advert), "--id", "ci-runners").stderr
    assert endpoint.requests


@pytest.mark.usefixtures("endpoint")
def test_a_title_that_makes_no_id_is_a_draft(known: dict[str, str], home: Path, advert: Path) -> None:
    known["title"] = "日本語"
    draft("--from", str(advert))
    assert saved(home) == ["draft.md"]


@pytest.mark.usefixtures("endpoint")
def test_what_stays_wrong_is_saved_as_a_draft_with_its_faults(known: dict[str, str], home: Path, advert: Path) -> None:
    known["opening"] = "What now? And then?"
    result = draft("--from", str(advert), "--id", "mine", code=1)
    assert saved(home) == ["mine.draft.md"]
    file = home / "prompts" / "scenarios" / "mine.draft.md"
    line = file.read_text().splitlines().index("## Opening") + 1
    assert f"{file}:{line}: ## Opening: 2 questions; ask one thing" in result.stdout
    assert "call it mine.md" in result.stdout
    checked = CliRunner().invoke(main, ["scenarios", "check", str(file)])
    assert f"{file}:{line}: ## Opening" in checked.stdout
    assert "mine" not in {row["id"] for row in json.loads(CliRunner().invoke(main, ["scenarios", "--json"]).stdout)}


@pytest.mark.usefixtures("endpoint")
def test_as_json(known: dict[str, str], home: Path, advert: Path) -> None:
    made = json.loads(draft("--from", str(advert), "--json").stdout)
    file = home / "prompts" / "scenarios" / "robots-that-feed-themselves.md"
    assert made == {"id": "robots-that-feed-themselves", "file": str(file), "faults": []}
    known["opening"] = "What now? And then?"
    made = json.loads(draft("--from", str(advert), "--json", "--id", "mine", code=1).stdout)
    assert [fault["where"] for fault in made["faults"]] == ["## Opening"]
    assert made["file"].endswith("mine.draft.md")


@pytest.mark.parametrize(("typed", "files"), [("y\n", ["mine.md"]), ("\n", ["mine.md"]), ("n\n", [])])
@pytest.mark.usefixtures("endpoint")
def test_at_a_terminal_it_asks_before_it_saves(
    home: Path, advert: Path, monkeypatch: pytest.MonkeyPatch, typed: str, files: list[str]
) -> None:
    monkeypatch.setattr("coach.cli.scenarios_draft.at_terminal", lambda: True)
    result = draft("--from", str(advert), "--id", "mine", input=typed)
    assert saved(home) == files
    assert "Save it as mine?" in result.stderr
    assert ("not saved" in result.stdout) == (not files)


@pytest.mark.usefixtures("endpoint")
def test_yes_asks_nothing(home: Path, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.cli.scenarios_draft.at_terminal", lambda: True)
    assert "Save it" not in draft("--from", str(advert), "--id", "mine", "--yes").output
    assert saved(home) == ["mine.md"]


def test_from_stdin_and_from_a_pdf(endpoint: FakeLLM, home: Path, tmp_path: Path) -> None:
    draft("--from", "-", "--id", "piped", input=ADVERT)
    file = tmp_path / "advert.pdf"
    file.write_bytes(pdf("Staff engineer,", "data."))
    draft("--from", str(file), "--id", "printed")
    assert saved(home) == ["piped.md", "printed.md"]
    assert "Staff engineer,\n\ndata." in endpoint.requests[-1]["messages"][0]["content"]


def test_a_long_document_is_cut_and_that_is_said(endpoint: FakeLLM, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("word " * 10_000)
    result = draft("--from", str(file))
    assert f"only the first 12,000 characters of {file} are used" in result.stderr
    assert "the first 12,000 characters of a longer one" in endpoint.requests[0]["messages"][0]["content"]


def test_it_says_where_the_document_goes_and_what_it_took(
    known: dict[str, str], advert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Endpoint, "local", False)

    def by(body):
        reply = replies(known, body)
        return type(reply)(reply.text, usage=USAGE)

    with FakeLLM(by=by) as fake:
        result = draft("--from", str(advert), "--base-url", fake.url)
    assert f"the document goes to {fake.url}" in result.stderr
    assert "3 calls, 2,700 tokens in, 900 out" in result.stderr


def test_without_a_language_model_it_says_what_to_set(home: Path, advert: Path) -> None:
    (line,) = draft("--from", str(advert), code=1).stderr.splitlines()
    assert line.startswith("Error: no language model endpoint: set OPENAI_BASE_URL")
    assert saved(home) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--from", "gone.txt"], "gone.txt cannot be read"),
        (["--from", "advert.docx"], "only .txt, .md and .pdf"),
        (["--from", "-"], "nothing on stdin"),
        (["--from", "gone.txt", "--id", "My Case"], "is no id"),
    ],
)
@pytest.mark.usefixtures("endpoint")
def test_errors_are_one_line_and_cost_no_request(args: list[str], said: str) -> None:
    (line,) = draft(*args, code=1, input="").stderr.splitlines()
    assert said in line


def test_no_pypdf_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    file = tmp_path / "advert.pdf"
    file.write_bytes(pdf("text"))
    assert "pip install 'coach[pdf]'" in draft("--from", str(file), code=1).stderr


def test_as_a_process_with_a_pipe_it_saves_unasked(endpoint: FakeLLM, home: Path) -> None:
    process = processes.start(home, "scenarios", "draft", "--from", "-", env={"OPENAI_BASE_URL": endpoint.url})
    out, err = process.communicate(ADVERT, timeout=60)
    assert process.returncode == 0, err
    assert "saved as" in out
    assert "\x1b" not in out + err
    assert saved(home) == ["robots-that-feed-themselves.md"]
