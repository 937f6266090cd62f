"""The phrases and words that `coach.voice.spoken_cues` looks for at the end of an answer.

Phrases, one a line, are regular expressions on small letters with " . " and " , " where something ends. In them every
bracket groups, "..." is the rest of the clause, and the names in SPOKEN stand for what is said in more than one way.
"""

from __future__ import annotations

import re

THING = (
    r"(?:things|reasons|options|parts|points|steps|risks|ways|questions|concerns|levers|pieces|choices|paths|answers)"
)
SPOKEN = (
    (r"\.\.\.", r"\b[^.,]*"),
    (r"\bthat's\b", r"(?:that's|that is|that was|that would be)"),
    (r"\bi'm\b", r"(?:i'm|i am)"),
    (r"\bi'd\b", r"(?:i'd|i would)"),
    (r"\bi'll\b", r"(?:i'll|i will|i can|i'd|i would|i)"),
    (r"\bTIME", r"(?:minute|second|sec|moment|beat|bit)"),
    (r"\bABOUT\b", r"(?:(?:about|pretty much|basically|really|probably) )?"),
    (
        r"\bASK\b",
        r"(?:give me|i need|i'll need|i'd like|let me (?:take|have)|(?:can|could|may|might) i (?:take|have|get))",
    ),
    (r"\bTHINGS\b", rf"(?:(?:main|big|other|different|key|more) )?{THING}"),
)
LEADS = (
    r"(?:so|yeah|yes|yep|okay|ok|and|right|well|um+|uh+|hm+|anyway|alright|all right|oh|but|then|now|just|wait|sorry|"
    r"actually|sure|no|honestly|really)"
)
STALLING = r"(?:so|okay|ok|well|um+|uh+|hm+|oh|just|wait|sorry|actually)"
CLAUSE = rf"(?:^|[.,] |\b{LEADS} |\bi (?:think|guess|believe|suppose|would say) |\bi'd say )"
"""Where a clause of its own begins, as far as can be told without punctuation."""
SENTENCE = rf"(?:^|\. )(?:{LEADS} (?:, )?)*"
"""Where a sentence of its own begins, words such as "so, yeah" left out."""
WORD = r"\b"


def ends(begins: str, phrases: str) -> re.Pattern[str]:
    """One of the phrases, begun there, at the very end."""
    pattern = "|".join(line.strip() for line in phrases.strip().splitlines())
    pattern = re.sub(r"\((?!\?)", "(?:", pattern)
    for short, spoken in SPOKEN:
        pattern = re.sub(short, spoken.replace("\\", r"\\"), pattern)
    return re.compile(f"{begins}(?:{pattern})$")


AWAY = (ends(WORD, r"ASK (just )?((a )?couple of|a couple|a few|two|three|four|five|ten|\d+) minutes( (to|for)...)?"),)
THINKING = (
    ends(
        WORD,
        r"""ASK (just )?(a|one|half a|another|a few|a couple of|two) TIMEs?( here)?( (to|for)...)?
            bear with me...
            let me (just )?(think|see|reflect|consider)( (it|this|that))?( (through|over|out loud))?
            let me (just )?(think|see|reflect|consider) (about|for|how|what|which|whether|where|if)...
            let me (just )?(gather|collect) my thoughts
            let me (just )?do the (math|maths|numbers|arithmetic|sums)...
            let me (just )?(check|look at|find|write|note)...
            i'm (just |still )?thinking( (about (it|this|that)|out loud))?( here)?
            (where was i|what was i (saying|going to say))
            how (do|should|can|would) i (put|say|phrase) (it|this|that)
            what's the (right )?word...
            (that's|this is) an? (very |really )?(good|great|interesting|tough|hard) (question|one)""",
    ),
    ends(CLAUSE, r"(hold|hang) on(( for)? (a|one) TIME)?"),
    ends(rf"(?:^|\. |\b{STALLING} (?:, )?)", r"(just )?(a|one|half a) (minute|second|sec|moment|beat)"),
    ends(SENTENCE, r"wait|hm+|thinking|let's see|(good|great|interesting|tough|hard) (question|one)"),
)
DONE = (
    ends(
        CLAUSE,
        r"""that's my (final |whole |full )?answer
            that's all (i|i've|i have)( got| have)?( to say| to add| for now)?
            that's all (i'd|i wanted to|i want to) (say|add)
            that's (it|all|everything) (from|for) (me|my (side|end|part))
            i'll (stop|leave it|pause|end|finish) (there|here|at that)
            let me (stop|pause|leave it|end) (there|here|at that)
            i'm (done|finished)( (with (my|this|that) answer|answering|talking|speaking))?
            (it's )?(back |over )to you
            next question
            your turn
            end of (my )?answer
            my answer is (over|done|complete)
            (i have |i've got )?nothing (more|else|further) (to (add|say)|from (me|my side))
            that (concludes|completes|finishes|wraps up|is the end of) (my|the) (answer|thoughts?)""",
    ),
    ends(r"\b(?:so yeah|yeah|anyway|so|okay|i (?:think|guess|believe)) (?:, )?", r"that's ABOUT(it|all|everything)"),
)
HANDED = ends(
    SENTENCE,
    r"""(does|did) (that|this|it) (all )?(make( any)? sense|answer|help|sound|work|cover)...( , or[^.]*)?
        is (that|this) (enough|okay|ok|what you|the (kind|sort|level)|clear|roughly what)...
        (do you want|would you like|do you need|did you want) me to...
        (do you have )?any (other |more |further )?questions?...
        anything (else|more|you)...
        what else would you like...
        (should|shall|can|may) i (go (on|into|deeper|through)|continue|elaborate|expand|dive|say more|move on)...
        that's ABOUT(it|all|everything)
        (i'm )?happy to (go deeper|go into|take|elaborate|expand|answer|discuss|dive)...""",
)
MORE = ends(
    WORD,
    r"""(here's|here is) (why|how|what|the (thing|reason|plan|catch|problem|point))...
        (two|three|four|five|a few|a couple of|several|some|[2-5]) THINGS
        (two|three|four|five|a few|a couple of|several|[2-5]) THINGS (here|there|why|(to|for|about) (it|this|that))
        let me (explain|elaborate|start|begin|give you|walk you|take|rephrase|back up|try|put it|say)...
        for (example|instance)
        on (the other|the one|one) hand
        (that|having|being) said
        first of all
        to (begin|start) with
        number (one|two|three)
        in (other words|terms of|addition)
        the (thing|reason|question|point|problem) is( that)?
        the (first|second|third|other|next|last)( (one|thing|reason|part|step))? is( that)?
        which means
        what i mean is
        as follows
        as (for|to)
        such as
        as well as
        and then
        so that
        scratch that
        at the same time
        it depends
        i'd (start|begin) (by|with)""",
)

