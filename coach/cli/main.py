"""`coach`: the commands, found by name and loaded only when called, so that `coach --help` starts at once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from coach import __version__
from coach.errors import CoachError

COMMANDS: Mapping[str, tuple[str, str]] = {
    "practice": ("coach.cli.practice", "Practise one scenario, aloud or in writing."),
    "resume": ("coach.cli.resume", "Go on with a session that was interrupted."),
    "again": ("coach.cli.again", "Answer one question of a session again, and see both answers side by side."),
    "score": ("coach.cli.score", "Score a saved session, or a transcript made elsewhere."),
    "retranscribe": ("coach.cli.retranscribe", "Write down the recordings of a session again, with a larger model."),
    "report": ("coach.cli.report", "Show the report of a session, or write it to a file."),
    "sessions": ("coach.cli.sessions", "List saved sessions, newest first."),
    "scenarios": ("coach.cli.scenarios", "List what there is to practise, or make scenarios of your own."),
    "calibrate": ("coach.cli.calibrate", "Measure how far a grader's scores can be trusted."),
    "devices": ("coach.cli.devices", "List microphones and speakers, and which of them a session would use."),
    "doctor": ("coach.cli.doctor", "Say what is there, what is missing, and how to get it."),
}
INTERRUPTED = 130


class Commands(click.Group):
    """Loads a command's module when it is called; its one-line help stands here, so that listing loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Errors become one line and exit code 1; an interruption becomes 130."""
        from coach import library, settings

        try:
            with library.also(settings.prompts()):
                return super().invoke(ctx)
        except CoachError as error:
            raise click.ClickException(" ".join(str(error).split())) from error
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nInterrupted.", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="coach")
def main() -> None:
    """Practise staff-engineer interviews on strategy and prioritization, aloud or in writing.

    The interviewer pushes back; the scorecard rests on your own sentences. Everything can run on this machine alone.

    \b
    Examples:
      coach practice                      a scenario you have not practised lately
      coach practice ci-runners --text    this one, in writing
      coach resume                        go on where a session broke off
      coach practice --drill risk         five minutes of one dimension
      coach again last                    answer again what cost most
      coach report last --open            the last report, in the browser
      coach score interview.md            score a transcript made elsewhere
      coach doctor                        what this machine has and lacks
    """
