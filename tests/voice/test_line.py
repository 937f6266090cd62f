"""What of the clauses being played is to be heard when, and what was."""

from __future__ import annotations

import pytest

from coach.voice.line import Line


@pytest.fixture
def line() -> Line:
    line = Line()
    line.add("aaaa bbbb cccc dddd,", 2.0)
    line.add("eeee ffff.", 1.0)
    return line


def test_each_clause_is_shown_once_when_it_begins(line: Line) -> None:
    assert line.begun(0.0) == ["aaaa bbbb cccc dddd,"]
    assert line.begun(1.9) == []
    assert line.begun(2.0) == ["eeee ffff."]
    assert line.unshown() == []
    assert line.seconds == 3.0


def test_what_was_not_shown_can_be_had_at_once(line: Line) -> None:
    assert line.unshown() == ["aaaa bbbb cccc dddd,", "eeee ffff."]
    assert line.begun(0.0) == []
    assert line.clear() == ["aaaa bbbb cccc dddd,", "eeee ffff."]
    assert not line.playing
    assert line.seconds == 0


@pytest.mark.parametrize(
    ("seconds", "heard"),
    [
        (0.0, 0),
        (0.1, 0),
        (0.5, 1),
        (1.0, 2),
        (1.99, 4),
        (2.0, 4),
        (2.2, 4),
        (2.5, 5),
        (2.99, 6),
        (3.0, 6),
        (9.0, 6),
    ],
)
def test_words_are_heard_in_proportion(line: Line, seconds: float, heard: int) -> None:
    words = "aaaa bbbb cccc dddd, eeee ffff.".split()
    assert line.split(seconds) == (" ".join(words[:heard]), " ".join(words[heard:]))


def test_it_begins_anew_after_a_silence(line: Line) -> None:
    line.clear()
    line.add("gggg hhhh", 1.0)
    assert line.begun(0.0) == ["gggg hhhh"]
    assert line.split(0.5) == ("gggg", "hhhh")
