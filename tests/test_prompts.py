"""The shipped rubric and scenarios: what any of them has to hold, and how strictly their files are read."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from coach import library, scenario
from coach.bank.check import faults
from coach.bank.speech import SENTENCE_END, questions, runs
from coach.errors import PromptFileError
from coach.interview.audit import JOINED
from coach.scenario import Scenario
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
ROLES = """
ai-hardware ai-infrastructure data networking storage ml-platform devops ai-operations security cloud systems
ai-research
""".split()


@pytest.fixture(params=IDS)
def case(request: pytest.FixtureRequest) -> Scenario:
    return scenario.load(request.param)


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(text))


# The scenarios


def test_every_topic_and_every_role_has_a_scenario_and_each_is_named_as_its_file() -> None:
    assert len(IDS) >= 28
    assert [scenario.load(id).id for id in IDS] == IDS
    assert {scenario.load(id).track for id in IDS} >= set(ROLES)


def test_no_line_asks_two_things_in_one_sentence(case: Scenario) -> None:
    assert [text for text in questions(case).values() if JOINED.search(text)] == []


def test_no_question_of_the_rubrics_asks_two_things_in_one_sentence() -> None:
    asked = [each.probe for each in rubric.load().indicators]
    assert [text for text in asked if JOINED.search(text)] == []


def test_no_two_scenarios_share_a_title_a_question_or_a_person() -> None:
    cases = [scenario.load(id) for id in IDS]
    titles = [case.title for case in cases]
    asked = [text for case in cases for text in questions(case).values()]
    people = [each.name for case in cases for each in case.stakeholders]
    for all_of_them in (titles, asked, people):
        assert len(set(all_of_them)) == len(all_of_them)


def test_each_has_what_any_scenario_needs(case: Scenario) -> None:
    """The rules of the format, as `coach scenarios check` applies them to anybody's."""
    assert [str(fault) for fault in faults(case, rubric.load())] == []


def test_each_takes_as_long_as_a_session_should(case: Scenario) -> None:
    assert 15 <= case.minutes <= 25


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
        (SCENARIO.replace('"agents filed"', "7"), "facts[0].unlocked_by[0]: text expected"),
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
