"""Aloud, a slow model is not waited for in silence: what needs no model is said while it looks for the question."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from coach.interview.builtin import builtin
from coach.interview.interviewer import Wording
from coach.interview.lead import AT_ONCE, GAP, PACE, SILENCE, Lead, lead, rest
from coach.interview.llm_interviewer import FAILED, LLMInterviewer
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.session import Move, Session
from coach.voice.clauses import clauses
from tests.cases import pager, session, turn
from tests.lab.fake_llm import FakeLLM, Reply

QUOTE = "we would delete the alerts nobody reads"
PROBE = Move("probe", "Which number tells you?", "probe:outcomes.number", "outcomes", step="number", quote=QUOTE)
CLEAN = 'You said "delete the alerts": how many are left then?'
BEGUN = f'You said "{QUOTE}".'
ELSEWHERE = "Now to something else: which number tells you?"
FACT = Move("fact", "There are six people in the team. Two of them are new.", "fact:team", "framing")
PUSH = Move("push", "More people would fix it. Why not hire?", "push", "pressure")


def spoken() -> Session:
    played = replace(session(), mode="voice")
    turn(played, "interviewer", "Your team of six is paged. What do you do?", Move("opening"))
    turn(played, "candidate", "First we would delete the alerts nobody reads, before March.")
    return played


def interviewer(fake: FakeLLM) -> LLMInterviewer:
    case = pager()
    model = OpenAIModel(Endpoint(fake.url, None, None), "fake")
    return LLMInterviewer(model, builtin(case), case.scenario, "staff")


@pytest.fixture(scope="module", autouse=True)
def client() -> None:
    """The client library takes seconds to be loaded on a busy machine, and here seconds count."""
    with FakeLLM("Yes.") as fake:
        list(interviewer(fake).llm.stream([Message(role="user", content="?")], max_tokens=5, seconds=60))


def words(wording: Wording) -> str:
    return " ".join("".join(wording.words).split())


@pytest.mark.parametrize(
    ("text", "move", "parts"),
    [
        (f"{BEGUN} Which number?", PROBE, Lead(BEGUN, "Which number?")),
        ("Which number?", PROBE, Lead("", "Which number?")),
        (f"{FACT.text} What now?", FACT, Lead(FACT.text, "What now?")),
        (PUSH.text, PUSH, Lead(PUSH.text, "")),
    ],
)
def test_what_needs_no_model_and_what_is_left_for_it(text: str, move: Move, parts: Lead) -> None:
    assert lead(text, move) == parts


def test_what_is_left_of_a_move() -> None:
    assert rest(PROBE, Lead("", "Which number?")) == PROBE
    assert rest(FACT, Lead(FACT.text, "What now?")) == replace(FACT, kind="probe", text="What now?")
    assert rest(PROBE, Lead(BEGUN, "Which number?")) == replace(PROBE, quote=None)


def test_it_begins_before_the_model_is_asked() -> None:
    with FakeLLM("Which figure would tell you in March?") as fake:
        wording = interviewer(fake).word(spoken(), PROBE)
        assert next(wording.words) == f"{BEGUN} "
        assert fake.requests == []
        assert words(wording) == "Which figure would tell you in March?"
        told = fake.requests[0]["messages"]
    assert wording.by == "llm"
    assert told[-2] == {"role": "assistant", "content": BEGUN}
    assert "Which number tells you?" in told[-1]["content"]
    assert QUOTE not in told[-1]["content"]


def test_what_it_begins_with_can_be_spoken_before_the_model_is_asked() -> None:
    with FakeLLM() as fake:
        assert next(clauses(interviewer(fake).word(spoken(), PROBE).words)) == BEGUN


def test_both_parts_together_keep_the_rules_else_the_built_in_question_follows() -> None:
    with FakeLLM("You delete them. That is a cut. Which figure tells you?") as fake:
        wording = interviewer(fake).word(spoken(), PROBE)
        assert words(wording) == f"{BEGUN} Which figure tells you?"
        assert wording.by == "llm"
    with FakeLLM("Excellent idea.", "What do you say?") as fake:
        wording = interviewer(fake).word(spoken(), PROBE)
        assert words(wording) == f"{BEGUN} {ELSEWHERE}"
        assert len(fake.requests) == 2
    assert (wording.by, "broke the rules twice" in (wording.notice or "")) == ("builtin", True)


def test_a_fact_is_told_as_it_is_and_the_model_asks_what_it_changes() -> None:
    with FakeLLM("Whom of the six would you take off the pager?") as fake:
        wording = interviewer(fake).word(spoken(), FACT)
        assert words(wording) == f"{FACT.text} Whom of the six would you take off the pager?"


def test_an_argument_is_said_as_it_stands_without_a_model() -> None:
    with FakeLLM() as fake:
        wording = interviewer(fake).word(spoken(), PUSH)
        assert words(wording) == PUSH.text
        assert fake.requests == []
    assert (wording.by, wording.notice) == ("builtin", None)


def test_behind_what_it_began_with_there_is_no_long_silence() -> None:
    late = Reply(silent=True)
    with FakeLLM(late) as fake:
        slow = interviewer(fake)
        slow.seconds = 1.5
        wording = slow.word(spoken(), PROBE)
        assert words(wording) == f"{BEGUN} {ELSEWHERE}"
    assert wording.notice == "the language model was not there in time: built-in words used"
    assert not wording.notice.startswith(FAILED)
    assert Lead("one two three", "?").seconds == pytest.approx(3 / PACE + GAP)
    assert Lead("", "?").seconds == SILENCE


def test_with_nothing_to_begin_with_it_is_asked_only_once() -> None:
    bare = replace(PROBE, quote=None)
    with FakeLLM("Excellent.") as fake:
        wording = interviewer(fake).word(spoken(), bare)
        assert words(wording) == "Which number tells you?"
        assert len(fake.requests) == 1
    assert wording.notice is not None


def test_one_that_has_been_quick_is_left_to_say_it_all() -> None:
    with FakeLLM("Which figure tells you?", CLEAN) as fake:
        quick = interviewer(fake)
        quick.clock = lambda: 0.0
        words(quick.word(spoken(), PROBE))
        assert next(quick.word(spoken(), PROBE).words) == CLEAN


def test_one_that_becomes_slow_is_no_longer_waited_for() -> None:
    with FakeLLM("Which figure tells you?", CLEAN) as fake:
        changing = interviewer(fake)
        changing.clock = lambda: 0.0
        words(changing.word(spoken(), PROBE))
        changing.clock = itertools.count(step=2 * AT_ONCE).__next__
        assert words(changing.word(spoken(), PROBE)) == CLEAN
        assert next(changing.word(spoken(), PROBE).words) == f"{BEGUN} "


def test_in_writing_nothing_stands_half_said() -> None:
    with FakeLLM("Which figure would tell you in March?") as fake:
        wording = interviewer(fake).word(replace(spoken(), mode="text"), PROBE)
        assert next(wording.words) == "Which figure would tell you in March?"
