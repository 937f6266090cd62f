"""`coach again`: one question once more, both answers judged alike, and nothing of the old session touched."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach import scenario
from coach.cli import again, comparing
from coach.cli.assessment import STANDS_ASIDE
from coach.cli.main import main
from coach.errors import DeviceMissing
from coach.interview.channel import Stop, Utterance
from coach.llm.endpoint import Endpoint
from coach.store import Store
from tests.cli.processes import start, until
from tests.interview.talk import Script
from tests.lab.fake_llm import FakeLLM, Reply, data
from tests.scoring.nearby import YES
from tests.scoring.nearby import told as nearby
from tests.scoring.talk import SENIOR

ANSWERS = """We stop building all services for every change, and fast runners wait until the summer, since ninety people
wait for builds of what nobody changed.
---
It depends.
---
Something may go wrong somewhere, as always.
---
We build less. If it is not below 20 minutes in four weeks, we rent.
"""
BETTER = (
    "Goran takes the build graph and decides how it is cut; I look at its rules with him on Fridays. "
    "If two builds a week come out wrong, he stops it himself."
)


def run(*args: str, input: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=input)


def coach(*args: str, input: str = "") -> Result:
    result = run(*args, input=input)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def session(home: Path) -> str:
    """The id of a finished session in which the second answer was a dodge."""
    given = ("practice", "ci-runners", "--seed", "1", "--questions", "4", "--interviewer", "builtin")
    coach(*given, input=ANSWERS)
    return Store(home).find("last")


def files(home: Path) -> dict[Path, bytes]:
    """All that there is of sessions, attempts left out."""
    found = [file for file in home.rglob("*") if file.is_file() and file.parent.name != "again"]
    return {file: file.read_bytes() for file in found if "sessions" in file.parts}


def report(session: str) -> dict[str, Any]:
    return json.loads(coach("report", session, "--format", "json").stdout)


def test_the_question_is_put_as_it_was_and_both_answers_are_shown(session):
    asked = report(session)["turns"][2]["text"]
    shown = coach("again", session, "2", input=BETTER).stdout
    assert asked in " ".join(shown.split())
    assert shown.index("The case was:") < shown.index("Before it you said:") < shown.index("Interviewer\n")
    sides = shown[shown.index("Then ") :]
    assert sides.splitlines()[0].split() == ["Then", "Now"]
    assert sides.splitlines()[1].startswith("A2.1 It depends.   ")
    assert "A2.1 Goran takes the build" in sides.splitlines()[1]
    for title in ("Score of this answer alone", "Gained", "Still missing: "):
        assert title in sides
    assert "Traceback" not in shown


def test_as_data(session):
    result = coach("again", session, "A2", "--json", input=BETTER)
    made = json.loads(result.stdout)
    assert set(made) == {"id", "session", "answer", "started", "mode", "question", "said", "comparison"}
    assert (made["session"], made["answer"], made["said"]["text"]) == (session, 2, BETTER)
    found = made["comparison"]
    asked = report(session)["turns"][2]["move"]["dimension"]
    first = found["dimensions"][0]
    assert (found["dimension"], first["id"], first["old"]) == (asked, asked, 1.0)
    assert [each["text"] for each in found["old"]["sentences"]] == ["It depends."]
    assert [each["id"] for each in found["new"]["sentences"]] == ["A2.1", "A2.2"]
    gained = {each["indicator"] for each in found["indicators"] if each["change"] == "gained"}
    assert "leverage.owner" in gained
    assert found["observer"] == "rules"
    assert "pairs" in found["calibration"]


def test_nothing_of_the_old_session_is_touched_and_its_report_tells_of_the_new_answer(home, session):
    before, card = files(home), report(session)
    coach("again", session, "2", input=BETTER)
    assert files(home) == before
    coach("again", session, "2", input="Nobody.")
    after = report(session)
    assert [each["said"]["text"] for each in after["attempts"]] == [BETTER, "Nobody."]
    assert {**after, "attempts": []} == card
    for form, sign in (("text", "Answered again"), ("md", "## Answered again"), ("html", 'id="attempts"')):
        made = coach("report", session, "--format", form).stdout
        assert sign in made
        assert "he stops it himself" in " ".join(made.split())
    assert "Answered again" not in coach("score", session).stdout


def test_every_moment_in_a_report_has_the_command_that_works(session):
    found = report(session)["feedback"]["moments"]
    assert found
    shown = coach("report", session).stdout
    for each in found:
        command = f"coach again {session} {each['answer']}"
        assert f"    {command}\n" in shown
        assert f"<code>{command}</code>" in coach("report", session, "--format", "html").stdout
        made = json.loads(coach(*command.split()[1:], "--json", input=BETTER).stdout)
        assert made["question"]["text"] == each["question"]
        assert made["said"]["index"] == each["turn"]


def test_without_a_number_and_nobody_to_ask_it_is_what_cost_most(session):
    result = coach("again", "last", "--json", input=BETTER)
    first = report(session)["feedback"]["moments"][0]
    assert json.loads(result.stdout)["answer"] == first["answer"]
    assert f"Answer {first['answer']} again, which cost most" in result.stderr


def test_the_first_answer_needs_no_case_told_twice(session):
    shown = coach("again", session, "1", input=ANSWERS.split("---")[0]).stdout
    assert "The case was:" not in shown
    made = report(session)["attempts"][0]["comparison"]
    assert made["dimension"] is None
    assert all(each["old"] == each["new"] for each in made["dimensions"])
    assert {each["change"] for each in made["indicators"]} == {"kept"}


def test_answers_from_a_file_and_a_prefix_of_the_session(session, tmp_path):
    script = tmp_path / "better.txt"
    script.write_text(BETTER)
    made = json.loads(coach("again", session[:15], "A2.1", "--answers", str(script), "--json").stdout)
    assert (made["mode"], made["said"]["text"]) == ("text", BETTER)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["nosuch", "1"], 1, "coach sessions"),
        (["last", "9"], 1, "has answers 1 to 4, and no 9"),
        (["last", "0"], 2, "such as 5 or A5"),
        (["last", "B2"], 2, "such as 5 or A5"),
        (["last", "2", "--observer", "llm"], 1, "OPENAI_BASE_URL"),
        (["last", "2", "--text", "--mic", __file__], 2, "--mic"),
        (["last", "2"], 1, "nothing was kept"),
        ([], 1, "nothing was kept"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_is_kept(home, args, code, said):
    result = run("again", *args)
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert not list(home.rglob("again/*"))


def test_without_any_session_or_any_answer():
    assert "coach practice" in run("again", "last", "1").stderr
    coach("practice", "ci-runners", "--interviewer", "builtin", input="")
    for args in (("again", "last"), ("again", "last", "1")):
        result = run(*args, input=BETTER)
        assert result.exit_code == 1
        assert "has no answer yet" in result.stderr


def test_an_interrupted_session_can_be_answered_again_too(home):
    process = start(home, "practice", "ci-runners", "--interviewer", "builtin", "--seed", "1", "--questions", "4")
    assert process.stdin is not None
    process.stdin.write(ANSWERS.split("---")[0] + "---\n")
    process.stdin.flush()
    until(lambda: len(list(home.rglob("turns.jsonl"))) and Store(home).load(Store(home).find("last")).answers, process)
    process.kill()
    process.wait(20)
    made = json.loads(coach("again", "last", "1", "--json", input=BETTER).stdout)
    assert made["answer"] == 1
    assert coach("resume", input=BETTER).exit_code == 0
    assert len(report("last")["attempts"]) == 1


def test_a_drills_answer_is_compared_by_all_that_it_shows():
    given = ("practice", "ci-runners", "--drill", "risk", "--seed", "1", "--interviewer", "builtin")
    coach(*given, input="It depends.\n---\nThat is hard to say for now, and I would rather not.")
    made = json.loads(coach("again", "last", "1", "--json", input=BETTER).stdout)["comparison"]
    assert made["dimension"] == "risk"
    assert {"risk", "leverage"} <= {each["id"] for each in made["dimensions"]}


# The real process


def answering(home: Path, session: str) -> subprocess.Popen[str]:
    """A process that has put the question and waits for the answer."""
    shown = home / "shown.txt"
    process = start(home, "again", session, "2", stdout=shown.open("w"))
    until(lambda: "Interviewer\n" in shown.read_text(), process)
    return process


def test_the_real_process_keeps_the_answer_and_says_where(home, session):
    process = answering(home, session)
    _, errors = process.communicate(BETTER, timeout=60)
    assert process.returncode == 0, errors
    assert f"coach report {session}" in errors
    assert "Gained" in (home / "shown.txt").read_text()
    assert [each.said.text for each in Store(home).attempts(session, pytest.fail)] == [BETTER]


def test_ctrl_c_keeps_nothing_and_says_so(home, session):
    process = answering(home, session)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was kept" in errors
    assert f"coach again {session} 2" in errors
    assert Store(home).attempts(session, pytest.fail) == []


class Unplugged(Script):
    """A channel whose microphone goes while the candidate speaks."""

    def listen(self, _: Stop | None = None) -> Utterance | None:
        raise DeviceMissing("the microphone is gone: connect one, then go on with `coach resume`")


def test_without_its_microphone_nothing_is_kept_and_the_way_on_is_again(home, session, monkeypatch):
    monkeypatch.setattr(again, "open_channel", lambda *_: (Unplugged([]), "voice"))
    result = run("again", session, "2")
    assert result.exit_code == 1
    assert f"`coach again {session} 2`" in result.stderr
    assert "resume" not in result.stderr
    assert Store(home).attempts(session, pytest.fail) == []


def test_an_answer_that_was_given_is_safe_whatever_happens_to_its_scoring(home, session, monkeypatch):
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(comparing, "_comparison", stopped)
        result = run("again", session, "2", input=BETTER)
    assert result.exit_code == 130
    assert "your answer is saved" in result.stderr
    (kept,) = Store(home).attempts(session, pytest.fail)
    assert (kept.said.text, kept.comparison) == (BETTER, None)
    scored = report(session)["attempts"][0]["comparison"]
    assert scored["observer"] == "rules"
    assert Store(home).attempts(session, pytest.fail)[0].comparison == scored


# With a language model elsewhere


def reply(body: dict[str, Any]) -> Reply:
    """The last sentence meets the first statement asked for, where there are two of them; all else is absent."""
    fields = body["response_format"]["json_schema"]["schema"]["properties"]
    marks = {key: [mark for mark in field["enum"] if mark.endswith(" met")] for key, field in fields.items()}
    first = min(marks)
    return data({key: found[-1] if key == first and len(found) > 1 else "absent" for key, found in marks.items()})


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLLM]:
    monkeypatch.setattr(Endpoint, "local", False)
    with FakeLLM(by=reply) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        yield fake


def told(fake: FakeLLM) -> list[str]:
    """All that the model was told, call by call."""
    return ["\n".join(message["content"] for message in request["messages"]) for request in fake.requests]


def test_the_same_model_judges_both_and_the_old_answer_only_once(session, endpoint):
    found = json.loads(coach("again", session, "2", "--json", input=BETTER).stdout)["comparison"]
    assert (found["observer"], found["model"]) == ("llm", "fake")
    asked = len(endpoint.requests)
    old = [each for each in told(endpoint) if "A2.1 It depends." in each]
    assert len(old) == asked / 2
    coach("again", session, "2", "--json", input=BETTER)
    assert len(endpoint.requests) == asked
    coach("again", session, "2", "--json", input=f"Indeed. {BETTER}")
    assert len(endpoint.requests) > asked
    assert len(set(told(endpoint))) == len(endpoint.requests)  # nothing is asked twice, whatever the new answer is


def test_it_is_blind_to_every_score_and_to_the_other_answer(session, endpoint, home):
    card = Store(home).scorecard(session)
    assert card is not None
    Store(home).save_scorecard(session, card | {"self_scores": {"leverage": 5}})
    coach("again", session, "2", input=BETTER)
    about = scenario.load("ci-runners")
    for each in told(endpoint):
        assert ("It depends." in each) != ("Goran takes" in each)
        assert "earlier: We stop building all services" in each
        assert "Something may go wrong" not in each  # what came after it
        for moment in card["feedback"]["moments"]:
            assert moment["why"] not in each
        for dimension in card["dimensions"]:
            assert (dimension["gap"] or "none") not in each
        assert about.reference["staff"][:40] not in each


def test_a_model_that_judges_only_one_of_them_judges_neither(session, monkeypatch):
    def half(body: dict[str, Any]) -> Reply:
        if "Goran takes" in body["messages"][0]["content"]:
            return Reply(status=401, error="no such key")
        return reply(body)

    monkeypatch.setattr(Endpoint, "local", False)
    with FakeLLM(by=half) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        found = json.loads(coach("again", session, "2", "--json", input=BETTER).stdout)["comparison"]
    assert found["observer"] == "rules"
    assert comparing.HALF_JUDGED in found["notices"]


def test_the_rules_judge_when_they_are_asked_for(session, endpoint):
    coach("again", session, "2", "--observer", "rules", input=BETTER)
    assert not endpoint.requests


def test_a_model_near_by_is_asked_where_the_rules_are_in_doubt(session, monkeypatch):
    given = ("again", session, "2", "--json")
    answer = f"{BETTER} {SENIOR[0]}"
    with FakeLLM(by=lambda _: nearby(YES)) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        unasked = json.loads(coach(*given, input=answer).stdout)["comparison"]
        assert not fake.requests
        asked = json.loads(coach(*given, "--observer", "llm", input=answer).stdout)["comparison"]
    assert (unasked["observer"], asked["observer"]) == ("rules", "llm")
    assert STANDS_ASIDE in unasked["notices"]
    assert fake.requests
    assert all("Goran takes" in each for each in told(fake))
