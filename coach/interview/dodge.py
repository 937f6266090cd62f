"""Whether an answer went past its question: too short, evasive, or fluent and about nothing.

What an answer commits to is set against the marks of talk that commits to nothing. An answer need not share a word
with its question, and to let a fluent dodge go costs less than to rebuke somebody who answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from coach.interview.concrete import commitments
from coach.interview.stems import words

CURT = 6
"""Words below which an answer that shows nothing is a dodge whatever it says."""
SHORT = 30
"""Words below which an idea of the dimension is enough."""
SPOKEN = 15
"""Words from which more than one thing has to be in an answer."""
LONG = 40
"""Words from which more than two have to be."""
EVADES = re.compile(
    r"\b(?:it(?: all| really| probably)? (?:depends|varies)|(?<!\w )that (?:\w+ )?depends|hard to (?:say|tell)|no idea|"
    r"(?:don't|do not) (?:really )?know|not (?:so |quite |really )?sure|(?:have|need|want) to think|"
    r"i(?:'ll| would|'d)? pass|skip (?:this|that|it|to)|next question|"
    r"give me another|come back to (?:that|this|it)|can't (?:really |honestly )?(?:say|tell|put)|"
    r"(?:many|several|different|various|so many|a lot of|lots of|all kinds of) (?:\w+ )?"
    r"(?:factors|ways|reasons|things|aspects|dimensions|perspectives|sides|backgrounds|parts|layers)|"
    r"(?:good|great|interesting|tough) question|not (?:really )?(?:an expert|my area|a \w+ person)|"
    r"(?:would|will) know (?:that|this|it) better|could be (?:lots|any|many)\w*|say something wrong|"
    r"not (?:like|want|dare) to (?:commit|say)|look into it|we(?: would|'ll|'d| will) see|difficult conversation)\b",
    re.IGNORECASE,
)
"""What is said instead of an answer."""
GENERALITIES = re.compile(
    r"\b(?:every(?:one|body|where)|everything (?!else)|in general|generally|"
    r"every \w+ is|no (?:\w+ )?(?:right|general|single|simple) (?:\w+ )?answer|"
    r"both (?:matter|sides|have)|one size|best practices?|holistic\w*|(?:big|bigger|larger|whole) picture|"
    r"end of the day|in the (?:end|long run)|balanc\w+|sweet spot|win-win|mind-?set|culture|communicat\w+|transparency|"
    r"honesty|empathy|"
    r"(?:is|about|of|takes) trust|passion|(?:mutual|about|and) respect|respect each other|"
    r"humility|pride|patience|curiosity|innovation|transformation|being agile|"
    r"flexibility|(?:as|so|very) dynamic|future-proof|buy-in|on board|"
    r"(?:same|right) (?:direction|people|processes|mood)|(?:be|are|is) aligned|"
    r"(?:is|are|be) (?:the |a )?(?:key|important|everything|complex|complicated|unpredictable|creative|connected)|"
    r"as they say|these days|(?:the|our|this|whole|entire) (?:industry|world|field)|in (?:our|the|this) industry|"
    r"(?:it is|it's|that is|that's) (?:all |really )?about|"
    r"matters? (?:the )?most|be successful|what is necessary|business value|hopefully|ideally|"
    r"people (?:are|have|adapt|appreciate|respect|want|care|matter|understand)|one should)\b",
    re.IGNORECASE,
)
"""What is true of any case."""
SMALL_TALK = re.compile(
    r"\b(?:lov(?:e|ed|ely)|fascinat\w*|interesting|excit\w+|wonderful|brilliant|gorgeous|beautiful|amaz\w+|fun(?:ny)?|"
    r"laugh\w*|favou?rite|pleasure|lucky|impressed|in my (?:experience|career|second|first)|"
    r"at my last company|years ago|"
    r"when i (?:was|studied|hear|started)|i once|"
    r"i(?: have|'ve) (?:always|seen|heard|learned|worked|followed|been|come)|"
    r"i (?:find|enjoy|like|believe in|looked up|travelled|was thinking|(?:read|heard) (?:a|about|somewhere|that)|"
    r"would (?:say that|call|describe))|"
    r"i (?:am|'m) (?:an?|more|somebody|sure|not (?:really|so|an?)|still in)|reminds? me|"
    r"what (?:strikes|i (?:like|find))|"
    r"my (?:colleagues|manager|old|desk|career|strengths|principle|first thought|younger)|"
    r"(?:a|an|the|that|this|one|whole) (?:saying|conference|professor|subject|topic|conversation))\b",
    re.IGNORECASE,
)
"""What one says of oneself, and when asked nothing."""
PRIVATE = re.compile(
    r"\b(?:wives?|wife|husband|daughters?|sons?|father|mother|mum|dad|grand(?:mother|father)|parents|cousin|uncle|aunt|"
    r"brother|sister|neighbours?|dogs?|teachers?|priest|university|childhood|church|"
    r"sunshine|garden|kitchen|village|mountains?|river|"
    r"holidays?|christmas|birthdays?|breakfast|lunch|dinner|coffee|soup|meal|cook(?:ed|ing)?|bak(?:er|ery|ing)|"
    r"(?:a|this|the|history) book|my favourite films?|movies?|novels?|poems?|songs?|sang|music\w*|piano|guitar|"
    r"orchestra|opera|"
    r"paint\w*|chess|football|tennis|marathon|travelled|jokes?|"
    r"happiness|cheerful|shy|optimist\w*)\b",
    re.IGNORECASE,
)
"""Home, leisure and moods."""
HEDGES = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|may|somehow|somewhat|somewhere|sort of|kind of|i suppose|i guess|"
    r"or so|more or less|a bit|some would|some people)\b",
    re.IGNORECASE,
)
HEDGED = 2
"""So many hedges are one mark."""


def dodged(answer: str, question: str, dimension: str, ideas: Collection[str]) -> bool:
    """True when an answer deflects, is hardly there, or commits to less than it talks around.

    `ideas`: indicators that the rules saw in it. An empty question is about anything.
    """
    plain = answer.replace("’", "'")
    length, talk = len(words(plain)), marks(plain)
    here = any(each.startswith(f"{dimension}.") for each in ideas)
    if here and length < SHORT and not talk:
        return False
    if length < CURT:
        return not here
    return commitments(plain, question, ideas) < talk + 1 + (length >= SPOKEN) + (length >= LONG)


def marks(answer: str) -> int:
    """What it weighs that an answer evades, says what is true of anything, or talks of something else.

    To evade is two of them. One may happen to anybody; each after that weighs double.
    """
    found = len(HEDGES.findall(answer)) // HEDGED + 2 * len(EVADES.findall(answer))
    found += sum(len(each.findall(answer)) for each in (GENERALITIES, SMALL_TALK, PRIVATE))
    return max(found, 2 * found - 1)
