"""The README as data: `python -m tests.readme practice` and `... test` print its two commands, which CI runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def text() -> str:
    """The README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Its one-line shell commands, in order: the first starts a session, the second runs the tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text(), flags=re.MULTILINE | re.DOTALL)
    return [block.strip() for block in blocks]


def file_map() -> dict[str, str]:
    """Path → what the file map says of it."""
    block = re.search(r"^## File map\n+```\n(.*?)^```", text(), flags=re.MULTILINE | re.DOTALL)
    assert block, "the README has a section 'File map' with a code block"
    rows = (re.match(r"(\S+)\s{2,}(\S.*)", line) for line in block[1].splitlines())
    return {row[1]: row[2] for row in rows if row}


if __name__ == "__main__":
    print(commands()[("practice", "test").index(sys.argv[1])])