WANTS_MORE = frozenset(
    """and or but because cos so nor plus as than of if whether although unless into onto from per versus vs via toward
    between during among upon across against until um umm uh uhh er erm eh hm hmm mm mhm the a an my our your their its
    every very some single i we i'm we're they're you're it's there's that's what's who's let's he's she's nobody's i'd
    we'd they'd you'd it'd there'd i'll we'll they'll i've we've they've you've gonna wanna trying getting make makes
    gets let put bring might was just where whose literally""".split()
)
"""Nobody ends on these, whatever mark the transcriber put behind them. In the labelled answers each is 30 times as
frequent amid a sentence as at the end of one."""
MAY_WANT_MORE = frozenset(
    """to for on in at by with about under without within since when where which who what then like he they is were be
    been being have has had will would can could should must don't can't not get got only even going want any his
    probably cause""".split()
)
"""Three to 30 times as frequent: these want more where no full stop is behind them; with one, they are no sign."""
PHRASES_WANT_MORE = ends(WORD, "i mean|let's say|(kind|sort|a lot|one|some|instead|because) of")
PHRASES_MAY = ends(WORD, "you know")
WANTS_NOTHING = ends(
    WORD,
    r"""(think|hope|believe|guess|suppose|or|do|doing|did|even more|say|said|quite|not) so
        (plan|option|team|project|class|phase|part) a
        what (it|this|that) is
        as (it|this|that|they) (is|are)""",
)
"""What ends on such a word and is whole all the same."""

ANSWERS = frozenset("yes yeah yep no nope correct exactly absolutely definitely agreed true".split())
"""A few words that begin with one are an answer."""
STALLS = frozenset("okay ok so well right sure alright um uh hmm hm mm oh yeah now and good great interesting".split())
"""An answer of these alone has not begun."""
COURTESY = ends(
    r" (?:[,.] )?", "please|thanks|thank you|okay|ok|sorry|for now|right now|really|basically|i (think|guess)|sir|here"
)
"""What may stand behind an announcement."""
ANOTHERS = re.compile(
    r"\b(?:say|says|said|saying|tell|tells|told|telling|if|when|until|once|before|not|never|don't|they)\b[^.]{0,12}$"
)
"""What in front of an announcement says that somebody else makes it, or nobody."""
NO_QUESTION = re.compile(
    r"\b(?:would|should|do|did|will|am) i\b|\bright$"
    r"|\b(?:do|does|did|is|are|was|were|would|will|wo|could|can|ca|have|has)n't (?:it|they|we|you|he|she)$"
)
"""A question that the candidate asks themselves, or one that asks nothing."""

ANNOUNCED = re.compile(rf"\b(two|three|four|[2-4]) (?:(?:main|big|different|key) )?{THING}\b")
COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
FIRST = r"(?:first|firstly|first of all|number one|one|to begin with|to start with)"
NTH = {
    2: r"(?:second|secondly|number two|two|then|next|other|finally|lastly|last|after that)",
    3: r"(?:third|thirdly|number three|three|finally|lastly|last)",
    4: r"(?:fourth|fourthly|number four|four|finally|lastly|last)",
}
