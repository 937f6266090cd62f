"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from coach.cli.cast import cast
from coach.cli.channels import VOICE_FLAGS, Wish
from coach.interview import persona, pressure

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _all(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, all else on stderr.")

endpoint_options = _all(
    click.option("--model", metavar="M", help="Model at the endpoint (COACH_MODEL)."),
    click.option("--base-url", metavar="URL", help="OpenAI-compatible endpoint (OPENAI_BASE_URL)."),
)

embeddings_option = click.option(
    "--embeddings",
    metavar="NAME|DIR",
    help="Sentence embeddings for the rules: minilm, a folder with model.onnx, or off (COACH_EMBEDDINGS). [off]",
)

_channel_options: Callable[[Any], Any] = _all(
    click.option("--text", "form", flag_value="text", help="In writing."),
    click.option("--voice", "form", flag_value="voice", help="Aloud; an error without microphone and speaker."),
    click.option("--answers", type=FILE, metavar="FILE", help="Scripted answers, separated by lines of only ---."),
    click.option("--whisper", metavar="NAME|DIR", help="Whisper model: a name, a folder, or auto (COACH_WHISPER)."),
    click.option(
        "--patience",
        type=click.FloatRange(0.3, 60),
        metavar="S",
        help='Silence that ends a spoken answer; less after a finished sentence, more after "because". [4]',
    ),
    click.option(
        "--turn",
        type=click.Choice(["auto", "key"]),
        help="Who ends a spoken answer: a silence or Enter, or Enter alone. [auto]",
    ),
    click.option("--input-device", metavar="NAME|N", help="Microphone; see `coach devices`. [the system's]"),
    click.option("--output-device", metavar="NAME|N", help="Speaker; see `coach devices`. [the system's]"),
    click.option("--piper", type=FILE, metavar="FILE.onnx", help="A Piper voice for the interviewer. [the system's]"),
    click.option(
        "--barge-in",
        type=click.Choice(["auto", "key", "aec", "headset"]),
        help="What interrupts the interviewer: a key, or your voice too (echo cancelled, or a headset). [auto]",
    ),
    click.option("--mic", type=FILE, metavar="FILE.wav", help="Play a file into the session as if spoken."),
    click.option("--keep-audio", is_flag=True, help="Save each spoken answer beside its turn."),
    click.option("--mute", is_flag=True, help="Show the interviewer's words, do not speak them."),
)


def channel_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the channel; the function gets them as `wish`."""

    @functools.wraps(function)
    def gathered(
        form: str | None, answers: Path | None, mic: Path | None, keep_audio: bool, mute: bool, **others: Any
    ) -> Any:
        wish = Wish(form, answers, mic, keep_audio, mute, {name: others.pop(name) for name in VOICE_FLAGS})
        wish.check()
        return function(wish=wish, **others)

    decorated: Callable[..., Any] = _channel_options(gathered)
    return decorated


interviewer_option = click.option(
    "--interviewer",
    type=click.Choice(["auto", "builtin", "llm"]),
    help="Who finds the words; auto asks the endpoint when there is one that answers. [auto]",
)


observer_option = click.option(
    "--observer",
    type=click.Choice(["auto", "rules", "llm"]),
    default="auto",
    help="Who judges; auto asks the endpoint when there is one that answers. [auto]",
)


_cast_options: Callable[[Any], Any] = _all(
    click.option("--persona", metavar="ID", help=f"Who interviews: {', '.join(persona.ids())}. [{persona.USUAL}]"),
    click.option("--panel", metavar="A,B[,C]", help="Two or three of them, who take turns."),
    click.option(
        "--pressure",
        type=click.Choice(list(pressure.LEVELS)),
        help="How gentle or hard they are; high insists and cuts into long answers. [normal]",
    ),
)


def cast_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of who interviews and how hard; the function gets them as `cast`."""

    @functools.wraps(function)
    def gathered(persona: str | None, panel: str | None, pressure: str | None, **others: Any) -> Any:
        return function(cast=cast(persona, panel, pressure), **others)

    decorated: Callable[..., Any] = _cast_options(gathered)
    return decorated
