"""`coach doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from coach import scenario, settings
from coach.cli import engines
from coach.cli.options import embeddings_option, endpoint_options, json_option
from coach.errors import CoachError, LLMError
from coach.settings import Settings
from coach.store import Store


@dataclass(frozen=True)
class Finding:
    """One part, there or not."""

    part: str
    found: bool
    detail: str
    """What it is, or what is missing and how to get it."""


@click.command("doctor")
@endpoint_options
@click.option("--whisper", metavar="NAME|DIR", help="Whisper model: a name, a folder, or auto (COACH_WHISPER).")
@embeddings_option
@json_option
def command(
    model: str | None, base_url: str | None, whisper: str | None, embeddings: str | None, as_json: bool
) -> None:
    """Say what is there, what is missing, and how to get it.

    Nothing that is missing keeps you from practising: without a microphone or a speech model a session is in writing,
    without a language model the built-in interviewer asks and the rules score.

    \b
    Examples:
      coach doctor
      coach doctor --base-url http://localhost:11434/v1
    """
    now = settings.load(base_url=base_url, model=model, whisper=whisper, embeddings=embeddings)
    findings = [*_voice(now), _language_model(now), _embeddings(now), _prompts(), _data(now)]
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
        return
    for each in findings:
        mark = click.style("ok      ", fg="green") if each.found else click.style("missing ", fg="yellow")
        click.echo(f"{mark} {each.part:<20} {each.detail}")
    voiced = all(each.found for each in findings[:2])
    click.echo(f"\n`coach practice` will be {'aloud' if voiced else 'in writing'}.")


def _voice(now: Settings) -> list[Finding]:
    from coach.voice.status import status

    turn_file = Path(now.smart_turn).expanduser() if now.smart_turn else None
    return [Finding(each.part, each.found, each.detail) for each in status(now.whisper, turn_file)]


def _language_model(now: Settings) -> Finding:
    if not now.has_endpoint:
        return Finding("language model", False, f"built-in interviewer and rules instead; {engines.NO_ENDPOINT}")
    from coach.llm.connect import connect

    try:
        llm = connect(engines.endpoint(now), engines.CONNECT_SECONDS)
    except LLMError as error:
        return Finding("language model", False, str(error))
    return Finding("language model", True, llm.model)


def _embeddings(now: Settings) -> Finding:
    from coach.scoring import embedding

    part = "sentence embeddings"
    if now.embeddings == settings.OFF:
        return Finding(part, False, f"off: the rules go by words alone; --embeddings {embedding.USUAL} turns them on")
    try:
        return Finding(part, True, f"on, {embedding.find(now.embeddings)}")
    except CoachError as error:
        return Finding(part, False, str(error))


def _prompts() -> Finding:
    try:
        count = len([scenario.load(id) for id in scenario.ids()])
    except CoachError as error:
        return Finding("scenarios", False, str(error))
    return Finding("scenarios", True, f"{count} to practise")


def _data(now: Settings) -> Finding:
    count = len(Store(now.home).ids())
    return Finding("data folder", True, f"{now.home} ({count} session{'' if count == 1 else 's'})")
