"""Finding and reading prompt files, the user's own before the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import library
from coach.errors import PromptFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the user's own, with one rubric that hides the shipped one and one more."""
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "staff.toml").write_text("mine", encoding="utf-8")
    (tmp_path / "rubrics" / "manager.toml").write_text("another", encoding="utf-8")
    return tmp_path


def test_a_file_of_the_users_hides_the_shipped_one_while_it_lasts(folder: Path) -> None:
    shipped = library.read("rubrics/staff.toml")
    with library.also(folder):
        assert library.read("rubrics/staff.toml") == "mine"
        assert library.is_own("rubrics/staff.toml")
        assert library.called("rubrics/staff.toml") == str(folder / "rubrics" / "staff.toml")
        assert not library.is_own("interviewer.md")
        assert library.called("interviewer.md") == "interviewer.md"
        assert library.read("interviewer.md")
    assert library.read("rubrics/staff.toml") == shipped
    assert not library.is_own("rubrics/staff.toml")


def test_names_are_of_both_folders_and_each_once(folder: Path) -> None:
    with library.also(folder):
        assert library.names("rubrics", ".toml") == ["rubrics/manager.toml", "rubrics/staff.toml"]
    assert library.names("rubrics", ".toml") == ["rubrics/staff.toml"]


def test_a_folder_that_is_not_there_hides_nothing(tmp_path: Path) -> None:
    names = library.names("scenarios", ".md")
    with library.also(tmp_path / "nowhere"):
        assert library.names("scenarios", ".md") == names
        assert library.read("interviewer.md")


def test_an_error_ends_it_as_well(folder: Path) -> None:
    with pytest.raises(PromptFileError), library.also(folder):
        library.read("no-such-file.md")
    assert not library.is_own("rubrics/staff.toml")


def test_the_mark_that_some_editors_write_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    file.write_bytes("\ufeff+++\r\nid\r\n".encode())
    assert library.text_of(file) == "+++\nid\n"


def test_what_is_no_text_is_one_line_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(PromptFileError, match=r"case\.md: not UTF-8 text .* save it as UTF-8"):
        library.text_of(file)
    with pytest.raises(PromptFileError, match=r"cannot be read"):
        library.text_of(tmp_path)


def test_true_is_no_number() -> None:
    assert [str(each) for each in library.misfits({"a": True, "b": 1}, {"a": int, "b": float}, "row")] == [
        "row.a: int expected, not True; write a whole number"
    ]
