"""Recognise praise, which an interviewer never gives. "Good point" is praise; "good enough?" is none."""

from __future__ import annotations

import re

_GOOD = (
    "great|good|excellent|nice|fantastic|wonderful|brilliant|amazing|awesome|impressive|outstanding|superb|terrific|"
    "perfect|solid|strong|thoughtful|insightful|smart|clever|fair|interesting|compelling|valid|thorough|sensible|"
    "sound|lovely|helpful|admirable|commendable|well-reasoned|reasonable"
)
_THING = (
    "points?|questions?|answers?|ideas?|thinking|insights?|thoughts?|start|approach|call|choice|catch|plan|"
    "observations?|response|work|job|strategy|move|instincts?|framing|perspective|reasoning|analysis|summary|"
    "arguments?|case|step|decision|one|stuff|explanation|way to"
)
_MUCH = r"(?:(?:very|really|pretty|quite|truly|such|so|a|an|some|the|absolutely|extremely|particularly)\s+)*"
_END = rf"(?:\s+(?:{_THING})\b|\s*(?:[,.!;:\u2014-]|$)|\s+(?:but|and|to\s+(?:hear|know|see))\b)"
_JUDGED = rf"{_MUCH}(?:{_GOOD}){_END}"

# At the start of a sentence, whatever it ends in: "That's a great point, but who loses?"
OPENERS = re.compile(
    rf"""^(?:(?:well|ok|okay|so|yes|yeah|right|ah|oh|hmm|now|and|but)[,.!]?\s+)*
    (?:
        (?:what\s+)?{_JUDGED}
      | (?:that|this|it)(?:'s|\s+is|\s+was|\s+sounds|\s+seems|\s+looks)(?:\s+like)?\s+{_JUDGED}
      | you(?:'ve|\s+have)?\s+(?:make|made|raise|raised|have|had|gave|given|bring|brought)(?:\s+up)?\s+{_MUCH}
        (?:{_GOOD})\s+(?:{_THING})\b
      | you(?:'re|\s+are)\s+(?:absolutely|quite|completely|totally|so)?\s*right\b
      | (?:that|this|it)\s+makes\s+(?:\w+\s+){{0,3}}sense\b
      | i\s+(?:\w+ly\s+|do\s+|also\s+)*(?:like|love|appreciate|admire)\s+(?:that|how|your|the|this|it|where)\b
      | love\s+(?:that|how|it|the|this)\b
      | i\s+(?:\w+ly\s+|do\s+)*agree\b(?!\s+to\b)
      | i(?:'m|\s+am)\s+(?:\w+\s+)?impressed\b
      | thank(?:s|\s+you)\s+for\s+(?:sharing|your|that|the|this|explaining)\b
      | (?:exactly|absolutely|precisely|indeed|agreed)[,.!]
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# Anywhere in a sentence that asks nothing: "So you wait, and that's a strong plan."
STATEMENTS = re.compile(
    rf"""\b(?:that|this|it)(?:'s|\s+is|\s+sounds|\s+seems|\s+looks)(?:\s+like)?\s+{_MUCH}(?:{_GOOD})\s+(?:{_THING})\b
      | \byou(?:'ve|\s+have)?\s+(?:make|made|raise|raised|gave|given)\s+{_MUCH}(?:{_GOOD})\s+(?:{_THING})\b
      | \byour\s+(?:[\w-]+\s+){{1,3}}(?:is|are|sounds?|looks?|seems?|was)\s+{_MUCH}(?:{_GOOD})\b(?!\s+enough)
      | \bi\s+(?:\w+ly\s+|do\s+|also\s+)*(?:like|love|appreciate|admire)\s+(?:that|how|your)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

ANYWHERE = re.compile(
    r"\b(?:well\s+(?:done|said|put|argued)|spot\s+on|kudos|bravo|congratulations|congrats|"
    r"(?:good|great|nice|excellent)\s+(?:job|catch)|i(?:'m|\s+am)\s+impressed)\b",
    re.IGNORECASE,
)


def praises(sentence: str) -> bool:
    """True when a sentence of the interviewer's praises or flatly agrees."""
    plain = sentence.strip().replace("\u2019", "'")
    if OPENERS.search(plain) or ANYWHERE.search(plain):
        return True
    return not plain.endswith("?") and bool(STATEMENTS.search(plain))
