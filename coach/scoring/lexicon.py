"""Kinds of words: whoever says "Omar takes it", "Lotte owns it" or "she runs it" says the same to a small model.

A hand-written lexicon of everyday English, by what the words do in talk about plans. Knows nothing of indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

KINDS = {
    "day": "monday tuesday wednesday thursday friday saturday sunday tomorrow tonight today yesterday weekend",
    "season": "january february march april may june july august september october november december jan feb apr "
    "jun jul aug sep oct nov dec spring summer autumn fall winter easter christmas thanksgiving eve",
    "span": "hour day week month quarter year minute second afternoon morning evening night sprint fortnight "
    "semester decade summers",
    "often": "daily weekly monthly nightly hourly quarterly yearly everyday mondays tuesdays wednesdays thursdays "
    "fridays regularly occasionally",
    "deadline": "deadline date schedule calendar launch release due slip delay late overdue early sooner earlier "
    "later postpone pushback timeline ship ships delivery",
    "count": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion half third quarter dozen tenth fifth twice thrice double triple couple few several "
    "handful",
    "money": "dollar euro pound buck cent money grand cash funding fund spend spent spending pay paid paying price "
    "pricey cost costly expensive cheap cheaper cheapest saving save invoice bill billing budget discount",
    "business": "revenue margin profit sales customer client buyer user subscriber churn renewal renew contract deal "
    "market competitor company business earn sell sold subscription enterprise pipeline tender bid "
    "procurement purchase commercial tenant patient shopper merchant reader driver",
    "measure": "percent percentage share rate ratio number count median average mean p50 p95 p99 percentile latency "
    "throughput baseline target metric measure figure dashboard graph chart curve score minutes seconds "
    "log telemetry survey stat statistics tally trend",
    "role": "lead manager director vp cto ceo cfo coo head boss board chief executive owner sponsor officer "
    "supervisor chair president professor principal",
    "group": "team group department committee people folks guys crew squad unit organisation organization org "
    "division staff everybody everyone finance legal sales support security product marketing design "
    "operations ops research analytics platform infrastructure mobile payments compliance procurement hr "
    "serving growth search counsel",
    "worker": "engineer developer researcher analyst auditor scientist designer tester intern contractor junior "
    "senior colleague consultant lawyer accountant operator admin administrator oncall on-call doctor "
    "nurse teacher vendor supplier neighbour neighbor",
    "he": "he she him her his hers himself herself",
    "they": "they them their theirs themselves they'd they're they'll they've",
    "say": "tell told say said write wrote written mail email call called hear heard announce explain show "
    "message phone slack post memo note letter speak spoke talk warn inform sit present publish meet "
    "meeting conversation",
    "promise": "promise commit guarantee assure pledge vow swear word",
    "own": "own owner ownership hold keep carry hers theirs mine responsible accountable charge belong hand "
    "handed handover give given gets take took runs drive driven lead",
    "decide": "decide decision call choose chose chosen choice pick settle rule ruling verdict sign tie-break "
    "tiebreaker vote final authority say overrule",
    "conflict": "disagree agree agreement argue argument dispute conflict quarrel fight object objection oppose stuck "
    "deadlock stall insist refuse",
    "escalate": "escalate escalation raise upstairs above higher",
    "stop": "stop drop cancel kill cut scrap shelve ditch abandon retire delete remove decommission deprecate "
    "quit halt cease discontinue axe leave skip",
    "wait": "wait later pause park postpone defer delay hold freeze frozen sit idle untouched alone postponed "
    "next someday",
    "nothing": "nothing nobody none never no not without neither nor isn't won't don't doesn't can't cannot wouldn't "
    "didn't aren't wasn't weren't hasn't haven't shouldn't couldn't",
    "back": "back revert rollback roll undo undone reversible reverse restore switch flag toggle flip return "
    "unwind irreversible permanent one-way two-way",
    "bad": "break broke broken fail failure crash outage down die dead error bug incident corrupt wrong hurt "
    "pain damage harm leak breach disaster catastrophe trouble problem worse worst fire page paged",
    "lose": "lose lost loss losing sacrifice suffer miss missed penalty sorry angry upset cross unhappy furious "
    "disappointed pay complain",
    "risk": "risk danger dangerous afraid fear worry worried scare scared threat exposed exposure vulnerable",
    "slow": "slow slower slowest slowness queue backlog lag bottleneck wait congestion",
    "sure": "sure certain certainty confident confidence swear vouch doubt doubtful unsure uncertain clue idea "
    "odds chance likely unlikely probability probably maybe perhaps might possibly know knew knows "
    "unknown",
    "guess": "guess bet betting assume assumption believe belief suppose hypothesis hunch rests hangs stands "
    "depends hinges relies premise presume gamble wager",
    "first": "first firstly before start begin top priority foremost",
    "then": "then next after afterwards once second secondly third finally last lastly until till",
    "small": "small smaller smallest little tiny thin slim minimal single one only just lean slice piece subset simple",
    "trial": "trial pilot try tried test experiment prototype spike probe rehearsal dry-run sample canary shadow "
    "proof prove proven demonstrate replay simulate drill measure check",
    "auto": "automatic automatically automate pipeline template bot script job cron default policy lint gate hook "
    "checker enforce enforced refuse refuses reject rejects block blocks itself tool generator catalog "
    "self-service portal",
    "check": "review check look read inspect audit verify ask question sit pair coach mentor sounding available "
    "office help support unblock shield approve approval",
    "limit": "limit cap capped most maximum least minimum budget scope boundary bound fence ceiling floor quota "
    "threshold allowed only within under below above over more fewer less exceed past",
    "agent": "agent bot model ai llm assistant machine robot copilot",
    "cause": "because since cause reason root symptom underneath really actually why due therefore behind",
    "problem": "problem question issue point matter thing trouble challenge real wrong framing",
    "past": "ago previous previously former last earlier once used had was were did went saw learned learnt remember",
    "place": "job company employer bank startup telco place shop firm gig",
    "mistake": "mistake fault wrong blame guilty regret sorry forgot forgotten missed overlooked underestimated "
    "ignored should've apologise apologize myself personally mea me",
    "right": "right fair true point agree grant granted concede admit correct accept valid legitimate reasonable "
    "understand",
    "change": "change changes adjust move shift swap instead different revise update rethink withdraw redraw redo",
    "stay": "still stay stick stands keep same remain hold unchanged",
    "grow": "grow growth double scale expand increase bigger larger rise",
    "future": "future long-term someday eventually later horizon ahead ready prepare outlive generation 2025 2026 "
    "2027 2028 2029 2030",
    "good": "good better best fast faster quick advantage strong strongest tempting attractive nice benefit win "
    "gain upside appeal appealing merit case",
    "other": "other alternative alternatively option instead rather either or versus otherwise else alternate",
    "build": "build buy built bought vendor managed hosted homegrown license purchase rent",
    "behave": "game gaming incentive reward habit behave behaviour behavior start stop learn learned route bypass "
    "workaround hide hoard copy around cheat punish encourage temptation lazy",
    "mislead": "mislead misleading hide hides look looks pretty lie lies fool vanity flatter average meaningless "
    "says prove tells",
    "brief": "short line sentence sum summary bottom essence word words nutshell brief",
    "parts": "part parts piece pieces bit bits step steps level levels angle half halves point points things topic "
    "thread bucket",
    "ask": "ask asking question wonder curious find clarify who what which when where why how whose",
    "wide": "company whole everyone everybody org organisation organization overall across together shared common "
    "ours mine own",
    "quality": "quality availability uptime reliability error accuracy incidents complaints satisfaction trust "
    "safety latency regress regression guardrail worse",
}
"""Kind → its words, the commonest form of each; `FORMS` has the others."""
FRAME = frozenset(
    "a about after again all also an and any are as at be because been before both but by can could did "
    "do does each every for from get go had has have he he's her here's him his how i i'd i'll i'm if in "
    "instead into is it it's its let like may me might more must my need never no nobody none not nothing "
    "now of ok okay on one only or other our out over rather she's should so some still than that that's "
    "the then there there's these this those till to unless until up us want was we we'd we'll we're were "
    "what what's when where where's whether which while who who's will with without would yeah yes yet "
    "you you'd your".split()
)
"""Words that make the frame of a sentence: they stand for themselves and for no kind."""
PROPER = ("day", "season")
"""Kinds that are written with a capital and are no names."""
MOST_KINDS = 3
"""Kinds of one word that count, the first ones."""


def forms(word: str) -> Iterator[str]:
    """The word as it is, and the forms that its sort of word takes; some of them do not exist, which costs nothing."""
    yield word
    if len(word) < 3 or not word.isalpha():
        return
    stem = word[:-1] if word.endswith("e") else word
    yield from (word + "s", stem + "ed", stem + "ing")
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")
    elif word[-1] not in "aeiouw":
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")


def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for kind, words in KINDS.items():
        for word in words.split():
            for form in forms(word):
                if kind not in found.setdefault(form, []):
                    found[form].append(kind)
    return {form: tuple(kinds[:MOST_KINDS]) for form, kinds in found.items()}


FORMS = _forms()
"""Every form of every word → its kinds, the first one first."""


@lru_cache(maxsize=20_000)
def shape(word: str, opens: bool) -> str:
    """What the word counts as in the frame of a sentence: itself, <kind>, <name>, <digits> or * and its ending.

    `opens`: it stands first, where a capital says nothing.
    """
    lower = word.lower()
    if word[0].isdigit():
        return "<digits>"
    if lower in FRAME or not word[0].isalpha():
        return lower
    kinds = FORMS.get(lower, ())
    if named(word, opens):
        return "<name>"
    if kinds:
        return f"<{kinds[0]}>"
    return next((f"*{end}" for end in ("ing", "ed", "s") if lower.endswith(end) and len(lower) > 4), "*")


def named(word: str, opens: bool) -> bool:
    """True for a word with a capital that is no acronym, no day and no month."""
    if opens or not word[0].isupper() or word.isupper() or word.lower() in FRAME:
        return False
    return FORMS.get(word.lower(), ("",))[0] not in PROPER


@lru_cache(maxsize=20_000)
def kinds(word: str, opens: bool) -> tuple[str, ...]:
    """Everything that the word may count as, its shape first; nothing for a word that has neither kind nor place."""
    first = shape(word, opens)
    if first.startswith("*"):
        return ()
    others = () if first == "<name>" else FORMS.get(word.lower(), ())
    return tuple(dict.fromkeys((first, *(f"<{each}>" for each in others))))
