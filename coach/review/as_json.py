"""The report as plain data: the scorecard, the session it is of, and every turn."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from coach.review import timing
from coach.review.report import Report
from coach.session import Hearing, Turn, turn_to_json


def render(report: Report) -> dict[str, Any]:
    """The card's own keys, then "session", "interviewer", "turns", "hearings", "timing" and "attempts".

    Nothing in it but what JSON has. The turns have the words that were scored; "hearings" has those heard live, too,
    of answers that were written down again.
    """
    data = {
        **report.card,
        "session": _session(report),
        "interviewer": asdict(report.audit) if report.audit else None,
        "turns": [_turn(report, each) for each in report.session.turns],
        "hearings": [_hearing(report, each) for each in report.hearings],
        "timing": timing.to_json(report.session),
        "attempts": list(report.attempts),
    }
    whole: dict[str, Any] = json.loads(json.dumps(data))
    return whole


def _session(report: Report) -> dict[str, Any]:
    session = report.session
    return {
        "id": session.id,
        "started": session.started,
        "scenario": session.scenario_id,
        "title": report.scenario.title if report.scenario else None,
        "mode": session.mode,
        "settings": session.settings,
        "engines": session.engines,
        "finished": session.finished,
    }


def _turn(report: Report, turn: Turn) -> dict[str, Any]:
    answer = report.answers.get(turn.index)
    numbered = [{"id": each.id, "text": each.text} for each in answer.sentences] if answer else []
    return {**turn_to_json(turn), "sentences": numbered}


def _hearing(report: Report, hearing: Hearing) -> dict[str, Any]:
    """An answer as it was written down later, beside how it was heard live."""
    live = report.live[hearing.turn]
    data = {**asdict(hearing), "answer": report.answers[hearing.turn].number, "scored": hearing.id in report.scored}
    return {**data, "live_text": live.text, "live_words": [asdict(word) for word in live.words]}
