"""`coach scenarios new`."""

from __future__ import annotations

import json

import click

from coach.cli import own
from coach.cli.options import json_option


@click.command("new", short_help="Begin a scenario of your own from an example.")
@click.argument("id")
@json_option
def command(id: str, as_json: bool) -> None:
    """Begin a scenario of your own: a whole example with remarks, to be replaced piece by piece.

    It can be practised at once. `coach scenarios check ID` then says what is still the example's, and what else is
    wrong. Nothing is ever overwritten.

    \b
    Examples:
      coach scenarios new my-case
      COACH_PROMPTS=./prompts coach scenarios new my-case
    """
    from coach.bank import template

    own.check_id(id)
    file = own.save(id, template.text(id))
    own.tell_hidden(id)
    if as_json:
        click.echo(json.dumps({"id": id, "file": str(file)}))
        return
    click.echo(f"written to {file}\n")
    click.echo("Put your case in the place of the example, then:")
    click.echo(f"  coach scenarios check {id}")
    click.echo(f"  coach practice {id}")
