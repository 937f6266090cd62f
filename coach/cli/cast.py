"""Who interviews, and how hard: the flags, and what of them a session keeps."""

from __future__ import annotations

from dataclasses import dataclass

import click

from coach.interview import persona, pressure
from coach.interview.panel import MOST, Panel, seat


@dataclass(frozen=True)
class Cast:
    """Interviewers by their ids, the one who opens first."""

    personas: tuple[str, ...] = (persona.USUAL,)
    pressure: str = pressure.USUAL

    def panel(self) -> Panel:
        """Raises CoachError for a persona that there is not."""
        return seat(self.personas)

    @property
    def prompts(self) -> tuple[str, ...]:
        """Names of their prompt files."""
        return tuple(persona.file(each) for each in self.personas)


def cast(one: str | None, several: str | None, level: str | None) -> Cast:
    """What --persona, --panel and --pressure ask for. Raises click.UsageError where they contradict themselves."""
    if one and several:
        raise click.UsageError("--persona is one interviewer, --panel several: leave out one of the two")
    ids = tuple(each.strip() for each in several.split(",")) if several else (one or persona.USUAL,)
    if several and not (2 <= len(set(ids)) == len(ids) <= MOST):
        raise click.UsageError(f"--panel wants two or three different personas, such as {','.join(persona.ids()[:2])}")
    return Cast(ids, level or pressure.USUAL)
