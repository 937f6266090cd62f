"""The few phrases that every format of a report says alike, so that none of them can say it differently."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from coach import __version__
from coach.interview.channel import INTERVIEWER
from coach.review.plain import line
from coach.review.report import Report
from coach.review.rows import Row
from coach.scoring import arithmetic
from coach.scoring.calibration import UNCALIBRATED
from coach.session import Turn

NOT_OBSERVED = "not observed"
UNSURE = 1.0
"""Width of a score's range, in levels, from which it is told."""
FEW_ANSWERS, FEW_DIMENSIONS = 3, 7
"""Below either an overall rests on little."""
BY_RULES = "rule-based estimate: rewards what was said, cannot judge whether it is right"
WITH_EMBEDDINGS = BY_RULES.replace(":", ", with sentence embeddings:")
MOVES = {
    "flip": "new constraint",
    "push": "pushback",
    "reask": "asked again",
    "stop": "cut in",
    "announce": "somebody joins",
    "guest": "a stakeholder",
    "fact": "a fact you asked for",
    "clarify": "your question handed back",
    "aside": "said again for you",
    "wrap": "last question",
    "close": "end",
}


def score(value: float | None) -> str:
    """A score to one decimal, or the words that say that there is none."""
    return NOT_OBSERVED if value is None else f"{value:.1f}"


def spread(row: Row) -> str:
    """How far the observer's samples lay apart; empty when it is not known or nothing."""
    return f"±{row.spread:.1f} between runs" if row.spread and row.score is not None else ""


def own(row: Row) -> str:
    """The candidate's own score beside the observer's; empty when they gave none."""
    if row.own is None:
        return ""
    if row.score is None:
        return f"you said {row.own}"
    apart = round(row.own - row.score, 1)
    if not apart:
        return f"you said {row.own} (the same)"
    return f"you said {row.own} ({abs(apart):.1f} {'over' if apart > 0 else 'under'})"


def doubt(row: Row) -> str:
    """What the score may be, where that is a whole level or more; else empty."""
    if row.range is None or row.range[1] - row.range[0] < UNSURE:
        return ""
    return f"unsure: {row.range[0]:.1f} to {row.range[1]:.1f}"


def beside(row: Row) -> str:
    """What stands beside a score: the candidate's own, how sure and how steady it is."""
    return ", ".join(each for each in (own(row), doubt(row), spread(row)) if each)


def headline(report: Report) -> float | None:
    """The one number that stands above the others: the overall, or the score of the dimension that was drilled."""
    drilled = [each["score"] for each in report.card["dimensions"] if each["id"] == report.drill]
    value: float | None = drilled[0] if drilled else report.card["overall"]
    return value


def overall(report: Report) -> str:
    """Such as "3.4 of 5"."""
    value = headline(report)
    return NOT_OBSERVED if value is None else f"{value:.1f} of 5"


def level(report: Report) -> str:
    """What the overall amounts to, and what the candidate was after; one dimension amounts to no level."""
    amounts = line(report.card["level"])
    if headline(report) is None:
        said = "too little was said to place it"
    elif report.drill:
        names = [line(each["name"]).lower() for each in report.card["dimensions"]]
        said = f"a drill of {', '.join(names)} alone, so there is no overall level"
    else:
        said = f"amounts to {amounts}"
    target = report.card.get("target")
    return f"{said}; you aimed at {line(target)}" if target else said


def unsure(report: Report) -> str:
    """Why the overall is not to be taken for more than it is; empty where there is nothing to say."""
    if report.card["overall"] is None:
        return ""
    return "; ".join(each for each in (_between(report), _thin(report)) if each)


def _between(report: Report) -> str:
    ends = report.card.get("range")
    if not ends:
        return ""
    low, high = (arithmetic.level(each) for each in ends)
    if low == high:
        return ""
    return f"unsure: {ends[0]:.1f} ({low}) to {ends[1]:.1f} ({high}), as what was only partly shown counts"


def _thin(report: Report) -> str:
    answers, rows = len(report.session.answers), report.card["dimensions"]
    seen = sum(each["score"] is not None for each in rows)
    if answers >= FEW_ANSWERS and seen >= FEW_DIMENSIONS:
        return ""
    return f"little to go on: {answers} {'answer' if answers == 1 else 'answers'}, {seen} of {len(rows)} dimensions"


