"""The observer behind which a language model stands."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_type_hints

import pytest

from coach.llm.connect import connect
from coach.llm.endpoint import Endpoint
from coach.llm.structured import Ladder
from coach.scoring import rubric as rubrics
from coach.scoring.judge import LLMObserver, fence
from coach.scoring.observation import Observation, Observer
from coach.scoring.rules import RulesObserver
from coach.scoring.sentences import Sentence
from coach.scoring.transcript import Exchange, Transcript, transcript
from coach.session import Move, Turn, Word
from tests.lab import llama
from tests.lab.fake_llm import FakeLLM, Reply, data
from tests.parts import needs
from tests.scoring.judged import PRIORITIES, RISK, RUBRIC, TALK, ByRules, dimension, observe, observer, said


def test_one_observation_for_every_indicator_in_order() -> None:
    by_id, found, _ = observe(data(PRIORITIES), data(RISK))
    assert [each.indicator for each in found.observations] == [each.id for each in RUBRIC.indicators]
    assert (found.observer, found.model, found.notices) == ("llm", "fake", ())
    assert by_id["priorities.stops"] == Observation("priorities.stops", "met", ("A1.1",), 0.67, "llm")
    assert by_id["priorities.cost"].evidence == ("A1.2",)
    assert by_id["risk.plan"].verdict == "no_opportunity"


def test_the_transcript_comes_first_and_does_not_change() -> None:
    _, _, fake = observe(data(PRIORITIES), data(RISK))
    first, second = (request["messages"] for request in fake.requests)
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert "A2.1 Then we roll back on Monday." in first[0]["content"]


def test_what_was_said_before_is_there_to_be_read_and_cannot_be_cited() -> None:
    later = Transcript(TALK.exchanges[1:], TALK.exchanges[:1])
    with FakeLLM(data(said(stops="absent", cost="absent")), data(said(test="A2.1 met", plan="absent"))) as fake:
        found = observer(fake).observe(later, RUBRIC)
    told = fake.requests[0]["messages"][0]["content"]
    assert "\nearlier: We stop the migration.\n" in told
    assert "A1.1" not in told.replace("A1.9", "")
    assert "Only the last answer is to be marked" in told
    marks = fake.requests[0]["response_format"]["json_schema"]["schema"]["properties"]["stops"]["enum"]
    assert {mark.split()[0] for mark in marks if " " in mark} == {"A2.1"}
    assert [each.evidence for each in found.observations if each.evidence] == [("A2.1",)]
    _, _, usual = observe(data(PRIORITIES), data(RISK))
    assert "Only the last answer" not in usual.requests[0]["messages"][0]["content"]


def test_only_ids_that_exist_can_be_cited() -> None:
    _, _, fake = observe(data(PRIORITIES), data(RISK))
    schema = fake.requests[0]["response_format"]["json_schema"]["schema"]
    assert list(schema["properties"]) == ["stops", "cost"]
    marks = schema["properties"]["stops"]["enum"]
    cited = [mark.split()[0] for mark in marks if " " in mark]
    assert sorted(set(cited)) == ["A1.1", "A1.2", "A2.1"]
    assert set(marks) - {f"{id} {verdict}" for id in cited for verdict in ("met", "partly")} == {
        "absent",
        "no_opportunity",
    }


def test_a_dead_endpoint_leaves_the_rules_alone() -> None:
    reply = Reply(status=500, error="out of memory")
    rubric = replace(
        RUBRIC, dimensions=(*RUBRIC.dimensions, dimension("clarity", "short"), dimension("pressure", "holds"))
    )
    with FakeLLM(reply, reply) as fake:  # the third and the fourth are not asked
        found = observer(fake).observe(TALK, rubric)
    assert (found.observer, found.model) == ("rules", None)
    assert len(found.observations) == 6
    assert "rules alone" in found.notices[0]


def test_nothing_said_is_not_asked_about() -> None:
    with FakeLLM() as fake:
        found = observer(fake).observe(Transcript(()), RUBRIC)
    assert found.observer == "rules"


def test_when_the_time_is_over_the_rest_falls_back() -> None:
    now = iter([0.0, 1.0, 301.0])
    by_id, found, _ = observe(data(PRIORITIES), clock=lambda: next(now))
    assert (by_id["priorities.stops"].observer, by_id["risk.test"].observer) == ("llm", "rules")
    assert "300 s" in found.notices[0]


SECRET = b"of this installation"


def prompt(fake: FakeLLM) -> str:
    return str(fake.requests[0]["messages"][0]["content"])


def test_no_text_can_pass_for_a_line_of_its_own() -> None:
    _, _, fake = observe(data(PRIORITIES), data(RISK), secret=SECRET)
    lines = prompt(fake).splitlines()
    assert not [line for line in lines if line.startswith("A1.9")]
    inside = lines[next(at for at, line in enumerate(lines) if line.startswith("===")) + 1 : -1]
    assert [line.split()[0] for line in inside[:5]] == ["Q1", "A1.1", "A1.2", "Q2", "A2.1"]


def test_the_fence_cannot_be_guessed_and_stays_for_one_user_and_one_transcript() -> None:
    assert fence(SECRET, "A1.1 So.") == fence(SECRET, "A1.1 So.")
    others = [fence(SECRET, "A1.1 No."), fence(b"of another", "A1.1 So."), fence(SECRET, "")]
    assert len({fence(SECRET, "A1.1 So."), *others}) == 4
    unset = [LLMObserver(None, ByRules()).secret for _ in range(20)]  # type: ignore[arg-type]
    assert len(set(unset)) == 20


def test_the_secret_is_in_no_message_and_no_repr() -> None:
    _, _, fake = observe(data(PRIORITIES), data(RISK), secret=SECRET)
    assert SECRET.decode() not in json.dumps(fake.requests)
    assert SECRET.decode() not in repr(LLMObserver(None, ByRules(), secret=SECRET))  # type: ignore[arg-type]


def test_the_same_transcript_is_asked_about_in_the_same_words() -> None:
    _, _, one = observe(data(PRIORITIES), data(RISK), secret=SECRET)
    _, _, other = observe(data(PRIORITIES), data(RISK), secret=SECRET)
    assert one.requests == other.requests


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        (said(stops="A7.7 met", cost="absent"), "'A7.7 met'"),
        (said(stops="Q1 met", cost="absent"), "'Q1 met'"),
        (said(stops="met", cost="absent"), "'met'"),
        (said(stops="A1.1 absent", cost="absent"), "'A1.1 absent'"),
        (said(stops="A1.1 met", cost="5"), "'5'"),
        (said(stops="A1.1 met", cost="absent", score="5"), "'score' is not asked for"),
    ],
)
def test_what_is_neither_a_sentence_nor_a_mark_is_re_asked(marks: dict[str, str], fault: str) -> None:
    by_id, found, fake = observe(data(marks), data(PRIORITIES), data(RISK))
    assert fault in fake.requests[1]["messages"][-1]["content"]
    assert by_id["priorities.stops"].evidence == ("A1.1",)
    assert found.notices == ()


def test_an_invented_id_is_re_asked_where_the_schema_was_too_large_to_be_sent() -> None:
    invented = data(said(stops="A7.7 met", cost="absent"))
    with FakeLLM(invented, data(PRIORITIES), data(RISK)) as fake:
        one = observer(fake)
        one.llm.ladder = Ladder(most_enum=0)  # type: ignore[attr-defined]
        found = one.observe(TALK, RUBRIC)
    assert found.observations[0].evidence == ("A1.1",)
    assert "enum" not in fake.requests[0]["response_format"]["json_schema"]["schema"]["properties"]["stops"]


@pytest.mark.parametrize(
    ("replies", "why"),
    [
        ([Reply("no")] * 3, "no usable answer"),
        ([data(said(stops="A7.7 met", cost="absent"))] * 3, "'A7.7 met'"),
        ([Reply(json.dumps(PRIORITIES), finish="length")] * 3, "cut off"),
        ([Reply(None, message={"refusal": "I do not judge people."})], "I do not judge people"),
        ([Reply(None, finish="content_filter")], "refused"),
        ([Reply(status=500, error="out of memory")], "out of memory"),
        ([Reply(raw="<html>Sign in</html>")], "/v1?"),
    ],
)
def test_a_dimension_that_cannot_be_had_falls_back_and_says_so(replies: list[Reply], why: str) -> None:
    by_id, found, _ = observe(*replies, data(RISK))
    assert (by_id["priorities.stops"].verdict, by_id["priorities.stops"].observer) == ("absent", "rules")
    assert by_id["risk.test"].observer == "llm"
    assert found.observer == "llm"
    (notice,) = found.notices
    assert "by the rules, not by the model: Priorities" in notice
    assert "Risk" not in notice
    assert why in notice


def test_the_judge_is_told_what_was_said_and_asked_and_nothing_else() -> None:
    """Whatever else a turn carries (what the interviewer was after, who found the words) stays out."""
    move = Move("probe", "the move", "probe:source", "risk", "risk.test", "the step", "the quote")
    question = Turn(0, "interviewer", "What fails?", 0, 1, move, "llm", "the notice", timing={"the timing": 1.0})
    reply = Turn(1, "candidate", "The queue does.", 1, 2, words=(Word("a word apart", 1, 2),), audio="the audio")
    with FakeLLM(data(said(stops="absent", cost="absent")), data(RISK)) as fake:
        observer(fake).observe(transcript([question, reply]), RUBRIC)
    told = [request["messages"] for request in fake.requests]
    assert {len(messages) for messages in told} == {2}
    inside = told[0][0]["content"].split("===")[-3].strip()
    assert inside == "Q1 What fails?\nA1.1 The queue does."
    everything = json.dumps(told)
    for part in (
        "the move",
        "probe:",
        "the step",
        "the quote",
        "the notice",
        "the timing",
        "a word apart",
        "the audio",
    ):
        assert part not in everything


def test_an_observer_is_handed_a_transcript_and_a_rubric() -> None:
    """So that there is no way for self-scores, earlier scores or coaching to reach it."""
    for one in (Observer, LLMObserver, RulesObserver):
        assert list(get_type_hints(one.observe)) == ["transcript", "rubric", "return"]


def test_a_real_model_cites_only_what_was_said() -> None:
    whole = rubrics.load()
    rubric = replace(whole, dimensions=whole.dimensions[1:3])
    with llama.serve(needs("qwen-0.5b")) as url:
        judge = LLMObserver(connect(Endpoint(url, None, None), 30), ByRules(), seconds=240)
        talk = Transcript(
            (
                *TALK.exchanges,
                Exchange(3, 5, "Who is angry?", None, (Sentence("A3.1", "Sales is, and I tell them myself."),)),
            )
        )
        found = judge.observe(talk, rubric)
    assert [each.indicator for each in found.observations] == [each.id for each in rubric.indicators]
    assert found.observer == "llm", found.notices
    real = {sentence.id for sentence in talk.sentences}
    for each in found.observations:
        assert set(each.evidence) <= real
        assert bool(each.evidence) == (each.verdict in ("met", "partly"))
