"""What is kept of a reply that breaks a rule; the rules themselves are tested in `test_wording_rules`."""

from __future__ import annotations

import pytest

from coach.interview.mending import mended as mended_by
from coach.interview.wording_rules import Setting, faults
from coach.session import Move
from tests.interview.test_wording_rules import FACT, FLIP, PROBE, PUSH, SETTING


def at(move: Move) -> Setting:
    return Setting(move, SETTING.asked, SETTING.known, SETTING.locked, SETTING.reference)


def mended(reply: str, setting: Setting) -> str:
    return mended_by(reply, setting.move, lambda words: faults(words, setting))


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        ("Who has to live with it?", "Who has to live with it?"),
        ("Great point! You measure first. Who loses by it?", "You measure first. Who loses by it?"),
        ("Who loses by it? And who wins? And why?", "Who loses by it?"),
        ("You measure first. That takes weeks. Who waits meanwhile?", "That takes weeks. Who waits meanwhile?"),
        ("I agree with that. You should sell it. Who pays for that in May?", "Who pays for that in May?"),
        ("Which of the three ideas would you drop first? Who pays for what is left?", "Who pays for what is left?"),
        ("Who waits for it? You should start with Goran.", "Who waits for it?"),
    ],
)
def test_the_part_that_is_a_good_turn(reply: str, kept: str) -> None:
    assert mended(reply, at(PROBE)) == kept
    assert faults(kept, at(PROBE)) == []


@pytest.mark.parametrize(
    "reply",
    [
        "I see.",
        "",
        "Would you give hotfixes a lane of their own?",
        "What would you do with 500 engineers? And then?",
        "Which of the three ideas would you drop first? And who pays for it?",
    ],
)
def test_where_no_part_is_one_the_reply_stays_as_it_is(reply: str) -> None:
    assert mended(reply, at(PROBE)) == reply
    assert faults(reply, at(PROBE))


def test_a_fact_in_other_words_is_told_as_it_is_before_the_models_question() -> None:
    told = mended("Thirty percent of builds repeat. Great catch! Which step of your plan goes first now?", at(FACT))
    assert told == f"{FACT.text} Which step of your plan goes first now?"
    assert "floor" not in mended("Your contract has a floor of 40 thousand. Which step goes now?", at(FACT))


def test_what_has_to_be_said_stays_and_what_is_wrong_around_it_goes() -> None:
    flip = "Good plan. The company grows from 120 engineers to 200. That is much. How does it hold? And why?"
    assert mended(flip, at(FLIP)) == "The company grows from 120 engineers to 200. How does it hold?"
    push = "An engineer costs 100 dollars an hour, so you should just buy it. What do you say to that? Who pays?"
    assert mended(push, at(PUSH)) == push.removesuffix(" Who pays?")
