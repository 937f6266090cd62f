"""When each scenario was practised last, and the best overall it was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coach.errors import CoachError
from coach.store import Store


@dataclass(frozen=True)
class Practised:
    """What is saved about one scenario."""

    last: str
    """When its newest session began; ISO 8601."""
    sessions: int
    best: float | None
    """The highest overall of their newest scorecards; None where none has one."""

    @property
    def day(self) -> str:
        return self.last[:10]


def practised(store: Store, tell: Callable[[str], None]) -> dict[str, Practised]:
    """By scenario. Turns are left unread, as there may be hours of them; a session that cannot be read is told of."""
    found: dict[str, Practised] = {}
    for id in store.ids():  # newest first
        try:
            session, card = store.head(id), store.scorecard(id) or {}
        except CoachError as error:
            tell(str(error))
            continue
        before = found.get(session.scenario_id, Practised(session.started, 0, None))
        scores = [score for score in (before.best, card.get("overall")) if score is not None]
        found[session.scenario_id] = Practised(before.last, before.sessions + 1, max(scores, default=None))
    return found
