"""Claims in words that no number follows."""

import pytest

from coach.scoring.claims import MOST, claims
from coach.scoring.transcript import transcript
from tests.scoring.talk import turns


def words(*answers):
    return [each.words for each in claims(transcript(turns(*answers)))]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("That is much faster for everybody.", "much faster"),
        ("It gets a lot cheaper that way.", "a lot cheaper"),
        ("It would significantly reduce the wait.", "significantly"),
        ("Most teams never look at it.", "Most teams"),
        ("The move costs us a lot.", "costs us a lot"),
        ("Building takes far too long.", "takes far too long"),
        ("This one is much better.", "much better"),
    ],
)
def test_a_claim_wants_a_number(answer, said):
    assert words(answer) == [said]


@pytest.mark.parametrize(
    "answer",
    [
        "That is much faster: nine minutes instead of 34.",
        "That is much faster. It goes from thirty-four minutes to nine.",
        "Is it much faster?",
        "We stop the nightly build and tell Marta.",
        "We move fast and keep most of it.",
        "",
    ],
)
def test_none_is_wanted(answer):
    assert words(answer) == []


def test_a_number_in_another_answer_is_too_late():
    assert words("That is much faster.", "Nine minutes.") == ["much faster"]


def test_quotes_are_the_candidates_and_few():
    said = [f"Case {letter} is much slower. We go on." for letter in "abcdefgh"]
    found = claims(transcript(turns(*said)))
    assert len(found) == MOST
    assert [each.id for each in found] == [f"A{at}.1" for at in range(1, MOST + 1)]
    assert found[0].quote == "Case a is much slower."
