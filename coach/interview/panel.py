"""Who of the interviewers speaks: one alone, or two or three who take turns. Read off the record, as all else."""

from __future__ import annotations

from dataclasses import dataclass

from coach.interview import persona
from coach.interview.channel import INTERVIEWER, Person, Sound
from coach.interview.persona import USUAL, Persona
from coach.session import Move, Session

GUEST = Sound(("Moira", "Fred", "Susan", "en-029+f1"), 180)
"""How somebody from the scenario sounds."""
MOST = 3


@dataclass(frozen=True)
class Panel:
    """The interviewers, the one who opens and closes first."""

    members: tuple[Persona, ...]

    @property
    def chair(self) -> Persona:
        return self.members[0]

    @property
    def named(self) -> bool:
        """False for the usual interviewer alone, who is just the interviewer."""
        return len(self.members) > 1 or self.chair.id != USUAL

    def who(self, member: Persona) -> str | None:
        """The name that goes on the record for that member's words."""
        return member.name if self.named else None

    def present(self, session: Session) -> Persona:
        """Whose turn it is as long as a thread goes on: the member who spoke last."""
        by_name = {each.name: each for each in self.members}
        spoke = [turn.move.who for turn in session.questions if turn.move and turn.move.who in by_name]
        return by_name[spoke[-1] or ""] if spoke else self.chair

    def following(self, session: Session) -> Persona:
        """Whose turn it is with a new thread."""
        if not session.questions:
            return self.chair
        at = self.members.index(self.present(session))
        return self.members[(at + 1) % len(self.members)]

    def person(self, who: str | None) -> Person:
        """How the one of that name is shown and sounds: a member, the nameless interviewer, or else a guest."""
        members = {each.name: each.person for each in self.members}
        return members.get(who, Person(who, GUEST)) if who else INTERVIEWER

    def introduction(self, session: Session, move: Move) -> str:
        """A clause before the first words of a member who has a name; empty for all later ones."""
        spoke = {turn.move.who for turn in session.questions if turn.move}
        new = [each for each in self.members if each.name == move.who and move.who not in spoke]
        return f"{new[0].introduction}: " if new else ""


def seat(ids: tuple[str, ...] = (USUAL,)) -> Panel:
    """The panel of those personas. Raises CoachError for an unknown one."""
    return Panel(tuple(persona.load(each) for each in ids))
