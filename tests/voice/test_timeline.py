"""Answers on a virtual clock: when they end, when they do not, and what is ready by then."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tests.voice.timeline import Timeline, gone, quiet, say

WHOLE = "We should stop the search project because it costs a quarter of the team."
MORE = "I would tell everybody on Monday."
CUT_OFF = "I would stop project B because"


def text(*parts: str) -> str:
    return " ".join(parts)


def test_a_finished_sentence_ends_the_answer_sooner_than_the_patience_does() -> None:
    world = Timeline(say(WHOLE), quiet(20), patience=4.0)
    heard = world.listen()
    assert heard.draft.text == WHOLE
    assert heard.end - heard.timing["speech_end"] == pytest.approx(3.0, abs=0.15)


@pytest.mark.parametrize("pause", [0.8, 1.2, 1.6, 2.0, 2.5])
@pytest.mark.parametrize("first", [WHOLE, CUT_OFF, "The first thing is", "There are two options here."])
def test_no_pause_up_to_two_and_a_half_seconds_ends_an_answer(first: str, pause: float) -> None:
    world = Timeline(say(first), quiet(pause), say(MORE), quiet(20))
    assert world.listen().draft.text == text(first, MORE)


@pytest.mark.parametrize("first", [CUT_OFF, "So the question is, um", "We could wait, but", "Let me think about"])
@pytest.mark.parametrize("pause", [3.0, 3.5, 4.0])
def test_no_pause_up_to_four_seconds_ends_an_answer_that_goes_on(first: str, pause: float) -> None:
    world = Timeline(say(first), quiet(pause), say(MORE), quiet(20))
    assert world.listen().draft.text == text(first, MORE)


def test_thirty_seconds_of_thinking_are_given_where_they_are_asked_for() -> None:
    first = "That depends on the budget. Give me a minute."
    world = Timeline(say(first), quiet(25), say(WHOLE), quiet(20))
    heard = world.listen()
    assert heard.draft.text == text(first, WHOLE)


def test_saying_that_it_is_over_ends_it_at_once() -> None:
    world = Timeline(say(f"{WHOLE} That's my answer."), quiet(20))
    heard = world.listen()
    assert heard.end - heard.timing["speech_end"] < 1.2


def test_enter_ends_an_answer_at_once_with_its_last_word() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(20), keys={5.3: "enter"})
    heard = world.listen()
    assert heard.draft.text == WHOLE
    assert heard.end == pytest.approx(5.3, abs=0.1)
    assert heard.timing["text"] - heard.timing["speech_end"] < 1.0


def test_enter_amid_a_word_still_takes_in_what_the_device_holds() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(20), keys={4.9: "enter"})
    heard = world.listen()
    assert heard.draft.text == WHOLE


def test_space_holds_the_floor_until_there_is_speech_again() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(40), say(MORE), quiet(20), keys={6.0: "space"})
    heard = world.listen()
    assert heard.draft.text == text(WHOLE, MORE)
    assert heard.end < 47 + 6
    assert any(status.state == "held" and status.left is None for status in world.captions.statuses)


def test_where_only_a_key_ends_an_answer_silence_never_does() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(50), say(MORE, 2.0), quiet(20), keys={58.0: "enter"}, turn="key")
    heard = world.listen()
    assert heard.draft.text == text(WHOLE, MORE)
    assert heard.end == pytest.approx(58, abs=0.4)


def test_silence_before_the_first_word_ends_nothing() -> None:
    world = Timeline(quiet(200), say(WHOLE), quiet(20))
    heard = world.listen()
    assert heard.draft.text == WHOLE
    assert heard.words[0].start == pytest.approx(200, abs=0.1)
    assert heard.audio.seconds < 15
    assert heard.start == pytest.approx(heard.words[0].start - 2, abs=0.3)


def test_a_late_text_shortens_nothing_while_the_candidate_speaks_on() -> None:
    """A scribe that is five seconds behind must not close a turn on stale words."""
    first = f"{WHOLE} That's my answer."
    world = Timeline(say(first), quiet(1.0), say(MORE, 6.0), quiet(30), decode=lambda _: 5.0)
    assert world.listen().draft.text == text(first, MORE)


def test_the_turn_is_closed_on_complete_text_only() -> None:
    world = Timeline(say(CUT_OFF), quiet(5.0), say(MORE), quiet(40), decode=lambda _: 2.5)
    assert world.listen().draft.text == text(CUT_OFF, MORE)


def test_a_reply_is_wished_for_in_the_silence_and_dropped_when_the_candidate_goes_on() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(2.0), say(MORE, 2.0), quiet(20))
    heard = world.listen()
    wishes = [words for _, words in world.preparing.wished]
    assert wishes == [WHOLE, text(WHOLE, MORE)]
    assert len(world.preparing.dropped) == 1
    assert 7.0 <= world.preparing.dropped[0] < 7.2
    assert heard.end - world.preparing.wished[-1][0] > 1.5, "the reply had no time to be made"


def test_what_is_committed_is_read_ahead() -> None:
    world = Timeline(*(part for _ in range(5) for part in (say(WHOLE), quiet(1.0))), quiet(20))
    heard = world.listen()
    assert [words.count("search") for words in world.preparing.read_] == [0, 1, 2, 3, 4, 5], "first what came before"
    assert heard.draft.text == text(*[WHOLE] * 5)


@pytest.mark.parametrize("minutes", [1, 5])
def test_the_last_words_are_written_as_soon_after_a_long_answer_as_after_a_short_one(minutes: int) -> None:
    sentence = say(WHOLE)
    count = round(minutes * 60 / (sentence.seconds + 0.9))
    world = Timeline(*(part for _ in range(count) for part in (sentence, quiet(0.9))), quiet(20))
    heard = world.listen()
    assert heard.draft.text == text(*[WHOLE] * count)
    assert heard.timing["text"] - heard.timing["speech_end"] < 1.0
    assert world.scribe.busy < 0.3 * heard.end


def test_an_answer_without_a_pause_is_written_while_it_is_spoken() -> None:
    long = text(*[WHOLE] * 14)
    world = Timeline(say(long), quiet(20))
    heard = world.listen()
    assert heard.draft.text == long
    assert heard.timing["text"] - heard.timing["speech_end"] < 1.0


def test_a_microphone_that_comes_back_goes_on_with_the_answer() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(0.6), gone(6.0), say(MORE, 2.0), quiet(20))
    heard = world.listen()
    assert heard.draft.text == text(WHOLE, MORE)
    assert heard.gone is None
    assert len(world.notices) == 2
    assert heard.words[-1].end == pytest.approx(13.6, abs=0.3), "times are wrong behind the gap"


def test_a_microphone_that_stays_away_leaves_what_was_said() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(0.6), gone(100), say(MORE))
    heard = world.listen()
    assert heard.draft.text == WHOLE
    assert heard.gone is not None


def test_enter_ends_an_answer_while_the_microphone_is_away() -> None:
    world = Timeline(say(WHOLE, 5.0), quiet(0.6), gone(100), keys={8.0: "enter"})
    heard = world.listen()
    assert heard.draft.text == WHOLE
    assert heard.end < 9


def test_somebody_who_runs_on_is_cut_into_while_they_speak() -> None:
    world = Timeline(quiet(3), say(text(*[WHOLE] * 30)), quiet(10))
    heard = world.listen(limit=20)
    assert heard.cut
    assert heard.end == pytest.approx(23, abs=0.5)


def test_the_candidates_own_long_pauses_lengthen_the_hold() -> None:
    world = Timeline(*(part for _ in range(6) for part in (say(WHOLE), quiet(2.6))), say(WHOLE), quiet(20))
    heard = world.listen()
    assert heard.draft.text == text(*[WHOLE] * 7)
    assert heard.end - heard.timing["speech_end"] > 3.2


def test_captions_only_grow_and_end_as_the_text() -> None:
    world = Timeline(*(part for _ in range(4) for part in (say(WHOLE), quiet(1.2))), quiet(20))
    heard = world.listen()
    committed = [committed for committed, _ in world.captions.texts]
    assert all(later.startswith(earlier) for earlier, later in pairwise(committed))
    assert committed[-1] == heard.draft.text


def test_a_look_that_fails_ends_nothing_where_the_words_are_written_in_the_end() -> None:
    world = Timeline(say(WHOLE), quiet(1.0), say(MORE), quiet(20), decode=lambda _: 0.05)
    world.scribe.fails_at_looks = True
    assert world.listen().draft.text == text(WHOLE, MORE)


def test_the_turn_model_never_is_the_only_way_out() -> None:
    world = Timeline(say(WHOLE), quiet(40), turn_model=lambda _: 0.02)
    heard = world.listen()
    assert heard.end - heard.timing["speech_end"] < 4.5


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_said_with_pauses_below_the_hold_comes_out_whole(seed: int) -> None:
    draw = random.Random(seed)
    parts, said = [quiet(draw.uniform(0, 30))], []
    for _ in range(draw.randint(2, 12)):
        sentence = draw.choice([WHOLE, MORE, CUT_OFF, "So we wait.", "Yes.", "Two teams own it, and"])
        said.append(sentence)
        parts += [say(sentence, len(sentence.split()) / draw.uniform(1.5, 3.5)), quiet(draw.uniform(0.1, 2.5))]
    world = Timeline(*parts, quiet(40), decode=lambda _: draw.uniform(0.2, 0.9))
    assert world.listen().draft.text == text(*said)
