"""How questions look, and what only looks like one: patterns for `coach.interview.questions`, all of plain English."""

from __future__ import annotations

import re

CLAUSE_END = re.compile(r"\s*[,;:—]\s+|\s+-\s+")
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n't)?"
_WH = r"(?:what|which|who|whose|how|why|when|where|whether|if)\b"
LEAD_IN = re.compile(
    r"^(?:(?:so|and|but|or|well|okay|ok|yeah|um|uh|er|right|first(?: of all)?|also|then|now|just|maybe|sorry|"
    r"actually|before (?:i|we) (?:answer|start|commit|decide|begin)(?: to anything)?|"
    r"(?:one|a|another) (?:more )?question)[,:.]?\s+)+",
    re.IGNORECASE,
)
FRONTED = re.compile(rf"^{_AUX}\s+\w", re.IGNORECASE)
"""A verb before its subject: "is there a limit"."""
TOLD = re.compile(
    r"^(?:do\s+(?:not|it|this|that|what|nothing|both|a|an|so)|don't|have\s+(?:a|an|it|them|him|her|me|my|one|some)|"
    rf"{_AUX}\s+i\b(?!\s+(?:ask|know|see|get|have|assume)\b)|"
    r"(?:should|had|were)\s.*,\s*(?:i|we|then)\b)",
    re.IGNORECASE,
)
"""Begins like a question and is none: "do not buy", "have a plan", "would I bet on it", "should it fail, we"."""
WH_VERB = re.compile(rf"^(?:(?:why|when|where|how)\s+{_AUX}|(?:what|who|how|where|when|why)'(?:s|re))\b", re.IGNORECASE)
WH_WORD = re.compile(
    r"^(?:how(?!\s+(?:i|we|you|they|he|she|it|the|our|a|an|this|that|ever|to|people|and|so)\b)|(?:what|which|whose|who)"
    r"(?!\s+(?:i|we|you|they|he|she|it|the|our|my|your|their|a|an|this|that|ever|if|people|everyone|nobody|matters)\b))"
    r"\s+\w",
    re.IGNORECASE,
)
"""Asks of something by a word for it: "how many builds", "which teams", "who reviews"; not "what we do"."""
RELATIVE = re.compile(
    r"^which\s+(?:means?|is|was|are|makes?|would|will|takes?|brings?|leaves?|gives?)\b", re.IGNORECASE
)
CLEFT = re.compile(
    r"^(?:what|who|which)\s+\w+(?<!s)s\s+(?:\w+\s+){0,4}?(?:is|was)\s+(?!there\b|it\b|that\b|being\b)", re.IGNORECASE
)
"""A statement that only begins so: "what matters to me is the number", "who loses by it is sales"."""
EMBEDDED = re.compile(
    rf"^(?:how|what|which|whose)\s+(?:(?!{_AUX}\b)[\w'-]+\s+){{1,5}}?(?:i|we|you|they|he|she)\s", re.IGNORECASE
)
"""A part of a statement: "which of the two I take", "how often we release"."""
WANTS = re.compile(
    rf"""\b(?:i(?:'d|\ would)\s+(?:(?:first|also|really|just|then|still)\s+)*(?:like|love|want|need|have)\s+to
        | i\s+(?:(?:first|also|really|just|then|still|do)\s+)*(?:want|need|have)\s+to)
        \s+(?:(?:first|also|really|just)\s+)?(?:know|understand|hear|see|ask|learn|find\ out|check)
        \s+(?:(?:you|first|more|also)\s+)*(?=about\b|{_WH})
      | \bi(?:'d|\ would|'ll|\ will)?\s+(?:(?:first|also|really|just|then)\s+)*ask
        \s+(?:(?:you|first|more|also)\s+)*(?=about\b|{_WH})
      | \bi(?:'m|\ am|\ was)\s+(?:\w+\s+)?(?:curious|wondering|interested)\s+(?:to\s+(?:know|hear)\s+)?
        (?=about\b|{_WH})
      | \bi\ wonder\s+(?=about\b|{_WH})(?!.*\bwill\b)
      | \b(?:can|could|would|will)\ you\s+(?:(?:please|just|maybe)\s+)*
        (?:tell|say|give|explain|share|walk|break|describe)\b(?:\ me\b|\ us\b)?
      | ^(?:please\s+)?tell\ me\s+(?:(?:a\ bit|a\ little|some|something)\s+)*(?=about\b|more\b|{_WH})
      | \b(?:my|the)\s+(?:first|next|other|second|last|main|only)?\s*question\s+(?:is|would\ be|to\ you)\b
        (?!\s+who\b.*\banswer\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Asks in so many words: "I'd like to know whether", "can you tell me"."""
ANSWERED = re.compile(
    r"[,;]\s+(?:and\s+)?(?:yes|no|nope|sure|of course|not really|not at all|probably|maybe|i think so|i'd say|i do|"
    r"i don't|my answer|it (?:is|does|means)|absolutely|clearly)\b",
    re.IGNORECASE,
)
"""A question that its own sentence answers."""
ANSWERS = re.compile(
    r"^(?:yes|no|nope|not|nobody|none|nothing|because|with|by|sure|of course|probably|absolutely|it(?:'s| is| does)|"
    r"a|an)\b|^(?:[\w'-]+\s+){1,4}(?:do|does|did|is|are|was|were|will|would|can|has|have)[,.]|^(?:[\w'-]+\s*){1,4}[.]$",
    re.IGNORECASE,
)
"""How the answer to a question of one's own begins."""
OF_ONESELF = re.compile(rf"\b{_AUX}\s+i\b|\b(?:make|makes|made|let|tell)\s+me\b", re.IGNORECASE)
FOR_THE_ANSWER = re.compile(
    r"""\bwhat\s+(?:would|should|do|did)\s+you\s+(?:\w+\s+)?(?:do|say|pick|choose|answer|recommend|suggest|propose|think|want)\b
      | \bhow\s+would\s+you\b | \bin\s+(?:my|your)\s+(?:place|shoes)\b | \bif\s+you\s+were\s+(?:me|i)\b
      | \b(?:the|what's|is)\s+(?:right|correct|best|expected)\s+(?:answer|option|one|choice|solution)\b
      | \b(?:which|what|is\s+\w+)\b.*\b(?:the\s+right\s+one|(?:right|correct)\s+(?:answer|option))\b
      | \b(?:what|which|the|an?|that)\s+(?:kind\s+of\s+)?answer\s+(?:are|do|did|would|you)\b | \ba\s+hint\b
      | \b(?:engineer|candidate|somebody|person)\s+would\s+(?:say|answer|do)\b
      | \banswer\s+(?:it|this|that)\s+for\s+me\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Asks the interviewer to do the candidate's part."""
INVERTED = re.compile(
    r"^(?:(?:what|why|when|where|how|who)\s+)?(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\s+"
    r"(?:there|we|you|they|any\w*|it|the|our|this|that|these|those)\s",
    re.IGNORECASE,
)
"""Only this makes a question behind a statement: "sales are flat, but are we losing customers"."""
SO_IS = re.compile(rf"^(?:and\s+|but\s+)?(?:so|nor|neither)\s+{_AUX}\s+(?!there\b|we\b|you\b|any)", re.IGNORECASE)
"""Says the same of something else: "the plan is late, and so is the budget"."""
