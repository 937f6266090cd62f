"""`coach report --timing`: the figures alone, as a table or as data."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import main
from coach.review.timing import NOTHING
from coach.session import Move, Session, Turn
from coach.store import Store
from tests.cases import session as blank


def coach(*args: str, input: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=input)


@pytest.fixture
def held(home: Path) -> Session:
    store, session = Store(home), replace(blank(), mode="voice")
    store.create(session)
    said = {"record": 20.0, "speech_end": 28.0, "commit.1": 15.0, "text": 28.5, "over": 30.0}
    asked = {"asked": 28.6, "first_token": 29.0, "first_sound": 30.3}
    store.append(session, Turn(0, "interviewer", "What do you do?", 0, 8, Move("opening"), timing={"first_sound": 0.2}))
    store.append(session, Turn(1, "candidate", "I stop it.", 8, 30, timing=said))
    store.append(session, Turn(2, "interviewer", "Thank you.", 30, 33, Move("close"), "llm", timing=asked))
    return session


def test_a_table_of_every_answer(home, held):
    result = coach("report", "--timing")
    assert result.exit_code == 0, result.output
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert rows["A1"] == ["20.0", "1", "0.50", "2.00", "0.40", "0.30", "2.30"]
    assert rows["median"] == rows["p95"] == rows["A1"]
    assert not (Store(home).folder(held.id) / "scorecard.json").exists(), "nothing had to be scored"


def test_as_data_and_to_a_file(tmp_path, held):
    data = json.loads(coach("report", held.id, "--timing", "--json").stdout)
    assert data["turns"][0]["voice_to_voice"] == 2.3
    assert set(data) == {"turns", "medians", "p95"}
    for name in ("times.json", "times.txt"):
        assert coach("report", held.id, "--timing", "--output", str(tmp_path / name)).exit_code == 0
    assert json.loads((tmp_path / "times.json").read_text()) == data
    assert "median" in (tmp_path / "times.txt").read_text()


def test_the_report_itself_has_a_line_of_it_and_all_of_it_as_data(held):
    assert "text 0.5 s after your last word" in " ".join(coach("report", held.id).stdout.split())
    whole = coach("report", held.id, "--json").stdout
    assert whole == coach("report", held.id, "--format", "json").stdout
    assert json.loads(whole)["timing"]["medians"]["reply"] == 0.3


def test_a_session_in_writing_says_that_there_is_nothing():
    assert coach("practice", "ci-runners", "--questions", "1", input="We stop it.").exit_code == 0
    result = coach("report", "last", "--timing")
    assert (result.exit_code, result.stdout.strip()) == (0, NOTHING)


@pytest.mark.parametrize(
    "flags", [("--timing", "--open"), ("--timing", "--format", "md"), ("--json", "--format", "md")]
)
def test_flags_that_contradict_each_other(held, flags):
    assert coach("report", held.id, *flags).exit_code == 2
