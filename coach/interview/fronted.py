"""A verb in front: a question, or an order, or a sentence whose subject was left out, as people leave it out in speech.

"do teams own it" asks, "do flaky tests first" does not; "would sales agree" asks, "would start with sales" does not.
What follows the verb tells: a question has a subject there, and behind the subject the rest of its verb.
"""

from __future__ import annotations

import re

from coach.interview.stems import words

VERBS = frozenset(
    "is are was were am do does did has have had can could may might must shall will would should".split()
)
PERSONS = frozenset("you we they he she there".split())
MARKED = PERSONS | frozenset(
    "i it this that these those the our my your his her their its a an any anyone anybody anything some someone "
    "somebody something every everyone everybody everything each all both either most many people nobody one two "
    "three half other others".split()
)
"""Words that begin a subject."""
ADVERBS = frozenset(
    "also still just really actually probably perhaps maybe rather then now once twice already even ever only simply "
    "first always never usually often well soon later again".split()
)
AFTER_VERB = frozenset(
    "about after against around as at away back before behind by down for from if in into it like my of off on "
    "one our out over so some than that the their them there these this those through to together two under until "
    "up what when where whatever whether who with without a an any all each every everybody everyone both be no "
    "not small".split()
)
"""What stands behind a verb, or at the end of things, and never between a subject and its verb."""
ACTS = frozenset(
    "add agree aim ask avoid be begin build buy call check choose cut decide delay do drop explain find fix freeze get "
    "give go have hire hold keep kill leave let limit look make measure merge move need offer own park pay pick plan "
    "prefer propose push put quarantine reduce remove review roll run save say see sell set ship show split spend "
    "start stay stick stop take talk tell test think track trial try turn use wait want work write".split()
)
"""What candidates say that they would do."""
DONE = re.compile(
    r"^(?:\w{2,}ed|\w{2,}en|been|had|gone|done|made|said|told|left|lost|built|paid|run|seen|met|sent|kept|grown|known|put|"
    r"cut|come|become|got|found|thought|sold|spent|bought|read|held|set)$"
)
"""What stands behind the subject of "have the teams ..."."""
NOT_A_SUBJECT = frozenset("not because why how what where just like to being exactly".split())
RANKS = frozenset("first last only same right wrong best worst next".split())
"""Behind "the", of the thing itself that was not named: "was the right call"."""


def asks(clause: str, closed: bool) -> bool:
    """True when a clause with a verb in front asks. `closed`: it ends in a full stop, which writes down a doubt."""
    verb, *rest = words(clause)
    verb = verb.removesuffix("n't")
    if not rest or rest[0] in NOT_A_SUBJECT:
        return False
    if verb in ("do", "did"):
        return _done(rest) if verb == "do" else _did(rest)
    if verb in ("have", "has", "had"):
        return _had(verb, rest, closed)
    if verb in ("is", "are", "was", "were"):
        return _is(verb, rest, closed)
    if verb == "does" and closed and rest[0] == "the":
        return _verb_behind(rest[2:])
    return verb in ("am", "does") or _might(rest, closed)


def _is(verb: str, rest: list[str], closed: bool) -> bool:
    """ "is the date fixed", but not "is probably the wrong date"."""
    if rest[0].endswith("ly") or (closed and (rest[0] in ("a", "an") or rest[0].endswith("er"))):
        return False
    if closed and rest[0] == "the" and RANKS & set(rest[1:2]):
        return False
    return not (closed and verb == "was" and rest[0] not in MARKED - {"the"})


def _done(rest: list[str]) -> bool:
    """ "do teams own it", but not "do the tests first"."""
    if rest[0] in PERSONS | {"i", "people", "any", "anyone", "anybody"}:
        return True
    if rest[0] in ("it", "this", "that", "what", "whatever", "nothing", "a", "an", "both", "one", "so"):
        return False
    return any(_subject(each) and _verb_behind(rest[at + 1 :]) for at, each in enumerate(rest[:5]))


def _subject(word: str) -> bool:
    return (word.endswith("s") and not word.endswith("ss") and word not in AFTER_VERB) or word in ("people", "those")


def _verb_behind(rest: list[str]) -> bool:
    """True when a verb follows at once, adverbs passed over."""
    found = next((each for each in rest if each not in ADVERBS and not each.endswith("ly")), None)
    return found is not None and (
        found in ("have", "do", "be") or found not in AFTER_VERB | {"and", "or", "next", "last"}
    )


def _did(rest: list[str]) -> bool:
    """ "did that help", but not "did that at my last company"."""
    if rest[0] in ("it", "this", "that", "the", "a", "some"):
        return "same" not in rest[1:2] and _verb_behind(rest[1 + (rest[1:2] == ["last"]) :])
    return True


def _had(verb: str, rest: list[str], closed: bool) -> bool:
    """ "have the teams agreed", but not "have every team own its tests"."""
    if rest[0] in PERSONS | {"i", "any", "anyone", "anybody"}:
        return True
    if verb == "had" and rest[0] != "it":
        return any(DONE.match(each) for each in rest[1:5]) and not closed
    if verb == "have" and (
        closed or rest[0] in ("a", "an", "it", "them", "him", "her", "me", "my", "one", "some", "each")
    ):
        return False
    if verb == "have" and rest[0] in ("every", "someone", "somebody", "everyone", "everybody", "two", "three"):
        return False
    return any(DONE.match(each) for each in rest[1:6])


def _might(rest: list[str], closed: bool) -> bool:
    """ "would sales agree", but not "would start with sales"."""
    first, *others = [each for each in rest if each not in ADVERBS and not each.endswith("ly")] or [""]
    if first in MARKED:
        return True
    acts = first in ACTS or (bool(others) and others[0] in AFTER_VERB - {"be"})
    return bool(others) and not acts and not closed
