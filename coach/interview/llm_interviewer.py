"""The interviewer whose words a language model finds, and the built-in one behind it.

The model never chooses the move. Its words are held against the rules before the candidate hears any of them; a fault,
a failure or slowness is met with one more try, then with the built-in words for that turn. It is told the brief and the
conversation, never a fact that is still locked nor the reference: what it does not know, it cannot give away.

Aloud, a slow one is not waited for in silence: what needs no model is said while it looks for the question.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from coach import library
from coach.errors import LLMError
from coach.interview import directions
from coach.interview.directions import Directions
from coach.interview.interviewer import Interviewer, Wording
from coach.interview.lead import AT_ONCE, Lead, lead, rest
from coach.interview.mending import mended
from coach.interview.overlap import content, taken
from coach.interview.panel import Panel, seat
from coach.interview.pressure import USUAL
from coach.interview.wording_rules import MOST_WORDS, Setting, faults, setting, tidy
from coach.llm.model import LLM, Message
from coach.llm.thinking import answer_only
from coach.scenario import Scenario
from coach.session import ANNOUNCE, ASIDE, CLOSE, Move, Session, Turn

PROMPT = "interviewer.md"
VERBATIM = ("opening", ASIDE, ANNOUNCE, CLOSE)
"""Kinds that are said as they are written: figures and names of the case must not change on the way."""
FAILED = "the language model failed"
"""How a notice begins when the endpoint, and not the wording, was at fault; a resumed session is read by it."""
GIVES_UP = 2
"""Turns running with a failed endpoint, after which it is left alone."""
FIRST_TRY = 2 / 3
"""Share of the turn's seconds that the first try may take; the second finds the prompt in the server's cache."""
MAX_TOKENS = 1500
"""Room for models that think first; the words themselves are cut at MOST_READ."""
MOST_READ, READ_AT_ONCE = 3 * MOST_WORDS, 40
"""Words after which a reply is too long whatever follows; and after which one that asks nothing yet is given up where
the candidate waits: a small model goes on for ever."""
TRY = 1.0
"""Seconds that have to be left for a second try where the candidate waits."""
NEARLY = 0.9
"""Share of its time that a try has to have taken for time to be what it lacked."""
LATE = "not there in time"
"""What is told of words that a candidate could not be kept waiting for."""
ONLY_ASKING = ("probe", "reask", "stop", "clarify", "wrap")
QUESTION = re.compile(r"[^?]*(?:\?[\"\u201d\u2019)][^?]*)*\?(?=\s|[A-Z])")
"""Words up to the first question mark that has something behind it, those in quotes passed over."""
READ_OUT = 6
"""Words in a row of our own instructions that are no coincidence."""


@dataclass
class Tries:
    """What came of asking for one turn's words."""

    text: str | None = None
    """The words, when they may be said."""
    last: str = ""
    broken: list[str] = field(default_factory=list)
    """Rules that were broken, over all tries."""
    times: int = 0
    """Tries whose words broke a rule."""
    failure: str | None = None
    at_once: bool = False
    """Whether the candidate is not to be kept waiting."""


