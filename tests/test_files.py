"""Files that only their owner may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from coach import files


def test_a_secret_stays_the_same_and_is_another_elsewhere(tmp_path: Path) -> None:
    made = files.secret(tmp_path / "a" / "secret")
    assert len(made) == 32
    assert files.secret(tmp_path / "a" / "secret") == made
    assert files.secret(tmp_path / "b" / "secret") != made


@pytest.mark.skipif(os.name == "nt", reason="permissions are another thing there")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    files.secret(tmp_path / "a" / "b" / "secret")
    assert stat.S_IMODE((tmp_path / "a" / "b" / "secret").stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "a", tmp_path / "a" / "b")} == {0o700}


@pytest.mark.parametrize("damage", [b"", b"abcd", b"\xff", b"no hexadecimal digits"])
def test_a_damaged_secret_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "secret"
    file.write_bytes(damage)
    assert len(files.secret(file)) == 32
    assert files.secret(file) == files.secret(file)


def test_where_nothing_can_be_kept_it_is_new_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = tmp_path / "file" / "secret"
    assert len(files.secret(file)) == 32
    assert files.secret(file) != files.secret(file)


def test_nothing_half_written_is_left_beside(tmp_path: Path) -> None:
    files.write(tmp_path / "card.json", "{}")
    files.write(tmp_path / "card.json", "[]")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("card.json", "[]\n")]