def bands(report: Report) -> str:
    """From which overall each level counts; empty where the card was made by other bands, which this would belie."""
    value = report.card["overall"]
    if value is None or arithmetic.level(value) != report.card["level"]:
        return ""
    return "by the overall: " + ", ".join(f"{name} from {least:.1f}" for least, name in arithmetic.BANDS[1:])


def observer(report: Report) -> str:
    """Who scored, and how far that can be trusted."""
    if report.card["observer"] == "rules":
        return WITH_EMBEDDINGS if report.card["model"] else BY_RULES
    return f"scored by a language model: {line(report.card['model'] or 'name not known')}"


def calibration(report: Report) -> str:
    """How the observer did on the reference interviews, as it was known when this was scored."""
    return line(report.card.get("calibration") or UNCALIBRATED)


def notices(report: Report) -> list[str]:
    """What the reader has to know besides; the observer's own line is not said twice."""
    said = [line(each) for each in (*report.card["notices"], unscored(report))]
    return [each for each in dict.fromkeys(said) if each and each != observer(report)]


def unscored(report: Report) -> str:
    """That there are newer words than those that were scored; empty where there are none."""
    left = [each for each in report.hearings if each.text and each.id not in report.scored]
    if not left:
        return ""
    models, answers = ", ".join(dict.fromkeys(each.model for each in left)), len(left)
    count = f"{answers} answer{'' if answers == 1 else 's'}"
    return f"{count} written down again by {models} and not scored so: coach score {report.session.id}"


def standing(report: Report) -> list[str]:
    """What kind of session it was: spoken or typed, how long, how many answers, when, and whether it was finished."""
    session = report.session
    answers = len(session.answers)
    said = [
        "spoken" if session.mode == "voice" else "typed",
        f"{answers} {'answer' if answers == 1 else 'answers'}",
        duration(session.elapsed),
        date(session.started),
        "" if session.finished or report.scenario is None else "not finished",
    ]
    return [each for each in said if each]


def duration(seconds: float) -> str:
    """In whole minutes; empty for none at all, as in a transcript without times."""
    minutes = round(seconds / 60)
    if not minutes:
        return "under a minute" if seconds > 0 else ""
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def clock(seconds: float) -> str:
    """Minutes and seconds into the session: "2:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def date(started: str) -> str:
    """An ISO date as people write it; what is no such date as it stands."""
    try:
        at = datetime.fromisoformat(started)
    except ValueError:
        return line(started)
    return f"{at.day} {at:%B %Y at %H:%M}"


def who(turn: Turn) -> str:
    """Whose words a turn is."""
    if turn.role == "candidate":
        return "You"
    return line(turn.who or INTERVIEWER.name)


def move(turn: Turn) -> str:
    """What the interviewer was after with a turn; empty when that is not known."""
    if not turn.move:
        return ""
    kind = MOVES.get(turn.move.kind, line(turn.move.kind))
    step = (turn.move.step or "").replace("_", " ")
    return f"{kind}, {step}" if step and step != kind and kind == "probe" else kind


def aside(turn: Turn) -> str:
    """What went otherwise than meant in a turn: whose words they are when a notice says so, a cut."""
    said = [f"built-in words: {line(turn.notice)}" if turn.notice else "", "cut short" if turn.interrupted else ""]
    return "; ".join(each for each in said if each)


def words(turn: Turn) -> str:
    """What the interviewer's side said, with what of it was never heard."""
    return " ".join(each for each in (line(turn.text), unheard(turn)) if each)


def unheard(turn: Turn) -> str:
    """The rest of a question that was cut short; empty where all of it was heard."""
    return f"[only in writing: {line(turn.unheard)}]" if turn.unheard else ""


def provenance(report: Report) -> list[tuple[str, str]]:
    """Label and value of all that the scores came from. No endpoint address: a report is made to be passed on."""
    session, card = report.session, report.card
    said: list[tuple[str, Any]] = [
        ("Session", session.id),
        ("Scenario", session.scenario_id),
        ("Interviewer", _interviewer(report)),
        ("Whisper", session.engines.get("whisper")),
        ("Observer", card["observer"]),
        ("Observer's model", card["model"]),
        ("Scored", date(card.get("created") or "")),
        ("Rubric", (card.get("rubric_digest") or report.rubric.digest)[:12]),
        *((name, digest[:12]) for name, digest in sorted(session.prompts.items())),
        ("coach", __version__),
    ]
    return [(label, line(str(value))) for label, value in said if value]


def _interviewer(report: Report) -> str:
    engines = report.session.engines
    return ", ".join(str(engines[key]) for key in ("interviewer", "model") if engines.get(key))
