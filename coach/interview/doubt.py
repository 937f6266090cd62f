"""Numbers that the candidate brings in as a fact: the words for "how do you know?".

A plan, a condition, a target and a guess that is called one are no claims; nor is a figure that was handed over, that
was worked out from such, or that comes with where it is from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.interview.case import Case, said
from coach.interview.phrases import unsaid
from coach.interview.questions import sentences
from coach.interview.quote import CLAUSE_END, clauses
from coach.scoring.figures import FIGURE, figures
from coach.session import Move, Session

SOURCE = "claim:"
_NUMBER = rf"(?:{FIGURE.pattern}|\ba (?:hundred|thousand))"
_MONEY = r"(?:thousand|million|billion|grand|[km]\b|dollars?|euros?|pounds?|bucks|francs?)"
_SHARE = r"(?:percent|per cent|%|times|fold|x\b|in (?:two|three|four|five|ten|twenty|a hundred)\b|out of)"
_COUNT = (
    r"(?:customers?|users?|tickets?|incidents?|outages?|alerts?|pages?|builds?|requests?|bugs?|complaints?|cases?|"
    r"engineers?|releases?|deploys?)"
)
_TIME = r"(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?)"
ROUND = re.compile(r"hundred|thousand|million|billion")
"""What "a million" is a figure by."""
SIZE = re.compile(
    rf"[$€£]\s?{_NUMBER}|{_NUMBER}[\s-]*(?:{_MONEY}|{_SHARE}|{_COUNT})|"
    r"\b(?:half )?a (?:million|billion)\b|"
    r"\b(?:half|a third|two thirds|a quarter|three quarters) (?:of|the)\b",
    re.IGNORECASE,
)
LENGTH = re.compile(rf"{_NUMBER}[\s-]*{_TIME}", re.IGNORECASE)
STATES = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|it's|that's|there's|they're|costs?|takes?|took|spends?|spent|los(?:es?|t)|"
    r"wast(?:es?|ed)|pays?|paid|earns?|earned|fail(?:s|ed)?|comes?|came|goes(?! to\b)|went|sav(?:es?|ed)|waits?|waited|"
    r"breaks?|broke|grew|grows?|rose|fell|falls|dropped|drops|doubled|churns?|churned|happens?|happened|leaves?|left|"
    r"uses?|burn(?:s|ed|ing)?|gives|gave|makes|made|cuts|reduces|reduced|means?|"
    r"(?:we|they) (?:have|had|ship|handle|serve))\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!\bto )\b(?:accounts?|hates?|loves?|likes?|brings?|removes?|adds?|complains?|gets?|eats?|"
    r"covers?|represents?|consumes?|produces?|creates?|touch(?:es)?|hits?|drives?|reads?|prefers?|ignores?|skips?)\b",
    re.IGNORECASE,
)
"""The same, where it is not the candidate who does it."""
LASTS = re.compile(
    r"\b(?:takes?|took|costs?|lasts?|lasted|los(?:es?|t)|wast(?:es?|ed)|spends?|spent|waits?|waited|drops|dropped|falls|"
    r"fell|rises|rose|grew|went)\b",
    re.IGNORECASE,
)
"""What a length of time is stated with: in "the trial is two weeks" it is a plan."""
PLANNED = re.compile(
    r"\b(?:until|once|would|will|won't|wouldn't|should|shall|could|can|may|might|must|let's|let us|"
    r"bet|hop(?:e|ing)|expect\w*|target|goal|aim|trigger|threshold|limit|"
    r"cap|budget|deadline|down to|at (?:most|least)|no more than|fewer than|within|by (?:the|next|then)|going to|"
    r"want|needs?|plan|propose|(?:i|we|they|it|you|he|she)'(?:d|ll)|"
    r"(?:i|we) (?:take|leave|use|pay|wait|save|go|come))\b",
    re.IGNORECASE,
)
FORECAST = re.compile(
    r"\b(?:(?:will|going to)(?: \w+)?|(?:i|we|they|it|that|this)'ll) (?:save|cost|burn|lose|earn|gain)\b", re.IGNORECASE
)
"""What is going to happen, told as if it had."""
CERTAIN = re.compile(
    r"\b(?:definitely|certainly|surely|easily|guaranteed?|for sure|no (?:doubt|question)|"
    r"without (?:a )?doubt|bound to)\b",
    re.IGNORECASE,
)
"""What makes a forecast of any plan."""
SUPPOSED = re.compile(
    r"\b(?:if|unless|suppose|imagine|assum\w+|say we|guess\w*|estimat\w+|i(?:'d| would) bet|hunch)\b", re.IGNORECASE
)
"""What makes all of its sentence a supposition."""
GROUNDED = re.compile(
    r"\b(?:measured|counted|logs?|logged|data (?:shows?|says?|from)|(?:from|in|by) (?:the|our) data|"
    r"dashboards?|survey(?:ed)?|metrics?|according to|report(?:s|ed)?|showed|"
    r"shows|history|records?|invoices?|last (?:job|company|team|time|place)|previous|i(?:'ve| have) (?:seen|done|run)|"
    r"(?:i|we) (?:ran|did|had|saw)|you (?:said|told|mentioned|gave)|"
    r"that (?:is|comes to|makes)|which (?:is|makes)|works out)\b",
    re.IGNORECASE,
)
ASSURED = re.compile(
    r"\b(?:(?:just|simply) (?:know|feel|think)|i (?:know|feel) (?:it|that|so)|"
    r"(?:pretty|quite|very|absolutely|i am|i'm) "
    r"(?:sure|certain|confident)|believe me|trust me|take my word|obvious(?:ly)?|of course|every(?:one|body) knows|"
    r"common (?:sense|knowledge)|gut|intuition|(?:from|by|my) experience|no doubt|it is what it is|"
    r"(?:read|heard) (?:it|that) somewhere)\b",
    re.IGNORECASE,
)
"""Assurances, which say nothing of where a number is from."""
EXPLAINS = re.compile(
    r"\b(?:because|told|asked|says|tells|contract|page|web ?site|price list|quote|bills?|monitor\w*|tickets?|grafana|"
    r"averages?|calculat\w+|divid\w+|multipl\w+|benchmarks?|articles?|study|studies|papers?|vendor|finance|looked|"
    r"checked|see|seen|saw|heard|read|comes? from|came from|from (?:the|our|a|my)|based on|the sum|made (?:it|that) up|"
    r"don't know|do not know|not sure|rough\w*|ballpark|about right|order of magnitude|can't prove|no idea)\b",
    re.IGNORECASE,
)
"""Where a number may be from, or that it is not from anywhere."""
SUM = 2
"""Figures from which an answer is a sum."""
AROUND = 5
"""Words to either side of a number that is quoted without its clause."""


def doubt(case: Case, session: Session) -> Move | None:
    """The question how they know, about the first number that the last answer claims."""
    asked = [source for turn in session.questions if turn.move and (source := turn.move.source).startswith(SOURCE)]
    last = session.questions[-1].move
    if len(asked) >= case.pressure.doubts or (last and last.source in asked):
        return None
    known = figures(" ".join([case.scenario.title, case.scenario.brief, case.scenario.opening, said(session)]))
    for figure, quote in claimed(session.answers[-1].text, known):
        if f"{SOURCE}{figure}" not in asked:
            phrase = unsaid(case.spoken(case.panel.present(session)).know, said(session))
            return Move("probe", phrase, f"{SOURCE}{figure}", step="number", quote=quote)
    return None


def claimed(answer: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """The figures that an answer states as facts and that were not known, each with the words it stands in."""
    for sentence in sentences(answer):
        if sentence.endswith("?") or GROUNDED.search(sentence) or SUPPOSED.search(sentence):
            continue
        if len(figures(sentence) & known) >= 2:  # worked out from what was given
            continue
        certain = bool(CERTAIN.search(sentence))
        for clause in CLAUSE_END.split(sentence):
            for match in _amounts((clause or "").replace("’", "'"), certain):
                new = sorted((figures(match[0]) or set(ROUND.findall(match[0].lower()))) - known)
                if new:
                    yield new[0], _words(clause, match)


def sourced(answer: str) -> bool:
    """True for an answer to "how do you know?" that says where a number is from, or that it is a guess."""
    return bool(GROUNDED.search(answer) or SUPPOSED.search(answer))


def explained(answer: str) -> bool:
    """True where an answer to it may say so in other words, or does the sum."""
    return bool(EXPLAINS.search(answer.replace("’", "'"))) or len(figures(answer)) >= SUM


def assured(answer: str) -> bool:
    """True when somebody who is asked how they know gives their word for it."""
    return bool(ASSURED.search(answer.replace("’", "'")))


def _amounts(clause: str, certain: bool) -> Iterator[re.Match[str]]:
    ahead = certain or FORECAST.search(clause)
    if PLANNED.search(clause) and not ahead:
        return
    if ahead or STATES.search(clause) or OTHERS.search(clause):
        yield from SIZE.finditer(clause)
    if certain or LASTS.search(clause):
        yield from LENGTH.finditer(clause)


def _words(said: str, match: re.Match[str]) -> str:
    """The phrase with the number in it, or else some words around it; as they were said."""
    for clause in clauses(said):
        if match[0] in clause:
            return clause
    before = said[: match.start()].split()[-AROUND:]
    after = said[match.end() :].split()[:AROUND]
    return " ".join([*before, match[0].strip(), *after]).strip(" .,;:!?\"'")
