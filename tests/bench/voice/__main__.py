"""How the voice loop does in real time, measured from outside: `python -m tests.bench.voice`.

A candidate (Piper) gives answers of 10, 30, 60 and 120 s with thinking pauses to the real `coach practice --voice`, to
a naive loop and to pipecat's local pipeline, one after the other, on a virtual sound card. What is measured is read
from what the card's speaker and microphone recorded and from what came to stand on the terminal. The exit code is 1
when a target is missed.

    python -m tests.bench.voice --quick                        one answer of 30 s, some minutes
    python -m tests.bench.voice --pipecat /tmp/venv/bin/python everything; hours
    python -m tests.bench.voice --only coach --whisper tiny.en --llm built-in --noise clean
    python -m tests.bench.voice --self-echo 10
    python -m tests.bench.voice --barge-in
    python -m tests.bench.voice --memory 30

It needs what the slow tests need (see tests/parts.py), and for pipecat an interpreter with the extra `bench`.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.bench.voice import answers, long, rivals, sit
from tests.bench.voice.answers import Answer
from tests.bench.voice.coach import Coach
from tests.bench.voice.measures import Measured, Run, word_errors
from tests.bench.voice.room import RATE as TAPE_RATE
from tests.bench.voice.room import at_tape_rate, room
from tests.bench.voice.table import BUILTIN, LOOPS, by_length, rows, table
from tests.bench.voice.watch import Watch
from tests.lab import llama
from tests.lab.fake_llm import FakeLLM, Reply
from tests.parts import needs

WHISPERS = {"tiny.en": "whisper", "base": "whisper-base"}
"""Name → test model."""
LLMS = {BUILTIN: None, "0.5b": "qwen-0.5b", "1.5b": "qwen-1.5b"}
WORDS = "And what do you stop to pay for that? Tell me who hears of it first, and what it costs them."
"""What the rivals say where `coach` says built-in words: about as long, and there at once."""
QUIET = 0.15
"""Share of all cores that everything else may take; the sound card and the recording take some of it."""
BETWEEN = 25.0
"""Seconds of a session for each answer beside its length: the reply, and silence."""
START = 30.0
"""Seconds that a session takes to begin and to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was asked for; 2 when a part of the laboratory is missing."""
    args = _parsed(argv)
    try:
        with tempfile.TemporaryDirectory(prefix="voice-bench-") as folder:
            if args.self_echo or args.barge_in or args.memory:
                return _long(args, Path(folder))
            return _compare(args, Path(folder))
    except pytest.skip.Exception as missing:
        sit.say(str(missing))
        return 2
    except (RuntimeError, TimeoutError) as error:
        sit.say(str(error))
        return 1


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    def listed(known: Sequence[Any]) -> Any:
        kind = type(known[0])

        def parse(text: str) -> list[Any]:
            found = [kind(each) for each in text.split(",")]
            if unknown := [str(each) for each in found if each not in known]:
                raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(map(str, known))}")
            return found

        return parse

    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.voice",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    lengths, noises = list(answers.TEXTS), ["clean", "noisy"]
    parser.add_argument("--quick", action="store_true", help="one answer of 30 s, tiny.en, built-in, clean")
    parser.add_argument("--only", type=listed(LOOPS), default=list(LOOPS), metavar="A,B", help=", ".join(LOOPS))
    parser.add_argument("--turn", type=listed(["key", "auto"]), default=["key", "auto"], help="of coach: key,auto")
    parser.add_argument("--lengths", type=listed(lengths), default=lengths, metavar="S,S", help="10,30,60,120")
    parser.add_argument("--noise", type=listed(noises), default=noises, help="clean,noisy")
    parser.add_argument("--whisper", type=listed(list(WHISPERS)), default=list(WHISPERS), help=",".join(WHISPERS))
    parser.add_argument("--llm", type=listed(list(LLMS)), default=[BUILTIN, "0.5b"], help=",".join(LLMS))
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="sessions of each kind, with other pauses")
    parser.add_argument("--patience", type=float, default=4.0, metavar="S", help="of coach. [4]")
    parser.add_argument("--pipecat", metavar="PYTHON", help=f"interpreter that has {rivals.PIPECAT}. [this one]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="everything that was measured")
    parser.add_argument("--self-echo", type=float, metavar="MINUTES", help="the microphone hears the interviewer")
    parser.add_argument("--barge-in", type=int, nargs="?", const=5, metavar="TIMES", help="by voice; needs `aec`. [5]")
    parser.add_argument("--memory", type=float, metavar="MINUTES", help="how memory grows")
    args = parser.parse_args(argv)
    if args.quick:
        args.lengths, args.noise, args.whisper, args.llm, args.repeat = [30], ["clean"], ["tiny.en"], [BUILTIN], 1
    return args


# The comparison


def _compare(args: argparse.Namespace, folder: Path) -> int:
    python = rivals.has_pipecat(args.pipecat) if "pipecat" in args.only else None
    if "pipecat" in args.only and python is None:
        sit.say(f"pipecat is left out: install {rivals.PIPECAT} (extra `bench`), or name its interpreter: --pipecat")
        args.only = [each for each in args.only if each != "pipecat"]
    plan = _plan(args)
    each = START + sum(length + BETWEEN for length in args.lengths)
    sit.say(f"{len(plan)} sessions, about {len(plan) * each / 60:.0f} minutes")
    measured: list[Measured] = []
    faults: list[str] = []
    for run, repetition in plan:
        said = [(repetition, _answer(folder, length, repetition, run.noisy)) for length in args.lengths]
        try:
            measured += _session(args, run, said, python)
        except (RuntimeError, TimeoutError, AssertionError) as error:
            faults.append(f"{run}: {error}")
            sit.say(faults[-1])
        _save(args.json, measured, faults)
    return _show(measured, faults)


def _plan(args: argparse.Namespace) -> list[tuple[Run, int]]:
    """The sessions: what is compared stands side by side, so that a busier hour is all of theirs."""
    return [
        (Run(who, whisper, llm, noise == "noisy", turn), repetition)
        for whisper in args.whisper
        for llm in args.llm
        for noise in args.noise
        for repetition in range(args.repeat)
        for who in args.only
        for turn in (args.turn if who == "coach" else ["auto"])
    ]


@functools.cache
def _answer(folder: Path, length: int, repetition: int, noisy: bool) -> Answer:
    return answers.answer(folder, length, repetition, noisy)


def _session(args: argparse.Namespace, run: Run, said: list[tuple[int, Answer]], python: str | None) -> list[Measured]:
    """One session of one loop, with a server of its own."""
    whisper = needs(WHISPERS[run.whisper])
    whole = {answer.file: _whole(whisper, answer) for _, answer in said}
    with ExitStack() as stack:
        opened = stack.enter_context(room())
        llm, server = stack.enter_context(_endpoint(run))
        loop: sit.Loop
        if run.who == "coach":
            loop = Coach(opened, whisper, None if run.llm == BUILTIN else llm, run.turn, args.patience)
        elif run.who == "naive":
            loop = rivals.naive(opened, whisper, llm)
        else:
            loop = rivals.pipecat(opened, whisper, llm, python or "")
        stack.callback(loop.close)
        try:
            return sit.sit(opened, loop, run, said, whole, server)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; last: {loop.look()}") from error


@contextmanager
def _endpoint(run: Run) -> Iterator[tuple[tuple[str, str], Watch | None]]:
    """(URL, model), and a look at the server's process where there is a real one."""
    part = LLMS[run.llm]
    if part is None:
        with FakeLLM(by=lambda _body: Reply(WORDS)) as fake:
            yield (fake.url, "fake"), None
        return
    import psutil

    before = {child.pid for child in psutil.Process().children()}
    with llama.serve(needs(part)) as url:
        (child,) = [each.pid for each in psutil.Process().children() if each.pid not in before]
        name = llama.models(url)[0]
        watch = Watch(child)
        try:
            yield (url, name), watch
        finally:
            watch.close()


