"""`coach scenarios show`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from coach import library, scenario
from coach.cli.options import json_option
from coach.scenario import LEVELS, Fact, Scenario

if TYPE_CHECKING:
    from rich.console import Console

MATTERS = {1: "useful", 2: "changes the plan", 3: "the plan hangs on it"}


@click.command("show", short_help="Show one scenario, without what is hidden in it.")
@click.argument("id")
@click.option("--spoilers", is_flag=True, help="Also what is hidden: facts, questions and reference answers.")
@json_option
def command(id: str, spoilers: bool, as_json: bool) -> None:
    """Show one scenario: the case, what you will hear first, and who is in it.

    What a session hides stays hidden, as a case can be practised only once without knowing it; --spoilers shows all:
    facts with the words that unlock them, what the people want, every question, and what good answers contain.

    \b
    Examples:
      coach scenarios show ci-runners
      coach scenarios show ci-runners --spoilers
      coach scenarios show ci-runners --json | jq -r .opening
    """
    one = scenario.load(id)
    if as_json:
        click.echo(json.dumps(as_data(one, spoilers), ensure_ascii=False, indent=2))
        return
    render(one, spoilers)
    name = scenario.file_name(id)
    click.secho(f"\n{'Yours: ' if library.is_own(name) else ''}{library.path(name)}", dim=True)
    click.echo(f"Practise it: coach practice {one.id}")


def as_data(one: Scenario, spoilers: bool) -> dict[str, Any]:
    """A scenario as plain data, without its file's text; what is hidden only with `spoilers`."""
    whole = asdict(one)
    del whole["text"]
    if spoilers:
        return whole
    known = {key: whole[key] for key in ("id", "title", "track", "level", "minutes", "brief", "opening")}
    people = [{"name": each.name, "role": each.role} for each in one.stakeholders]
    return known | {"stakeholders": people, "facts": len(one.facts)}


def render(one: Scenario, spoilers: bool) -> None:
    """A scenario on the terminal."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False)
    click.secho(one.title, bold=True)
    click.secho(f"{one.track} · {one.level} · {one.minutes} minutes\n", dim=True)
    console.print(Markdown(one.brief))
    _head("You will hear")
    console.print(one.opening, markup=False)
    _head("People")
    for person in one.stakeholders:
        click.echo(f"  {person.name}, {person.role}")
        if spoilers:
            _indented(console, f"wants: {person.interest}")
            _indented(console, f"says: “{person.line}”")
    if spoilers:
        _hidden(one, console)
    else:
        click.secho(f"\n{len(one.facts)} facts are hidden until you ask for them.", dim=True)


def _hidden(one: Scenario, console: Console) -> None:
    _head("Facts, for whoever asks")
    for fact in sorted(one.facts, key=lambda fact: -fact.weight):
        _fact(fact, console)
    _head("Questions")
    for dimension in one.dimensions:
        click.echo(f"  {dimension}")
        for probe in one.probes:
            if probe.dimension == dimension:
                _indented(console, f"{probe.step}: {probe.ask}")
    _head("Changes of the situation")
    for flip in one.flips:
        _indented(console, flip)
    _head("A bad argument")
    _indented(console, one.bad_argument)
    for level in LEVELS:
        _head(f"What {level} answers contain")
        _indented(console, " ".join(one.reference[level].split()))


def _fact(fact: Fact, console: Console) -> None:
    click.echo(f"  {fact.id} ({MATTERS.get(fact.weight, fact.weight)})")
    _indented(console, fact.text)
    click.secho(f"    unlocked by: {', '.join(fact.unlocked_by)}", dim=True)


def _head(title: str) -> None:
    click.secho(f"\n{title}", bold=True)


def _indented(console: Console, text: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text), (0, 0, 0, 4)))
