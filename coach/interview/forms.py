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
FRONTED = re.compile(rf"^(?:{_AUX}|am|may|might|must)\s+\w", re.IGNORECASE)
"""A verb before anything else: "is there a limit", and "do it first"; see `coach.interview.fronted`."""
TOLD = re.compile(
    r"^(?:(?:would|will|won't|wouldn't)\s+i\b(?!\s+(?:ask|know|see|get|have|assume|need)\b)|"
    r"(?:should|had|were)\s.*,\s*(?:i|we|then|the|it)\b|were\s+(?:it|i)\b)",
    re.IGNORECASE,
)
"""Begins like a question and is none: "would I bet on it", "should it fail, we"."""
OPINION = re.compile(r"\bi (?:think|guess|suppose|believe|reckon)\.?$", re.IGNORECASE)
"""Ends what is said and not asked: "are two different things, I think"."""
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
    r"^(?:what|who|which)\s+\w+(?<!s)s\s+(?:(?!(?:if|when|once|after|unless)\b)\w+\s+){0,4}?(?:is|was)\s+"
    r"(?!there\b|it\b|being\b|that\b(?!\s+(?:i|we|you|they|he|she|it|the|a|an|our|nobody|people)\b))",
    re.IGNORECASE,
)
"""A statement that only begins so: "what matters to me is the number", "who loses by it is sales"."""
WHAT_IF = re.compile(r"^(?:what|who)\s+\w+(?<!s)s\s+(?:\w+\s+){0,4}?(?:if|when|once|after|unless)\b", re.IGNORECASE)
"""Asks for what follows: "what happens if we wait"."""
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
      | ^(?:please\s+)?tell\ me\s+(?!.*\band\ i(?:'ll|\ will)?\ (?:tell|show)\b)
        (?:(?:a\ bit|a\ little|some|something)\s+)*(?=about\b|more\b|{_WH})
      | \b(?!the\s+question\s+is\s+(?:whether|if)\b)
        (?:my|the)\s+(?:first|next|other|second|last|main|only)?\s*question\s+(?:is|would\ be|to\ you)\b
        (?!\s+who\b.*\banswer\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Asks in so many words: "I'd like to know whether", "can you tell me"."""
REQUEST = re.compile(
    rf"""^(?:please\s+|just\s+|can\s+you\s+)*(?:
        (?:walk|talk|take|run|lead)\s+(?:me|us)\s+through\s+
      | (?:remind|brief)\s+me\s+ | (?:explain|describe)\s+(?:to\s+me\s+)?(?:\w+\s+){{1,6}}?to\s+(?:me|us)\b
      | show\s+me\s+(?={_WH}) | talk\s+to\s+me\s+about\s+ | let\s+me\s+ask\s+(?:you\s+)?(?:about\s+|this\b|one\b)
      | (?:(?:one|quick|short|small|another|a|my)\s+){{1,3}}question\s+(?:about|on)\s+ | any\s+idea\s+(?={_WH})
      | help\s+me\s+(?:to\s+)?(?:understand|see|get)\s+
      | let\s+(?:me|us)\s+(?:know|hear)\s+(?=about\b|{_WH})
      | (?:give|show|get|tell)\s+(?:me|us)\s+(?:(?:the|some|any|more|your|all|a\s+few|an?\s+(?:rough\s+|quick\s+)?
        (?:idea|sense|breakdown|picture|feel(?:ing)?|number|figure|overview|bit|impression|estimate))\b\s*)
      | i(?:'d|\s+would)?\s+(?:still\s+|also\s+|just\s+)?(?:need|want|like)\s+(?:to\s+(?:have|get|see)\s+)?
        (?:the|some|more)\s+(?:numbers?|figures?|data|details?|facts?)\s+(?:on|about|for|of|behind)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Asks by an order: "walk me through the bill"."""
BARGAIN = re.compile(r"\b(?:and|or|then)\s+(?:i|we)\b", re.IGNORECASE)
"""Makes such an order a condition: "give me the budget and I fix it"."""
LIMITED = re.compile(
    r"\b(?:only\s+(?:then|after|when|if|once|now|by)|never|not\s+(?:until|once|before)|no\s+sooner|seldom|rarely|hardly|"
    r"at\s+no\s+point|under\s+no\s+circumstances?|nowhere)\b",
    re.IGNORECASE,
)
"""Puts the verb in front of a statement: "only then do you think of the price"."""
ANSWERED = re.compile(
    r"[,;]\s+(?:and\s+)?(?:yes|no|nope|sure|of course|not really|not at all|probably|maybe|i think so|i'd say|i do|"
    r"i don't|my answer|it (?:is|does|means)|absolutely|clearly)\b",
    re.IGNORECASE,
)
"""A question that its own sentence answers."""
ASKED_ELSEWHERE = re.compile(
    r"\b(?:so|then|and)\b[^.?]*\b"
    r"i(?:'d|'ll| would| will)? (?:ask|measure|count|find out|check|interview)\b",
    re.IGNORECASE,
)
"""What somebody wants to know and is going to find out by themselves."""
ANSWERS = re.compile(
    r"^(?:yes|no|nope|not|nobody|none|nothing|because|with|by|after|within|at most|at least|about|around|roughly|sure|"
    r"of course|probably|absolutely|it(?:'s| is| does)|a|an)\b|"
    r"^(?:[\w'-]+\s+){1,4}(?:do|does|did|is|are|was|were|will|would|can|has|have)[,.]|"
    r"^(?!i\s(?:ask|want|need|would)\b|(?:it|that)\swould\b)(?:[\w'-]+,?\s*){1,6}[.]$",
    re.IGNORECASE,
)
"""How the answer to a question of one's own begins."""
OF_ONESELF = re.compile(
    r"\b(?:is|was|do|does|did|had|have|would|should|will)(?:n't)?\s+i\b|\b(?:make|makes|made|let)\s+me\b", re.IGNORECASE
)
PLANNED = re.compile(
    r"\b(?:(?:what|how|why|when|where|who)\s+(?:do|would|should|can|could|did)\s+(?:we|you|they)|did\s+we|"
    r"(?:should|would|do)\s+we|what\s+if|why\s+(?:did|does|do|was|is))\b",
    re.IGNORECASE,
)
"""Asks what is done or why, which is the candidate's to say: "how did we deal with it?"."""
ELLIPTIC = re.compile(rf"^(?:and|but|so)?\s*(?!{_AUX}\s|{_WH})(?:[\w'-]+\s*){{1,3}}\?$", re.IGNORECASE)
"""Names a thing and no more: "and the money?"."""
OF_THAT = re.compile(r"^(?:that|this|those|it|they|we|he|she)\b", re.IGNORECASE)
"""How a sentence goes on about what was just named."""
GOES_ON = re.compile(
    r"^(?:(?:well|so|simply|simple|easy|first(?: of all)?|then)[,:]?\s+)*"
    r"(?:we|you|they|i|i'd|i'll|we'd|i'm|by|two|three)\b"
    r"(?!.*\b(?:ask|asking|because|curious|wonder\w*|(?:want|need|like) to (?:know|understand)|depends?)\b)",
    re.IGNORECASE,
)
"""How somebody goes on who has just asked themselves, and not with a reason for asking."""
FOR_THE_ANSWER = re.compile(
    r"""\bwhat\s+(?:would|should|do|did)\s+you\s+(?:\w+\s+)?(?:do|say|pick|choose|answer|recommend|suggest|propose|think|want)\b
      | \bhow\s+would\s+you\b | \bin\s+(?:my|your)\s+(?:place|shoes)\b | \bif\s+you\s+were\s+(?:me|i)\b
      | \b(?:the|what's|is)\s+(?:right|correct|best|expected)\s+(?:answer|option|one|choice|solution)\b
      | \b(?:which|what|is\s+\w+)\b.*\b(?:the\s+right\s+one|(?:right|correct)\s+(?:answer|option))\b
      | \b(?:model|ideal|sample|example|reference|perfect)\s+(?:answer|solution)\b
      | \b(?:give|tell|show)\s+(?:me|us)\s+(?:\w+\s+)?(?:the|an?|your)\s+(?:own\s+)?(?:answer|solution)\b
      | \bwhat(?:'s|\s+is)\s+(?:the|your)\s+(?:own\s+)?(?:answer|solution)\b
      | \bwhat\s+you\s+would\s+(?:do|say|pick|choose|answer|decide)\b | \byou\s+want(?:ed)?\s+to\s+hear\b
      | \byou\s+(?:just\s+)?(?:solve|decide|do)\s+(?:it|this|that)\s+for\s+(?:me|us)\b
      | \bwould\s+an?\s+(?:\w+\s+){0,2}(?:engineer|candidate|person|lead)\s+(?:do|say|answer)\b
      | \b(?:what|which|the|an?|that)\s+(?:kind\s+of\s+)?answer\s+(?:are|do|did|would|you)\b | \ba\s+hint\b
      | \b(?:engineer|candidate|somebody|person)\s+would\s+(?:say|answer|do)\b
      | \banswer\s+(?:it|this|that)\s+for\s+me\b
      | \b(?:skip|pass\s+on|come\s+back\s+to)\s+(?:it|this|that)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Asks the interviewer to do the candidate's part, or to let it be."""
INVERTED = re.compile(
    r"^(?:(?:what|why|when|where|how|who)\s+)?(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\s+"
    r"(?:there|we|you|they|any\w*|it|the|our|this|that|these|those)\s",
    re.IGNORECASE,
)
"""Only this makes a question behind a statement: "sales are flat, but are we losing customers"."""
SO_IS = re.compile(rf"^(?:and\s+|but\s+)?(?:so|nor|neither)\s+{_AUX}\s+(?!there\b|we\b|you\b|any)", re.IGNORECASE)
"""Says the same of something else: "the plan is late, and so is the budget"."""
