"""`coach retranscribe`: recordings written down again, beside what was heard live, and scored so."""

from __future__ import annotations

import json
import re
import stat
import wave
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coach.cli import retranscribe
from coach.cli.main import main
from coach.errors import ModelMissing
from coach.session import Move, Session, Turn, Word
from coach.store import Store
from coach.voice.transcriber import Transcript
from tests.cases import session as blank
from tests.cli.processes import said, start, turns
from tests.lab.voices import candidate, word_error_rate
from tests.parts import needs

LIVE = (
    "I delete the alerts nobody acts on, since nine in tent of them need nothing.",
    "In is loses her date and I tell her on Monday.",
)
BETTER = (
    "I delete the alerts nobody acts on, since nine in ten of them need nothing.",
    "Ines loses her date, and I tell her on Monday. If two teams fall behind, we stop.",
)
QUESTIONS = ("Your team is paged forty times a week. What do you do?", "Who is worse off on Monday?", "Thank you.")


def run(*args: str, input: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=input)


def coach(*args: str, input: str = "") -> Result:
    result = run(*args, input=input)
    assert result.exit_code == 0, result.output
    return result


def refused(*args: str) -> str:
    """The one line that an error is told in."""
    result = run(*args)
    assert result.exit_code == 1, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert result.stdout == ""
    return line


def recording(file: Path, seconds: int) -> bytes:
    """So many seconds of a quiet hum: how long it is tells the answers apart."""
    with wave.open(str(file), "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(2)
        sink.setframerate(16000)
        sink.writeframes(b"\x01\x00" * 16000 * seconds)
    return file.read_bytes()


def timed(text: str, start: float) -> tuple[Word, ...]:
    """Two words a second."""
    return tuple(Word(word, start + at / 2, start + at / 2 + 0.4) for at, word in enumerate(text.split()))


@pytest.fixture
def held(home: Path, tmp_path: Path) -> Session:
    """A finished spoken session of two answers, with their recordings: one of 1 s, one of 2 s."""
    store, session = Store(home), replace(blank(), mode="voice", engines={"interviewer": "builtin", "whisper": "auto"})
    store.create(session)
    for at, question in enumerate(QUESTIONS):
        kind = ("opening", "probe", "close")[at]
        store.append(session, Turn(2 * at, "interviewer", question, 40.0 * at, 40.0 * at + 8, Move(kind)))
        if at < len(LIVE):
            name = store.keep_audio(session, f"turn-{2 * at + 1:03}.wav", recording(tmp_path / "one.wav", at + 1))
            began = 40.0 * at + 8
            words = timed(LIVE[at], began)
            store.append(session, Turn(2 * at + 1, "candidate", LIVE[at], began, began + 30, words=words, audio=name))
    return session


@pytest.fixture
def model(tmp_path: Path, whisper: Scripted) -> str:  # noqa: ARG001 - the folder alone could hear nothing
    """A folder that passes for a Whisper model."""
    folder = tmp_path / "models" / "whisper-better"
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).touch()
    return str(folder)


class Scripted:
    """Hears what it is told to hear in a recording of so many seconds."""

    def __init__(self, hears: Callable[[int], str]) -> None:
        self.hears = hears
        self.heard: list[int] = []
        self.terms: list[str] = []

    def whole(self, audio: Any, prompt: str = "") -> Transcript:
        self.terms.append(prompt)
        self.heard.append(round(audio.seconds))
        text = self.hears(round(audio.seconds))
        return Transcript(text, timed(text, 0.25))


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """In place of the real one, which hears the better words."""
    one = Scripted(lambda seconds: BETTER[seconds - 1])
    monkeypatch.setattr("coach.voice.transcriber.FasterWhisper", lambda *_given, **_named: one)
    return one


