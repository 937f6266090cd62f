"""How fast the conversation went: differences of measured moments, and a dash where one of them is missing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from rich.console import Console

from coach.review import as_json, html, markdown, text, timing
from coach.review.report import Report
from coach.session import Session, Turn, turn_from_json
from tests.cases import session as blank
from tests.review.examples import EVERY, spoken, typed

ANSWER = {"record": 30.0, "commit.1": 12.0, "commit.2": 25.0, "commit.3": 40.3, "speech_end": 40.0, "text": 40.6}
OVER = {"over": 42.8}
NEXT = {"asked": 40.7, "first_token": 41.1, "first_clause": 41.4, "first_sound": 43.0}


def talk(*turns: Mapping[str, float] | Turn) -> Session:
    """A session of turns by turns, the interviewer's first, with that timing each."""
    session = blank()
    for at, each in enumerate(turns):
        role = "candidate" if at % 2 else "interviewer"
        made = (
            each
            if isinstance(each, Turn)
            else Turn(at, role, "So.", 10.0 * at, 10.0 * at + 9, None, "llm", timing=each)
        )
        session.turns.append(replace(made, index=at, role=role))
    return session


def several(*waits: tuple[float, float | None]) -> Session:
    """Answers whose text came so long after the last word, and the reply so long after the turn; None for no sound."""
    turns: list[dict[str, float]] = [{}]
    for text_after, reply in waits:
        turns.append({"speech_end": 5.0, "text": 5.0 + text_after, "over": 8.0})
        turns.append({"asked": 8.0} | ({} if reply is None else {"first_sound": 8.0 + reply}))
    return talk(*turns)


def printed(session: Session, width: int = 80) -> str:
    out = io.StringIO()
    timing.render(session, Console(file=out, width=width))
    return out.getvalue()


def test_each_figure_is_the_time_between_two_moments():
    (row,) = timing.timed(talk({}, ANSWER | OVER, NEXT))
    assert (row.answer, row.turn, row.recorded) == (1, 1, 30.0)
    assert row.text == pytest.approx(0.6)
    assert row.over == pytest.approx(2.8)
    assert row.first_token == pytest.approx(0.4)
    assert row.reply == pytest.approx(0.2)
    assert row.voice_to_voice == pytest.approx(3.0)


def test_only_segments_committed_while_speaking_are_counted():
    assert timing.timed(talk({}, ANSWER))[0].segments == 2
    assert timing.timed(talk({}, {"speech_end": 3.0, "commit.1": 3.4}))[0].segments == 0


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        ("speech_end", {"segments", "text", "over", "voice_to_voice"}),
        ("text", {"text"}),
        ("over", {"over", "reply"}),
        ("asked", {"first_token", "reply", "voice_to_voice"}),
        ("first_token", {"first_token"}),
        ("first_sound", {"reply", "voice_to_voice"}),
        ("record", {"recorded"}),
        ("first_clause", set()),
    ],
)
def test_what_was_not_measured_is_missing_and_nothing_else(missing, gone):
    answer, then = ({name: at for name, at in each.items() if name != missing} for each in (ANSWER | OVER, NEXT))
    (row,) = timing.timed(talk({}, answer, then))
    assert {name for name in timing.HEADINGS if getattr(row, name) is None} == gone


def test_built_in_words_have_no_first_token():
    (row,) = timing.timed(talk({}, ANSWER | OVER, Turn(2, "interviewer", "So?", 43, 45, None, "builtin", timing=NEXT)))
    assert row.first_token is None
    assert row.reply == pytest.approx(0.2)


def test_an_answer_that_nobody_replied_to():
    for session in (
        talk({}, ANSWER | OVER),
        talk({}, ANSWER | OVER, {}, {}),
        talk({}, ANSWER | OVER, Turn(2, "interviewer", "", 0, 1)),
    ):
        row = timing.timed(session)[0]
        assert row.text is not None
        assert (row.reply, row.voice_to_voice, row.first_token) == (None, None, None)


def test_an_answer_that_was_cut_into_was_not_judged_to_be_over():
    cut = Turn(1, "candidate", "And so", 10, 43, timing=ANSWER | OVER, interrupted=True)
    (row,) = timing.timed(talk({}, cut, NEXT))
    assert (row.over, row.reply, row.voice_to_voice) == (None, None, None)
    assert row.text == pytest.approx(0.6)


