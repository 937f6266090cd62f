"""The report in a terminal: 80 columns, no colour when piped, complete."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from coach.review import page, text
from coach.review.plain import line
from coach.review.report import Report
from tests.review.examples import (
    EVERY,
    FEEDBACK,
    WHO_SAID_WHAT,
    advised,
    foreign,
    hostile,
    panelled,
    spoken,
    typed,
    unfinished,
)


def printed(report: Report, width: int = 80, *, full: bool = True) -> str:
    out = io.StringIO()
    text.render(report, Console(file=out, width=width), full=full)
    return out.getvalue()


def flat(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("full", [True, False])
def test_lines_fit_and_carry_no_control_characters(name: str, width: int, full: bool) -> None:
    for each in printed(EVERY[name](), width, full=full).split("\n"):
        assert cell_len(each) <= min(width, page.WIDEST)
        assert each.isprintable()
        assert each == each.rstrip()


@pytest.mark.parametrize("name", EVERY)
def test_everything_is_told(name: str) -> None:
    report = EVERY[name]()
    said = flat(printed(report))
    for row in report.card["dimensions"]:
        assert line(row["name"]) in said
        assert line(row["gap"] or "") in said
        for each in row["evidence"]:
            assert f"{each['id']} “{line(each['quote'])}”" in said
    for each in report.transcript.sentences:
        assert f"{each.id} {line(each.text)}" in said


def test_a_row_says_score_own_score_and_bar_on_one_line() -> None:
    row = next(each for each in printed(typed()).split("\n") if each.startswith("Prioritizing"))
    assert row == "Prioritizing and saying no      ████████░░  4.0           you said 3 (1.0 under)"


def test_what_was_not_observed_has_neither_number_nor_bar() -> None:
    said = printed(unfinished(), full=False)
    rows = [each for each in said.split("\n") if "not observed" in each]
    assert len(rows) == 11
    assert not any("█" in each or "░" in each or any(letter.isdigit() for letter in each) for each in rows)
    assert "not finished" in said


def test_the_card_alone_has_the_best_sentence_and_no_more() -> None:
    said = printed(typed(), full=False)
    assert "A1.3" in said
    assert "A1.2" not in said
    assert "Transcript" not in said
    assert "Stops the nightly full build and says who loses by it" not in flat(said)
    assert "Stops the nightly full build and says who loses by it" in flat(printed(typed()))


def test_feedback_is_told_whole_in_the_report_and_in_short_after_a_session() -> None:
    whole, short = flat(printed(advised())), flat(printed(advised(), full=False))
    rewrite = FEEDBACK["advice"][0]["rewrite"]["text"]
    for said in (
        "a staff answer: “Stops the nightly",
        rewrite,
        "The bill is forty thousand",
        "Bigger runners are much",
    ):
        assert said in whole
        assert said not in short
    for said in (whole, short):
        assert "Answer 2, Prioritizing and saying no: You gave way." in said
        assert "1 of 2 facts asked for" in said
    assert "Who is unhappy with that on Monday?" not in short
    assert "Answer these again" not in printed(typed())


def test_delivery_is_told_for_speech_and_not_for_typing() -> None:
    assert "not measured" in printed(typed())
    said = flat(printed(spoken()))
    assert "not measured" not in said
    assert "words a minute" in said
    assert "Longest pause" in said
    assert "0 of 0.5–1 s, 0 of 1–2 s, 2 of 2–4 s, 0 of over 4 s" in said
    assert "up to 5 fillers a minute cost nothing" in said


def test_a_spread_is_told() -> None:
    assert "4.0 ±0.5 between runs" in flat(printed(spoken()))


def test_observer_and_notices_are_told() -> None:
    assert "cannot judge whether it is right" in printed(typed())
    said = flat(printed(spoken()))
    assert "scored by a language model: qwen2.5-1.5b" in said
    assert "risk fell back to the rules" in said
    assert "built-in words: the model asked two questions" in said


def test_a_terminal_without_such_letters_gets_plain_ones() -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="ascii") as out:
        text.render(typed(), Console(file=out, width=80))
        out.flush()
        said = raw.getvalue().decode("ascii")
    assert "########.." in said
    assert '"We stop the nightly' in said


def test_colour_is_there_on_a_terminal() -> None:
    out = io.StringIO()
    text.render(
        typed(), Console(file=out, width=80, force_terminal=True, color_system="standard", legacy_windows=False)
    )
    assert "\x1b[1m" in out.getvalue()


def test_square_brackets_are_not_taken_for_styles() -> None:
    assert "[A link](http://evil.example/x)" in flat(printed(hostile(), 200))


def test_a_transcript_from_elsewhere_is_not_called_unfinished() -> None:
    said = printed(foreign())
    assert "not finished" not in said
    assert "An interview" in said


def test_who_spoke_stands_before_their_words() -> None:
    said = printed(panelled())
    for who, words in WHO_SAID_WHAT:
        before = said[: said.index(f"  {words}")].splitlines()[-1]
        assert before.startswith(who)
    assert "\nInterviewer" in printed(typed())
