"""What an answer commits to: who does what, a number, a date, a thing of the trade or of the question, an idea.

Knows nothing of what was asked but its words.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from coach.interview.questions import GENERAL
from coach.interview.stems import content
from coach.scoring.figures import figures

PLAN = re.compile(
    r"\b(?:(?:i|we|they|he|she|it|you|that)(?:'d|'ll)|"
    r"(?:i|we|they|he|she) (?:would|will|should|must)(?! (?:say|call|describe|love|think|like|see|be))|"
    r"(?:i|we|they) (?:stop|start|cut|drop|decide|pick|choose|move|ask|pay|wait|leave|give|keep|take|put|build|buy|"
    r"sell|ship|run|bring|promise|check|compare|count|record|tell|say no)|"
    r"if|unless|until|instead|because|without|otherwise|nobody|let's|my (?:call|answer|bet|guess))\b",
    re.IGNORECASE,
)
"""Somebody does something, or something hangs on something."""
PLANNED = 0.5
"""What that is worth against a thing that is named: "I would" is soon said."""
DATED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|"
    r"\b(?:january|february|april|june|july|august|september|october|november|december|q[1-4]|quarters?|deadline|"
    r"today|tomorrow|tonight|weekends?|spring|summer|autumn|winter|midnight)\b|"
    r"\b(?:by|in|from|until|since) (?:march|may)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+\b")
"""Somebody or something with a name; speech that is written down without capitals has none."""
TRADE = content(
    """access adoption agent alert api approve audit backup bank batch bill block board bot branch break bucket budget
    bug build bump buffer cache cap card cfo ceo coo cto vp charge check checkpoint checkout chip close cluster code
    commit compare contract copy count counter cpu credit cut cutoff customer dashboard data database debug default
    delete delay deploy dies director disk dns document dollar drift drop error eval exception export fail
    failover feature fee file fix flag flaky freeze gateway gpu hardware hire host hotfix image incident index install
    invoice isolate job kernel key kill label latency launch legal ledger library licence limit link load lock log
    loop machine mainframe maintain measure memory merge meter metric migrate model module money monitor
    network node notebook numbers offer on-call outage overload own owner pager page pause patch pay percent permission
    phone pin pipeline pool portal postmortem power price prod product prompt provider publish quarantine query queue
    rack rebuild recovery refund region register release remove rename renew repair replace replay replica report
    repository request rerun restore retire retry reverse review rewrite rollback rollout rotate rule run runbook
    runner sample scan schedule schema scope screen script secret server service shard share ship sign signature slow
    snapshot spend split staging standby storage stream suite supplier support switch tape team template
    tenant tender terabyte test threshold ticket token tool traffic train trial undo upgrade usage user vendor
    version volume wrong"""
)
"""Stems of what one builds, runs, breaks and pays for."""
FORM = "clarity."
"""Ideas about how a thing is said; what is said may still be anything."""
ANYWHERE = GENERAL | content("year week month day way work lot part point word happen take good new last next long")
"""Stems that a question and an answer may share by chance."""
MOST_FIGURES = 2
"""Figures that count: a story may be full of them."""


def commitments(answer: str, question: str, ideas: Collection[str]) -> float:
    """How many of them there are in an answer. `ideas`: indicators that the rules saw in it."""
    said = content(answer)
    things = len(said & TRADE | said & content(question) - ANYWHERE) + len(DATED.findall(answer))
    named = bool(NAME.search(answer)) + min(len(figures(answer)), MOST_FIGURES)
    return things + named + PLANNED * len(PLAN.findall(answer)) + sum(not each.startswith(FORM) for each in ideas)
