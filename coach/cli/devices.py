"""`coach devices`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from coach import settings
from coach.cli.options import json_option
from coach.cli.terminal import PIPED
from coach.errors import DeviceMissing

if TYPE_CHECKING:
    from coach.voice.devices import Kind

TEST_SECONDS = 3.0
TONE_SECONDS = 0.5
FAINT = -45.0
"""Decibels below which a voice is too soft to be written down well."""


@dataclass(frozen=True)
class Side:
    """Microphones or speakers: those there are, and what a session would take."""

    kind: Kind
    rows: list[dict[str, Any]]
    said: str = ""
    """What is missing, or why it is this one, in one line."""


@click.command("devices")
@click.option("--input-device", metavar="NAME|N", help="Show which microphone this would be (COACH_INPUT_DEVICE).")
@click.option("--output-device", metavar="NAME|N", help="Show which speaker this would be (COACH_OUTPUT_DEVICE).")
@click.option("--test", is_flag=True, help="Play a tone, listen for three seconds, and say how loud it was.")
@json_option
def command(input_device: str | None, output_device: str | None, test: bool, as_json: bool) -> None:
    """List microphones and speakers, and which of them a session would use.

    A device is named by its number, or by any part of its name that no other has; numbers may change when something is
    plugged in. `*` marks the system's own choice, `>` what a session would take.

    \b
    Examples:
      coach devices
      coach devices --test
      coach devices --input-device usb
      coach practice --input-device usb --output-device "built-in"
    """
    now = settings.load(input_device=input_device, output_device=output_device)
    sides = [_side("input", now.input_device), _side("output", now.output_device)]
    if as_json:
        click.echo(json.dumps(_document(sides), ensure_ascii=False, indent=2))
    else:
        _table(sides)
    for line in dict.fromkeys(side.said for side in sides if side.said):  # without PortAudio both say the same
        click.echo(line, err=as_json)
    if test:
        for line in _tested(now.input_device, now.output_device):
            click.echo(line, err=as_json)


def _side(kind: Kind, wanted: str | None) -> Side:
    from coach.voice.devices import devices, find_microphone, find_speaker

    try:
        known = devices(kind)
        try:
            chosen = find_microphone(wanted) if kind == "input" else find_speaker(wanted)
        except DeviceMissing as error:
            return Side(kind, [_row(each, False) for each in known], str(error))
    except DeviceMissing as error:
        return Side(kind, [], str(error))
    return Side(kind, [_row(each, each.index == chosen.index) for each in known], chosen.note)


def _row(device: Any, chosen: bool) -> dict[str, Any]:
    return {
        "index": device.index,
        "name": device.name,
        "rate": device.rate,
        "system": device.system,
        "default": device.default,
        "chosen": chosen,
    }


def _document(sides: list[Side]) -> dict[str, Any]:
    return {side.kind: side.rows for side in sides}


def _table(sides: list[Side]) -> None:
    from rich.console import Console
    from rich.table import Table

    from coach.voice.devices import NAMES

    rows = [(NAMES[side.kind], row) for side in sides for row in side.rows]
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for title in ("", "n", "name", "is a", "rate", "by way of"):
        table.add_column(title, justify="right" if title in ("n", "rate") else "left", no_wrap=title == "name")
    for kind, row in rows:
        mark = (">" if row["chosen"] else " ") + ("*" if row["default"] else " ")
        table.add_row(mark, str(row["index"]), row["name"], kind, str(row["rate"]), row["system"])
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = PIPED
    console.print(table)


def _tested(microphone: str | None, speaker: str | None) -> Iterator[str]:
    from coach.voice.microphone import SoundDevice
    from coach.voice.speaker import SoundDevice as Speaker

    try:
        sounding = Speaker(speaker)
        try:
            sounding.play(_tone())
            while not sounding.wait(0.1):
                pass
            sounding.drain()
            yield f"{sounding.name}: a tone was played; were it not to be heard, choose another speaker"
        finally:
            sounding.close()
        hearing = SoundDevice(microphone)
        try:
            yield f"{hearing.name}: say something, for {TEST_SECONDS:.0f} seconds"
            yield _loudness(hearing)
        finally:
            hearing.close()
    except DeviceMissing as error:
        yield str(error)


def _tone() -> Any:
    import numpy as np

    from coach.voice.audio import Audio

    times = np.arange(round(TONE_SECONDS * 48000)) / 48000
    return Audio(
        (0.2 * np.sin(2 * np.pi * 440 * times) * np.sin(np.pi * times / TONE_SECONDS)).astype(np.float32), 48000
    )


def _loudness(microphone: Any) -> str:
    import numpy as np

    from coach.voice.microphone import FRAME_SECONDS

    loudest, heard = 0.0, 0.0
    while heard < TEST_SECONDS:
        frames = microphone.read(1.0)
        heard += len(frames) * FRAME_SECONDS
        loudest = max([loudest, *(float(np.sqrt(np.square(frame).mean())) for frame in frames)])
    if not loudest:
        return "it gives nothing at all, not even noise: see whether it is muted, or not allowed for this terminal"
    level = 20 * np.log10(loudest)
    return f"the loudest was {level:.0f} dB" + ("; that is faint: turn it up, or come closer" if level < FAINT else "")
