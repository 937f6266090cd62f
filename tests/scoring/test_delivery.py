"""Delivery: times from spoken words, counts from typed ones, and never a guess."""

import pytest

from coach.scoring.delivery import delivery
from coach.session import Turn, Word


def spoken(text: str, start: float, pause_before: dict[int, float] | None = None) -> Turn:
    """An answer of words of 0.3 s with 0.1 s between them, and longer pauses before some."""
    words, at = [], start
    for number, word in enumerate(text.split()):
        at += (pause_before or {}).get(number, 0.1) if number else 0.0
        words.append(Word(word, at, at + 0.3))
        at += 0.3
    return Turn(1, "candidate", text, start - 2, at, words=tuple(words))


QUESTION = Turn(0, "interviewer", "What would you do first here?", 0.0, 5.0)


def test_typed_answers_are_counted_and_not_timed():
    said = delivery([QUESTION, Turn(1, "candidate", "I think we stop, um, maybe two of them.", 5.0, 60.0)])
    assert not said.measured
    assert (said.words, said.fillers, said.hedges) == (9, 1, 2)
    timed = (
        "pace_wpm",
        "articulation_wpm",
        "fillers_per_minute",
        "pauses",
        "longest_pause",
        "thinking_time",
        "talk_ratio",
    )
    assert all(said.to_json()[each] is None for each in timed)


def test_pace_leaves_pauses_out():
    plain = delivery([QUESTION, spoken("we stop the two of them now then", 7.0)])
    slow = delivery([QUESTION, spoken("we stop the two of them now then", 7.0, {4: 6.0})])
    assert plain.pace_wpm == pytest.approx(60 * 8 / 3.1)
    assert slow.pace_wpm == pytest.approx(60 * 8 / 3.0)
    assert slow.articulation_wpm == pytest.approx(60 * 8 / 2.4)


def test_pauses_stretches_and_thinking_time():
    said = delivery([QUESTION, spoken("we stop the two of them now then", 7.0, {2: 0.9, 4: 3.0})])
    assert said.pauses == 1
    assert said.longest_pause == pytest.approx(3.0)
    assert said.longest_stretch == pytest.approx(4 * 0.3 + 0.1 * 2 + 0.9)
    assert said.thinking_time == pytest.approx(2.0)


def test_the_share_of_the_talking():
    said = delivery([QUESTION, spoken("we stop two of them now then yes okay right it is so", 7.0)])
    assert said.talk_ratio == pytest.approx(13 / 19)


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("Um, so we, uh, stop.", 2),
        ("It was, like, you know, two weeks.", 2),
        ("I'd like to do it like that, you know what I mean?", 0),
        ("The umbrella team hums along.", 0),
    ],
)
def test_fillers(text, fillers):
    assert delivery([Turn(0, "candidate", text, 0.0, 0.0)]).fillers == fillers


def test_nothing_said():
    assert delivery([]).words == 0
    assert delivery([QUESTION]).to_json()["measured"] is False


def test_pauses_by_their_length():
    said = delivery([QUESTION, spoken("we stop the two of them now then", 7.0, {1: 0.4, 2: 0.7, 4: 3.0, 6: 4.5})])
    assert said.to_json()["pause_histogram"] == {"0.5-1": 1, "1-2": 0, "2-4": 1, "over 4": 1}
