"""The shipped reference interviews: what they have to hold, and how strictly their files are read.

A grader is believed for telling the levels apart, so nothing that can be counted may tell them apart: not length, not
jargon, not cue words, not figures.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from coach import library, scenario
from coach.errors import PromptFileError
from coach.scoring import reference
from coach.scoring.ranks import spearman
from coach.scoring.reference import GRADED, Reference
from coach.scoring.sentences import sentences

REFERENCES = reference.load()
PLAIN = [each for each in REFERENCES if not each.adversarial]
ADVERSARIAL = [each for each in REFERENCES if each.adversarial]
NO_MORE_THAN = 0.2
RUN = 8
"""Words in a row that two people do not say by chance."""

JARGON = """
strategy strategies strategic strategically tradeoff tradeoffs stakeholder stakeholders align aligned alignment leverage
guardrail guardrails roadmap impact ownership owner owners metric metrics kpi kpis okr okrs north prioritize
prioritizes prioritized priority priorities outcome outcomes framework frameworks risk risks mitigation roi visibility
transparent transparency milestone milestones communication
""".split()
CUES = "because since if unless until then instead rather".split()
NUMBERS = """
two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty forty fifty sixty seventy
eighty ninety hundred hundreds thousand million half third quarter twice double
""".split()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9'’-]+", text.lower().replace("trade-off", "tradeoff"))


def spoken(each: Reference) -> list[str]:
    return [word for answer in each.answers for word in words(answer)]


def jargon(each: Reference) -> int:
    return sum(word in JARGON for word in spoken(each))


def sentence_count(each: Reference) -> int:
    return sum(len(sentences(turn, 1)) for turn in each.turns if turn.role == "candidate")


COUNTS: dict[str, Callable[[Reference], int]] = {
    "words": lambda each: len(spoken(each)),
    "longest answer": lambda each: max(len(answer.split()) for answer in each.answers),
    "sentences": sentence_count,
    "jargon": jargon,
    "cue words": lambda each: sum(word in CUES for word in spoken(each)),
    "digits": lambda each: sum(character.isdigit() for answer in each.answers for character in answer),
    "figures": lambda each: sum(word in NUMBERS or any(map(str.isdigit, word)) for word in spoken(each)),
}


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def labelled() -> Iterator[str]:
    for name in library.names("labelled", ".jsonl"):
        for line in library.read(name).splitlines():
            yield " ".join(sentence["text"] for sentence in json.loads(line)["sentences"])


def test_twelve_scenarios_have_each_level_once() -> None:
    levels = Counter((each.scenario, each.level) for each in PLAIN)
    scenarios = {id for id, _ in levels}
    assert len(scenarios) >= 12
    assert levels == Counter((id, level) for id in scenarios for level in GRADED)


def test_adversarial_ones_are_staff_in_disguise_and_weak_in_costume() -> None:
    assert Counter(each.level for each in ADVERSARIAL) == {"staff": 8, "weak": 10}
    assert len({each.style for each in ADVERSARIAL}) == len(ADVERSARIAL)


def test_ids_are_unique_and_say_what_they_are() -> None:
    assert len({each.id for each in REFERENCES}) == len(REFERENCES)
    assert all(each.id == f"{each.scenario}-{each.level}" for each in PLAIN)
    assert {each.scenario for each in REFERENCES} <= set(scenario.ids())


@pytest.mark.parametrize("each", REFERENCES, ids=lambda each: each.id)
def test_three_questions_of_the_scenario_verbatim_each_with_its_answer(each: Reference) -> None:
    kinds = [turn.move.kind if turn.move else turn.text for turn in each.turns if turn.role == "interviewer"]
    assert kinds[:2] == ["opening", "probe"]
    assert kinds[2:] in (["push"], ["flip"])
    assert len(each.answers) == 3


@pytest.mark.parametrize("each", PLAIN, ids=lambda each: each.id)
def test_answers_are_as_long_as_people_talk(each: Reference) -> None:
    assert all(60 <= len(answer.split()) <= 220 for answer in each.answers)


@pytest.mark.parametrize("count", COUNTS)
def test_nothing_that_can_be_counted_tells_the_levels_apart(count: str) -> None:
    levels = [GRADED.index(each.level) for each in PLAIN]
    assert abs(spearman(levels, [COUNTS[count](each) for each in PLAIN])) < NO_MORE_THAN


def test_each_level_is_longest_and_shortest_equally_often() -> None:
    places: Counter[tuple[int, str]] = Counter()
    for id in {each.scenario for each in PLAIN}:
        three = sorted((each for each in PLAIN if each.scenario == id), key=COUNTS["words"])
        places.update((place, each.level) for place, each in enumerate(three))
    assert max(places.values()) - min(places.values()) <= 1
    assert len(places) == 9


def test_the_weak_use_no_less_jargon_than_the_strong() -> None:
    total = {level: sum(jargon(each) for each in PLAIN if each.level == level) for level in GRADED}
    assert total["senior-minus"] >= max(total.values())


def test_no_two_references_share_a_run_of_words() -> None:
    said = {each.id: set().union(*map(runs, each.answers)) for each in REFERENCES}
    for first, second in combinations(said, 2):
        assert not said[first] & said[second], (first, second)


def test_nothing_is_taken_from_the_labelled_answers() -> None:
    known = set().union(*map(runs, labelled()))
    assert len(known) > 10_000
    for each in REFERENCES:
        assert not known & set().union(*map(runs, each.answers)), each.id


TURNS = """
[[references.turns]]
role = "interviewer"
text = "Why?"

