"""Words by their stems, as far as telling "who maintains it" from "how much does it cost" needs it."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*", re.IGNORECASE)
ENDINGS = tuple("ations ation ments ment nesses ness ings ing ions ion ers ies ied ally ly er ed es e s y".split())
SHORTEST = 3
IRREGULAR = {
    form: first
    for first, *forms in map(
        str.split,
        (
            "begin began begun|break broke broken|build built|buy bought|choose chose chosen choice choices|come came|"
            "cost costly|fall fell fallen|find found|give gave given|go went gone goes going|grow grew grown|"
            "hear heard|"
            "hide hid hidden|hold held|keep kept|know knew known knows|lead led|leave left|lose lost loss losses|"
            "make made|mean meant|meet met|pay paid|rise rose risen|run ran|see saw seen|sell sold sale|send sent|"
            "setup set-up|show shown|speak spoke spoken|spend spent|stand stood|steal stole stolen|take took taken|"
            "tell told|think thought|throw threw thrown|undo undone undid|wake woke woken|write wrote written|"
            "bad worse worst|"
            "high higher highest|repository repo repos|gpu gpus|try tried tries trial trials|depend dependency "
            "dependencies|analyse analysis analyze analyzed|utilise utilisation utilization utilized|licence license "
            "licenses|quantise quantize quantization quantized"
        ).split("|"),
    )
    for form in forms
}
"""Forms that no ending tells, and what they are forms of."""
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can could did do does
    doing don't down each even few for from further get go going got had has have having he her here his how i i'd i'll
    i'm i've if in into is isn't it it's its just kind like maybe me more most much my no nor not now of off on once one
    only or other our out over own really right same say see she should so some something sort still such take than that
    that's the their them then there there's these they they're thing things think this those through to too two under
    until up us very was way we we'd we'll we're well were what what's when where which while who why will with would
    yeah yes you you'd you're your""".split()
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [match.group().lower().replace("’", "'") for match in WORD.finditer(text)]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending: maintains, maintained, maintainer → maintain; stopped, stops → stop."""
    word = word.lower().removesuffix("'s")
    word = IRREGULAR.get(word, word)
    if word.endswith("ss"):
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return _single(word[: -len(ending)])
    return word


def _single(cut: str) -> str:
    """A letter that was doubled for the ending's sake, once: stopp → stop; but pass, call."""
    doubled = len(cut) > SHORTEST and cut[-1] == cut[-2] and cut[-1] not in "aeiousl"
    return cut[:-1] if doubled else cut


def stems(text: str) -> set[str]:
    """The stems of all words of a text."""
    return {stem(word) for word in words(text)}


def content(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
