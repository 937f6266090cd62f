"""How long a silence has to last, by what is known of the answer."""

from __future__ import annotations

import math
import random

import pytest

from coach.voice.hold import Evidence, Hold, hold
from coach.voice.pauses import Pauses

P = 4.0
WHOLE = "I would stop project B now and give its four engineers to the platform."
BROKEN = "I would stop project B now because"
BARE = "i would stop project b now and give its four engineers to the platform"
ODD = "I would stop project B now, which is what that team is for."
TARGET = 2.5
"""Seconds up to which a pause may cut off hardly anybody."""


def held(text: str, turn: float | None = None, pauses: Pauses | None = None, patience: float = P) -> Hold:
    return hold(Evidence(text, True, turn), patience, pauses or Pauses())


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        (WHOLE, 0.75 * P, "sentence finished"),
        (BROKEN, 1.5 * P, "you trailed off"),
        (f"{WHOLE} There are two reasons.", 1.5 * P, "more to come"),
        (BARE, P, "no clear end"),
        (ODD, P, "no clear end"),
        ("Project B.", P, "just begun"),
        ("Yes.", 0.75 * P, "sentence finished"),
        ("How many engineers do we have?", 0.5 * P, "you asked a question"),
        (f"{WHOLE} Give me a minute.", 30, "thinking"),
        (f"{WHOLE} Give me five minutes.", 120, "taking your time"),
        (f"{WHOLE} That's my answer.", 0.6, "you said you are done"),
        (f"{WHOLE} Does that make sense?", 1.2, "you handed over"),
        ("", math.inf, "no words yet"),
    ],
)
def test_the_words_say_how_long(text: str, seconds: float, reason: str) -> None:
    found = held(text)
    assert (found.seconds, found.reason) == (pytest.approx(seconds), reason)


@pytest.mark.parametrize("text", [WHOLE, BROKEN, f"{WHOLE} That's my answer.", f"{WHOLE} Give me a minute.", ""])
def test_nothing_is_made_of_words_that_are_not_all_there(text: str) -> None:
    assert hold(Evidence(text, False, 0.99), P, Pauses()) == Hold(P, "still writing down")


@pytest.mark.parametrize(
    ("text", "turn", "seconds"),
    [
        (WHOLE, 0.3, 1.1 * P),  # a full stop, said as if more would follow
        (WHOLE, 0.6, 0.75 * P),
        (WHOLE, 0.95, 0.75 * P),
        (BARE, 0.95, 0.85 * P),
        (BARE, 0.6, P),
        (BARE, 0.05, 1.1 * P),
        (ODD, 0.95, 0.85 * P),
        (BROKEN, 0.99, 1.5 * P),
        ("Project B.", 0.99, P),
        (f"{WHOLE} That's my answer.", 0.01, 0.6),
        (f"{WHOLE} Give me a minute.", 0.99, 30),
    ],
)
def test_a_model_shortens_or_takes_back_but_words_go_before_it(text: str, turn: float, seconds: float) -> None:
    assert held(text, turn).seconds == pytest.approx(seconds)


@pytest.mark.parametrize("patience", [1.0, 2.5, 8.0])
def test_patience_scales_all_but_the_announcements(patience: float) -> None:
    for text in (WHOLE, BROKEN, BARE, "How many engineers do we have?"):
        assert held(text, patience=patience).seconds == pytest.approx(held(text).seconds * patience / P)
    assert held(f"{WHOLE} Give me a minute.", patience=patience).seconds == 30


def test_an_announcement_never_works_the_wrong_way_round() -> None:
    assert held(f"{WHOLE} That's my answer.", patience=0.3).seconds <= held(WHOLE, patience=0.3).seconds
    assert held(f"{WHOLE} Give me a minute.", patience=60).seconds >= held(BROKEN, patience=60).seconds


def test_the_candidates_own_pauses_lengthen_it() -> None:
    assert held(WHOLE, pauses=Pauses((1.2,))).seconds == pytest.approx(0.75 * P)
    assert held(WHOLE, pauses=Pauses((1.2, 2.7))).seconds == pytest.approx(1.3 * 2.7)
    assert held(WHOLE, 0.99, Pauses((2.7,))).seconds == pytest.approx(1.3 * 2.7)
    assert held(BARE, pauses=Pauses((3.8,))).seconds == pytest.approx(1.3 * 3.8)
    assert held(WHOLE, pauses=Pauses((9.0,))).seconds == pytest.approx(1.5 * P), "never beyond an unfinished sentence"
    assert held(f"{WHOLE} That's my answer.", pauses=Pauses((3.8,))).seconds == 0.6


def test_an_answer_of_a_moment_is_hardly_over() -> None:
    assert hold(Evidence(WHOLE, True, None, 1.5), P, Pauses()).seconds == P


def test_only_pauses_after_a_finished_sentence_are_the_candidates_own() -> None:
    assert held(WHOLE).own
    assert held(WHOLE, 0.6).own
    assert not held(WHOLE, 0.3).own
    assert not any(held(text).own for text in (BARE, BROKEN, "Project B.", f"{WHOLE} Give me a minute.", ""))


@pytest.mark.parametrize("seed", range(300))
def test_no_words_nor_model_end_an_ordinary_pause(seed: int) -> None:
    """But for those who say that they are done, or ask something, nobody is cut off who goes on within TARGET."""
    chance = random.Random(seed)
    words = f"{WHOLE} {BROKEN} {ODD} {BARE}".split()
    text = " ".join(chance.choices(words, k=chance.randint(1, 60))) + chance.choice(["", ".", ",", "..."])
    turn = chance.choice([None, chance.random()])
    pauses = Pauses(tuple(chance.uniform(1, 6) for _ in range(chance.randint(0, 12))))
    found = held(text, turn, pauses)
    assert TARGET + 0.1 < found.seconds <= 1.5 * P