@dataclass
class LLMInterviewer:
    """Finds words by a language model, and falls back on the built-in ones."""

    llm: LLM
    builtin: Interviewer
    scenario: Scenario
    level: str
    panel: Panel = field(default_factory=seat)
    pressure: str = USUAL
    seconds: float = 25.0
    """For all tries of one turn together."""
    clock: Callable[[], float] = time.monotonic
    key: str = field(default_factory=lambda: secrets.token_hex(4))
    """Marks our directions, so that nothing the candidate says can pass for one."""
    directions: Directions = field(default_factory=directions.load)

    def __post_init__(self) -> None:
        variables = {
            "who": self.directions.persona(self.panel),
            "pressure": self.directions.pressure[self.pressure],
            "level": self.level,
            "title": self.scenario.title,
            "brief": self.scenario.brief,
            "key": self.key,
        }
        self._system = Message(role="system", content=library.fill(PROMPT, variables))
        self._slow = self.llm.endpoint.local
        """Whether the last words took longer than AT_ONCE; before there are any, whether they are likely to."""

    def word(self, session: Session, move: Move) -> Wording:
        """The words for a move. `by` and `notice` of what is handed back are set once `words` is exhausted."""
        wording = Wording(iter(()))
        wording.words = self._words(session, move, wording)
        return wording

    def hear(self, session: Session) -> None:
        """Have a server at home read the answer so far, so that only its end is left to read when it is over.

        One elsewhere is not asked: it reads fast, and what it reads is paid for.
        """
        if not self.llm.endpoint.local or given_up(session):
            return
        with suppress(LLMError):  # told when the words themselves are asked for
            next(self.llm.stream(self._chat(session), max_tokens=1, seconds=self.seconds), None)

    def _words(self, session: Session, move: Move, wording: Wording) -> Iterator[str]:
        if move.kind in VERBATIM or given_up(session):
            yield from self.builtin.word(session, move).words
            return
        at_once = self._slow and session.mode == "voice"
        begun = self._begun(session, move, at_once)
        if begun.said:
            yield f"{begun.said} "
        if not begun.asked:
            return
        tries = self._ask(session, move, wording, begun, at_once)
        if wording.unwanted:
            return
        if tries.text is not None:
            wording.by = "llm"
            yield tries.text
        else:
            wording.notice = _notice(tries, last_failed(session))
            yield begun.asked

    def _begun(self, session: Session, move: Move, at_once: bool) -> Lead:
        text = "".join(self.builtin.word(session, move).words)
        return lead(text, move) if at_once else Lead("", text)

    def _ask(self, session: Session, move: Move, wording: Wording, begun: Lead, at_once: bool) -> Tries:
        """Ask, and again when that was no use; not where nothing was heard yet: that wait would double."""
        began, rules = self.clock(), setting(session, self.scenario, move)
        seconds = min(self.seconds, begun.seconds) if at_once else self.seconds
        tries = Tries(at_once=at_once)
        self._try(session, rules, tries, seconds if at_once else seconds * FIRST_TRY, wording, begun)
        took = self.clock() - began
        if not wording.unwanted:
            self._slow = took > AT_ONCE
        enough = begun.said != "" and seconds - took >= TRY if at_once else took < seconds
        if tries.text is None and enough and not wording.unwanted:
            self._try(session, rules, tries, seconds - took, wording, begun)
        return tries

    def _try(
        self, session: Session, rules: Setting, tries: Tries, seconds: float, wording: Wording, begun: Lead
    ) -> None:
        move, began = rest(rules.move, begun), self.clock()
        told = self.messages(session, move, tries.last, ", ".join(dict.fromkeys(tries.broken)), begun.said)
        try:
            reply = tidy(self._read(told, seconds, wording, move, READ_AT_ONCE if tries.at_once else MOST_READ))
        except LLMError as error:
            if tries.at_once and self.clock() - began >= NEARLY * seconds:  # it may well be at work
                tries.broken.append(LATE)
            else:
                tries.failure = str(error)
            return
        text = mended(reply, move, lambda words: self._broken(words, rules, begun.said))
        broken = self._broken(text, rules, begun.said)
        if broken:
            tries.last, tries.times, tries.failure = text, tries.times + 1, None
            tries.broken += broken
        else:
            tries.text = " ".join(text.split())

    def _broken(self, text: str, rules: Setting, begun: str = "") -> list[str]:
        """The rules that words break behind those that were said, those about our own directions among them."""
        if begun and ("?" not in text or not content(text)):  # "what do you say?" asks for nothing
            return ["no question"]
        text = f"{begun} {text}"
        told = f"{self._system['content']} {self.directions.frame}"
        read_out = self.key in text or taken(text, told, rules.free, READ_OUT)
        return [*faults(text, rules), *(["its directions read out"] if read_out else [])]

    def _read(self, messages: list[Message], seconds: float, wording: Wording, move: Move, most: int) -> str:
        """The whole reply, or as much of it as shows that it is too long, or that nobody wants it any more; where a
        question is all that is wanted, up to its mark: what small models add to it is only waited for."""
        text, began = "", self.clock()
        for piece in self.llm.stream(messages, max_tokens=MAX_TOKENS, seconds=seconds):
            if wording.waited is None:
                wording.waited = self.clock() - began
            text += piece
            if wording.unwanted or len(text.split()) > most:
                break
            if move.kind in ONLY_ASKING and (asked := QUESTION.match(answer_only(text))):
                return asked[0]
        return answer_only(text)

    def messages(
        self, session: Session, move: Move, tried: str = "", broken: str = "", begun: str = ""
    ) -> list[Message]:
        """What the model is told: the same from the start in every turn, so that servers keep it, and the task last."""
        chat = self._chat(session)
        if begun:
            _add(chat, "assistant", begun)
        task = self.directions.text(move, tried, broken, self._speaker(session, move))
        _add(chat, "user", f"<direction {self.key}>\n{task}\n</direction {self.key}>")
        return chat

    def _chat(self, session: Session) -> list[Message]:
        """The case and the conversation so far."""
        chat = [self._system, Message(role="user", content=self.directions.begin)]
        for turn in session.turns:
            _add(chat, "assistant" if turn.role == "interviewer" else "user", _told(turn).replace(self.key, ""))
        return chat

    def _speaker(self, session: Session, move: Move) -> str:
        """Whose words the move wants, where more than one speaks in the session; else nothing."""
        for each in self.scenario.stakeholders:
            if move.kind == "guest" and each.name == move.who:
                return f"{each.name}, {each.role}. {each.interest}"
        if move.who is None and not any(turn.who for turn in session.questions):
            return ""
        members = {self.panel.who(each): f"{each.name}, {each.role}" for each in self.panel.members}
        return members.get(move.who, "")


