"""Conversations for the scoring tests, made of plain text, and their scorecards by the rules."""

from __future__ import annotations

from coach.scoring import rubric as rubrics
from coach.scoring.delivery import delivery
from coach.scoring.observation import Observed
from coach.scoring.rules import RulesObserver
from coach.scoring.scorecard import Scorecard, assess
from coach.scoring.transcript import transcript
from coach.session import Move, Turn

RUBRIC = rubrics.load()
OBSERVER = RulesObserver()
QUESTION = "Your team of six owns the build system, and three teams want three different things from it by spring."


def turns(*answers: str, question: str = QUESTION, moves: tuple[Move | None, ...] = ()) -> list[Turn]:
    """Each answer behind its question; the same question unless a move is given for it."""
    found: list[Turn] = []
    for at, answer in enumerate(answers):
        move = moves[at] if at < len(moves) else None
        found.append(Turn(len(found), "interviewer", question, 0.0, 0.0, move))
        found.append(Turn(len(found), "candidate", answer, 0.0, 0.0))
    return found


def observed(said: list[Turn]) -> Observed:
    return OBSERVER.observe(transcript(said), RUBRIC)


def scored(said: list[Turn], target: str | None = None) -> Scorecard:
    return assess(
        transcript(said), observed(said), RUBRIC, delivery(said), created="2026-01-01", target=target, self_scores={}
    )


SENIOR = (
    "I'd start with the queue time because that is what everyone complains about. Before that I would ask how many "
    "builds fail for reasons that are not the code, since if it is most of them I would fix those first. There is a "
    "risk that the new runners break the signing step, so I would keep the old ones for a month. I would rank the "
    "three requests by how many engineers wait for each. I would tell the mobile lead on Monday that theirs comes "
    "second.",
    "That is a fair point about the release. We could do the mobile request first, but it helps four people and the "
    "queue holds up ninety. First we measure for a week, then we move the slowest jobs, and only then the rest.",
    "I would look at the share of builds under ten minutes, which is forty percent today, and I would like to have it "
    "at eighty by the end of the quarter.",
)
STAFF = (
    "We do the queue and nothing else this quarter; the dashboard that the data team wants is off the table, and I'll "
    "tell Marta so myself on Monday. She loses her launch demo by that and she will be angry, and she has a point. I "
    "don't think that we have a build problem at all: builds are slow because every team may add a step and nobody "
    "may remove one. All of this hangs on my guess that two thirds of the steps are never looked at. So this week we "
    "switch off five of them for one team and see whether anyone notices.",
    "You're right that the release can't wait, so the release branch keeps the old runners until it is out. If the "
    "failure rate goes over two percent we put the old steps back the same day, that is one line. Priya owns the "
    "runners from here on, I sit with her on Thursdays and stay out of her reviews. And what must not get worse is the "
    "number of bad builds that reach customers.",
    "The early sign would be that people stop batching their changes; we would see that in three weeks. Average build "
    "time would mislead us, since cached builds pull it down while the slow ones stay slow. From now on a step has "
    "an owner and an end date or it is not added, and that works without us. It costs us about thirty engineer-days, "
    "and it gives back some four hundred a year. If two teams still disagree, the head of product decides by the "
    "number of customers who wait. So: queue first, steps with owners, dashboard next year.",
)
