"""What to practise next: a scenario that has the questions for it, and a command that exists."""

import click
import pytest

from coach import library, scenario
from coach.cli.main import main
from coach.scoring.drill import exercise
from tests.scoring.talk import RUBRIC

NOW = scenario.load("ci-runners")


@pytest.mark.parametrize("dimension", RUBRIC.dimensions, ids=lambda each: each.id)
def test_the_command_is_one_that_works_and_its_scenario_asks_about_it(dimension):
    made = exercise(dimension, NOW)
    program, name, *arguments = made.command.split()
    assert program == "coach"
    command = main.get_command(click.Context(main), name)
    with command.make_context(name, list(arguments)) as context:
        assert context.params["scenario_id"] == made.scenario
        assert context.params["questions"] >= 3
    chosen = scenario.load(made.scenario)
    asked = [sum(probe.dimension == dimension.id for probe in scenario.load(id).probes) for id in scenario.ids()]
    assert sum(probe.dimension == dimension.id for probe in chosen.probes) >= sorted(asked)[-2]
    assert made.command in made.advice


@pytest.mark.parametrize("dimension", RUBRIC.dimensions, ids=lambda each: each.id)
def test_it_is_not_the_gap_over_again_nor_the_same_case(dimension):
    made = exercise(dimension, NOW)
    assert made.scenario != NOW.id
    assert not any(each.advice.rstrip(".") in made.advice for each in dimension.indicators)


def test_a_dimension_that_nobody_asks_about_has_none():
    from dataclasses import replace

    assert exercise(replace(RUBRIC.dimensions[0], id="singing"), None) is None


def test_a_broken_scenario_stands_in_nobodys_way(monkeypatch):
    whole = library.read

    def read(name):
        return "no scenario" if name == "scenarios/build-or-buy.md" else whole(name)

    monkeypatch.setattr(library, "read", read)
    assert exercise(RUBRIC.dimension("risk"), NOW).scenario != "build-or-buy"
