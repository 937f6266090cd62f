"""Reading the document that a case is drawn from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coach.bank.document import LONGEST, document, read
from coach.errors import CoachError
from tests.bank.papers import pdf
from tests.parts import missing


@pytest.fixture
def has_pypdf() -> None:
    try:
        import pypdf  # noqa: F401
    except ImportError:
        missing("pypdf is not installed: `pip install -e '.[test]'`")


@pytest.mark.parametrize("name", ["advert.txt", "design.md", "NOTES.TXT"])
def test_text_is_read_without_what_cannot_be_seen(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes("\ufeffWe run  Kafka.\x00\r\n\r\n\r\n\r\nYou own\tit.\n".encode())
    assert read(file).text == "We run Kafka.\n\nYou own it."
    assert not read(file).cut


def test_a_long_one_is_cut_at_the_stated_length() -> None:
    assert document(["x" * LONGEST], "").cut is False
    found = document(["x" * (LONGEST + 1)], "")
    assert (len(found.text), found.cut) == (LONGEST, True)


def test_pages_beyond_what_is_used_are_not_read() -> None:
    def pages():
        for _ in range(3):
            yield "x" * LONGEST
        raise AssertionError("one page too many")

    assert document(pages(), "").cut


@pytest.mark.usefixtures("has_pypdf")
def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "advert.PDF"
    file.write_bytes(pdf("We run Kafka.", "You own it."))
    assert read(file).text == "We run Kafka.\n\nYou own it."


@pytest.mark.usefixtures("has_pypdf")
def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("hush", algorithm="RC4-128")
    file = tmp_path / "locked.pdf"
    writer.write(file)
    with pytest.raises(CoachError, match="password"):
        read(file)


@pytest.mark.usefixtures("has_pypdf")
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (pdf(""), "OCR"),
        (b"no PDF at all", "cannot be read as PDF"),
        (b"", "cannot be read as PDF"),
        (pdf("text")[:300], "cannot be read as PDF"),
    ],
)
def test_a_pdf_without_text_is_one_line(tmp_path: Path, raw: bytes, said: str) -> None:
    file = tmp_path / "advert.pdf"
    file.write_bytes(raw)
    with pytest.raises(CoachError, match=said) as told:
        read(file)
    assert "\n" not in str(told.value)


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    file = tmp_path / "advert.pdf"
    file.write_bytes(pdf("text"))
    with pytest.raises(CoachError, match=r"pip install 'coach\[pdf\]'"):
        read(file)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("advert.docx", b"PK", "only .txt, .md and .pdf"),
        ("advert", b"text", "only .txt, .md and .pdf"),
        ("advert.txt", b"\xff\xfe\x00a", "UTF-8"),
        ("advert.txt", b" \n \x00", "nothing in it"),
        ("gone.txt", None, "cannot be read"),
        ("gone.pdf", None, "cannot be read: there is no such file"),
    ],
)
def test_what_cannot_be_used_is_one_line_with_the_name(tmp_path: Path, name: str, raw: bytes | None, said: str) -> None:
    file = tmp_path / name
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(CoachError, match=said) as told:
        read(file)
    assert name in str(told.value)
    assert "\n" not in str(told.value)
