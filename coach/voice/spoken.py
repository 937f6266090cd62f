"""What a voice is given to read in place of what is on the screen: no Markdown, and no signs that it stumbles over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}
SCALE = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
UNITS = {"ms": "milliseconds", "s": "seconds", "min": "minutes", "h": "hours"}
SIGNS = {"-": "dash", "_": "underscore", ".": "dot", "/": "slash"}
WORDS = {
    "24/7": "twenty-four seven",
    "50/50": "fifty-fifty",
    "approx.": "approximately",
    "e.g.": "for example",
    "etc.": "et cetera",
    "etcd": "et C D",
    "i.e.": "that is",
    "k8s": "kubernetes",
    "vs": "versus",
    "vs.": "versus",
    "w/": "with",
    "w/o": "without",
}
LETTERS = """
    ADR ARR AWS CAC CD CI DAU EM EOD EOL ETA GA IC IO IPO MAU OKR OSS PII PoC QA QoQ ROI SLA SLI SLO SOC UX VPE YoY
    """.split()
"""Read letter by letter: eSpeak takes them for words, or forgets the "s" of several."""


def spoken(text: str) -> str:
    """The text as a voice is to read it; "" where there is nothing to read."""
    for pattern, put in RULES:
        text = pattern.sub(put, text)
    text = "".join(sign for sign in text if sign == "°" or unicodedata.category(sign) not in ("So", "Cf", "Mn"))
    text = re.sub(r"\s+(?=[,.;:!?](?:\s|$))", "", " ".join(text.split())).lstrip(",;: ")
    # A text that just ends would be read as a sentence's end, and what follows as a new one.
    return f"{text}," if text[-1:].isalnum() else text


def _url(found: re.Match[str]) -> str:
    """Host and path: nobody can follow what comes behind them."""
    address = re.split(r"[?#]", found[1])[0].rstrip("/")
    return re.sub(r"[^\w]|_", lambda sign: f" {SIGNS.get(sign[0], '')} ", address) + found[2]


def _money(found: re.Match[str]) -> str:
    sign, low, high, scale = found.groups()
    amount = " ".join([low, *([f"to {high}"] if high else []), *([SCALE[scale.lower()]] if scale else [])])
    return f"{amount} {MONEY[sign].removesuffix('s') if amount == '1' else MONEY[sign]}"


def _counted(names: dict[str, str]) -> Callable[[re.Match[str]], str]:
    def put(found: re.Match[str]) -> str:
        name = names[found[2].lower()]
        return f"{found[1]} {name.removesuffix('s') if found[1] == '1' else name}"

    return put


def _letters(found: re.Match[str]) -> str:
    return " ".join(found[1].upper()) + ("'s" if found[2] else "")


def _either(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


NUMBER = r"\d+(?:[.,]\d+)*"
RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # Markdown and web addresses
        (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"<?\b(?:https?://)?((?:(?<=//)|www\.)[^\s>]+?)([.,;:!?)\]>\"'”’*`]*)(?=\s|$)", _url),
        (r"^(?:[-*•+–]|#{1,6})\s+", ""),
        (r"(?<=\d)\s*[*×]\s*(?=\d)", " times "),
        (r"\*+|~~|`+|(?<!\w)_+|_+(?!\w)", ""),
        (r"(?<=\w)_+(?=\w)", " "),
        # Abbreviations
        (rf"(?i:(?<![\w/.])({_either(WORDS)})(?![\w/]))", lambda found: WORDS[found[1].lower()]),
        (r"(?:\b[Nn]o\.\s*|#)(?=\d)", "number "),
        # Numbers
        (rf"([$€£])\s?({NUMBER})(?:\s?[-–]\s?[$€£]?({NUMBER}))?(?:\s?(k|K|M|m|mn|bn|B|b)\b)?", _money),
        (rf"(?<![\w.,–-])({NUMBER})[-–]({NUMBER})(?![-–]?\d)", r"\1 to \2"),
        (rf"(?<![\w.])({NUMBER})\s?(k|K|M|mn|bn|B)\b", _counted(SCALE)),
        (rf"(?<![\w.])({NUMBER})\s?(ms)\b", _counted(UNITS)),
        (rf"(?<![\w.])({NUMBER})\s(s|min|h)\b", _counted(UNITS)),
        (r"[~≈]\s?(?=[\d$€£])", "about "),
        (r"(?:>=|≥)\s?(?=\d)", "at least "),
        (r"(?:<=|≤)\s?(?=\d)", "at most "),
        (r"<\s?(?=\d)", "under "),
        (r">\s?(?=\d)", "over "),
        (r"(?<=\d)\+(?!\w)", " plus"),
        # Signs between words
        (r"\s*(?:->|=>|→|⇒)\s*", " to "),
        (r"\s*&\s*", " and "),
        (r"/(?:s|sec)\b", " per second"),
        (r"(?<=[A-Za-z])/(?=[A-Za-z])", " "),
        (r"\s*—\s*|(?:^|\s)[-–]+(?=\s|$)", ", "),
        (rf"\b({'|'.join(LETTERS)})(s)?\b", _letters),
    )
)
"""What is replaced by what, one after the other."""
