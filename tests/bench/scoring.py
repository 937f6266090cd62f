"""How good the graders are: `python -m tests.bench.scoring [--model NAME|GGUF ...]`.

The rules on all of it, as `coach calibrate` prints it, and indicator by indicator on labelled files that they were not
fitted on. Then language models beside them on a sample, each on a server of its own: first asked what is known, so
that its replies can be weighed, then blended with the rules, these too fitted on other files. A model takes seconds to
minutes for one conversation on a plain processor, and the sample says how many of them.

    python -m tests.bench.scoring                           the small test model, on three interviews and six answers
    python -m tests.bench.scoring --model qwen-0.5b --model qwen-1.5b --every 14
    python -m tests.bench.scoring --model model.gguf --scenarios 4 --adversarial 6 --attacks
    python -m tests.bench.scoring --rules-only
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from coach.cli import calibrate as shown
from coach.cli import engines
from coach.cli.waiting import progress_bar
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.scoring import controls, labelled, reference, rubric
from coach.scoring.blend import shipped
from coach.scoring.calibration import Calibration, Sample, calibrate
from coach.scoring.labelled import Answer
from coach.scoring.local import LocalObserver
from coach.scoring.model import Model
from coach.scoring.rules import RulesObserver
from tests.bench import indicators
from tests.bench.indicators import ALL, Tally
from tests.lab import llama
from tests.models import MODELS, file_of

RUBRIC = rubric.load()
UNHURRIED = 3600.0
"""Seconds for one conversation: what is measured here is the grader, not the machine."""


@dataclass(frozen=True)
class Measured:
    """A language model on the sample."""

    calibration: Calibration
    tally: Tally
    cost: str
    """Seconds and tokens, in words."""
    worth: str
    """What its replies were found to be worth, in words."""


def main() -> None:
    options = _options()
    console = Console(highlight=False)
    console.width = max(console.width, 110)
    answers = labelled.load()
    with progress_bar("the rules") as tell:
        found = calibrate(RulesObserver(), reference.load(), RUBRIC, runs=1, progress=tell)
    console.print(f"[bold]The rules, on all references[/bold] ({found.conversations} conversations)\n")
    shown.show([found], console)
    console.print(f"[bold]The rules, on {len(answers)} labelled answers[/bold], each by rules fitted on other files\n")
    fair = indicators.fair(answers, RUBRIC)
    rules = {each.id: indicators.by(RulesObserver(fair[each.file]), each, RUBRIC) for each in answers}
    console.print(_indicators([("rules", indicators.tally(answers, rules))]))
    for model in [] if options.rules_only else options.model or [file_named("qwen-0.5b")]:
        few = indicators.sample(answers, options.every)
        measured = _measured(model, options, few, fair)
        _beside(console, model, measured, few, indicators.tally(few, rules), options)


def _measured(
    file: Path, options: argparse.Namespace, answers: Sequence[Answer], fair: Mapping[str, Model]
) -> Measured:
    with llama.serve(file) as url:
        model = OpenAIModel(Endpoint(url, None, None), file.stem)
        with progress_bar(f"{file.stem}: what its replies are worth") as tell:
            known = controls.load(RUBRIC)
            blend = controls.measure(model, known, shipped(), seconds=120, progress=tell)
        observer = engines.observer(model, blend=blend, seconds=UNHURRIED)
        before, began = model.spent, time.monotonic()
        with progress_bar(file.stem) as tell:
            found = calibrate(
                observer,
                reference.load(),
                RUBRIC,
                model=model.model,
                runs=options.runs,
                sample=_sample(options),
                attacked=options.attacks,
                progress=tell,
            )
        with progress_bar(f"{file.stem}: indicators") as tell:
            said = {}
            for at, answer in enumerate(answers, start=1):
                blended = LocalObserver(model, RulesObserver(fair[answer.file]), blend, UNHURRIED)
                said[answer.id] = indicators.by(blended, answer, RUBRIC)
                tell(at, len(answers))
        spent = model.spent - before
        seconds, graded = time.monotonic() - began, found.conversations + len(answers)
    cost = (
        f"{seconds / graded:.0f} s a conversation ({graded} of them), {spent.calls / graded:.0f} calls, "
        f"{(spent.prompt - spent.cached) / graded:,.0f} tokens read and {spent.completion / graded:,.0f} written"
    )
    worth = f"a lean to yes beyond its habit is worth {blend.worth:.2f} by {len(known)} known questions"
    return Measured(found, indicators.tally(answers, said), cost, worth)


def _beside(
    console: Console, file: Path, model: Measured, answers: Sequence[Answer], rules: Tally, options: argparse.Namespace
) -> None:
    """The model and the rules on the same sample."""
    began = time.monotonic()
    same = calibrate(
        RulesObserver(), reference.load(), RUBRIC, runs=1, sample=_sample(options), attacked=options.attacks
    )
    each = (time.monotonic() - began) / same.conversations
    console.print(f"\n[bold]{file.stem} beside the rules, on a sample[/bold]")
    console.print(
        f"{len(same.overalls)} references, {len(answers)} labelled answers; {model.cost}; the rules {each:.3f} s\n"
        f"{model.worth}\n"
    )
    shown.show([same, model.calibration], console)
    console.print(_indicators([("rules", rules), (file.stem, model.tally)]))


def _indicators(tallies: Sequence[tuple[str, Tally]]) -> Table:
    """Precision, recall and F1 by indicator; those that are neither there nor found are left out."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
    table.add_column("precision, recall, F1")
    table.add_column("there", justify="right")
    for name, _ in tallies:
        table.add_column(name, justify="right")
    for id in (*(each.id for each in RUBRIC.indicators), ALL):
        if any(tally.there[id] + tally.said[id] for _, tally in tallies):
            figures = (" ".join(_two(each) for each in tally.figures(id)) for _, tally in tallies)
            table.add_row(id, str(tallies[0][1].there[id]), *figures, style="bold" if id == ALL else "")
    return table


def _two(value: float | None) -> str:
    return "   -" if value is None else f"{value:.2f}"


def file_named(name: str) -> Path:
    """The file of a test model's name, or that file itself."""
    found = file_of(MODELS[name]) if name in MODELS else Path(name)
    if not found.is_file():
        raise argparse.ArgumentTypeError(f"{found} is not there; `python -m tests.models {name}` fetches a test model")
    return found


def _sample(options: argparse.Namespace) -> Sample:
    return Sample(options.scenarios, options.adversarial, 1, 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.scoring", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    models = ", ".join(name for name in MODELS if name.startswith("qwen"))
    parser.add_argument(
        "--model", type=file_named, action="append", metavar="NAME|GGUF", help=f"{models}, or a file; may be repeated"
    )
    parser.add_argument("--rules-only", action="store_true", help="no language model")
    parser.add_argument("--scenarios", type=int, default=1, help="of which a model puts all three levels in order [1]")
    parser.add_argument("--adversarial", type=int, default=0, help="adversarial references that it grades [0]")
    parser.add_argument("--every", type=int, default=264, help="it goes through every so manieth labelled answer [264]")
    parser.add_argument("--runs", type=int, default=1, help="how often it grades one reference, for the spread [1]")
    parser.add_argument("--attacks", action="store_true", help="one reference attacked in some 30 ways as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