def report(id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(coach("report", id, "--json").stdout)
    return found


def answers(data: dict[str, Any]) -> list[str]:
    return [turn["text"] for turn in data["turns"] if turn["role"] == "candidate"]


def test_the_newer_words_are_kept_beside_the_live_ones(home, held, model):
    folder = Store(home).folder(held.id)
    before = (folder / "turns.jsonl").read_bytes()
    result = coach("retranscribe", "last", "--whisper", model)
    assert [line.split()[:3] for line in result.stdout.splitlines()] == [["A1", "15", "words,"], ["A2", "17", "words,"]]
    assert "A1    15 words, 1 not as heard live" in result.stdout
    assert f"coach score {held.id}" in result.stderr
    assert (folder / "turns.jsonl").read_bytes() == before
    files = sorted((folder / "heard").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    first, second = (json.loads(file.read_text()) for file in files)
    assert (first["text"], second["text"]) == BETTER
    assert first["model"] == "whisper-better"
    assert first["digest"] == sha256((folder / "audio" / "turn-001.wav").read_bytes()).hexdigest()
    assert second["words"][0] == {"text": "Ines", "start": 48.25, "end": 48.65}


def test_the_newer_words_are_scored_and_said_to_be(held, model):
    live = json.loads(coach("score", held.id, "--json").stdout)
    assert live["heard"] == []
    coach("retranscribe", held.id, "--whisper", model)
    card = json.loads(coach("score", held.id, "--json").stdout)
    line = "words by whisper-better, written down again after the session"
    assert line in card["notices"]
    assert [each["model"] for each in card["heard"]] == ["whisper-better"] * 2
    quotes = {each["quote"] for dimension in card["dimensions"] for each in dimension["evidence"]}
    assert quotes
    assert all(any(quote in answer for answer in BETTER) for quote in quotes)
    assert card["delivery"]["words"] == live["delivery"]["words"] + 6
    for form in ("text", "md", "html"):
        made = " ".join(coach("report", held.id, "--format", form).stdout.split())
        assert line in made
        assert "nine in ten of them" in made
        assert "In is loses" not in made


def test_the_live_words_are_scored_when_they_are_asked_for(held, model):
    coach("retranscribe", held.id, "--whisper", model)
    card = json.loads(coach("score", held.id, "--live-text", "--json").stdout)
    assert card["heard"] == []
    assert not any("written down again" in each for each in card["notices"])
    data = report(held.id)
    assert answers(data) == list(LIVE)
    assert f"not scored so: coach score {held.id}" in " ".join(coach("report", held.id).stdout.split())


def test_a_session_that_was_never_scored_is_scored_by_the_newer_words(held, model):
    coach("retranscribe", held.id, "--whisper", model)
    assert answers(report(held.id)) == list(BETTER)


def test_an_earlier_scorecard_is_shown_with_the_words_that_it_is_about(held, model):
    coach("score", held.id)
    coach("retranscribe", held.id, "--whisper", model)
    data = report(held.id)
    assert answers(data) == list(LIVE)
    assert [each["scored"] for each in data["hearings"]] == [False, False]
    made = " ".join(coach("report", held.id).stdout.split())
    assert f"2 answers written down again by whisper-better and not scored so: coach score {held.id}" in made


def test_the_report_as_data_has_both_texts(held, model):
    coach("retranscribe", held.id, "--whisper", model)
    coach("score", held.id)
    found = report(held.id)["hearings"]
    assert [(each["answer"], each["text"], each["live_text"]) for each in found] == [
        (1, BETTER[0], LIVE[0]),
        (2, BETTER[1], LIVE[1]),
    ]
    assert all(each["scored"] and each["words"] and each["live_words"] for each in found)


def test_a_scorecard_keeps_its_words_when_there_are_newer_ones_still(held, model, whisper):
    coach("retranscribe", held.id, "--whisper", model)
    coach("score", held.id)
    whisper.hears = lambda _seconds: "Something else."
    coach("retranscribe", held.id, "--whisper", model, "--fresh")
    data = report(held.id)
    assert answers(data) == list(BETTER)
    assert [each["scored"] for each in data["hearings"]] == [True, True, False, False]


def test_where_nothing_is_heard_the_live_text_stays(held, model, whisper):
    whisper.hears = lambda seconds: BETTER[0] if seconds == 1 else ""
    result = coach("retranscribe", held.id, "--whisper", model)
    assert "A2    nothing was heard: the live text stays" in result.stdout
    card = json.loads(coach("score", held.id, "--json").stdout)
    assert "words by whisper-better, written down again after the session, in 1 of 2 answers" in card["notices"]
    assert answers(report(held.id)) == [BETTER[0], LIVE[1]]


def test_nothing_is_lost_when_it_is_interrupted_half_way(home, held, model, whisper):
    def hears(seconds: int) -> str:
        if seconds == 2:
            raise KeyboardInterrupt
        return BETTER[0]

    whisper.hears = hears
    result = run("retranscribe", held.id, "--whisper", model)
    assert result.exit_code == 130
    assert f"1 of 2 written down and saved. Go on with: coach retranscribe {held.id} --whisper" in result.stderr
    assert [each.text for each in Store(home).hearings(held.id, pytest.fail)] == [BETTER[0]]
    whisper.hears = lambda seconds: BETTER[seconds - 1]
    whisper.heard.clear()
    again = coach("retranscribe", held.id, "--whisper", model)
    assert whisper.heard == [2]
    assert "A1    15 words, 1 not as heard live, written down by it before" in again.stdout


def test_what_was_done_is_not_done_again_unless_it_is_asked_for(home, held, model, whisper):
    coach("retranscribe", held.id, "--whisper", model)
    whisper.heard.clear()
    data = json.loads(coach("retranscribe", held.id, "--whisper", model, "--json").stdout)
    assert [each["before"] for each in data["answers"]] == [True, True]
    assert whisper.heard == []
    coach("retranscribe", held.id, "--whisper", model, "--answer", "A2", "--fresh")
    assert whisper.heard == [2]
    audio = Store(home).folder(held.id) / "audio" / "turn-001.wav"
    recording(audio, 2)
    whisper.heard.clear()
    coach("retranscribe", held.id, "--whisper", model)
    assert whisper.heard == [2], "the recording is another one now"


def test_the_scenarios_own_terms_are_told_but_never_taken_for_an_answer(home, held, model, whisper):
    file = Store(home).folder(held.id) / "session.json"
    data = json.loads(file.read_text())
    told = data["scenario_text"].replace("## Brief\n", "## Brief\nThe etcd cluster elects by Raft. ")
    file.write_text(json.dumps(data | {"scenario_text": told}))
    whisper.hears = lambda _seconds: BETTER[0] if not whisper.terms[-1] else whisper.terms[-1]
    data = json.loads(coach("retranscribe", held.id, "--whisper", model, "--answer", "1", "--json").stdout)
    terms, none = whisper.terms
    assert ({"Ines", "Raft", "etcd"} <= set(re.findall(r"\w+", terms)), none) == (True, "")
    assert data["answers"][0]["text"] == BETTER[0]


def test_one_answer_alone(held, model):
    data = json.loads(coach("retranscribe", held.id, "--whisper", model, "--answer", "2", "--json").stdout)
    assert (data["session"], data["model"]) == (held.id, "whisper-better")
    (only,) = data["answers"]
    assert (only["answer"], only["turn"], only["text"], only["live_text"]) == (2, 3, BETTER[1], LIVE[1])
    assert (only["changed"], only["kept_live"], only["before"]) == (8, False, False)
    assert answers(report(held.id)) == [LIVE[0], BETTER[1]]


def test_an_answer_given_again_is_held_against_the_newer_words(held, model):
    coach("retranscribe", held.id, "--whisper", model)
    coach("score", held.id)
    given = ("again", held.id, "2", "--text", "--json")
    found = json.loads(coach(*given, input="Ines loses her date.").stdout)["comparison"]
    assert " ".join(each["text"] for each in found["old"]["sentences"]) == BETTER[1]


def test_without_recordings_it_says_how_to_have_them(home, held, model):
    for file in (Store(home).folder(held.id) / "audio").iterdir():
        file.unlink()
    assert "--keep-audio" in refused("retranscribe", held.id, "--whisper", model)
    assert "no answer 3" in refused("retranscribe", held.id, "--answer", "3")
    result = run("retranscribe", held.id, "--answer", "last")
    assert (result.exit_code, "--answer" in result.stderr) == (2, True)


def test_a_session_in_writing_has_nothing_to_hear(model):
    coach("practice", "ci-runners", "--seed", "1", "--questions", "1", input="We stop it.")
    assert "--keep-audio" in refused("retranscribe", "--whisper", model)


def test_a_recording_that_is_gone_or_broken(home, held, model, whisper):
    audio = Store(home).folder(held.id) / "audio"
    (audio / "turn-001.wav").unlink()
    result = coach("retranscribe", held.id, "--whisper", model)
    assert "no recording of A1" in result.stderr
    assert whisper.heard == [2]
    (audio / "turn-001.wav").write_bytes(b"no sound")
    assert "turn-001.wav" in refused("retranscribe", held.id, "--whisper", model)


def test_a_session_that_is_open_elsewhere_is_left_alone(home, held, model):
    with Store(home).lock(held.id):
        assert "open in another coach" in refused("retranscribe", held.id, "--whisper", model)


def test_a_file_of_heard_words_that_cannot_be_read_hides_no_other(home, held, model):
    coach("retranscribe", held.id, "--whisper", model)
    file = sorted((Store(home).folder(held.id) / "heard").iterdir())[0]
    file.write_text("{half")
    result = coach("score", held.id)
    assert str(file) in result.stderr.replace("\n", "")
    assert answers(report(held.id)) == [LIVE[0], BETTER[1]]


def test_a_model_that_is_no_model_is_one_line(held, tmp_path):
    line = refused("retranscribe", held.id, "--whisper", str(tmp_path))
    assert "--whisper" in line
    assert "--text" not in line


@pytest.mark.parametrize(
    ("live", "here", "taken"),
    [
        ("auto", (), "small.en"),
        ("auto", ("base.en", "small.en", "medium.en"), "medium.en"),
        ("base.en", ("small.en",), "small.en"),
        ("small.en", ("small.en",), "medium.en"),
        ("large-v3-turbo", ("small.en", "large-v3-turbo"), "large-v3-turbo"),
        (None, ("tiny.en",), "small.en"),
    ],
)
def test_where_none_is_named_a_larger_model_is_taken(monkeypatch, live, here, taken):
    def find(name: str) -> Path:
        if name not in here:
            raise ModelMissing(name)
        return Path(name)

    monkeypatch.setattr("coach.voice.whisper_model.find_model", find)
    assert retranscribe.larger(live) == taken


def test_a_kept_recording_through_the_real_process_and_the_real_whisper(home, tmp_path):
    spoken = "We begin with one team for two weeks. If half of the builds are still slow after that, we stop."
    whisper = str(needs("whisper"))
    tape = candidate(tmp_path / "tape.wav", [0.5, spoken, 1.0])
    given = ("practice", "ci-runners", "--mic", str(tape), "--mute", "--whisper", whisper, "--keep-audio")
    process = start(home, *given, "--questions", "1", "--interviewer", "builtin")
    assert process.communicate(timeout=120)[1] is not None
    assert process.returncode == 0
    (live,) = said(home, "candidate")
    process = start(home, "retranscribe", "--whisper", whisper, "--json")
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    (answer,) = json.loads(out)["answers"]
    assert word_error_rate(spoken, answer["text"]) < 0.15, answer["text"]
    turn = next(turn for turn in turns(home) if turn["role"] == "candidate")
    assert turn["text"] == live
    for old, new in ((turn["words"][0], answer["words"][0]), (turn["words"][-1], answer["words"][-1])):
        assert abs(old["start"] - new["start"]) < 0.5
