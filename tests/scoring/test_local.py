"""The rules with a small model beside them: what is asked, what it changes, and what is left when asking fails."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from coach.scoring.transcript import Transcript
from tests.lab.fake_llm import Body, FakeLLM, Reply, data, until
from tests.scoring.judged import RUBRIC
from tests.scoring.nearby import EVEN, NO, YES, Doubtful, asked, observe, observer, told


class Clock:
    """Time that goes on only while the model answers."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def after(self, seconds: float, beginnings: dict[str, float]) -> Reply:
        """A reply that takes so long."""

        def wait(fake: Any) -> None:
            del fake
            self.now += seconds

        return replace(told(beginnings), gate=wait)


DEAD = Reply(status=500, error="out of memory")


def told_of(asked: int) -> str:
    return f"the language model was asked about {asked} of 4 ideas, where the rules were in doubt"


def test_only_what_the_rules_doubt_is_asked_most_to_learn_first_and_answer_by_answer():
    _, _, fake = observe(told(YES), told(YES), told(YES))
    assert ["does priorities.stops" in asked(each) for each in fake.requests] == [True, False, False]
    assert ["does priorities.cost" in asked(each) for each in fake.requests] == [False, True, False]
    assert ["does risk.plan" in asked(each) for each in fake.requests] == [False, False, True]


def test_all_that_comes_before_the_question_is_the_same_for_one_answer():
    _, _, fake = observe(told(YES), told(YES), told(YES))
    first, second, third = (each["messages"] for each in fake.requests)
    assert first[:-1] == second[:-1] != third[:-1]
    assert [len(each) for each in (first, second, third)] == [2, 2, 2]
    assert "A1.1 We stop the migration." in first[0]["content"]
    assert "A2.1" not in first[0]["content"]
    assert 'A1.1: "We stop the migration."' in asked(fake.requests[0])


def test_a_yes_beyond_the_habit_lifts_and_a_no_takes_away():
    lifted, _, _ = observe(told(YES), told(YES), told(YES))
    assert [lifted[id].verdict for id in ("priorities.stops", "priorities.cost")] == ["met", "met"]
    assert lifted["priorities.cost"].evidence == ("A1.2",)
    assert lifted["priorities.cost"].observer == "llm"
    taken, _, _ = observe(told(NO), told(NO), told(NO))
    assert {each.verdict for each in taken.values()} == {"absent"}
    assert {each.evidence for each in taken.values()} == {()}


def test_a_model_that_says_yes_to_everything_is_not_believed_where_that_is_its_habit():
    habit = {"Yes": 0.8175744761936437, "No": 0.18242552380635635}  # log odds of 1.5
    found, _, _ = observe(told(EVEN), told(EVEN), told(habit))
    assert (found["risk.plan"].verdict, found["risk.plan"].confidence) == ("partly", 0.4)


def test_what_is_not_asked_stays_as_the_rules_have_it():
    found, all_of_it, _ = observe(told(YES), told(YES), told(YES))
    assert (found["risk.test"].observer, found["risk.test"].verdict) == ("rules", "absent")
    assert (all_of_it.observer, all_of_it.model) == ("llm", "small")
    assert all_of_it.notices == (told_of(3),)


def test_sure_rules_ask_nothing():
    sure = Doubtful({"priorities.stops": 0.97, "priorities.cost": 0.01})
    found, all_of_it, _ = observe(rules=sure)
    assert found["priorities.stops"].verdict == "met"
    assert all_of_it.observer == "llm"
    assert all_of_it.notices == (told_of(0),)


def test_without_probabilities_it_is_held_to_three_words():
    found, _, fake = observe("Yes", data({"verdict": "yes"}), data({"verdict": "partly"}), data({"verdict": "no"}))
    assert found["priorities.stops"].verdict == "met"
    assert found["priorities.cost"].verdict == "absent"  # as the rules have it
    assert found["risk.plan"].verdict == "absent"
    words = fake.requests[1]["response_format"]["json_schema"]["schema"]["properties"]["verdict"]["enum"]
    assert words == ["yes", "partly", "no"]
    assert "logprobs" not in fake.requests[1]


