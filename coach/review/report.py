"""What a report is made from. Knows no format; the renderers beside it turn it into text, HTML, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coach.interview.audit import Audit, audit
from coach.review.plain import line
from coach.scenario import Scenario
from coach.scoring.rubric import Rubric
from coach.scoring.transcript import Exchange, Transcript, transcript
from coach.session import Hearing, Session, Turn


@dataclass(frozen=True)
class Report:
    """A session and what it was scored at."""

    session: Session
    scenario: Scenario | None
    """As it was when the session was held; None for a transcript that was not made here."""
    card: Mapping[str, Any]
    """The scorecard as plain JSON data, as `scorecard.json` holds it."""
    rubric: Rubric
    attempts: tuple[Mapping[str, Any], ...] = ()
    """Answers given again later, oldest first, as plain data."""
    hearings: tuple[Hearing, ...] = ()
    """Recordings of answers that were written down again later: those that were scored, and newer ones."""
    live: Mapping[int, Turn] = field(default_factory=dict)
    """Index of such an answer's turn → the answer as it was heard live; `session` has the words that were scored."""

    @cached_property
    def transcript(self) -> Transcript:
        """The answers with their sentences numbered."""
        return transcript(self.session.turns)

    @cached_property
    def answers(self) -> dict[int, Exchange]:
        """Index of a candidate's turn → that answer, numbered."""
        return {exchange.turn: exchange for exchange in self.transcript.exchanges}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of all sentences that can be shown in the transcript."""
        return frozenset(sentence.id for sentence in self.transcript.sentences)

    @cached_property
    def audit(self) -> Audit | None:
        """How the interviewer did; None for a transcript that was not made here."""
        return audit(self.session, self.scenario, self.rubric) if self.scenario else None

    @property
    def scored(self) -> frozenset[str]:
        """Ids of the hearings whose words were scored."""
        return frozenset(each["id"] for each in self.card.get("heard") or ())

    @property
    def drill(self) -> str | None:
        """The one dimension that the session was about; None for a whole interview."""
        return self.card.get("drill")

    @property
    def held_here(self) -> bool:
        """False for a transcript of a conversation that was held elsewhere."""
        return any(turn.move for turn in self.session.turns)

    @property
    def reference(self) -> Mapping[str, str]:
        """Level → what an answer of that level holds. None after a drill: the case is still there to be practised."""
        return self.scenario.reference if self.scenario and not self.drill else {}

    @property
    def title(self) -> str:
        """What the session was about."""
        return line(self.scenario.title if self.scenario else self.session.scenario_id) or "An interview"
