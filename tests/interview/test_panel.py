"""Personas and panels: who speaks, in whose words, about what; and how strictly their files are read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from coach import library, scenario
from coach.errors import CoachError, PromptFileError
from coach.interview import persona
from coach.interview.builtin import builtin
from coach.interview.conduct import conduct
from coach.interview.overlap import alike, content
from coach.interview.panel import seat
from coach.interview.praise import praises
from coach.interview.wording_rules import MARKUP, SIGNS, sentences
from coach.scoring import rubric
from coach.session import Session
from tests.interview.talk import PHRASES, Blind, Script, case_of, held

PLAIN = "We would delete the alerts nobody reads before March and keep the launch at half its scope."
THREE = ("vp-product", "security-lead", "director")


def names(session: Session) -> list[str | None]:
    return [turn.who for turn in session.questions]


def test_five_may_interview_and_the_usual_one_goes_without_a_name() -> None:
    assert set(persona.ids()) == {"staff-engineer", "vp-product", "security-lead", "data-lead", "director"}
    assert persona.ids()[0] == "staff-engineer"
    assert set(names(held(case_of("ci-runners", pressure="low"), [PLAIN] * 30))) == {None}
    assert persona.load("director").name in names(held(case_of("ci-runners", ("director",)), [PLAIN] * 30))


def test_nobody_of_that_name_is_one_line_that_lists_who_there_is() -> None:
    with pytest.raises(CoachError, match=r"'boss'.*vp-product"):
        persona.load("boss")


def test_a_panel_takes_turns_and_the_first_opens_and_closes() -> None:
    members = [persona.load(each).name for each in THREE]
    session = held(case_of("ci-runners", THREE, pressure="low", questions=9), [PLAIN] * 30)
    spoke = names(session)
    assert spoke[:2] == members[:2]
    assert spoke[-2:] == [members[0]] * 2
    new = [turn.who for turn in session.questions if turn.move and turn.move.kind in ("probe", "flip")]
    for before, after in pairwise(new):
        assert members.index(after or "") == (members.index(before or "") + 1) % 3


def test_a_thread_stays_with_whoever_began_it() -> None:
    answers = [PLAIN, "It depends.", "Who owns the contract, and how long is it?", *[PLAIN] * 20]
    session = held(case_of("ci-runners", THREE), answers)
    moves = [turn.move for turn in session.questions if turn.move]
    for before, after in pairwise(moves):
        if after.kind in ("reask", "fact", "clarify", "announce"):
            assert after.who == before.who, after


def test_everybody_says_once_who_they_are_in_one_clause() -> None:
    session = held(case_of("ci-runners", THREE), [PLAIN] * 30)
    for id in THREE:
        words = persona.load(id).introduction
        texts = [turn.text for turn in session.questions if words in turn.text]
        assert len(texts) == 1
        assert texts[0].startswith(f"{words}: ")
        assert len(words.split()) <= 7


def test_each_is_shown_by_name_and_sounds_different() -> None:
    case, channel = case_of("ci-runners", THREE), Script([PLAIN] * 20)
    session = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text")
    conduct(case, session, channel, builtin(case), Blind(), lambda turn, _: session.turns.append(turn))
    assert [who for who, _ in channel.said] == names(session)
    sounds = [case.panel.person(name).sound for name in {*names(session)}]
    assert len(set(sounds)) == len(sounds) == 4  # and whoever joined
    assert len({each.rate for each in sounds}) == 4


def test_a_session_that_was_broken_off_goes_on_with_whose_turn_it_is() -> None:
    case = case_of("ci-runners", THREE)
    whole = held(case, [PLAIN] * 30)
    for cut in range(2, len(whole.turns), 2):
        half = Session("s", "2026-11-21T20:15:00+00:00", "ci-runners", "", "text", turns=whole.turns[:cut])
        if half.finished:
            continue
        channel = Script([PLAIN] * 30)
        channel.time = half.elapsed
        conduct(case, half, channel, builtin(case), Blind(), lambda turn, _, half=half: half.turns.append(turn))
        assert names(half) == names(whole), cut
        assert [turn.text for turn in half.turns] == [turn.text for turn in whole.turns]


def test_whoever_presses_a_dimension_asks_about_it_more() -> None:
    for id in ("security-lead", "vp-product"):
        pressed = persona.load(id).presses
        counts = []
        for cast in ((id,), ("staff-engineer",)):
            sessions = [held(case_of(each, cast, "low", questions=6), [PLAIN] * 30) for each in scenario.ids()[:8]]
            moves = [turn.move for each in sessions for turn in each.questions if turn.move]
            counts.append(sum(move.dimension in pressed for move in moves if move.kind == "probe"))
        assert counts[0] > counts[1], id


def test_they_press_dimensions_that_there_are() -> None:
    known = {each.id for each in rubric.load().dimensions}
    for id in persona.ids():
        assert set(persona.load(id).presses) <= known


def phrases_of(id: str) -> list[str]:
    own = persona.load(id).phrases
    return [each for value in own.values() for each in ([value] if isinstance(value, str) else value)]


@pytest.mark.parametrize("id", persona.ids())
def test_what_they_say_is_speech_without_praise(id: str) -> None:
    usual = [each for key in ("quote", "reask", "after_fact", "clarify", "know") for each in getattr(PHRASES, key)]
    for phrase in [*phrases_of(id), *usual, persona.load(id).introduction]:
        plain = re.sub(r"\{\w+\}", "that", phrase)
        assert not MARKUP.search(plain), phrase
        assert not SIGNS.search(plain), phrase
        assert not any(praises(each) for each in sentences(plain)), phrase
        assert plain.count("?") <= 1, phrase
        assert len(sentences(plain)) <= 2, phrase


def test_no_phrase_is_the_tail_of_a_scenarios_question() -> None:
    tails = {
        sentences(text)[-1]
        for id in scenario.ids()
        for case in [scenario.load(id)]
        for text in [case.opening, case.bad_argument, *case.flips]
    }
    asked = {sentence for id in persona.ids() for each in phrases_of(id) for sentence in sentences(each)}
    asked |= {sentence for each in (*PHRASES.after_fact, *PHRASES.guest) for sentence in sentences(each)}
    for question in (each for each in asked if each.endswith("?") and len(content(each)) > 1):
        assert alike(question, tails) < 0.75, question


def test_nobody_has_the_name_of_somebody_in_a_scenario() -> None:
    people = {part for id in scenario.ids() for each in scenario.load(id).stakeholders for part in each.name.split()}
    for id in persona.ids():
        assert not people & set(persona.load(id).name.split())


def test_a_panel_has_different_people() -> None:
    panel = seat(tuple(persona.ids()))
    assert len({each.name for each in panel.members}) == 5
    assert len({each.sound.voices for each in panel.members}) == 5


FILE = library.read("personas/vp-product.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE.replace("role = ", "roll = "), "roll: unknown key"),
        (FILE.replace('role = "VP of product"', ""), "role: missing"),
        (FILE.replace("outcomes = 0.6", 'outcomes = "a lot"'), "presses.outcomes"),
        (FILE.replace("rate = 190", "rate = 'fast'"), "voice.rate: int expected"),
        (FILE.replace('names = ["Daniel"', "names = [1"), "voice.names"),
        (FILE.replace("know = ", "known = "), "phrases.known: unknown key"),
        (FILE.replace("know = ", "guest = "), "phrases.guest: unknown key"),
        (FILE.replace("{argument}", "it"), "{argument}"),
        (FILE.replace("[presses]", "[presses"), "line "),
    ],
)
def test_a_broken_file_is_one_line_naming_file_and_key(text: str, says: str) -> None:
    with pytest.raises(PromptFileError) as refused:
        persona.parse(text, "personas/vp-product.toml")
    assert str(refused.value).startswith("personas/vp-product.toml: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