def given_up(session: Session) -> bool:
    """True when the endpoint has failed so often running that it is not asked again in this session."""
    asked = [turn.notice or "" for turn in session.questions if turn.by == "llm" or turn.notice]
    return len(asked) >= GIVES_UP and all(notice.startswith(FAILED) for notice in asked[-GIVES_UP:])


def last_failed(session: Session) -> bool:
    """True when the endpoint failed the last time that it was asked."""
    asked = [turn.notice or "" for turn in session.questions if turn.by == "llm" or turn.notice]
    return bool(asked) and asked[-1].startswith(FAILED)


def _notice(tries: Tries, failed_before: bool) -> str:
    """Why the built-in words are used, in one line."""
    rules = ", ".join(dict.fromkeys(tries.broken))
    if rules == LATE:
        return f"the language model was {LATE}: built-in words used"
    if tries.failure is None:
        often = "twice " if tries.times > 1 else ""
        return f"the language model broke the rules {often}({rules}): built-in words used"
    after = f" after breaking the rules ({rules})" if rules else ""
    until = "built-in words from here on" if failed_before else "built-in words used"
    return f"{FAILED}{after} ({tries.failure}): {until}"


def _told(turn: Turn) -> str:
    """What the model is told of a turn; a question that was cut short was never heard to its end."""
    return f"{turn.text} [only shown, not heard: {turn.unheard}]".strip() if turn.unheard else turn.text


def _add(chat: list[Message], role: str, text: str) -> None:
    """Add to a chat whose sides have to alternate: many templates refuse two messages of one side in a row."""
    if chat[-1]["role"] == role:
        chat[-1] = Message(role=chat[-1]["role"], content=f"{chat[-1]['content']}\n\n{text}")
    else:
        chat.append(Message(role="user" if role == "user" else "assistant", content=text))
