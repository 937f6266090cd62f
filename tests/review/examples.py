"""Sessions with their scorecards, as the reports are given them: spoken, typed, unfinished, and hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coach import scenario
from coach.review.report import Report
from coach.scoring import arithmetic, rubric
from coach.scoring.delivery import delivery
from coach.scoring.sentences import sentences
from coach.scoring.transcript import transcript
from coach.session import Attempt, Move, Session, Turn, Word, attempt_to_json

SCENARIO = """+++
id = "runners"
title = "The runners that everyone waits for"
track = "devops-engineer"
level = "staff"
minutes = 20
flips = ["Your headcount is halved on Monday: what stays?"]

[[facts]]
id = "bill"
text = "The bill is forty thousand a month."
unlocked_by = ["monthly bill"]
weight = 2

[[stakeholders]]
name = "Priya"
role = "head of product"
interest = "Dates that hold."
line = "I was promised June."

[[probes]]
dimension = "priorities"
step = "cost"
ask = "Who is unhappy with that on Monday?"
+++
## Brief
Builds take forty minutes.

## Opening
Builds take forty minutes and cost too much. Where do you start?

## Bad argument
Would you not simply buy the biggest machines?

## Reference: senior
Measures the queue before buying anything.

- Ranks the causes by minutes lost,
  with a figure for each.
- Picks **one** and says why.

## Reference: staff
Asks whether the builds have to be that large.

- Stops the nightly full build and says who loses by it.
- Names the number that would make them turn back.

