"""The text of a document that a case is drawn from: plain text, Markdown or PDF. Knows nothing of what it is for."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coach import library
from coach.errors import CoachError

TEXT = (".txt", ".md", ".markdown", ".text")
PDF = ".pdf"
LONGEST = 12_000
"""Characters that are used; about 2,000 words, so that a small model has room left to answer."""
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
BLANK = re.compile(r"\n\n\n+")


@dataclass(frozen=True)
class Document:
    """What was read of it."""

    text: str
    cut: bool
    """True when there was more."""


def read(file: Path) -> Document:
    """The document, cut to the first LONGEST characters. Raises CoachError where there is no text to be had."""
    suffix = file.suffix.lower()
    if suffix == PDF:
        return document(_pages(file), f"{file}: there is no text in it; a scanned page has to go through OCR first")
    if suffix in TEXT:
        return document([library.text_of(file)], f"{file}: there is nothing in it")
    raise CoachError(f"{file}: only {', '.join(TEXT[:2])} and {PDF} are read; save it as one of these")


def document(pages: Iterable[str], empty: str) -> Document:
    """The document that pages of text make, read as far as they are used. Raises CoachError saying `empty`."""
    text = ""
    for page in pages:
        text = f"{text}\n\n{_tidy(page)}".strip()
        if len(text) > LONGEST:
            break
    if not text:
        raise CoachError(empty)
    return Document(text[:LONGEST], len(text) > LONGEST)


def _tidy(page: str) -> str:
    """A page without what cannot be seen: control characters, and more space than parts words and paragraphs."""
    lines = (" ".join(line.split()) for line in UNSEEN.sub(" ", page.replace("\r\n", "\n")).split("\n"))
    return BLANK.sub("\n\n", "\n".join(lines)).strip()


def _pages(file: Path) -> Iterator[str]:
    try:
        import pypdf
    except ImportError as error:
        raise CoachError(f"{file}: reading PDF needs pypdf: `pip install 'coach[pdf]'`, or save it as text") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every oddity, and the text is there anyway
    try:
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CoachError(f"{file}: it is locked by a password; save it without one")
        for page in reader.pages:
            yield page.extract_text()
    except FileNotFoundError as error:
        raise CoachError(f"{file} cannot be read: there is no such file") from error
    except (pypdf.errors.PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CoachError(f"{file} cannot be read as PDF ({error}); save it as text") from error
