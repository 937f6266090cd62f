"""What to practise next: a drill with a command that exists, and what comes after one."""

from dataclasses import replace

import click
import pytest

from coach.cli.main import main
from coach.scoring.drill import after_drill, exercise
from coach.scoring.scorecard import Score
from tests.scoring.talk import RUBRIC

RISK = RUBRIC.dimension("risk")


def score(value):
    return Score("risk", "Risk and second-order effects", value, None, None, (), "Say how it fails.")


def parsed(command):
    """The parameters that a command line comes to."""
    program, name, *arguments = command.split()
    assert program == "coach"
    found = main.get_command(click.Context(main), name)
    with found.make_context(name, arguments) as context:
        return context.params


@pytest.mark.parametrize("dimension", RUBRIC.dimensions, ids=lambda each: each.id)
def test_the_command_is_one_that_works_and_drills_the_dimension(dimension):
    made = exercise(dimension)
    assert parsed(made.command)["drill"] == dimension.id
    assert (made.dimension, made.name) == (dimension.id, dimension.name)


@pytest.mark.parametrize("dimension", RUBRIC.dimensions, ids=lambda each: each.id)
def test_it_is_words_to_act_on_and_not_the_gap_over_again(dimension):
    advice = exercise(dimension).advice
    assert advice.endswith(".")
    assert "`" not in advice
    assert not any(each.advice.rstrip(".") in advice for each in dimension.indicators)


def test_a_dimension_without_an_exercise_of_its_own_has_its_question():
    assert exercise(replace(RISK, id="singing")).advice.endswith(RISK.question)


@pytest.mark.parametrize("value", [None, 1.0, 3.9])
def test_a_drill_that_went_badly_is_done_again(value):
    assert after_drill(RISK, score(value), "staff") == exercise(RISK)


@pytest.mark.parametrize(("value", "target"), [(4.0, "staff"), (3.0, "senior"), (4.5, "principal"), (4.0, None)])
def test_a_drill_that_reached_its_aim_leads_to_a_whole_interview(value, target):
    made = after_drill(RISK, score(value), target)
    assert made.command == "coach practice"
    assert parsed(made.command)["drill"] is None
    assert made.dimension == "risk"
