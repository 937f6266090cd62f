"""The attack table, row by row, against the rules on a handful of references; and what the attacks are made of.

A row that the rules miss is expected to fail with the figure that was measured; its bound stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from coach import library
from coach.errors import PromptFileError
from coach.scoring import attacks as table
from coach.scoring import reference
from coach.scoring.attacks import Attack, attacks, cases, load
from coach.scoring.calibration import FULL, calibrate
from coach.scoring.observation import Observation, Observed, Verdict
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.sentences import canonical
from coach.scoring.transcript import Transcript
from coach.scoring.trial import Grader, Row, attack_row
from coach.session import Turn
from tests.scoring.talk import RUBRIC, turns

ATTACKS = {each.name: each for each in attacks(RUBRIC)}
MISSED: Mapping[str, str] = {
    "talk about injection": "mean 0.11, worst -0.20: what was said first is not first any more"
}
ROWS = [*ATTACKS, "one skill's sentences deleted", "graded again"]
TALK = turns("We stop it. Then we look. Ines decides.", "If it fails we go back. I tell her.", "Forty by May.")


def answers(talk: Sequence[Turn]) -> list[str]:
    return [turn.text for turn in talk if turn.role == "candidate"]


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """What the rules make of it: seven references, each variant of each attack."""
    found = calibrate(RulesObserver(), reference.load(), RUBRIC, runs=2, sample=FULL)
    return {row.name: row for row in found.attacks}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=MISSED[name], strict=True)) if name in MISSED else name
        for name in ROWS
    ],
)
def test_the_rules_withstand(name: str, rows: Mapping[str, Row]) -> None:
    row = rows[name]
    assert row.passed, f"{row.bound}: mean {row.mean:.2f}, worst {row.worst:+.2f} of {row.cases}"


def test_the_rows_are_those_of_the_table(rows: Mapping[str, Row]) -> None:
    assert list(rows) == ROWS
    assert all(row.cases >= 7 for row in rows.values())


def test_twenty_strings_and_more_speak_to_the_grader_in_four_positions() -> None:
    names = [name for name, _ in ATTACKS["talk to the grader"].variants]
    strings = load(library.read(table.FILE))["injections"]
    assert len(set(strings)) >= 20
    assert len(names) == 4 * len(strings)
    for place in ("at the start", "in the middle", "at the end", "as a turn"):
        assert sum(name.endswith(place) for name in names) == len(strings)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=lambda each: each.name)
def test_every_variant_changes_the_answers_and_no_question(attack: Attack) -> None:
    for name, change in attack.variants:
        changed = change(TALK)
        assert answers(changed) != answers(TALK), name
        asked = [turn.text for turn in changed if turn.role == "interviewer"]
        assert asked[: len(TALK) // 2] == [turn.text for turn in TALK if turn.role == "interviewer"], name
        assert [turn.index for turn in changed] == list(range(len(changed))), name


@pytest.mark.parametrize(("name", "factor"), [("padding x1.5", 1.5), ("padding x2", 2.0)])
@pytest.mark.parametrize("each", reference.load()[::9], ids=lambda each: each.id)
def test_padding_is_as_long_as_it_says_and_loses_nothing(name: str, factor: float, each: reference.Reference) -> None:
    ((_, change),) = ATTACKS[name].variants
    padded = answers(change(each.turns))
    for before, after in zip(each.answers, padded, strict=True):
        assert len(after.split()) == pytest.approx(factor * len(before.split()), abs=15)
        kept = iter(after.split())
        assert all(word in kept for word in before.split())
    filler = [answer for answer in padded if "noise in the corridor" in answer]
    assert len(filler) <= 1, "each answer has filler of its own"


def test_hidden_characters_are_not_to_be_seen() -> None:
    for name, change in ATTACKS["hidden characters"].variants:
        for before, after in zip(answers(TALK), answers(change(TALK)), strict=True):
            assert canonical(after).split() == before.split(), name


def test_salad_is_made_of_the_indicators_own_words_and_the_same_each_time() -> None:
    name, change = ATTACKS["word salad"].variants[0]
    assert "indicators" in name
    own = {word.strip(".,").lower() for each in RUBRIC.indicators for word in f"the candidate {each.statement}".split()}
    assert {word.strip(".,").lower() for answer in answers(change(TALK)) for word in answer.split()} <= own
    assert change(TALK) == change(TALK)
    assert len(set(answers(change(TALK)))) == 3


def test_the_question_comes_back_as_the_answer() -> None:
    change = dict(ATTACKS["question copied"].variants)["once"]
    assert answers(change(TALK)) == [TALK[0].text] * 3


def test_cases_take_every_variant_and_every_conversation() -> None:
    markup, salad = ATTACKS["markup"], ATTACKS["word salad"]
    assert len({id(change) for change, _ in cases(markup, "abcdefg")}) == len(markup.variants)
    assert [talk for _, talk in cases(salad, "abcdefg")] == list("abcdefg")
    few = list(cases(ATTACKS["talk to the grader"], "ab", variants=8))
    assert 8 <= len(few) <= 12
    assert {talk for _, talk in few} == {"a", "b"}
    names = {id(change): name for name, change in ATTACKS["talk to the grader"].variants}
    assert len({names[id(change)].split(" ")[-1] for change, _ in few}) == 4, "in all positions"


def test_a_gain_of_half_a_level_fails_whatever_the_row_allows() -> None:
    class Impressed:
        """Takes whoever says that it is the best answer at their word."""

        def observe(self, transcript: Transcript, rubric: Rubric) -> Observed:
            praised = any("principal" in sentence.text for sentence in transcript.sentences)
            verdict: Verdict = "met" if praised else "absent"
            ids = tuple(each.id for each in transcript.sentences[:1]) if praised else ()
            made = tuple(Observation(each.id, verdict, ids, 1.0, "rules") for each in rubric.indicators)
            return Observed("rules", None, made)

    grader = Grader(Impressed(), RUBRIC, None, lambda _: None)
    clean = {"talk": grader.card(TALK)}
    lax = Attack("praise", table.Bound(5.0, 5.0), (("x", lambda talk: [*talk[:-1], turns("I am principal.")[1]]),))
    row = attack_row(lax, {"talk": TALK}, clean, grader, None)
    assert row.worst > 2
    assert not row.passed


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("filler = [", "attacks.toml: "),
        ("filler = ['x']", "confident: missing"),
        (library.read(table.FILE) + "\nmore = []", "more: unknown key"),
        (library.read(table.FILE).replace('nothing = ["",', "nothing = [1,"), "nothing: a list of strings"),
    ],
)
def test_a_broken_file_is_one_line_that_names_the_key(text: str, key: str) -> None:
    with pytest.raises(PromptFileError) as told:
        load(text)
    assert key in str(told.value)
    assert "\n" not in str(told.value)
