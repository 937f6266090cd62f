"""A session survives: SIGKILL in the middle of an answer, Ctrl-C, and going on afterwards."""

from __future__ import annotations

import json
import signal
import subprocess

import pytest

from tests.cli.processes import said, start, turns, until

FIRST = "I'd freeze the upgrades until May, because the launch keeps the contract."
SECOND = "Ines loses her date and I tell her on Monday, before the plan is out."
THIRD = "We stop when two of five trial teams fall behind."


def answered(home, process: subprocess.Popen[str], number: int, text: str) -> None:
    """Give an answer and wait until it is on the disk, and the next question behind it."""
    assert process.stdin is not None
    process.stdin.write(f"{text}\n---\n")
    process.stdin.flush()
    until(lambda: len(said(home, "candidate")) == number and len(said(home, "interviewer")) == number + 1, process)


def interrupted(home, signal_: int) -> subprocess.Popen[str]:
    process = start(home, "practice", "ci-runners", "--seed", "1", "--questions", "4")
    answered(home, process, 1, FIRST)
    answered(home, process, 2, SECOND)
    assert process.stdin is not None
    process.stdin.write("The third answer is being")
    process.stdin.flush()
    process.send_signal(signal_)
    process.wait(20)
    return process


def finished(home, *args: str) -> subprocess.Popen[str]:
    process = start(home, "resume", *args)
    _, errors = process.communicate(f"{THIRD}\n---\nDone.\n", timeout=60)
    assert process.returncode == 0, errors
    return process


def test_a_killed_session_is_resumed_with_both_earlier_answers(home):
    interrupted(home, signal.SIGKILL)
    before = turns(home)
    assert said(home, "candidate") == [FIRST, SECOND]
    finished(home)
    assert said(home, "candidate") == [FIRST, SECOND, THIRD, "Done."]
    assert turns(home)[: len(before)] == before
    assert turns(home)[-1]["move"]["kind"] == "close"
    questions = said(home, "interviewer")
    assert len(questions) == len(set(questions)) == 5
    card = json.loads(next(home.rglob("scorecard.json")).read_text())
    quotes = [each["quote"] for dimension in card["dimensions"] for each in dimension["evidence"]]
    assert FIRST in quotes


def test_a_resumed_session_does_not_count_the_time_away(home):
    interrupted(home, signal.SIGKILL)
    before = turns(home)[-1]["end"]
    finished(home, "last")
    after = next(turn for turn in turns(home) if turn["text"] == THIRD)
    assert 0 <= after["start"] - before < 30


def test_an_interruption_says_what_is_saved_and_how_to_go_on(home):
    process = interrupted(home, signal.SIGINT)
    assert process.returncode == 130
    assert process.stderr is not None
    told = process.stderr.read()
    assert "2 answers saved" in told
    assert "coach resume " in told
    assert said(home, "candidate") == [FIRST, SECOND]


def test_a_finished_session_cannot_be_resumed(home):
    interrupted(home, signal.SIGKILL)
    finished(home)
    again = start(home, "resume", "last")
    _, errors = again.communicate("", timeout=60)
    assert again.returncode == 1
    assert "coach report" in errors


def test_a_torn_last_line_is_dropped_and_the_session_goes_on(home):
    interrupted(home, signal.SIGKILL)
    file = next(home.rglob("turns.jsonl"))
    file.write_bytes(file.read_bytes()[:-40])  # the open question, half written
    finished(home)
    assert said(home, "candidate") == [FIRST, SECOND, THIRD, "Done."]


def test_two_processes_never_write_to_one_session(home):
    process = start(home, "practice", "ci-runners", "--questions", "3")
    answered(home, process, 1, FIRST)
    other = start(home, "resume")
    _, errors = other.communicate("", timeout=60)
    assert other.returncode == 1
    assert "open in another coach" in errors
    process.communicate("The rest.\n", timeout=60)
    assert process.returncode == 0


@pytest.mark.parametrize("text", ["Zürich — “quoted” \U0001f642", "a" * 20_000])
def test_whatever_is_said_is_kept_as_it_was(home, text):
    process = start(home, "practice", "ci-runners", "--questions", "1")
    process.communicate(f"{text}\n", timeout=60)
    assert said(home, "candidate") == [text]
