"""The rest of a question that was cut short: shown as such in every report, and whole wherever a question counts."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from coach.interview.audit import audit
from coach.interview.case import said
from coach.interview.wording_rules import setting
from coach.review import as_json, html, interviewer, markdown, text
from coach.review.report import Report
from coach.scoring.delivery import delivery
from coach.session import Move, Turn, turn_from_json, turn_to_json
from tests.review.examples import spoken

HEARD = "The mobile team loses its early warning."
REST = "Who is unhappy with that on Monday?"


def cut(report: Report, heard: str = HEARD, rest: str = REST) -> Report:
    """The spoken session with its second question cut short."""
    turns = list(report.session.turns)
    turns[2] = replace(turns[2], text=heard, unheard=rest, interrupted=True)
    return replace(report, session=replace(report.session, turns=turns))


def forms(report: Report) -> dict[str, str]:
    out = io.StringIO()
    text.render(report, Console(file=out, width=80))
    made = {"text": out.getvalue(), "markdown": markdown.render(report), "html": html.render(report)}
    return {name: " ".join(each.replace("\\", "").split()) for name, each in made.items()}


def test_every_form_tells_what_was_only_shown():
    for name, made in forms(cut(spoken())).items():
        shown = made.replace('<span class="quiet">', "").replace("</span>", "")
        assert f"{HEARD} [only in writing: {REST}]" in shown, name
        assert "cut short" in made
    assert as_json.render(cut(spoken()))["turns"][2]["unheard"] == REST
    for made in forms(spoken()).values():
        assert "only in writing" not in made


def test_a_question_of_which_nothing_was_heard():
    for made in forms(cut(spoken(), "", f"{HEARD} {REST}")).values():
        assert f"[only in writing: {HEARD} {REST}]" in made


@pytest.mark.parametrize("rest", ["<script>x</script>", "\x1b[31mred\u202e"])
def test_what_was_only_shown_cannot_become_markup(rest):
    made = forms(cut(spoken(), rest=rest))
    assert "<script>" not in made["html"]
    assert all("\x1b" not in each and "\u202e" not in each for each in made.values())


def test_it_is_kept_with_its_turn():
    turn = cut(spoken()).session.turns[2]
    assert turn_from_json(turn_to_json(turn)) == turn
    assert turn.whole == f"{HEARD} {REST}"
    assert replace(turn, text="").whole == REST


def test_who_scores_reads_the_whole_question():
    assert cut(spoken()).transcript.exchanges[1].question == f"{HEARD} {REST}"


def test_what_was_asked_in_writing_is_not_asked_again():
    report = cut(spoken())
    session = report.session
    assert REST in said(session)
    assert report.scenario is not None
    rules = setting(session, report.scenario, Move("probe", REST))
    assert rules.asked[1] == f"{HEARD} {REST}"
    assert REST in rules.known


def test_the_audit_looks_at_the_whole_question():
    report = cut(spoken(), rest="Great answer! Who is unhappy? What does it cost? And why?")
    assert report.scenario is not None
    found = audit(report.session, report.scenario, report.rubric)
    assert [each.turn for each in found.praise] == [2]
    assert [each.turn for each in found.double] == [2]
    assert any("Great answer!" in each.text for each in interviewer.broken(report))


def test_the_share_of_the_talking_counts_what_was_heard():
    turns = spoken().session.turns
    short = [replace(turn, unheard="one two three " * 50) if turn.role == "interviewer" else turn for turn in turns]
    assert delivery(short).talk_ratio == delivery(turns).talk_ratio
    assert delivery([Turn(0, "interviewer", "", 0, 1, unheard="What?"), *turns[1:2]]).talk_ratio == 1.0
