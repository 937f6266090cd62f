"""When each scenario was practised last, drills too, and the best overall it was given, which no drill has."""

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
    """The highest overall of their newest scorecards, drills left out; None where none has one."""

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
        overall = None if session.settings.get("drill") else card.get("overall")  # one dimension is not the whole
        scores = [score for score in (before.best, overall) if score is not None]
        found[session.scenario_id] = Practised(before.last, before.sessions + 1, max(scores, default=None))
    return found
