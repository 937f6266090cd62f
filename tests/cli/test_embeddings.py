"""`--embeddings`: where the setting counts, what is said of it, and one line where it cannot be had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach import settings
from coach.cli import trust
from coach.cli.main import main
from coach.scoring import embedding, meaning
from coach.scoring.rules import RulesObserver
from coach.store import Store
from tests.parts import needs
from tests.scoring import meant
from tests.scoring.talk import RUBRIC

ANSWERS = """We stop the library upgrades until May, because the launch keeps the Nordbank contract.
Ines loses her date for the other two teams by that, and I'd tell her so on Monday.
---
We start with one team as a trial for two weeks; if fewer than half of the pull requests pass, we stop.
"""
TALK = "Interviewer: What would you do first?\n\nCandidate: " + ANSWERS.replace(
    "---", "Interviewer: Why?\n\nCandidate:"
)


def coach(*args: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, list(args), input=input)


@pytest.fixture
def talk(tmp_path: Path) -> str:
    file = tmp_path / "talk.txt"
    file.write_text(TALK)
    return str(file)


def test_off_unless_a_flag_the_environment_or_the_config_file_says_otherwise(home):
    home.mkdir()
    environ = {"COACH_HOME": str(home)}
    assert settings.load(environ).embeddings == settings.OFF
    (home / "config.toml").write_text('embeddings = "minilm"\n')
    assert settings.load(environ).embeddings == "minilm"
    assert settings.load(environ | {"COACH_EMBEDDINGS": "./m"}).embeddings == "./m"
    assert settings.load(environ | {"COACH_EMBEDDINGS": "./m"}, embeddings="off").embeddings == "off"


def test_doctor_says_whether_they_are_on_and_where(tmp_path):
    def said(*args: str) -> dict[str, object]:
        rows = json.loads(coach("doctor", "--json", *args).stdout)
        return next(row for row in rows if row["part"] == "sentence embeddings")

    assert "--embeddings minilm turns them on" in str(said()["detail"])
    missing = said("--embeddings", str(tmp_path))
    assert missing["found"] is False
    assert "model.onnx is missing" in str(missing["detail"])
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    assert said("--embeddings", str(tmp_path)) == {
        "part": "sentence embeddings",
        "found": True,
        "detail": f"on, {tmp_path}",
    }


@pytest.mark.parametrize("name", ["./nowhere", "word2vec"])
def test_what_cannot_be_had_is_one_line_before_anything_else(name, talk, home):
    commands = (
        ["score", talk],
        ["calibrate", "--observer", "rules"],
        ["practice", "ci-runners", "--text"],
    )
    for command in commands:
        result = coach(*command, "--embeddings", name, input=ANSWERS)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "sentence embeddings" in result.stderr.splitlines()[-1]
        assert "Traceback" not in result.stderr
    assert not list(home.rglob("session.json"))


def test_a_measurement_with_embeddings_is_kept_apart():
    plain, both = RulesObserver(), RulesObserver(meant.model({"We stop it.": "tradeoffs.price"}))
    named = trust.name("rules", None, RUBRIC, both)
    assert named.startswith("rules-minilm-")
    assert named != trust.name("rules", None, RUBRIC, plain) == trust.name("rules", None, RUBRIC)
    assert trust.name("llm", "m-1", RUBRIC, both) != trust.name("llm", "m-1", RUBRIC)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The name of an encoder that needs no model, and a part of meaning made for it."""
    part = meant.part({"Ines loses her date for the other two teams by that.": "tradeoffs.alternative"})
    monkeypatch.setattr(embedding, "ensure", lambda name, _: Path(name))
    monkeypatch.setattr(embedding, "Embedder", lambda _: meant.Words())
    monkeypatch.setattr(meaning, "shipped", lambda: part)
    return str(tmp_path)


def test_a_file_is_scored_with_the_real_ones(talk):
    folder = str(needs("minilm"))
    result = coach("score", talk, "--json", "--embeddings", folder)
    assert result.exit_code == 0, result.output
    card = json.loads(result.stdout)
    assert (card["observer"], card["model"]) == ("rules", "MiniLM")
    assert "reference pairs in the right order" in card["calibration"]


def test_a_file_is_scored_explained_and_measured_with_them(talk, home, by_hand):
    folder = by_hand
    card = json.loads(coach("score", talk, "--json", "--embeddings", folder).stdout)
    assert (card["observer"], card["model"]) == ("rules", "MiniLM")
    assert "reference pairs in the right order" in card["calibration"]
    (kept,) = home.rglob("*rules-minilm-*")
    assert json.loads(kept.read_text())["embeddings"] == "MiniLM"
    shown = coach("score", talk, "--explain", "--embeddings", folder).stdout
    assert "ule-based estimate, with sentence embeddings: rewards what was said" in shown.replace("\n", " ")
    assert "Sentence embeddings, 30% of each margin, have no words to show; they " in shown
    plain = json.loads(coach("score", talk, "--json").stdout)
    assert plain["model"] is None


def test_a_session_remembers_them(home, monkeypatch, by_hand):
    folder = by_hand
    monkeypatch.setenv("COACH_EMBEDDINGS", folder)
    made = coach("practice", "ci-runners", "--text", "--seed", "1", "--questions", "2", "--json", input=ANSWERS)
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["model"] == "MiniLM"
    store = Store(home)
    assert store.load(store.find("last")).engines["embeddings"] == folder


def test_calibrate_measures_the_rules_with_them(by_hand):
    folder = by_hand
    made = coach("calibrate", "--observer", "rules", "--quick", "--json", "--embeddings", folder)
    assert made.exit_code == 0, made.output
    found = json.loads(made.stdout)
    assert (found["observer"], found["model"], found["embeddings"]) == ("rules", None, "MiniLM")
    assert "rules + MiniLM" in coach("calibrate", "--observer", "rules", "--quick", "--embeddings", folder).stdout
