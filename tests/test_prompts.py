"""The shipped rubric and scenarios: what any of them has to hold, and how strictly their files are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from coach import library, scenario
from coach.errors import PromptFileError
from coach.interview.stems import words
from coach.scenario import LEVELS, Scenario
from coach.scoring import rubric

IDS = scenario.ids()
INDICATORS = """
framing.asks framing.goal framing.cause framing.assumption framing.reframes
priorities.commits priorities.criterion priorities.stops priorities.cost priorities.cuts
tradeoffs.alternative tradeoffs.reason tradeoffs.price tradeoffs.reversible tradeoffs.revisit
strategy.policy strategy.sequence strategy.proof strategy.business strategy.horizon
outcomes.result outcomes.target outcomes.early outcomes.guardrail outcomes.misleads
risk.specific risk.mitigation risk.test risk.second_order risk.fallback
stakeholders.names stakeholders.interest stakeholders.message stakeholders.decider stakeholders.escalates
leverage.owner leverage.support leverage.mechanism leverage.bounds leverage.wider
pressure.concedes pressure.holds pressure.updates pressure.unsure pressure.owns
clarity.answer_first clarity.signposts clarity.sums_up clarity.example
""".split()
ONCE_IS_ENOUGH = ("clarity", "pressure")
ROLES = """
ai-hardware ai-infrastructure data networking storage ml-platform devops ai-operations security cloud systems
ai-research
""".split()


@pytest.fixture(params=IDS)
def case(request: pytest.FixtureRequest) -> Scenario:
    return scenario.load(request.param)


def spoken(case: Scenario) -> list[str]:
    """All that a candidate may hear without having asked for it."""
    return [case.opening, *(probe.ask for probe in case.probes), *case.flips, case.bad_argument]


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


# The scenarios


def test_every_topic_and_every_role_has_a_scenario_and_each_is_named_as_its_file() -> None:
    assert len(IDS) >= 28
    assert [scenario.load(id).id for id in IDS] == IDS
    assert {scenario.load(id).track for id in IDS} >= set(ROLES)


def test_no_two_scenarios_share_a_title_a_question_or_a_person() -> None:
    cases = [scenario.load(id) for id in IDS]
    titles = [case.title for case in cases]
    asked = [text for case in cases for text in spoken(case)]
    people = [each.name for case in cases for each in case.stakeholders]
    for all_of_them in (titles, asked, people):
        assert len(set(all_of_them)) == len(all_of_them)


def test_texts_that_are_spoken_hold_no_markup(case: Scenario) -> None:
    for text in [*spoken(case), *(fact.text for fact in case.facts), *(each.line for each in case.stakeholders)]:
        assert not re.search(r"[*_`#()\[\]$%&/\n]", text), text
        assert len(text.split()) < 90, text


def test_every_question_asks_one_thing_in_two_sentences_at_most(case: Scenario) -> None:
    for text in spoken(case):
        assert text.count("?") == 1, text
        assert text.endswith("?"), text
    for text in [*case.flips, case.bad_argument, *(fact.text for fact in case.facts)]:
        assert sentences(text) <= 2, text
    for probe in case.probes:  # they may have to stand behind a quote, which is a sentence of its own
        assert sentences(probe.ask) == 1, probe.ask
        assert len(probe.ask.split()) < 30, probe.ask


def test_brief_and_references_have_their_length(case: Scenario) -> None:
    assert 120 <= len(case.brief.split()) <= 200
    for level in LEVELS:
        assert 60 <= len(case.reference[level].split()) <= 120, level


def test_there_is_enough_of_everything_for_a_session(case: Scenario) -> None:
    assert 15 <= case.minutes <= 25
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", case.track)
    assert 5 <= len(case.facts) <= 8
    assert 2 <= len(case.stakeholders) <= 4
    assert len(case.flips) == 2
    assert len(case.probes) >= 20
    assert {fact.weight for fact in case.facts} <= {1, 2, 3}


def test_ids_and_questions_are_unique(case: Scenario) -> None:
    for all_of_them in ([probe.id for probe in case.probes], [fact.id for fact in case.facts], spoken(case)):
        assert len(set(all_of_them)) == len(all_of_them)


def test_every_dimension_of_the_rubric_is_exercised(case: Scenario) -> None:
    dimensions = [probe.dimension for probe in case.probes]
    assert set(dimensions) == {dimension.id for dimension in rubric.load().dimensions}
    for dimension in set(dimensions) - set(ONCE_IS_ENOUGH):
        assert dimensions.count(dimension) >= 2, dimension


def test_what_is_said_unasked_gives_away_neither_reference_nor_facts(case: Scenario) -> None:
    reference = set().union(*(runs(text, 6) for text in case.reference.values()))
    facts = set().union(*(runs(fact.text, 6) for fact in case.facts))
    for text in spoken(case):
        assert not runs(text, 6) & reference, text
        assert not runs(text, 6) & facts, text


def test_figures_of_hidden_facts_are_in_nothing_said_unasked(case: Scenario) -> None:
    figures = re.compile(r"\d[\d,.]*\d|\d")
    known = set(figures.findall(case.brief))
    hidden = set(figures.findall(" ".join(fact.text for fact in case.facts))) - known
    for text in spoken(case)[:-1]:
        own = set(figures.findall(text)) if text not in case.flips else set()  # a flip brings figures of its own
        assert not own & hidden, text


def test_nobody_is_mentioned_by_a_name_that_the_candidate_never_heard(case: Scenario) -> None:
    first_names = {each.name.split()[0] for each in case.stakeholders}
    for text in spoken(case):
        assert not first_names & set(re.findall(r"[A-Z]\w+", text)), text


def test_staff_answers_hold_figures_of_the_facts(case: Scenario) -> None:
    facts = set(re.findall(r"\d+", " ".join(fact.text for fact in case.facts)))
    assert len(facts & set(re.findall(r"\d+", case.reference["staff"]))) >= 2


# The rubric


def test_rubric_has_the_indicators_that_labelled_data_refers_to() -> None:
    assert [indicator.id for indicator in rubric.load().indicators] == INDICATORS
    labelled = library.root() / "labelled"
    if labelled.is_dir():
        answers = [
            json.loads(line) for path in sorted(labelled.glob("*.jsonl")) for line in path.open(encoding="utf-8")
        ]
        used = {id for answer in answers for sentence in answer["sentences"] for id in sentence["indicators"]}
        assert used == set(INDICATORS)


def test_rubric_asks_and_advises_in_short_sentences_of_their_own() -> None:
    indicators = rubric.load().indicators
    for indicator in indicators:
        assert indicator.probe.count("?") == 1, indicator.id
        assert indicator.probe.endswith("?"), indicator.id
        assert sentences(indicator.probe) == 1, indicator.id
        assert len(indicator.probe.split()) < 25, indicator.id
        assert len(indicator.advice.split()) < 25, indicator.id
        assert sentences(indicator.advice) == 1, indicator.id
        assert not runs(indicator.probe, 4) & runs(indicator.statement, 4), indicator.id
    assert len({indicator.probe for indicator in indicators}) == len(indicators)
    assert len({indicator.advice for indicator in indicators}) == len(indicators)


def test_rubric_weighs_clarity_less_than_the_rest() -> None:
    weights = {dimension.id: dimension.weight for dimension in rubric.load().dimensions}
    assert weights.pop("clarity") < min(weights.values())


# Strictness

SCENARIO = library.read("scenarios/agent-loops.md")
RUBRIC = library.read("rubrics/staff.toml")


def without(text: str, start: str) -> str:
    """The text without the first line that begins so."""
    line = next(line for line in text.splitlines(keepends=True) if line.startswith(start))
    return text.replace(line, "", 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (SCENARIO.replace("minutes = 20", 'minutes = 20\nmood = "grim"'), "mood: unknown key"),
        (SCENARIO.replace("weight = 3", "weight = 3\nhint = 1", 1), "facts[0].hint: unknown key"),
        (without(SCENARIO, "track"), "track: missing"),
        (without(SCENARIO, "ask"), "probes[0].ask: missing"),
        (SCENARIO.replace("minutes = 20", 'minutes = "20"'), "minutes: int expected"),
        (SCENARIO.replace('"agents filed"', "7"), "facts[0].unlocked_by: text expected"),
        (SCENARIO.replace('step = "clarify"', 'step = "wonder"', 1), "probes[0].step: 'wonder'"),
        (SCENARIO.replace('level = "staff"', 'level = "wizard"'), "level: 'wizard'"),
        (without(SCENARIO, "## Opening"), "## Opening: missing section"),
        (SCENARIO.replace("## Brief", "## Summary"), "## Summary: unknown section"),
        (SCENARIO.replace("[[facts]]", "[[facts", 1), "line "),
        (SCENARIO.replace("+++", "---"), "+++"),
    ],
)
def test_a_broken_scenario_is_one_line_naming_file_and_key(text: str, key: str) -> None:
    check_refused(scenario.parse, text, "scenarios/agent-loops.md", key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (RUBRIC.replace('id = "staff"', 'id = "staff"\nmood = 1'), "mood: unknown key"),
        (without(RUBRIC, "advice ="), "dimensions[0].indicators.asks.advice: missing"),
        (without(RUBRIC, "question"), "dimensions[0].question: missing"),
        (RUBRIC.replace("level = 3", "level = 2", 1), "dimensions[0].indicators.asks.level: 3, 4 or 5"),
        (RUBRIC.replace("weight = 1.0", 'weight = "1"', 1), "dimensions[0].weight: float expected"),
        (without(RUBRIC, '  "Answers a different'), "dimensions[0].levels: 5 levels"),
        (RUBRIC.replace("[[dimensions]]", "[[dimensions", 1), "line "),
    ],
)
def test_a_broken_rubric_is_one_line_naming_file_and_key(text: str, key: str) -> None:
    check_refused(rubric.parse, text, "rubrics/staff.toml", key)


def check_refused(parse: Callable[[str, str], object], text: str, name: str, key: str) -> None:
    with pytest.raises(PromptFileError) as refused:
        parse(text, name)
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert key in message
    assert "\n" not in message
