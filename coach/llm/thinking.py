"""Leave out what a model thinks aloud between tags before it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NAMES = "think|thinking|thought|reasoning"
OPEN = re.compile(rf"<({NAMES})>", re.IGNORECASE)
STRAY = re.compile(rf"^.*</(?:{NAMES})>", re.IGNORECASE | re.DOTALL)
LONGEST = len("</reasoning>")


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between thinking tags, even where a tag is cut in two between pieces."""
    waiting, closing = "", ""
    for piece in pieces:
        waiting += piece
        said, waiting, closing = _split(waiting, closing)
        if said:
            yield said
    if waiting and not closing:
        yield waiting


def answer_only(text: str) -> str:
    """A whole answer without the thinking, also where only the closing tag was sent (the opening one was prompted)."""
    return STRAY.sub("", "".join(without_thinking([text]))).strip()


def _split(text: str, closing: str) -> tuple[str, str, str]:
    """What can be said now, what has to wait for more, and the closing tag that is being waited for."""
    said = ""
    while True:
        if closing:
            at = text.lower().find(closing)
            if at < 0:
                return said, text[-LONGEST:], closing
            text, closing = text[at + len(closing) :], ""
        found = OPEN.search(text)
        if not found:
            cut = _maybe_tag(text)
            return said + text[:cut], text[cut:], ""
        said += text[: found.start()]
        text, closing = text[found.end() :], f"</{found[1].lower()}>"


def _maybe_tag(text: str) -> int:
    """Where an opening tag may have begun whose end has not come yet."""
    at = text.rfind("<", max(len(text) - LONGEST, 0))
    if at < 0:
        return len(text)
    begun = text[at + 1 :].lower()
    return at if any(name.startswith(begun) for name in NAMES.split("|")) else len(text)
