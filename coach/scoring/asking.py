"""One question at a time to a small language model: does this sentence, in its answer, show that idea, yes or no?

The answer comes first and never changes between its questions, so that a server reads it once and each question costs
its own few tokens. What counts is how far the model leans to yes before it says a word; a server that does not tell
that is asked for a verdict, held to three words. Knows nothing of what the replies are worth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from coach import library
from coach.llm.model import LLM, Message
from coach.scoring.guards import fingerprint, silent
from coach.scoring.rubric import Indicator
from coach.scoring.sentences import Sentence
from coach.scoring.transcript import Exchange

Verdict = Literal["yes", "partly", "no"]
Reply = float | Verdict
"""How far the model leans to yes, as log odds of yes over no; or a verdict, where the server does not tell that."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SCHEMA = {"type": "object", "properties": {"verdict": {"type": "string", "enum": list(VERDICTS)}}}
MAX_TOKENS = 40
HEARD = 0.05
"""Share of all that the answer could begin with that has to be yes or no; below it the model is about to say something
else, such as what it thinks first."""
FURTHEST = 5.0
"""Log odds beyond which it makes no difference; how unlikely the other word is may not be told at all."""


@dataclass(frozen=True)
class Question:
    """Whether a sentence shows an indicator."""

    indicator: Indicator
    sentence: str
    """Its id."""
    exchange: Exchange
    likely: float
    """How likely the rules hold it to be that the conversation shows the indicator, 0 to 1."""

    @property
    def text(self) -> str:
        return next(each.text for each in self.exchange.sentences if each.id == self.sentence)

    @property
    def worth(self) -> float:
        """How much there is to learn: most where the rules are halfway, next to nothing where they are sure."""
        return self.likely * (1 - self.likely)


def ask(llm: LLM, question: Question, seconds: float) -> Reply:
    """The model's reply. Raises LLMError."""
    told = leaning(llm.beginnings(_messages(question, ("yes", "no")), seconds=seconds))
    return _verdict(llm, question, seconds) if told is None else told


def prefix(exchange: Exchange) -> Message:
    """What comes before every question about one answer. Sentences that earn nothing are left out: repetitions, and
    words that are for whoever grades."""
    lines = [f"{each.id} {_line(each.text)}" for each in _earning(exchange)]
    variables = {"question": _line(exchange.question) or "(not known)", "answer": "\n".join(lines)}
    return Message(role="system", content=library.fill("question.md", variables).strip())


def leaning(beginnings: Mapping[str, float]) -> float | None:
    """Log odds of yes over no, from the probabilities of the tokens that an answer may begin with; None when neither
    is likely. They add up over spellings: "Yes", " yes", "YES"."""
    yes, no = (sum(p for token, p in beginnings.items() if token.strip().lower() == word) for word in ("yes", "no"))
    if yes + no < HEARD:
        return None
    least = math.exp(-FURTHEST) * (yes + no)
    return math.log(max(yes, least) / max(no, least))


def _verdict(llm: LLM, question: Question, seconds: float) -> Verdict:
    said = llm.complete(_messages(question, VERDICTS), SCHEMA, max_tokens=MAX_TOKENS, seconds=seconds)["verdict"]
    return VERDICTS[[str(each) for each in VERDICTS].index(said)]


def _messages(question: Question, words: Sequence[str]) -> list[Message]:
    told = f"{', '.join(words[:-1])} or {words[-1]}"
    variables = {
        "statement": question.indicator.statement,
        "id": question.sentence,
        "sentence": _line(question.text),
        "words": told,
    }
    asked = Message(role="user", content=library.fill("question-indicator.md", variables).strip())
    return [prefix(question.exchange), asked]


def _earning(exchange: Exchange) -> list[Sentence]:
    said: set[str] = set()
    found = []
    for each in exchange.sentences:
        if silent(each.text, [exchange.question], said) is None:
            found.append(each)
        said.add(fingerprint(each.text))
    return found


def _line(text: str) -> str:
    """On one line, so that no text can begin a line of its own and pass for another sentence."""
    return " ".join(text.split())