def _whole(whisper: Path, answer: Answer) -> float:
    """Word error of the answer's sound decoded as a whole."""
    return _decoded(whisper, answer.file, answer.text, answer.end)


@functools.cache
def _decoded(whisper: Path, file: Path, text: str, end: float) -> float:
    from tests.bench.voice.naive import load, whole

    samples = at_tape_rate(file)[: int((end + 0.5) * TAPE_RATE)]
    return word_errors(text, whole(load(str(whisper)), samples))


def _save(file: Path | None, measured: list[Measured], faults: list[str]) -> None:
    if file is not None:
        machine = {"system": platform.platform(), "cores": os.cpu_count(), "when": time.strftime("%Y-%m-%d %H:%M")}
        document = {"machine": machine, "measured": [asdict(each) for each in measured], "faults": faults}
        file.write_text(json.dumps(document, indent=1), encoding="utf-8")


def _show(measured: list[Measured], faults: list[str]) -> int:
    console = Console(width=None if Console().is_terminal else 150)
    missed = bool(faults)
    kinds = dict.fromkeys((each.run.whisper, each.run.llm, each.run.noisy) for each in measured)
    for whisper, llm, noisy in kinds:
        some = [each for each in measured if (each.run.whisper, each.run.llm, each.run.noisy) == (whisper, llm, noisy)]
        found = list(rows(some))
        missed = missed or any(row.held is False for row in found)
        title = f"Whisper {whisper}, {llm} interviewer, {'noise at 15 dB' if noisy else 'clean'}"
        console.print(table(title, found))
        lengths = table(f"{title}, by length", ())
        for length, row in by_length(some):
            if any(value != "–" for value in row.values):
                lengths.add_row(f"{length}: {row.name}", *row.values, row.ratio, "", "")
        console.print(lengths)
    if measured and sum(each.others for each in measured) / len(measured) > QUIET:
        console.print(f"[red]The machine was busy with other things (more than {QUIET:.0%}): the times mean little.[/]")
    for fault in faults:
        console.print(f"[red]failed[/] {fault}")
    return 1 if missed else 0


# What takes long


def _long(args: argparse.Namespace, folder: Path) -> int:
    whisper = needs(WHISPERS[args.whisper[0]])
    found: dict[str, Any] = {}
    held = True
    if args.self_echo:
        found["self-echo"] = echo = long.self_echo(args.self_echo, whisper, folder)
        held = held and echo["turns that are not ours"] == 0 and echo["interviewer interrupted"] == 0
    if args.barge_in:
        found["barge-in"] = barge = long.barge_in(args.barge_in, whisper, folder)
        held = held and _stopped(barge)
    if args.memory:
        found["memory"] = memory = long.memory(args.memory, whisper, folder)
        held = held and memory["MB a minute"] <= long.FLAT
    for name, values in found.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in values.items()))
    print("held" if held else "a target is missed")
    if args.json:
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if held else 1


def _stopped(barge: dict[str, Any]) -> bool:
    """Whether the interviewer stopped every time, because of the candidate, and soon."""
    took = barge["silent for good, p50 s"]
    return not barge["went on"] and not barge["had stopped by itself"] and took is not None and took <= long.BARGE_IN


if __name__ == "__main__":
    raise SystemExit(main())
