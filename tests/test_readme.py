"""What the README says is true."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import click
import pytest

from coach.cli.main import COMMANDS, main
from tests import readme
from tests.parts import missing

CONTRACT = {
    "practice": "text voice interviewer model base-url level minutes questions seed answers json whisper patience mic "
    "keep-audio mute drill turn input-device output-device barge-in piper",
    "again": "text voice answers mic keep-audio mute whisper patience observer model base-url json",
    "resume": "json",
    "score": "scenario observer model base-url samples live-text fresh json",
    "sessions": "json",
    "retranscribe": "whisper answer fresh json",
    "devices": "input-device output-device test json",
    "report": "format output open timing json",
    "scenarios": "track json",
    "calibrate": "observer model base-url runs quick json",
    "doctor": "",
}


def test_two_commands_do_everything():
    first, second = readme.commands()[:2]
    assert "\n" not in first + second
    assert "venv" in first
    assert first.endswith("coach practice")
    assert "[test]" in second
    assert second.endswith("pytest")


def test_the_file_map_is_the_tree():
    listed = readme.file_map()
    for path in listed:
        assert (readme.ROOT / path.rstrip("/*")).exists(), path
    rooms = {f"coach/{each.name}/" for each in (readme.ROOT / "coach").iterdir() if (each / "__init__.py").exists()}
    files = {f"coach/{each.name}" for each in (readme.ROOT / "coach").glob("[a-z]*.py")}
    assert rooms | files <= set(listed)


def test_the_visible_top_level_is_the_design_cards():
    tracked = subprocess.run(["git", "ls-files"], cwd=readme.ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines() if not line.startswith(".")}
    assert top == {"README.md", "coach", "prompts", "pyproject.toml", "tests"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_flag_of_the_contract_is_there_and_in_the_readme(name):
    assert f"coach {name}" in readme.text()
    command = main.get_command(click.Context(main), name)
    assert command is not None
    flags = {flag.removeprefix("--") for each in command.params for flag in each.opts if flag.startswith("--")}
    assert set(CONTRACT[name].split()) <= flags


def test_every_environment_variable_is_in_the_readme():
    from coach.settings import ENVIRONMENT

    for name in (*ENVIRONMENT.values(), "COACH_HOME"):
        assert name in readme.text()


def test_the_wheel_holds_the_prompts_and_not_the_labelled_answers(tmp_path):
    try:
        import hatchling  # noqa: F401
    except ImportError:
        missing("hatchling is not installed: `pip install -e '.[test]'`")
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(readme.ROOT / name, copy)
    for name in ("coach", "prompts"):
        shutil.copytree(readme.ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=copy, check=True, capture_output=True
    )
    with zipfile.ZipFile(next((copy / "dist").glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for file in (readme.ROOT / "prompts").rglob("*.*"):
        name = f"coach/prompts/{file.relative_to(readme.ROOT / 'prompts').as_posix()}"
        assert (name in names) == ("labelled" not in name), name
    assert not {name for name in names if name.startswith(("tests/", "prompts/"))}