## Reference: principal
Changes who pays for a minute of build time.
"""

ASKED = "Builds take forty minutes and cost too much. Where do you start?"
FIRST = (
    "I would first find out whether people wait for a machine or for the build itself. "
    "If the queue is under two minutes, then bigger runners change nothing. "
    "We stop the nightly full build, and the mobile team loses its early warning."
)
PROBED = "The mobile team loses its early warning. Who is unhappy with that on Monday?"
SECOND = (
    "Priya is, because she was promised June. "
    "I will tell her today that the date moves by two weeks & why. "
    "If the wait is not under fifteen minutes by May, we go back to rented machines."
)
CLOSED = "That is all the time there is. Thank you."
HOSTILE = (
    '<script>alert("x")</script> is the first thing I would do. \x1b[31mRed \u202eturned text is second. '
    "[A link](http://evil.example/x) and `code` and | a pipe and <img src=http://evil.example/y> come third."
)


def typed() -> Report:
    """A typed session held to its end and scored by the rules, with self-scores."""
    turns = [
        _asked(0, ASKED, 0, 20, Move("opening", ASKED, "opening")),
        _answered(1, FIRST, 20, 200),
        _asked(2, PROBED, 200, 215, Move("probe", step="cost", dimension="priorities"), by="builtin"),
        _answered(3, SECOND, 215, 400),
        _asked(4, CLOSED, 400, 410, Move("close")),
    ]
    return _report(_session("text", turns), delivery(turns).to_json(), self_scores={"priorities": 3, "risk": 4})


def spoken() -> Report:
    """A spoken session with a kept recording, a notice, an interruption and a language model as observer."""
    held = typed().session
    turns = list(held.turns)
    turns[1] = replace(turns[1], audio="audio/turn 1.wav", words=_words(turns[1]))
    turns[3] = replace(turns[3], words=_words(turns[3]))
    turns[2] = replace(turns[2], notice="the model asked two questions", interrupted=True)
    card = {"observer": "llm", "model": "qwen2.5-1.5b", "notices": ["risk fell back to the rules"]}
    report = _report(_session("voice", turns), delivery(turns).to_json(), **card)
    report.card["dimensions"][1]["spread"] = 0.5
    return report


FEEDBACK = {
    "advice": [
        {
            "dimension": "priorities",
            "staff_answer": {
                "level": "staff",
                "indicator": "priorities.cost",
                "text": "Stops the nightly full build and says who loses by it.",
            },
            "rewrite": {
                "dimension": "priorities",
                "indicator": "priorities.cost",
                "sentence": "A1.3",
                "quote": "We stop the nightly full build, and the mobile team loses its early warning.",
                "text": "We stop the nightly full build; the mobile team loses a day's warning by it, and I tell them.",
            },
        },
        {"dimension": "risk", "staff_answer": None, "rewrite": None},
    ],
    "moments": [
        {"turn": 3, "answer": 2, "question": PROBED, "why": "You gave way.", "dimension": "priorities"},
        {"turn": 1, "answer": 1, "question": ASKED, "why": "Nothing in it counted.", "dimension": None},
    ],
    "facts": {
        "asked": [{"id": "wait", "text": "They wait ten minutes.", "weight": 1, "mattered": "useful"}],
        "not_asked": [
            {"id": "bill", "text": "The bill is forty thousand a month.", "weight": 2, "mattered": "changes the plan"}
        ],
    },
    "claims": [{"id": "A1.2", "quote": "Bigger runners are much faster.", "words": "much faster"}],
}


def advised() -> Report:
    """The spoken session with feedback."""
    report = spoken()
    return replace(report, card={**report.card, "feedback": FEEDBACK})


def panelled() -> Report:
    """A session with two interviewers and somebody who joined them."""
    turns = [
        _asked(0, ASKED, 0, 20, Move("opening", ASKED, "opening", who="Graham Sutter")),
        _answered(1, FIRST, 20, 200),
        _asked(2, "Priya has joined.", 200, 202, Move("announce", source="announce:0", who="Leila Farahani")),
        _asked(3, "I was promised June. What now?", 202, 210, Move("guest", dimension="stakeholders", who="Priya")),
        _answered(4, SECOND, 210, 400),
        _asked(5, CLOSED, 400, 410, Move("close", who="Graham Sutter")),
    ]
    return _report(_session("text", turns), delivery(turns).to_json())


def unfinished() -> Report:
    """A session broken off after the first answer: nearly nothing observed, no overall."""
    turns = typed().session.turns[:3]
    session = _session("text", turns)
    card = {"overall": None, "level": "not observed", "next_drill": None, "target": None}
    report = _report(session, delivery(turns).to_json(), **card)
    for each in report.card["dimensions"]:
        each.update(score=None, evidence=[], gap=None)
    report.card["observations"].clear()
    return report


def empty() -> Report:
    """A session broken off before anything was said."""
    return replace(unfinished(), session=_session("text", []))


def foreign() -> Report:
    """A transcript that was not made here: no scenario, no times, evidence whose sentence is not in it."""
    turns = [_asked(0, ASKED, 0, 0, None), _answered(1, FIRST, 0, 0), _answered(2, "", 0, 0)]
    session = replace(_session("text", turns), scenario_id="", started="", engines={}, prompts={})
    report = replace(_report(session, {"measured": False}), scenario=None)
    report.card["dimensions"][0]["evidence"].append({"id": "A9.9", "turn": 9, "quote": "This one is gone."})
    return report


def hostile() -> Report:
    """Everything that a user or a model may have put in, at its worst, in every place that takes words."""
    turns = [
        _asked(0, HOSTILE, 0, 9, Move("probe", step="<b>")),
        _answered(1, HOSTILE, 9, 90),
        _asked(2, HOSTILE, 90, 95, Move("<i>"), by="builtin"),
    ]
    turns[2] = replace(turns[2], notice=HOSTILE)
    drill = {"dimension": "risk", "name": HOSTILE, "advice": HOSTILE}
    report = _report(_session("text", turns), {"measured": True, "<b>": 1}, notices=[HOSTILE], next_drill=drill)
    for each in report.card["dimensions"]:
        each.update(gap=HOSTILE, name=HOSTILE)
    again = _worded(attempt(model=HOSTILE, calibration=HOSTILE, notices=[HOSTILE], observer="llm"))
    return replace(report, card={**report.card, "feedback": _worded(FEEDBACK)}, attempts=(again,))


def drilled() -> Report:
    """A drill: one dimension, and no overall of it."""
    report = typed()
    card = {**report.card, "drill": "risk", "overall": None, "level": "not observed"}
    card["dimensions"] = [each for each in card["dimensions"] if each["id"] == "risk"]
    card["observations"] = [each for each in card["observations"] if each["indicator"].startswith("risk.")]
    card["next_drill"] = {
        "dimension": "risk",
        "name": "Risk and second-order effects",
        "advice": "Name the belief that you trust least.",
        "command": "coach practice --drill risk",
    }
    return replace(report, card=card)


def attempt(**comparison: Any) -> dict[str, Any]:
    """The second answer of the typed session, given again."""
    asked, said = _asked(2, PROBED, 0, 9, None), _answered(3, "Priya, and I tell her so. We stop in May.", 9, 60)
    whole = {
        "question": PROBED,
        "dimension": "priorities",
        "dimensions": [
            {"id": "priorities", "name": "Prioritizing and saying no", "old": 2.0, "new": 3.5},
            {"id": "risk", "name": "Risk and second-order effects", "old": None, "new": 3.0},
            {"id": "clarity", "name": "Clarity", "old": 2.0, "new": 2.0},
        ],
        "indicators": [
            _idea("priorities.cost", "gained", "partly A2.1", "met A2.1"),
            _idea("priorities.stops", "kept", "met A2.2", "met A2.2"),
            _idea("risk.fallback", "lost", "met A2.3", "absent"),
        ],
        "missing": {
            "dimension": "priorities",
            "name": "Prioritizing and saying no",
            "gap": "Say the rule.",
            "indicators": [{"indicator": "priorities.criterion", "statement": "says by what rule"}],
            "staff_answer": {"level": "staff", "text": "Stops the nightly full build.", "indicator": "x"},
        },
        "old": {"sentences": _sentences(2, SECOND), "delivery": {"measured": False, "words": 33}},
        "new": {"sentences": _sentences(2, said.text), "delivery": {"measured": True, "words": 10, "pace_wpm": 140.0}},
        "observer": "rules",
        "model": None,
        "notices": [],
        "calibration": "uncalibrated",
        "created": "2026-03-05T09:00:00+01:00",
    }
    started = "2026-03-05T09:00:00+01:00"
    made = Attempt("20260305-090000-abc", "20260304-140500-runners", 2, started, "text", asked, said)
    return attempt_to_json(replace(made, comparison=whole | comparison))


def retried() -> Report:
    """The typed session with an answer that was given again."""
    return replace(typed(), attempts=(attempt(),))


WHO_SAID_WHAT = (
    ("Graham Sutter", ASKED),
    ("Leila Farahani", "Priya has joined."),
    ("Priya", "I was promised June. What now?"),
)
"""In the session with a panel."""
EVERY = {each.__name__: each for each in (typed, spoken, advised, panelled, unfinished, empty, foreign, drilled)}
EVERY |= {"retried": retried, "hostile": hostile}


def _worded(data: Any) -> Any:
    """The same data with every text that is shown as words replaced by hostile ones."""
    if isinstance(data, dict):
        free = ("text", "quote", "words", "why", "question", "mattered", "level", "statement", "gap", "name")
        return {key: HOSTILE if key in free and isinstance(each, str) else _worded(each) for key, each in data.items()}
    return [_worded(each) for each in data] if isinstance(data, list) else data


def _idea(indicator: str, change: str, *seen: str) -> dict[str, Any]:
    """One indicator; `seen` is "met A2.1" or "absent", then and now."""
    sides = {
        side: {"verdict": said.split()[0], "evidence": said.split()[1:]}
        for side, said in zip(("old", "new"), seen, strict=True)
    }
    return {"indicator": indicator, "statement": f"shows {indicator}", "change": change, **sides}


def _sentences(number: int, text: str) -> list[dict[str, str]]:
    return [{"id": each.id, "text": each.text} for each in sentences(_answered(1, text, 0, 0), number)]


def _words(turn: Turn) -> tuple[Word, ...]:
    """Two words a second, with a pause of two seconds after the tenth."""
    said = enumerate(turn.text.split())
    return tuple(Word(each, begin, begin + 0.4) for at, each in said for begin in [turn.start + at / 2 + 2 * (at > 9)])


def _asked(index: int, text: str, start: float, end: float, move: Move | None, by: str | None = None) -> Turn:
    return Turn(index, "interviewer", text, start, end, move=move, by=by)


def _answered(index: int, text: str, start: float, end: float) -> Turn:
    return Turn(index, "candidate", text, start, end)


def _session(mode: Any, turns: list[Turn]) -> Session:
    return Session(
        id="20260304-140500-runners",
        started="2026-03-04T14:05:00+01:00",
        scenario_id="runners",
        scenario_text=SCENARIO,
        mode=mode,
        settings={"level": "staff", "minutes": 20},
        engines={"interviewer": "builtin"},
        prompts={"interviewer.md": "ab" * 32},
        turns=list(turns),
    )


def _report(session: Session, figures: dict[str, Any], **card: Any) -> Report:
    """A report whose evidence is: the first sentence for framing, the third for priorities, the last one for risk."""
    known = {each.id: each for each in transcript(session.turns).sentences}
    ids = list(known)
    chosen = {"framing": ids[:1], "priorities": ids[2:3] + ids[1:2], "risk": ids[-1:]} if ids else {}
    shows = {"framing": "framing.cause", "priorities": "priorities.stops", "risk": "risk.fallback"}
    scores = {"framing": 3.2, "priorities": 4.0, "risk": 4.5}
    turn_of = transcript(session.turns).turn_of
    dimensions = [
        {
            "id": each.id,
            "name": each.name,
            "score": scores.get(each.id),
            "spread": None,
            "evidence": [{"id": id, "turn": turn_of(id), "quote": known[id].text} for id in chosen.get(each.id, [])],
            "gap": f"Nothing was said about {each.id} & what it needs.",
        }
        for each in rubric.load().dimensions
    ]
    observations = [
        {
            "indicator": each.id,
            "verdict": "met" if each.id in shows.values() else "absent",
            "evidence": chosen.get(each.id.partition(".")[0], []) if each.id in shows.values() else [],
            "confidence": 0.7,
        }
        for each in rubric.load().indicators
    ]
    whole = {
        "overall": 3.9,
        "level": arithmetic.level(3.9),
        "observer": "rules",
        "model": None,
        "dimensions": dimensions,
        "observations": observations,
        "delivery": figures,
        "notices": [],
        "created": "2026-03-04T14:30:00+01:00",
        "rubric_digest": "cd" * 32,
        "self_scores": {},
        "next_drill": {"dimension": "leverage", "name": "Delegation and leverage", "advice": "Hand it to an owner."},
        "target": "staff",
    }
    return Report(session, scenario.parse(SCENARIO, "runners.md"), whole | card, rubric.load())
