"""Captions at a real pseudo-terminal: what is seen while an answer is given, and what is left of it."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import TextIO

import pytest

from coach.cli.captions import LiveCaptions, open_captions, wrap
from coach.cli.terminal import Terminal
from coach.voice.captions import Status
from tests.cli.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX terminal")

SEGMENTS = (
    "I would begin with whoever waits for a build, and what an hour of that costs us,",
    "because if forty engineers queue every morning then new runners are cheap.",
    "So first measure: the ninety-fifth percentile, by team.",
)
ANSWER = " ".join(SEGMENTS)
MARK = "\x05"


class Stage:
    """A terminal, what was written to it, and a clock that is turned by hand."""

    def __init__(self, columns: int, lines: int) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        self.out: TextIO = os.fdopen(theirs, "w", encoding="utf-8")
        self._bytes = bytearray()
        self._changed = threading.Condition()
        threading.Thread(target=self._drain, daemon=True).start()
        self._marks = 0
        self.now = 0.0
        self.resize(columns, lines)
        self.terminal = Terminal()
        self.terminal.out = self.out
        self.captions = LiveCaptions(self.terminal, clock=lambda: self.now)

    def resize(self, columns: int, lines: int) -> None:
        import termios

        self.columns, self.lines = columns, lines
        termios.tcsetwinsize(self.out.fileno(), (lines, columns))

    def close(self) -> None:
        self.out.close()

    def _drain(self) -> None:
        while True:
            try:
                data = os.read(self._ours, 4096)
            except OSError:  # the other end is closed
                os.close(self._ours)
                return
            with self._changed:
                self._bytes += data
                self._changed.notify_all()

    def written(self) -> str:
        """All of it so far."""
        self.out.write(MARK)
        self.out.flush()
        self._marks += 1
        with self._changed:
            assert self._changed.wait_for(lambda: self._bytes.count(MARK.encode()) == self._marks, 5)
            return self._bytes.decode().replace(MARK, "")

    def screen(self) -> Screen:
        return Screen(self.columns, self.lines).feed(self.written())

    def seen(self) -> list[str]:
        """The rows in which there is something."""
        return [row for row in self.screen().text() if row]

    def notify(self, notice: str) -> None:
        """With stderr at the same terminal."""
        with redirect_stderr(self.out):
            self.terminal.notify(notice)

    def frames(self, state: str, seconds: float = 0.2, *, left: float | None = None, at: float = 0.0) -> None:
        """Every 32 ms of the answer, from a moment of it on; the clock goes with it."""
        for frame in range(round(seconds / 0.032)):
            self.now += 0.032
            passed = frame * 0.032
            remains = None if left is None else left - passed
            self.captions.status(Status(state, remains, "", (frame % 9) / 9, at + passed))

    def answer(self) -> None:
        """Segment by segment, each first as a tail that may change."""
        done = ""
        for at, segment in enumerate(SEGMENTS):
            self.frames("speaking", 1, at=at * 5)
            self.captions.text(done, segment[:20])
            self.frames("speaking", 0.5, at=at * 5 + 1)
            self.captions.text(done, segment)
            self.frames("holding", 0.9, left=4, at=at * 5 + 2)
            done = f"{done} {segment}".strip()
            self.captions.text(done, "")


@pytest.fixture
def open_stage() -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def opened(columns: int = 80, lines: int = 24) -> Stage:
        stages.append(Stage(columns, lines))
        return stages[-1]

    yield opened
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(open_stage: Callable[..., Stage]) -> Stage:
    return open_stage()


def joined(rows: list[str]) -> str:
    return " ".join(rows)


@pytest.mark.parametrize("columns", [20, 40, 100])
def test_the_text_stands_once_and_nothing_else_is_left(open_stage: Callable[..., Stage], columns: int) -> None:
    stage = open_stage(columns)
    stage.frames("waiting")
    stage.answer()
    stage.frames("over")
    stage.captions.end(ANSWER)
    stage.terminal.show("Why?")
    stage.terminal.show("\n")
    seen = stage.seen()
    assert seen[0] == "You"
    assert joined(seen[1:-2]) == ANSWER
    assert seen[-2:] == ["Interviewer", "Why?"]
    assert max(len(row) for row in seen) < columns


@pytest.mark.parametrize("columns", [40, 100])
def test_a_short_terminal_scrolls_and_keeps_everything(open_stage: Callable[..., Stage], columns: int) -> None:
    stage = open_stage(columns, 5)
    stage.answer()
    stage.captions.end(ANSWER)
    assert joined(stage.seen()) == f"You {ANSWER}"


def test_while_it_is_given_the_tail_is_dim_behind_what_stands_and_the_status_is_below(stage: Stage) -> None:
    stage.captions.text("", "we would")
    stage.frames("speaking", at=65)
    assert stage.seen()[:2] == ["You", "we would"]
    assert "we would" not in joined(stage.screen().text(dim=False))
    stage.captions.text("We would wait", "for a")
    *_, text, status = stage.seen()
    assert text == "We would wait for a"
    assert "We would wait" in stage.screen().text(dim=False)
    assert "1:05" in status
    assert "Enter ends" in status


def test_a_long_tail_shows_its_newest_words_in_three_rows(open_stage: Callable[..., Stage]) -> None:
    stage = open_stage(40)
    stage.captions.text("Well:", " ".join(f"word{n}" for n in range(60)))
    stage.frames("speaking")
    *rows, _ = stage.seen()
    assert rows[0] == "You"
    assert rows[1].startswith("Well: … word")
    assert len(rows) == 4
    assert rows[-1].endswith("word59")


def test_what_stands_is_printed_once(stage: Stage) -> None:
    stage.answer()
    stage.captions.end(ANSWER)
    bright = re.sub(r"\x1b\[2m.*?\x1b\[0m", "", stage.written())
    for word in ("whoever", "forty", "percentile"):
        assert bright.count(word) == 1


def test_the_status_is_drawn_ten_times_a_second_at_most_and_only_when_it_changed(stage: Stage) -> None:
    stage.frames("waiting", 0.2)
    before = stage.written()
    stage.frames("speaking", 3)
    drawn = stage.written()[len(before) :].count("\x1b[?7l")
    assert 20 <= drawn <= 31
    still = Status("holding", 9.0, "", 0.2, 70)
    for _ in range(2):  # the first one still shows the loudest moment since the last drawing
        stage.now += 1
        stage.captions.status(still)
    before = stage.written()
    for _ in range(50):
        stage.now += 1
        stage.captions.status(still)
    assert stage.written() == before


def test_a_key_is_answered_at_once(stage: Stage) -> None:
    stage.frames("speaking", 1)
    stage.captions.status(Status("held", seconds=1))
    assert "you hold the floor" in stage.seen()[-1]
    stage.captions.status(Status("over", seconds=1))
    assert "writing it down" in stage.seen()[-1]


def test_a_breath_shows_no_countdown_but_a_pause_does_and_the_near_end_always(stage: Stage) -> None:
    stage.frames("holding", 0.5, left=4)
    assert "finishing" not in stage.seen()[-1]
    stage.frames("holding", 0.4, left=3.5, at=0.5)
    assert "finishing in 3." in stage.seen()[-1]
    stage.frames("speaking", 0.3)
    stage.frames("holding", 0.1, left=0.6)
    assert "finishing in 0." in stage.seen()[-1]


def test_a_notice_stands_in_a_line_of_its_own(stage: Stage) -> None:
    stage.captions.text("We would wait", "for a")
    stage.frames("speaking")
    stage.notify("the microphone is gone")
    rows = stage.seen()
    assert rows[:3] == ["You", "We would wait", "the microphone is gone"]
    assert rows[3] == "for a"
    assert "Enter ends" in rows[4]
    stage.captions.text("We would wait for a month", "")
    stage.captions.end("We would wait for a month")
    assert stage.seen() == ["You", "We would wait", "the microphone is gone", "for a month"]


def test_a_notice_before_the_first_word_leaves_the_status_below(stage: Stage) -> None:
    stage.frames("waiting")
    stage.notify("say it again")
    first, second = stage.seen()
    assert first == "say it again"
    assert "listening" in second


def test_notices_that_go_elsewhere_break_no_line(stage: Stage) -> None:
    stage.captions.text("We would wait", "")
    with redirect_stderr(io.StringIO()) as elsewhere:
        stage.terminal.notify("the microphone is gone")
    assert "gone" in elsewhere.getvalue()
    stage.captions.end("We would wait a month")
    assert stage.seen() == ["You", "We would wait a month"]


def test_an_interviewer_who_cuts_in_stands_between_the_two_parts(stage: Stage) -> None:
    stage.captions.text("First we wait.", "And then")
    stage.frames("speaking")
    stage.terminal.show("Stop")
    stage.frames("over")
    stage.captions.text("First we wait. And then we", "")
    stage.notify("dropped")
    stage.terminal.show(" there.")
    stage.terminal.show("\n")
    stage.captions.end("First we wait. And then we buy.")
    expected = ["You", "First we wait.", "Interviewer", "Stop", "dropped", " there.", "You", "And then we buy."]
    assert stage.seen() == expected


def test_what_is_kept_takes_the_place_of_what_was_heard_otherwise(stage: Stage) -> None:
    stage.terminal.show("Why?")
    stage.terminal.show("\n")
    stage.answer()
    stage.captions.end(ANSWER.replace("forty", "fourteen"))
    assert joined(stage.seen()) == "Interviewer Why? You " + ANSWER.replace("forty", "fourteen")


@pytest.mark.parametrize("lines", [4, 24])
def test_what_cannot_be_taken_back_is_followed_by_what_is_kept(open_stage: Callable[..., Stage], lines: int) -> None:
    stage = open_stage(40, lines)
    stage.answer()
    if lines == 24:
        stage.notify("muted?")
    stage.captions.end("Something else.")
    assert stage.seen()[-2:] == ["You, as it is kept", "Something else."]
    assert "forty" in joined(stage.seen())


def test_an_answer_without_words_leaves_nothing(stage: Stage) -> None:
    stage.frames("waiting")
    stage.captions.text("", "hm")
    stage.frames("speaking")
    stage.captions.end("")
    assert stage.seen() == []
    stage.captions.text("Hm", "")
    stage.captions.end("")
    assert stage.seen() == []


def test_the_next_answer_begins_anew(stage: Stage) -> None:
    for text in ("Yes.", "Yes."):
        stage.captions.text(text, "")
        stage.frames("over")
        stage.captions.end(text)
    assert stage.screen().text() == ["", "You", "Yes.", "", "You", "Yes."]


def test_given_up_in_its_middle_what_stands_stays_and_the_foot_goes(stage: Stage) -> None:
    stage.captions.text("We would wait", "for a")
    stage.frames("speaking")
    stage.captions.close()
    stage.captions.close()
    print("Interrupted.", file=stage.out)
    assert stage.seen() == ["You", "We would wait", "Interrupted."]


@pytest.mark.parametrize("columns", [30, 120])
def test_in_a_resized_terminal_words_go_on_in_a_new_line(stage: Stage, columns: int) -> None:
    stage.captions.text("We would wait", "for a")
    stage.frames("speaking")
    wide = stage.columns
    stage.resize(columns, 20)
    stage.captions.text("We would wait for a very long time until somebody buys runners", "")
    stage.frames("speaking")
    stage.captions.end("We would wait for a very long time until somebody buys runners")
    rows = [row for row in Screen(max(wide, columns), 20).feed(stage.written()).text() if row]
    assert joined(rows) == "You We would wait for a very long time until somebody buys runners"
    assert rows[1] == "We would wait"
    assert max(len(row) for row in rows) < columns


def test_back_from_the_shell_words_go_on_in_a_new_line(stage: Stage) -> None:
    stage.captions.text("We would wait", "for a")
    stage.frames("speaking")
    print("\n$ fg", file=stage.out)
    stage.now += 3
    stage.frames("speaking")
    stage.captions.text("We would wait for a month", "")
    stage.captions.end("We would wait for a month")
    rows = stage.seen()
    assert rows[1].startswith("We would wait")
    assert rows[2].startswith("$ fg")
    assert rows[3:] == ["for a month"]


def test_wide_characters_are_counted_as_wide(open_stage: Callable[..., Stage]) -> None:
    stage = open_stage(20)
    text = "プラットフォームの費用を最初に見ます 🙂 and then 値段"
    stage.captions.text(text[:10], "")
    stage.frames("speaking")
    stage.captions.text(text, "")
    stage.frames("speaking")
    stage.captions.end(text)
    screen = stage.screen()
    assert joined(stage.seen()).replace(" ", "") == "You" + text.replace(" ", "")
    assert max(len(row) for row in screen.rows) < 20


def test_without_colours_there_are_none(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stage.answer()
    stage.captions.end(ANSWER)
    stage.terminal.show("Why?")
    assert not re.search(r"\x1b\[[34]\d", stage.written())


def test_a_terminal_that_cannot_say_it_is_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ascii(io.StringIO):
        encoding = "ascii"

    terminal = Terminal()
    terminal.out = Ascii()
    captions = LiveCaptions(terminal)
    monkeypatch.setenv("COLUMNS", "80")
    captions.text("費用 first", "")
    captions.status(Status("speaking", loudness=0.5, seconds=3))
    captions.end("費用 first")
    shown = terminal.out.getvalue()
    assert "?? first" in shown
    assert "###..." in shown


# Who gets them


def test_a_stream_that_is_no_terminal_gets_the_answer_once_at_the_end() -> None:
    def said(say: Callable[[Terminal], None]) -> str:
        terminal = Terminal()
        terminal.out = io.StringIO()
        say(terminal)
        return terminal.out.getvalue()

    def through_captions(terminal: Terminal) -> None:
        captions = open_captions(terminal)
        assert not captions.live
        captions.text("We would", "wait")
        captions.status(Status("speaking"))
        captions.end("We would wait.")

    assert said(through_captions) == said(lambda terminal: terminal.echo_answer("We would wait."))


def test_a_dumb_terminal_gets_no_escape_sequences(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    captions = open_captions(stage.terminal)
    captions.status(Status("speaking"))
    captions.end("We would wait.")
    stage.terminal.live = None
    stage.notify("muted?")
    assert "\x1b" not in stage.written()
    assert stage.seen() == ["You", "We would wait.", "muted?"]


def test_a_terminal_gets_live_captions(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert open_captions(stage.terminal).live


@pytest.mark.parametrize(
    ("text", "column", "width", "wrapped"),
    [
        ("one two", 0, 20, ("one two", 7)),
        (" one two", 3, 20, (" one two", 11)),
        (" one two", 0, 20, ("one two", 7)),
        ("s one", 3, 20, ("s one", 8)),
        (" one two", 3, 8, (" one\ntwo", 3)),
        ("abcdefghijkl", 0, 8, ("abcdefg\nhijkl", 5)),
        ("値段値段", 1, 6, ("\n値段\n値段", 4)),
        ("", 5, 8, ("", 5)),
    ],
)
def test_words_go_on_where_the_cursor_is(text: str, column: int, width: int, wrapped: tuple[str, int]) -> None:
    assert wrap(text, column, width) == wrapped
