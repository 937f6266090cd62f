"""`coach calibrate`."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from coach import settings
from coach.cli import engines, trust
from coach.cli.options import embeddings_option, endpoint_options, json_option
from coach.cli.terminal import Terminal
from coach.cli.waiting import progress_bar
from coach.llm.model import LLM
from coach.scoring import calibration, reference, rubric
from coach.scoring.blend import Blend, shipped
from coach.scoring.calibration import Calibration
from coach.scoring.rules import RulesObserver
from coach.store import Store

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

QUESTION_SECONDS = 60.0
"""For one question whose answer is known."""


@click.command("calibrate")
@click.option(
    "--observer",
    type=click.Choice(["auto", "rules", "llm"]),
    default="auto",
    help="Whom to measure; auto takes the endpoint's model when there is one that answers. [auto]",
)
@endpoint_options
@embeddings_option
@click.option(
    "--runs",
    type=click.IntRange(1, 20),
    metavar="N",
    help=f"How often a few conversations are graded, to see the spread. [{calibration.RUNS}; rules: 1]",
)
@click.option("--quick", is_flag=True, help="A part of it all: about a quarter of the time and cost.")
@json_option
def command(
    observer: str,
    model: str | None,
    base_url: str | None,
    embeddings: str | None,
    runs: int | None,
    quick: bool,
    as_json: bool,
) -> None:
    """Measure how far a grader's scores can be trusted, on interviews of known level that come with coach.

    It has to put them in order, to grade the same thing alike each time, and not to be moved by padding, style,
    flattery or talk to the grader. Reports carry one line of what comes out, until the model, its prompts or the
    rubric change.
    The rules take seconds. A language model takes as long as some 280 sessions to score (75 with --quick), and costs
    as much. One that was interrupted goes on where it was. A model near by is asked some 200 questions first whose
    answers are known: what its yes and no are worth is its own.

    \b
    Examples:
      coach calibrate --observer rules
      coach calibrate --observer llm --model qwen3:8b --quick
    """
    now = settings.load(base_url=base_url, model=model, embeddings=embeddings)
    terminal = Terminal(as_json)
    llm = engines.language_model(now, observer, terminal.notify)
    # What was answered in an earlier, interrupted run is not asked again, but grading twice has to be asked twice.
    again = engines.language_model(now, observer, terminal.notify, keep=False) if llm else None
    store, by = Store(now.home), engines.rules(now, terminal.notify)
    blend = corrected(llm, store) if llm and llm.endpoint.local else None
    found, seconds = measured(llm, again, runs, quick, blend, by)
    named = trust.name(found.observer, found.model, rubric.load(), by)
    earlier = trust.kept(store, named)
    if quick and earlier and not earlier.quick and earlier.attacks:
        terminal.notify("a full calibration of this grader is kept; this quick one is not")
    else:
        store.save_calibration(named, calibration.to_json(found))
    if as_json:
        click.echo(json.dumps({**calibration.to_json(found), "line": calibration.line(found)}, ensure_ascii=False))
        return
    show([found], terminal.console)
    for line in engines.spent(llm.spent + again.spent, seconds) if llm and again else ():
        terminal.notify(line)
    click.echo(f"{found.conversations} conversations graded in {seconds:.0f} s. Reports will say:")
    click.echo(f"  {calibration.line(found)}")


def corrected(llm: LLM, store: Store) -> Blend:
    """The blend for that model, measured by questions whose answers are known, and kept. Raises LLMError."""
    from coach.scoring import controls

    rubric_ = rubric.load()
    with progress_bar(f"what the replies of {llm.model} are worth") as tell:
        blend = controls.measure(llm, controls.load(rubric_), shipped(), seconds=QUESTION_SECONDS, progress=tell)
    trust.keep_blend(blend, llm, rubric_, store)
    return blend


def measured(
    llm: LLM | None,
    again: LLM | None,
    runs: int | None,
    quick: bool,
    blend: Blend | None = None,
    by: RulesObserver = trust.PLAIN,
) -> tuple[Calibration, float]:
    """The calibration of that model, or of the rules, and the seconds that it took; progress is shown.

    `again` is the same model without memory.
    """
    began = time.monotonic()
    with progress_bar(f"calibrating {llm.model if llm else 'the rules'}") as tell:
        found = calibration.calibrate(
            engines.observer(llm, blend=blend, by=by),
            reference.load(),
            rubric.load(),
            model=llm.model if llm else None,
            again=engines.observer(again, blend=blend, by=by),
            runs=runs or (calibration.RUNS if llm else 1),
            sample=calibration.QUICK if quick else calibration.FULL,
            progress=tell,
        )
    return trust.measured_with(by, found), time.monotonic() - began


def show(found: Sequence[Calibration], console: Console) -> None:
    """Graders side by side: the order they kept, how steady they are, what they withstood."""
    console.print(_order(found))
    console.print()
    if all(each.attacks for each in found):
        console.print(_attacks(found))
        console.print()


def _order(found: Sequence[Calibration]) -> Table:
    table = _table("Interviews of known level", found)
    for at, pairs in enumerate(found[0].pairs):
        table.add_row(
            f"{pairs.high} above {pairs.low}", *(_share(each.pairs[at].kept, each.pairs[at].of) for each in found)
        )
    table.add_row("all pairs", *(_share(each.kept, each.of) for each in found), style="bold")
    adversarial = (_share(each.adversarial.kept, each.adversarial.of) for each in found)
    table.add_row("poor-sounding staff above shining weak", *adversarial)
    table.add_row("rank correlation with level", *(f"{each.spearman:.2f}" for each in found))
    table.add_row("the same with length taken out", *(f"{each.partial:.2f}" for each in found))
    table.add_row("overall between runs", *(f"±{each.spread:.2f} ({each.runs})" for each in found))
    if any(each.model for each in found):
        table.add_row("observed by the rules", *(f"{100 * each.by_rules:.0f} %" for each in found))
    return table


def _attacks(found: Sequence[Calibration]) -> Table:
    table = _table("Attacks: mean and worst change", found, "allowed")
    for at, row in enumerate(found[0].attacks):
        cells = (each.attacks[at] for each in found)
        marked = (f"{_verdict(cell.passed)} {cell.mean:.2f} {cell.worst:+.2f} ({cell.cases})" for cell in cells)
        table.add_row(row.name, row.bound, *marked)
    return table


def _table(title: str, found: Sequence[Calibration], *more: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left", padding=(0, 3, 0, 0))
    for heading in (title, *more):
        table.add_column(heading)
    for each in found:
        name = each.model or each.observer
        table.add_column(Text(f"{name} + {each.embeddings}" if each.embeddings else name), justify="right")
    return table


def _share(kept: int, of: int) -> str:
    return f"{kept} of {of}" if of else "-"


def _verdict(passed: bool) -> str:
    return "ok" if passed else "[bold red]too far[/bold red]"
