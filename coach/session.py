"""The record of a practice session: words, moves, turns.

Knows nothing of audio, of language models or of the disk. Whatever the interview has to know, it derives from this
record, so that resuming a session is reading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

Role = Literal["interviewer", "candidate"]

CLOSE = "close"
ANNOUNCE = "announce"
"""Somebody comes in; whoever it is speaks next, and the candidate after them."""
ASIDE = "aside"
"""Something said before, said again because the candidate asked for it, or the time left: no question of its own."""
WISH = "wish"
"""How the source of an aside begins that answers a mere wish: the turn before it was no answer."""


@dataclass(frozen=True)
class Word:
    """One spoken word with its place in time."""

    text: str
    start: float
    """Seconds from the session's start."""
    end: float


@dataclass(frozen=True)
class Move:
    """What the interviewer sets out to do with a turn. The interviewer only finds the words for it."""

    kind: str
    """opening, probe, flip, push, reask, stop, fact, clarify, aside, announce, guest, wrap or close: see
    `coach.interview.moves`."""
    text: str = ""
    """What has to be asked or said, in the scenario's or the rubric's own words."""
    source: str = ""
    """Where the text is from, so that nothing is asked twice: "probe:priorities.cost", "flip:1", "fact:owners"."""
    dimension: str | None = None
    """The dimension of the rubric that the question is about."""
    indicator: str | None = None
    """The indicator whose absence the question is meant to fill."""
    step: str | None = None
    """The rung of the probe ladder: clarify, commit, alternative, number, cost, flip, failure, ..."""
    quote: str | None = None
    """The candidate's own words that the question hangs on."""
    who: str | None = None
    """Name of whoever speaks; None for the interviewer who is alone and goes without one."""


@dataclass(frozen=True)
class Turn:
    """One turn of either side. Times are seconds from the session's start, time away while interrupted left out."""

    index: int
    """Place in the session, from 0."""
    role: Role
    text: str
    start: float
    end: float
    move: Move | None = None
    """Interviewer only."""
    by: str | None = None
    """Interviewer only: who found the words, "llm" or "builtin"."""
    notice: str | None = None
    """Why the built-in words were used in place of the language model's."""
    words: tuple[Word, ...] = ()
    """Voice only."""
    interrupted: bool = False
    """True where the words were cut short before they were all heard."""
    timing: Mapping[str, float] = field(default_factory=dict)
    """When each stage was reached, in seconds of the session's clock like `start` and `end`; names that are not there
    were not measured.

    Candidate: `speech_end` (the last speech ended), `commit.1`, `commit.2`, ... (a segment ended, to be written down
    from then on), `text` (the whole answer was written down), `over` (the turn was judged to be over), and `record`,
    which is a length: seconds that were recorded. Interviewer: `asked` (words were wanted), `first_token` (the first
    of them came), `first_clause` (its sound was made), `first_sound` (it was heard).

    Older sessions have only lengths: the candidate's `record` and `transcribe`, and the interviewer's `first_sound`,
    counted from the turn's start.
    """
    audio: str | None = None
    """Name of the kept recording, relative to the session's folder."""
    unheard: str = ""
    """The rest of an interrupted question: shown in writing at most, never heard."""

    @property
    def whole(self) -> str:
        """All the words, those never heard among them."""
        return f"{self.text} {self.unheard}".strip()

    @property
    def who(self) -> str | None:
        """Name of whoever of the interviewer's side spoke, where they have one."""
        return self.move.who if self.move else None


@dataclass
class Session:
    """The one mutable value: turns only grow."""

    id: str
    started: str
    """ISO 8601 with offset."""
    scenario_id: str
    scenario_text: str
    """The whole scenario file as it was, so that an old session can be read when the file has changed."""
    mode: Literal["text", "voice"]
    settings: dict[str, Any] = field(default_factory=dict)
    """level, minutes, questions, seed, pressure, personas, ... as they were when the session began."""
    engines: dict[str, Any] = field(default_factory=dict)
    """interviewer, model, base_url, whisper, ...; never a key."""
    prompts: dict[str, str] = field(default_factory=dict)
    """Prompt file name → SHA-256 of its text."""
    turns: list[Turn] = field(default_factory=list)

    @property
    def answers(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.role == "candidate"]

    @property
    def questions(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.role == "interviewer"]

    @property
    def finished(self) -> bool:
        """True once the interviewer has closed the conversation."""
        return bool(self.questions) and self._move(self.questions[-1]).kind == CLOSE

    @property
    def elapsed(self) -> float:
        """Seconds of conversation recorded so far."""
        return self.turns[-1].end if self.turns else 0.0

    @staticmethod
    def _move(turn: Turn) -> Move:
        return turn.move or Move("")


@dataclass(frozen=True)
class Attempt:
    """A question of a session answered once more, on a record of its own: the session stays as it was."""

    id: str
    session: str
    """Id of the session."""
    answer: int
    """Which of its answers, from 1, as in the ids of their sentences."""
    started: str
    """ISO 8601 with offset."""
    mode: Literal["text", "voice"]
    question: Turn
    """The question as it was put again, with the index of the old one. Times are seconds from the attempt's start."""
    said: Turn
    """The new answer, with the index of the old one."""
    comparison: dict[str, Any] | None = None
    """Both answers side by side, as plain data; None as long as they have not been scored."""


@dataclass(frozen=True)
class Hearing:
    """A kept recording of an answer, written down once more: the turn stays as it was."""

    id: str
    turn: int
    """Index of the answer's turn."""
    model: str
    """Name of the model that heard it."""
    created: str
    """ISO 8601 with offset."""
    digest: str
    """SHA-256 of the recording's file."""
    text: str
    """Empty where nothing was heard: what was heard live stands."""
    words: tuple[Word, ...] = ()
    live: bool = False
    """True where the model that listened did so once more by itself, in longer stretches, while the session went on."""


def newest(hearings: Iterable[Hearing]) -> dict[int, Hearing]:
    """Index of a turn → how its recording was heard last."""
    return {each.turn: each for each in sorted(hearings, key=lambda each: (each.created, each.id))}


def reheard(session: Session, hearings: Iterable[Hearing]) -> Session:
    """The session with the words of these hearings in place of those heard live; the session itself stays as it is."""
    heard = {each.turn: each for each in hearings if each.text}
    turns = [
        replace(turn, text=heard[turn.index].text, words=heard[turn.index].words) if turn.index in heard else turn
        for turn in session.turns
    ]
    return replace(session, turns=turns)


def hearing_from_json(data: Mapping[str, Any]) -> Hearing:
    """The hearing behind such data. Raises KeyError or TypeError when it is none."""
    return Hearing(**{**data, "words": tuple(Word(**word) for word in data["words"])})


def attempt_to_json(attempt: Attempt) -> dict[str, Any]:
    """An attempt as plain data."""
    return asdict(attempt)


def attempt_from_json(data: Mapping[str, Any]) -> Attempt:
    """The attempt behind such data. Raises KeyError or TypeError when it is none."""
    turns = {key: turn_from_json(data[key]) for key in ("question", "said")}
    return Attempt(**{**data, **turns})


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn as plain data for one line of `turns.jsonl`."""
    return asdict(turn)


def turn_from_json(data: Mapping[str, Any]) -> Turn:
    """The turn behind one line of `turns.jsonl`. Raises KeyError or TypeError when it is no such line."""
    known = dict(data)
    known["move"] = Move(**known["move"]) if known.get("move") else None
    known["words"] = tuple(Word(**word) for word in known.get("words", ()))
    return Turn(**known)
