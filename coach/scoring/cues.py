"""By what words a reference answer speaks of an indicator.

References are written about a candidate, in short sentences ("Tells Rosalind herself"), and the linear model was fitted
on what candidates say; these words stand beside it. They choose what is shown to a candidate; they never score one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_SOME = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|a third|a quarter)"
_TOLD = r"(?:tells?|told|says to|speaks? (?:to|with)|talks? to|explains|shows|sees|answers|hears|offers|asks)"
_AFTER = r"(?:weeks?|months?|a month|a fortnight|quarter)"

CUES: Mapping[str, str] = {
    "framing.asks": r"^(?:asks (?!for\b)|learns|looks (?:at|into)|follows the|interviews|measures before)|"
    r"\band learns\b",
    "framing.goal": r"\b(?:the crux|what \w+ needs is|what (?:matters|counts)|that counts)\b",
    "framing.cause": r"^(?:finds that|separates|follows|splits|takes .{1,30} apart|begins from)\b"
    r"|\b(?:comes? from|causes? (?:behind|of)|a queue made visible|asks why|has one cause)\b",
    "framing.assumption": r"\b(?:belief|assum\w+|hangs on|rests on|what the \w+ stood on)\b",
    "framing.reframes": r"\b(?:wrongly cut|dissolves|needs no|the real (?:reason|problem)|neither is as)\b"
    r"|^(?:changes what|makes it a precedent|describes the|sees that|treats)\b",
    "priorities.commits": r"\b(?:commits? to|puts .{3,40} (?:first|before)|starts with|begins with|"
    r".{3,40} goes? first)\b"
    r"|^(?:so first|attacks|first)\b",
    "priorities.criterion": r"\b(?:in order of|ranks?|decides by|chosen by|by (?:risk|value|harm|what is needed|"
    r"reach))\b",
    "priorities.stops": r"\b(?:stops? (?:the|now|it|two)|ends approval|, ends|refuses|declines|retires|deletes|closes|"
    r"(?:switches|turns|shut) off|waits? until|what waits|do(?:es)? not (?:ship|move|sign)|given up|goes? first, with|"
    r"not before|takes .{3,30} off)\b",
    "priorities.cost": r"\b(?:who loses|loses|what it costs|are given up|will not count|half of the team|affected)\b",
    "priorities.cuts": r"\b(?:cuts? (?:the|both|it|to)|is cut to|makes both smaller|shrinks|only \w+ of|fewer|"
    r"the scope|caps)\b",
    "tradeoffs.alternative": r"^compares\b|\b(?:on the one side|would be better|instead of \d)",
    "tradeoffs.reason": r"\b(?:since|because|as (?:no|it|they|those|that|seven|five|devices|a))\b.{12,}",
    "tradeoffs.price": rf"(?=.*{_SOME})(?=.*\b(?:costs?|prices?|saves?|saving|worth|reckons|thousand|million|dollars|"
    r"person-\w+)\b)",
    "tradeoffs.reversible": r"\b(?:undone|way back|for good|for one year|by the month|old one|keeps .{2,30} open|"
    r"can be swapped|keeps the option|pinned)\b",
    "tradeoffs.revisit": r"\b(?:decides? again|reopens|comes? up again|what would (?:change|reverse|overturn|justify)|"
    r"reviews in|would (?:reverse|drop|overturn)|is decided (?:in|on)|decide on the rest|sets the condition)\b",
    "strategy.policy": r"\b(?:the rule|by a rule|rule by|decision rule|a rule that|must (?:not|never)|and never|"
    r"so the rule|"
    r"can no longer|standardizes|no \w+ may|are compulsory)\b",
    "strategy.sequence": r"\b(?:first.{5,}then|then .{5,}|before any|, then|once .{5,}|in parallel|after that)\b",
    "strategy.proof": rf"\b(?:proof|as proof|within (?:a|{_SOME}) {_AFTER}|halved in|this quarter)\b",
    "strategy.business": r"\b(?:revenue|earns?|lost customers|customers?.{0,30} (?:million|left|signs?)|million.{0,40}"
    r"(?:customers?|partner|sales?)|tenders?|a large sale)\b",
    "strategy.horizon": r"\b(?:in (?:two|three|five|twenty|20) (?:years|months)|years? from now|for years|next three|"
    r"next (?:purchase|renewal)|shall exist)\b",
    "outcomes.result": r"^(?:judges by|measures|counts|watches|tracks|reports|shows two|names one number|goal|"
    r"expects below)"
    r"|\b(?:her measure|the goal|one figure)\b",
    "outcomes.target": rf"\b(?:goal|target|halved|expects below)\b|{_SOME}(?: \w+){{1,3}} (?:to|towards|"
    rf"become) {_SOME}\b",
    "outcomes.early": rf"\b(?:in week \w+|gate|(?:in|within|after) (?:a|{_SOME}) {_AFTER}|by (?:december|january|"
    rf"spring))\b",
    "outcomes.guardrail": r"\b(?:meanwhile|beside minutes|escaped|must not|changes undone|no difference|"
    r"never around)\b",
    "outcomes.misleads": r"\b(?:mislead\w*|hides?|measures (?:imagination|paper|obedience)|can be bought|"
    r"nobody knows|says? nothing)\b",
    "risk.specific": r"\b(?:the risk|riskiest|nobody would know|a leak|"
    r"loses everything)\b",
    "risk.mitigation": r"\b(?:another copy|backups?|behind logging|an alert|with a limit|under a real exception|"
    r"twin|rehears\w+)\b",
    "risk.test": r"\b(?:trial|tries|try the|as proof|pilot|one (?:rack|country|pipeline|machine) |compares? misses|"
    r"side by side|rehearse[sd]?|recorded traffic)\b",
    "risk.second_order": r"\b(?:expects? (?!below)|foresees?|warns|saves up what|will now|nobody gains by|"
    r"lets? .{3,30} inflated)\b",
    "risk.fallback": r"\b(?:way back|old key at hand|otherwise the|stopped when|comes up again if|if they cannot|"
    r"takes it back|restart|reachable exploit stops)\b",
    "stakeholders.interest": r"\b(?:serves (?:her|his)|is (?:her|his|their) reason|what \w+ needs is|so that \w+'s|"
    r"gives \w+ (?:his|her) (?:story|goal))\b",
    "stakeholders.decider": r"\b(?:decides|decision rule|agrees? who|agrees|signs the|whose call|sign for|"
    r"own the .* risk)\b",
    "stakeholders.escalates": r"\b(?:the board|the ceo|the cto|in writing)\b",
    "leverage.owner": r"\b(?:owns (?:it|the)|gets? an owner|an owner|named (?:owner|people|person)|"
    r""
    r"under \w+'s lead|to own|lets \w+ lead|writes the|two named)\b",
    "leverage.support": r"\b(?:second (?:person|engineer)|beside (?:her|him)|on loan|gives him a successor|credited)\b",
    "leverage.mechanism": r"\b(?:checks? (?:into|in|on)|checked in|by itself|weekly automatic|each night|"
    r"lets? a machine|"
    r"a machine compares|monthly after|becomes the default|in every build|makes age impossible)\b",
    "leverage.bounds": r"\b(?:off switch|may try|stopped when|only with|without access|let(?:s|ting) them expire|"
    r"a scope|asks? a person only|only when a person)\b",
    "leverage.wider": r"\b(?:for all teams|lent out|across all|as a shared|which frees|shared good|own budget)\b",
}
"""Indicator → what its sentences in a reference hold. Those of pushback and clarity are about how an answer is given,
which a reference does not show."""
_CUES = {id: re.compile(cue, re.IGNORECASE) for id, cue in CUES.items()}


def cued(sentence: str, indicator: str, people: Collection[str]) -> bool:
    """Whether the sentence of a reference speaks of the indicator; `people` are the stakeholders' first names."""
    if indicator.startswith("stakeholders.") and any(re.search(rf"\b{re.escape(name)}\b", sentence) for name in people):
        if indicator == "stakeholders.names":
            return True
        if indicator == "stakeholders.message":
            return re.search(rf"\b{_TOLD}\b", sentence, re.IGNORECASE) is not None
    return indicator in _CUES and _CUES[indicator].search(sentence) is not None
