"""`coach practice`."""

from __future__ import annotations

import random

import click

from coach import scenario, settings
from coach.cli.cast import Cast
from coach.cli.channels import Wish
from coach.cli.options import (
    cast_options,
    channel_options,
    embeddings_option,
    endpoint_options,
    interviewer_option,
    json_option,
)
from coach.cli.practised import practised
from coach.cli.terminal import Terminal, warn
from coach.errors import CoachError
from coach.interview.case import Plan
from coach.interview.drill import MINUTES, QUESTIONS
from coach.scoring import rubric
from coach.store import Store

MINUTES_A_QUESTION = 2
"""What a question with its answer takes, spoken."""


def dimensions() -> list[str]:
    """What there is to drill: the rubric's dimensions."""
    return [each.id for each in rubric.load().dimensions]


@click.command("practice")
@click.argument("scenario_id", metavar="[SCENARIO]", required=False)
@channel_options
@interviewer_option
@endpoint_options
@embeddings_option
@cast_options
@click.option("--drill", metavar="DIMENSION", help=f"Five minutes of one dimension: {', '.join(dimensions())}.")
@click.option("--level", type=click.Choice(scenario.LEVELS), help="Level to aim at. [the scenario's]")
@click.option("--minutes", type=click.FloatRange(1, 180), metavar="N", help="Time-box. [the scenario's; 5 for a drill]")
@click.option(
    "--questions",
    type=click.IntRange(1, 50),
    metavar="N",
    help="Most questions. [half as many as minutes; as many in a drill]",
)
@click.option("--seed", type=int, metavar="N", help="Same seed, same choices. [random]")
@json_option
def command(
    scenario_id: str | None,
    wish: Wish,
    interviewer: str | None,
    model: str | None,
    base_url: str | None,
    embeddings: str | None,
    cast: Cast,
    drill: str | None,
    level: str | None,
    minutes: float | None,
    questions: int | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """Practise one scenario, aloud or in writing.

    Aloud where there are a microphone and a speaker, else in writing. Without SCENARIO it is one that you have not
    practised lately. An answer ends with Enter (aloud) or with an empty line (in writing); Ctrl-D ends the session and
    Ctrl-C interrupts it, to be resumed.

    \b
    Examples:
      coach practice
      coach practice ci-runners --text --questions 5
      coach practice gpu-capacity --persona vp-product --pressure high
      coach practice --panel staff-engineer,security-lead,director
      coach practice --drill risk
      coach practice --answers answers.txt --json > card.json
      coach practice --interviewer llm --base-url http://localhost:11434/v1 --model qwen3:8b
      coach practice --mic answer.wav --whisper ./whisper-base.en
    """
    from coach.cli.sitting import Sitting, begin

    _check(drill)
    now = settings.load(base_url=base_url, model=model, embeddings=embeddings, **wish.flags)
    seed = random.randrange(1_000_000) if seed is None else seed
    chosen = scenario.load(scenario_id or _not_lately(Store(now.home), seed, drill))
    minutes = minutes or (MINUTES if drill else chosen.minutes)
    questions = questions or max(3, round(minutes / (MINUTES / QUESTIONS if drill else MINUTES_A_QUESTION)))
    plan = Plan(level or chosen.level, minutes, questions, seed, cast.pressure, drill)
    begin(Sitting(now, Terminal(as_json), wish, interviewer or "auto", as_json), chosen, plan, cast)


def _check(drill: str | None) -> None:
    """Raises CoachError for a dimension that the rubric has not."""
    if drill is not None and drill not in dimensions():
        raise CoachError(f"no dimension is called {drill!r}; there are: {', '.join(dimensions())}")


def _not_lately(store: Store, seed: int, drill: str | None) -> str:
    """One of the scenarios never practised, else of the half that was practised longest ago; by the seed.

    For a drill one of those with probes for its dimension, where there are any.
    """
    known = practised(store, warn)
    usable = list(scenario.usable(warn))
    fit = [each for each in usable if drill is None or drill in each.dimensions] or usable
    ids = sorted((each.id for each in fit), key=lambda id: (known[id].last if id in known else "", id))
    never = [each for each in ids if each not in known]
    return random.Random(seed).choice(never or ids[: (len(ids) + 1) // 2])
