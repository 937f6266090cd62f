"""The report as data keeps the contract: the scorecard's keys, the session, every turn."""

import json

import pytest

from coach.review import as_json
from coach.session import turn_from_json
from tests.review.examples import EVERY, WHO_SAID_WHAT, panelled, typed, unfinished


@pytest.mark.parametrize("name", EVERY)
def test_it_is_the_scorecard_with_session_and_turns(name: str) -> None:
    report = EVERY[name]()
    data = as_json.render(report)
    assert json.loads(json.dumps(data)) == data
    assert {key: data[key] for key in report.card} == report.card
    assert [each["index"] for each in data["turns"]] == [each.index for each in report.session.turns]


def test_the_session_is_named_and_its_turns_can_be_read_back() -> None:
    report = typed()
    data = as_json.render(report)
    assert data["session"]["id"] == "20260304-140500-runners"
    assert data["session"]["scenario"] == "runners"
    assert data["session"]["title"] == "The runners that everyone waits for"
    assert data["session"]["finished"] is True
    assert as_json.render(unfinished())["session"]["finished"] is False
    numbered = data["turns"][1].pop("sentences")
    assert [each["id"] for each in numbered] == ["A1.1", "A1.2", "A1.3"]
    assert turn_from_json(data["turns"][1]) == report.session.turns[1]


def test_who_spoke_is_on_each_turn() -> None:
    turns = as_json.render(panelled())["turns"]
    said = {turn["text"]: turn["move"]["who"] for turn in turns if turn["move"]}
    assert {words: who for who, words in WHO_SAID_WHAT}.items() <= said.items()
