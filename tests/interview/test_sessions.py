"""Sessions of twenty minutes on every scenario, with everybody who may interview: nothing is asked twice, and the
built-in words keep the rules that a language model's have to keep."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from coach import scenario
from coach.interview import persona
from coach.interview.overlap import alike, content
from coach.interview.pressure import LEVELS
from coach.interview.wording_rules import REPEAT, faults, sentences, setting
from coach.session import Session
from tests.interview.talk import case_of, held, kinds

ANSWERS = (
    "Before I commit to anything: where does the time go, and who owns the part that hurts?",
    "We stop the smallest of the three projects until May, because nobody would miss it before the summer. "
    "I'd tell the team on Monday myself.",
    "Eighty-five percent of that work comes from two teams, and they lose 37 hours a month with it.",
    "If fewer than half of the pilots hold after four weeks, we turn back, and I say so in advance.",
    "It depends.",
    "I would give the rollout to one named person, look at the rules with them every Friday, and stay out of the code.",
    "The strongest case against me is that we lose a quarter of a year, and I would still take that, because the other "
    "way cannot be undone.",
    "What have you tried before, and what does that cost you a month?",
    "The number I watch is how long a customer waits, today and in three months, and complaints must not go up.",
    "No, because that argument counts only what is on the invoice; the people who wait are not on it.",
    "People will route around it within a month, so there is an allowance that every team can see.",
    "Such a migration takes fourteen months, and it costs three million.",
    "Then we go on and see. " * 45,
    "One call: we build less, and I hand the rest to whoever wants it more.",
)
PANELS = (
    ("staff-engineer", "security-lead"),
    ("vp-product", "data-lead", "director"),
    ("director", "staff-engineer", "vp-product"),
)
CASTS = [(id,) for id in persona.ids()] + list(PANELS)


def answers(scenario_id: str) -> list[str]:
    """Enough of them, beginning elsewhere in each scenario."""
    start = sum(scenario_id.encode()) % len(ANSWERS)
    return list(islice(cycle(ANSWERS), start, start + 60))


def repeated(session: Session) -> list[str]:
    """Questions that were asked before, or nearly."""
    asked: list[str] = []
    found = []
    for turn in session.questions:
        for sentence in sentences(turn.text):
            if sentence.endswith("?"):
                meant = content(sentence)
                if len(meant) > 1 and any(
                    _near(meant, other) and alike(sentence, [other]) >= REPEAT for other in asked
                ):
                    found.append(sentence)
                asked.append(sentence)
    return found


def _near(meant: list[str], other: str) -> bool:
    """False for most questions that cannot be alike, at little cost."""
    return 2 * len(set(meant) & set(content(other))) >= len(meant) / 2


@pytest.mark.parametrize("id", scenario.ids())
def test_nothing_is_asked_twice(id: str) -> None:
    for cast in CASTS:
        for pressure in LEVELS:
            session = held(case_of(id, cast, pressure, questions=10), answers(id))
            assert repeated(session) == [], (cast, pressure)
            assert len({turn.text for turn in session.questions}) == len(session.questions)
            assert session.finished
            assert len(session.answers) >= 8


@pytest.mark.parametrize("cast", CASTS, ids="+".join)
def test_built_in_words_keep_the_rules(cast: tuple[str, ...]) -> None:
    for at, id in enumerate(scenario.ids()[CASTS.index(cast) % 4 :: 4]):
        case = case_of(id, cast, list(LEVELS)[at % 3], questions=12, minutes=30)
        session = held(case, answers(id))
        seen = Session(session.id, session.started, id, "", "text")
        for turn in session.turns:
            if turn.move and turn.move.kind not in ("opening", "close", "announce"):
                assert faults(turn.text, setting(seen, case.scenario, turn.move)) == [], (id, turn.text)
            seen.turns.append(turn)


def test_a_long_session_asks_nothing_twice_either() -> None:
    for id in scenario.ids()[::4]:
        session = held(case_of(id, PANELS[1], "high", minutes=180, questions=40), answers(id) * 3)
        texts = [turn.text for turn in session.questions]
        assert len(texts) == len(set(texts))
        assert repeated(session) == []


def test_everything_has_its_place_in_a_session() -> None:
    found = kinds(held(case_of("ci-runners", PANELS[0], "high", questions=14, minutes=30), answers("ci-runners")))
    for kind in ("opening", "fact", "push", "stop", "announce", "guest", "flip", "probe", "wrap", "close"):
        assert kind in found, (kind, found)
