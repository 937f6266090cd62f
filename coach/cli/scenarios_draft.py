"""`coach scenarios draft`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach import files, scenario, settings
from coach.cli import own
from coach.cli.options import endpoint_options, json_option
from coach.cli.scenarios_check import Checked, as_data, lines, summary
from coach.cli.scenarios_show import render
from coach.cli.terminal import warn
from coach.settings import Settings

if TYPE_CHECKING:
    from coach.bank.document import Document
    from coach.bank.drafter import Draft


TOGETHER = 8
"""Fields that a model near by, which may be small, is asked for in one request."""


@click.command("draft", short_help="Have a language model draft one from a document.")
@click.option("--from", "source", required=True, metavar="FILE", help="Job advert, design or notes; - is stdin.")
@click.option("--id", metavar="ID", help="What to call it. [made from its title]")
@click.option("--yes", is_flag=True, help="Save it without asking.")
@click.option("--spoilers", is_flag=True, help="Show all of it, also what a session hides.")
@endpoint_options
@json_option
def command(
    source: str, id: str | None, yes: bool, spoilers: bool, model: str | None, base_url: str | None, as_json: bool
) -> None:
    """Have a language model draft a scenario from a document: text, Markdown or PDF.

    The draft is checked as `coach scenarios check` does, and what is wrong is asked for again, twice at most. It is
    shown without what a session hides, and saved among your own scenarios; at a terminal you are asked before. What
    still has faults then is saved as ID.draft.md, with the faults told and exit code 1.

    \b
    Examples:
      coach scenarios draft --from advert.pdf
      coach scenarios draft --from design.md --id event-bus --yes
      pbpaste | coach scenarios draft --from - --model qwen3:32b
    """
    now = settings.load(base_url=base_url, model=model)
    if id is not None:
        own.check_id(id)
    document = _document(source)
    made = _drafted(document, id, now)
    name = made.id + (scenario.DRAFT if made.findings else "")
    checked = Checked(own.file(name), made.findings)
    if not as_json:
        _show(made, checked, spoilers)
    saved = own.save(name, made.text) if yes or _wanted(name) else None
    if as_json:
        result = {"id": made.id, "file": saved and str(saved), "faults": as_data([checked])["faults"]}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _tell(made, saved)
    if made.findings:
        sys.exit(1)


def _document(source: str) -> Document:
    """What there is to draw from; says so when it is more than is used."""
    from coach.bank import document

    if source == "-":
        piped = sys.stdin.buffer.read().decode("utf-8", "replace")
        found = document.document([piped], "there is nothing on stdin")
    else:
        found = document.read(Path(source))
    if found.cut:
        warn(f"only the first {len(found.text):,} characters of {source} are used")
    return found


def _drafted(document: Document, id: str | None, now: Settings) -> Draft:
    from coach.bank.drafter import Drafter
    from coach.cli import engines
    from coach.cli.waiting import progress_bar
    from coach.scoring import rubric

    llm = engines.language_model(now, "llm", warn, keep=False)
    assert llm is not None, "llm is insisted on"
    if not llm.endpoint.local:
        warn(f"the document goes to {llm.endpoint.address}")
    before, began = llm.spent, time.monotonic()
    with progress_bar(f"{llm.model} is drafting") as tell:
        together = TOGETHER if llm.endpoint.local else None
        drafter = Drafter(llm, rubric.load(), files.secret(now.home / "secret"), tell, together)
        made = drafter.draft(document, lambda title: id or _free(title))
    if made.failure:
        warn(f"the language model did not write all of it: {made.failure}")
    for line in engines.spent(llm.spent - before, time.monotonic() - began):
        warn(line)
    return made


def _free(title: str) -> str:
    """An id that no scenario has, made from a title."""
    from coach.bank.assembly import slug

    base = slug(title) or "draft"
    known = scenario.ids()
    numbered = (f"{base}-{number}" for number in range(2, 1000))
    return next(each for each in (base, *numbered) if each not in known and not own.taken(each))


def _wanted(name: str) -> bool:
    """Whether to save it: asked at a terminal, taken for granted elsewhere."""
    return not at_terminal() or click.confirm(f"Save it as {name}?", default=True, err=True)


def at_terminal() -> bool:
    """True where there is somebody to be asked."""
    return sys.stdin.isatty()


def _show(made: Draft, checked: Checked, spoilers: bool) -> None:
    click.echo()
    render(scenario.read(made.text)[0], spoilers)
    click.echo()
    for line in lines(checked):
        click.echo(line)
    click.echo(summary([checked]))


def _tell(made: Draft, saved: Path | None) -> None:
    """Where it is, and what comes next."""
    if saved is None:
        click.echo("not saved")
    elif made.findings:
        click.echo(f"saved as {saved}; mend what is wrong, then call it {made.id}.md")
    else:
        own.tell_hidden(made.id)
        click.echo(f"saved as {saved}")
        click.echo(f"Practise it: coach practice {made.id}")