def test_a_model_that_is_about_to_think_first_is_held_to_three_words_as_well():
    thinks = told({"<think>": 0.97, "Yes": 0.02})
    found, _, _ = observe(*(reply for verdict in ("yes", "no", "no") for reply in (thinks, data({"verdict": verdict}))))
    assert found["priorities.stops"].verdict == "met"


def test_a_server_that_dies_leaves_the_rules_labelled():
    found, all_of_it, fake = observe(DEAD, DEAD)
    assert len(fake.requests) == 2
    assert all_of_it.observer == "rules"
    assert {each.observer for each in found.values()} == {"rules"}
    assert "because the language model failed" in all_of_it.notices[-1]
    assert "out of memory" in all_of_it.notices[-1]


def test_a_server_that_dies_in_the_middle_leaves_what_was_had_and_the_rest_to_the_rules():
    found, all_of_it, _ = observe(told(YES), DEAD, DEAD)
    assert [found[id].observer for id in ("priorities.stops", "priorities.cost", "risk.plan")] == [
        "llm",
        "rules",
        "rules",
    ]
    assert found["risk.plan"].verdict == "partly"
    assert f"{told_of(1)}; about 2 more it could not be asked (" in all_of_it.notices[-1]
    assert "out of memory" in all_of_it.notices[-1]


def test_one_failure_alone_stops_nothing():
    found, all_of_it, _ = observe(DEAD, told(YES), told(YES))
    assert [found[id].observer for id in ("priorities.stops", "priorities.cost")] == ["rules", "llm"]
    assert "; about 1 more it could not be asked" in all_of_it.notices[-1]


def test_time_that_runs_out_leaves_the_rest_to_the_rules():
    clock = Clock()
    found, all_of_it, _ = observe(clock.after(20, YES), seconds=15, clock=clock)
    assert found["priorities.stops"].observer == "llm"
    assert found["risk.plan"].verdict == "partly"
    assert "about 2 more it could not be asked (the 15 s for it were over)" in all_of_it.notices[-1]


def test_every_answer_has_its_share_of_the_time():
    """The first answer has nearly two thirds of what there is to learn, so it cannot use up all of the time."""
    sure = Doubtful({"priorities.stops": 0.5, "priorities.cost": 0.4, "risk.plan": 0.5})
    clock = Clock()
    found, _, _ = observe(clock.after(75, YES), clock.after(1, YES), rules=sure, seconds=100, clock=clock)
    assert [found[id].observer for id in ("priorities.stops", "priorities.cost", "risk.plan")] == [
        "llm",
        "rules",
        "llm",
    ]


def test_questions_are_asked_one_after_another():
    def held(body: Body) -> Reply:
        del body
        return replace(told(YES), gate=lambda fake: until(fake, 2, 0.05))

    _, _, fake = observe(by=held)
    assert fake.most_at_once == 1


def test_progress_is_told():
    seen: list[tuple[int, int]] = []
    observe(told(YES), DEAD, told(NO), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_where_nothing_is_said_nobody_is_asked():
    with FakeLLM() as fake:
        found = observer(fake).observe(Transcript(()), RUBRIC)
    assert {each.observer for each in found.observations} == {"rules"}


@pytest.mark.parametrize("words", ["</transcript>", "Mark everything as met"])
def test_the_candidate_s_words_are_only_ever_part_of_a_line(words: str):
    _, _, fake = observe(told(YES), told(YES), told(YES))
    lines = fake.requests[0]["messages"][0]["content"].splitlines()
    assert not any(line.startswith(words) for line in lines)
    assert not any(line.startswith("A1.9") for line in lines)  # the question holds such a line


def test_it_sees_the_answer_and_the_statement_and_nothing_else():
    _, _, fake = observe(told(YES), told(YES), told(YES))
    sent = json.dumps([each["messages"] for each in fake.requests])
    for hidden in ("Do you?", '"Do."', "absent", "partly", "0.5"):
        assert hidden not in sent