def test_an_older_session_still_reads_and_its_lengths_are_not_taken_for_moments():
    line = {"index": 1, "role": "candidate", "text": "So.", "start": 1, "end": 9}
    old = turn_from_json(line | {"timing": {"record": 8.0, "transcribe": 2.5}})
    assert (old.unheard, old.whole) == ("", "So.")
    session = talk({"first_sound": 0.2}, old, {"first_sound": 0.3})
    (row,) = timing.timed(session)
    assert row.recorded == 8.0
    assert {name for name in timing.HEADINGS if getattr(row, name) is not None} == {"recorded"}
    assert timing.summary(session) == ""
    assert printed(session).count("-") == 3 * 6


def test_medians_and_the_value_that_few_exceed():
    rows = timing.timed(several((0.5, 0.2), (0.9, 0.4), (0.6, None)))
    assert timing.medians(rows)["text"] == pytest.approx(0.6)
    assert timing.medians(rows)["reply"] == pytest.approx(0.3)
    assert timing.p95(rows)["text"] == pytest.approx(0.9)
    assert timing.medians(rows)["first_token"] is None
    many = timing.timed(several(*((each / 100, 0.1) for each in range(1, 101))))
    assert timing.p95(many)["text"] == pytest.approx(0.95)
    assert timing.medians([])["text"] is None


@pytest.mark.parametrize(
    ("waits", "said"),
    [
        (
            [(0.5, 0.2), (0.9, 0.4), (0.6, 0.3)],
            "Timing: text 0.6 s after your last word, first sound 0.3 s after your turn ended (medians of 3 turns)",
        ),
        (
            [(0.5, 0.2), (0.7, None)],
            "Timing: text 0.6 s after your last word (median of 2 turns), "
            "first sound 0.2 s after your turn ended (1 turn)",
        ),
        ([(0.5, None), (0.7, None)], "Timing: text 0.6 s after your last word (median of 2 turns)"),
    ],
)
def test_the_line_of_medians(waits, said):
    assert timing.summary(several(*waits)) == said


def test_the_table_has_a_row_for_each_answer_whatever_the_width():
    session = several((0.5, 0.2), (0.7, None))
    assert printed(session, 80) == printed(session, 30)
    rows = {line.split()[0]: line.split()[1:] for line in printed(session).splitlines() if line.strip()}
    assert rows["A1"] == ["-", "0", "0.50", "3.00", "-", "0.20", "3.20"]
    assert rows["A2"] == ["-", "0", "0.70", "3.00", "-", "-", "-"]
    assert rows["median"] == ["-", "0", "0.60", "3.00", "-", "0.20", "3.20"]
    assert rows["p95"][2] == "0.70"
    assert max(len(line.rstrip()) for line in printed(session).splitlines()) <= 80
    assert timing.NOTHING in printed(typed().session)


def test_as_data_it_is_plain_and_to_the_millisecond():
    data = timing.to_json(talk({}, ANSWER | OVER, NEXT))
    assert data["turns"][0]["text"] == 0.6
    assert data["medians"]["reply"] == 0.2
    assert timing.to_json(blank())["turns"] == []


def forms(report: Report) -> dict[str, str]:
    out = io.StringIO()
    text.render(report, Console(file=out, width=80), full=False)
    made = {"text": out.getvalue(), "markdown": markdown.render(report), "html": html.render(report)}
    return {name: " ".join(each.replace("\\", "").split()) for name, each in made.items()}


def test_every_form_of_the_report_has_the_line_where_there_was_speech_and_only_there():
    report = spoken()
    turns = list(report.session.turns)
    turns[1] = replace(turns[1], timing=ANSWER | OVER)
    turns[2] = replace(turns[2], timing=NEXT)
    timed = replace(report, session=replace(report.session, turns=turns))
    line = "Timing: text 0.6 s after your last word, first sound 0.2 s after your turn ended (1 turn)"
    assert all(line in each for each in forms(timed).values())
    assert as_json.render(timed)["timing"]["medians"]["text"] == 0.6
    for make in EVERY.values():
        assert all("Timing:" not in each for each in forms(make()).values())
