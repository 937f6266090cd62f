"""The small parts that all formats share."""

from dataclasses import fields, replace

import pytest

from coach.review import figures, phrases
from coach.review.plain import line, plain
from coach.review.prose import Block, blocks
from coach.review.rows import rows
from coach.scoring.delivery import NORMS, Delivery
from coach.session import Move, Turn
from tests.review.examples import foreign, typed


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a\x1b[31mb\x1b[0m", "ab"),
        ("a\x07b\x00c", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud800b", "ab"),
        ("naïve 日本 👩\u200d💻", "naïve 日本 👩\u200d💻"),
    ],
)
def test_plain(words: str, shown: str) -> None:
    assert plain(words) == shown
    assert line(words) == shown.replace("\n", " ")


def test_blocks_join_lines_and_tell_lists_from_paragraphs() -> None:
    text = "Opens **well**\nand on.\n\nSecond.\n- one\n  more\n* `two`\n\nLast."
    assert blocks(text) == (
        Block(("Opens well and on.",), False),
        Block(("Second.",), False),
        Block(("one more", "two"), True),
        Block(("Last.",), False),
    )
    assert blocks("") == ()


def test_evidence_says_what_it_shows_and_whether_it_can_be_linked() -> None:
    shown = {row.id: row for row in rows(typed())}
    assert [each.id for each in shown["priorities"].evidence] == ["A1.3", "A1.2"]
    stops = typed().rubric.indicator("priorities.stops").statement
    assert shown["priorities"].evidence[0].shows == (stops,)
    assert shown["framing"].own is None
    assert [each.linked for each in rows(foreign())[0].evidence] == [True, False]


def test_what_is_shown_in_part_is_said_to_be() -> None:
    report = typed()
    next(each for each in report.card["observations"] if each["indicator"] == "framing.cause")["verdict"] = "partly"
    assert rows(report)[0].evidence[0].shows[0].endswith("(partly)")


def test_a_card_of_another_rubric_still_has_its_rows() -> None:
    report = typed()
    report.card["dimensions"].append(
        {"id": "gone", "name": "Gone", "score": 3.0, "spread": None, "evidence": [], "gap": None}
    )
    report.card["observations"].append({"indicator": "gone.idea", "verdict": "met", "evidence": [], "confidence": 1.0})
    last = rows(report)[-1]
    assert (last.score, last.levels, last.looked[0].statement) == (3.0, (), "gone.idea")


@pytest.mark.parametrize(
    ("score", "own", "said"),
    [
        (3.4, 4, "you said 4 (0.6 over)"),
        (3.0, 2, "you said 2 (1.0 under)"),
        (3.0, 3, "you said 3 (the same)"),
        (None, 3, "you said 3"),
        (3.0, None, ""),
    ],
)
def test_own_score(score: float | None, own: int | None, said: str) -> None:
    assert phrases.own(replace(rows(typed())[0], score=score, own=own)) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, ""), (20, "under a minute"), (70, "1 minute"), (900, "15 minutes")])
def test_duration(seconds: float, said: str) -> None:
    assert phrases.duration(seconds) == said


def test_a_date_that_is_none_is_shown_as_it_stands() -> None:
    assert phrases.date("yesterday") == "yesterday"


def test_the_observers_own_line_is_not_said_twice() -> None:
    report = typed()
    report.card["notices"].extend([phrases.BY_RULES, "once", "once"])
    assert phrases.notices(report) == ["once"]


def test_moves_are_told_in_words() -> None:
    def told(move: Move | None) -> str:
        return phrases.move(Turn(0, "interviewer", "?", 0, 1, move=move))

    assert told(Move("probe", step="second_order")) == "probe, second order"
    assert told(Move("flip", step="flip")) == "new constraint"
    assert told(None) == ""


def test_figures_say_not_measured_and_lose_no_number() -> None:
    assert not figures.measured({"measured": False})
    said = figures.figures({"measured": True, "words": 1200, "unheard_of": 2.5, "pace_wpm": None, "norms": {"a": 1}})
    assert [(each.label, each.value) for each in said] == [("Words", "1,200"), ("unheard of", "2.5")]


def test_typed_answers_have_no_figure_for_fillers_but_one_for_answers_that_come_first() -> None:
    typed_figures = {"measured": False, "words": 9, "fillers": 0, "answers": 4, "answer_first": 1, "norms": NORMS}
    said = {each.label: each.value for each in figures.figures(typed_figures)}
    assert said == {"Words": "9", "Answer first": "in 1 of 4 answers"}
    assert figures.pauses(typed_figures) == ()
    assert figures.norms(typed_figures) == ""


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("pace_wpm", 150.2, "150 words a minute"),
        ("pace_wpm", 100, "100 words a minute (slow: below 110)"),
        ("pace_wpm", 200, "200 words a minute (fast: above 190)"),
        ("pace_wpm", 110, "110 words a minute"),
        ("pace_wpm", 190, "190 words a minute"),
        ("fillers_per_minute", 5.0, "at least 5"),
        ("fillers", 3, "at least 3"),
        ("fillers", 0, "none found"),
        ("fillers_per_minute", 13.04, "at least 13.0 (noticed by listeners from 12)"),
        ("talk_ratio", 0.724, "72 %"),
        ("longest_pause", 2.04, "2.0 s"),
    ],
)
def test_figures_are_told_in_words_and_remarked_upon_only_outside_the_norm(key: str, value: float, said: str) -> None:
    assert [each.value for each in figures.figures({"measured": True, key: value, "norms": NORMS})] == [said]


def test_every_figure_of_the_delivery_has_a_label() -> None:
    assert {each.name for each in fields(Delivery)} == set(figures.KNOWN) | (figures.TOLD_APART - {"norms"})


def test_bands_are_told_only_where_the_level_came_from_them() -> None:
    report = typed()
    assert "staff from " in phrases.bands(report)
    assert phrases.bands(replace(report, card={**report.card, "level": "of another making"})) == ""
    assert phrases.bands(replace(report, card={**report.card, "overall": None})) == ""
