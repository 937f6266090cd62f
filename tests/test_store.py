"""Sessions on disk."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import CoachError, SessionNotFound
from coach.session import Attempt, Hearing, Move, Turn, Word, newest, reheard
from coach.store import Store
from tests.cases import session


def two_turns() -> list[Turn]:
    asked = Turn(
        0, "interviewer", "Why?", 0, 1, Move("probe", "Why?", "probe:x", "priorities", quote="“so”"), "builtin"
    )
    said = Turn(1, "candidate", "Because — ünïcode.", 1, 3, words=(Word("Because", 1.0, 1.5),), timing={"text": 0.2})
    return [asked, said]


def kept(home: Path):
    store, talk = Store(home), session()
    store.create(talk)
    for turn in two_turns():
        store.append(talk, turn)
    return store, talk


def test_what_was_kept_is_read_back_whole(home):
    store, talk = kept(home)
    assert store.load(talk.id) == talk
    assert talk.turns == two_turns()


def test_the_head_of_a_session_is_all_but_its_turns(home):
    store, talk = kept(home)
    (store.folder(talk.id) / "turns.jsonl").write_text("not a turn\n")
    assert store.head(talk.id) == replace(talk, turns=[])
    with pytest.raises(CoachError, match="not a turn"):
        store.load(talk.id)


def test_half_a_line_of_a_killed_process_is_dropped_and_written_over(home):
    store, talk = kept(home)
    file = store.folder(talk.id) / "turns.jsonl"
    file.write_bytes(file.read_bytes() + b'{"index": 2, "role": "inter')
    again = store.load(talk.id)
    assert again.turns == two_turns()
    store.append(again, replace(two_turns()[0], index=2))
    assert [turn.index for turn in store.load(talk.id).turns] == [0, 1, 2]


def test_a_broken_line_in_the_middle_is_told_not_dropped(home):
    store, talk = kept(home)
    file = store.folder(talk.id) / "turns.jsonl"
    file.write_text("nonsense\n" + file.read_text())
    with pytest.raises(CoachError, match=r"turns\.jsonl, line 1"):
        store.load(talk.id)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_folders_and_files_are_private(home):
    store, talk = kept(home)
    store.save_scorecard(talk.id, {"overall": None})
    store.keep_audio(talk, "turn-001.wav", b"RIFF")
    with store.lock(talk.id):
        for found in [home, *home.rglob("*")]:
            assert stat.S_IMODE(found.stat().st_mode) == (0o700 if found.is_dir() else 0o600), found


def test_a_session_is_found_by_id_prefix_and_last(home):
    store = Store(home)
    for id in ("20261120-090000-aaa", "20261121-090000-bbb", "20261121-100000-ccc"):
        store.create(replace(session(), id=id))
    assert store.ids() == ["20261121-100000-ccc", "20261121-090000-bbb", "20261120-090000-aaa"]
    assert store.find("last") == "20261121-100000-ccc"
    assert store.find("20261120") == "20261120-090000-aaa"
    assert store.find("20261121-090000-bbb") == "20261121-090000-bbb"
    with pytest.raises(SessionNotFound, match="could be 2"):
        store.find("20261121")
    with pytest.raises(SessionNotFound, match="coach sessions"):
        store.find("2025")


def test_a_new_scorecard_keeps_the_one_before_it(home):
    store, talk = kept(home)
    assert store.scorecard(talk.id) is None
    for overall in (2.0, 3.0, 4.0):
        store.save_scorecard(talk.id, {"overall": overall})
    assert store.scorecard(talk.id) == {"overall": 4.0}
    assert (store.folder(talk.id) / "scorecard-1.json").read_text().strip() == '{\n "overall": 2.0\n}'
    assert (store.folder(talk.id) / "scorecard-2.json").exists()


def test_a_session_that_is_open_elsewhere_is_refused(home):
    store, talk = kept(home)
    with store.lock(talk.id), pytest.raises(CoachError, match="open in another coach"), Store(home).lock(talk.id):
        pass
    with store.lock(talk.id):
        assert (store.folder(talk.id) / "lock").exists()


def attempt(id: str, session: str) -> Attempt:
    asked, said = two_turns()
    return Attempt(id, session, 1, f"2026-11-22T10:00:{id[13:15]}+00:00", "text", asked, said)


def test_an_answer_given_again_is_kept_apart_and_read_back_whole(home):
    store, talk = kept(home)
    folder = store.folder(talk.id)
    before = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    first, second = attempt("20261122-100000-zzz", talk.id), attempt("20261122-100001-aaa", talk.id)
    for each in (second, first):
        store.save_attempt(each)
    scored = replace(first, comparison={"dimensions": []})
    store.save_attempt(scored)
    assert store.attempts(talk.id, pytest.fail) == [scored, second]
    assert {file: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    assert store.load(talk.id) == talk
    assert stat.S_IMODE((folder / "again").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (folder / "again").iterdir()} == {0o600}


def test_one_that_cannot_be_read_hides_no_other(home):
    store, talk = kept(home)
    store.save_attempt(attempt("20261122-100000-aaa", talk.id))
    broken = store.folder(talk.id) / "again" / "20261122-100001-aaa.json"
    broken.write_text("{half")
    told: list[str] = []
    assert [each.id for each in store.attempts(talk.id, told.append)] == ["20261122-100000-aaa"]
    assert len(told) == 1
    assert str(broken) in told[0]


def hearing(id: str, turn: int, text: str, created: str) -> Hearing:
    return Hearing(id, turn, "small.en", created, "ab", text, (Word(text, 1.0, 1.5),) if text else ())


def test_recordings_heard_again_are_kept_apart_and_the_newest_of_a_turn_counts(home):
    store, talk = kept(home)
    late = hearing("turn-001-b", 1, "Because.", "2026-11-22T11:00:00+00:00")
    early = hearing("turn-001-a", 1, "Be cause.", "2026-11-22T10:00:00+00:00")
    for each in (late, early):
        store.save_hearing(talk.id, each)
    assert store.load(talk.id) == talk
    found = store.hearings(talk.id, pytest.fail)
    assert found == [early, late]
    assert newest(found) == {1: late}
    said = reheard(talk, [late])
    assert [turn.text for turn in said.turns] == ["Why?", "Because."]
    assert said.turns[1].words == late.words
    assert replace(said.turns[1], text=talk.turns[1].text, words=talk.turns[1].words) == talk.turns[1]
    assert talk.turns == two_turns()
    assert reheard(talk, [hearing("turn-001-c", 1, "", late.created)]).turns == talk.turns


def test_a_recording_is_had_back_as_long_as_it_is_there(home):
    store, talk = kept(home)
    turn = replace(talk.turns[1], audio=store.keep_audio(talk, "turn-001.wav", b"RIFF"))
    assert store.recording(talk, turn) == b"RIFF"
    assert store.recording(talk, talk.turns[1]) is None
    (store.folder(talk.id) / "audio" / "turn-001.wav").unlink()
    assert store.recording(talk, turn) is None