[[references.turns]]
role = "candidate"
text = '''
It pays,
that's all.
'''
"""
ONE = f"""scenario = "ci-runners"

[[references]]
id = "x"
level = "staff"
style = "terse"
{TURNS}"""


def test_a_question_not_of_the_scenario_has_no_move_and_lines_are_joined() -> None:
    (one,) = reference.parse(ONE, "references/x.toml")
    assert one.turns[0].move is None
    assert one.answers == ("It pays, that's all.",)
    assert not one.adversarial


def test_a_reference_may_name_its_own_scenario() -> None:
    text = ONE.replace('scenario = "ci-runners"\n', "").replace('id = "x"', 'id = "x"\nscenario = "gpu-capacity"')
    assert reference.parse(text, "references/x.toml")[0].scenario == "gpu-capacity"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('scenario = "ci-runners"', "", "references[0].scenario: missing"),
        ('scenario = "ci-runners"', 'scenario = "nowhere"', "scenario: no scenario is called 'nowhere'"),
        ('scenario = "ci-runners"', 'scenario = "ci-runners"\nextra = 1', "extra: unknown key"),
        ('level = "staff"', 'level = "genius"', "references[0].level: 'genius'"),
        ('level = "staff"', "level = 4", "references[0].level: str expected"),
        ('style = "terse"', "", "references[0].style: missing"),
        ('id = "x"', 'id = "x"\nscore = 5', "references[0].score: unknown key"),
        ('role = "interviewer"', 'role = "candidate"', "references[0].turns[0].role: 'interviewer' expected"),
        ('role = "candidate"', 'role = "panel"', "references[0].turns[1].role: 'candidate' expected"),
        ('text = "Why?"', 'text = " "', "references[0].turns[0].text: nothing is said"),
        ('text = "Why?"', "", "references[0].turns[0].text: missing"),
        (TURNS, 'turns = [{role = "interviewer", text = "Why?"}]', "references[0].turns: every question"),
        (TURNS, "turns = []", "references[0].turns: every question"),
        ("[[references]]", "[[references", "line"),
    ],
)
def test_a_broken_file_is_one_line_naming_file_and_key(old: str, new: str, key: str) -> None:
    assert ONE.count(old) == 1
    with pytest.raises(PromptFileError) as told:
        reference.parse(ONE.replace(old, new), "references/x.toml")
    assert str(told.value).startswith("references/x.toml: ")
    assert key in str(told.value)
    assert "\n" not in str(told.value)


def test_an_id_in_two_files_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "references").mkdir()
    shutil.copytree(library.root() / "scenarios", tmp_path / "scenarios")
    for name in ("a", "b"):
        (tmp_path / "references" / f"{name}.toml").write_text(ONE, encoding="utf-8")
    monkeypatch.setattr(library, "root", lambda: tmp_path)
    with pytest.raises(PromptFileError, match=r"^references/b\.toml: references\[0\]\.id: 'x' is taken"):
        reference.load()
