"""Questions whose right answer is known, put to a small model before it is trusted with others: its own correction.

The sentences are short answers of `prompts/controls.toml`. Each is asked about for what it shows and, for every
indicator, about those sentences that the rules would mistake for it most easily: that is what it is going to be asked
about in earnest. Does not know where the result is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from coach import library
from coach.errors import PromptFileError
from coach.llm.model import LLM
from coach.scoring.asking import Question, ask
from coach.scoring.blend import Blend, Sample, corrected
from coach.scoring.features import Place
from coach.scoring.model import shipped as weights
from coach.scoring.rubric import Rubric
from coach.scoring.transcript import Exchange, transcript
from coach.session import Turn

FILE = "controls.toml"
LACKING = 3
"""Sentences without it that the model is asked about, for each indicator."""


@dataclass(frozen=True)
class Control:
    """A question and what its answer should be."""

    question: Question
    shown: bool


@dataclass(frozen=True)
class _Known:
    """A sentence of which it is known what it shows."""

    exchange: Exchange
    at: int
    shows: frozenset[str]
    perhaps: frozenset[str]


def load(rubric: Rubric) -> list[Control]:
    """All control questions, those about one answer together. Raises PromptFileError naming file and key."""
    known = list(_known(library.toml(library.read(FILE), FILE), rubric))
    likely = weights().probabilities(
        [each.exchange.sentences[each.at].text for each in known],
        [Place(each.at, len(each.exchange.sentences), each.exchange.number > 1) for each in known],
    )
    columns = {id: likely[:, at].tolist() for at, id in enumerate(weights().indicators)}
    found = []
    for indicator in rubric.indicators:
        column = columns[indicator.id]
        rows = [row for row, each in enumerate(known) if indicator.id in each.shows]
        lacking = [row for row, each in enumerate(known) if indicator.id not in each.shows | each.perhaps]
        hardest = sorted(lacking, key=lambda row: -column[row])[:LACKING]
        for row in sorted((*rows, *hardest)):
            exchange = known[row].exchange
            question = Question(indicator, exchange.sentences[known[row].at].id, exchange, column[row])
            found.append((row, Control(question, row in rows)))
    return [control for _, control in sorted(found, key=lambda each: each[0])]


def measure(
    llm: LLM,
    controls: Sequence[Control],
    blend: Blend,
    *,
    seconds: float,
    progress: Callable[[int, int], None] | None = None,
) -> Blend:
    """The blend corrected for this model; `seconds` are for each question. Raises LLMError."""
    samples = []
    for done, control in enumerate(controls, start=1):
        reply = ask(llm, control.question, seconds)
        samples.append(Sample(control.question.indicator.id, reply, control.shown))
        if progress:
            progress(done, len(controls))
    return corrected(blend, samples)


def _known(data: Any, rubric: Rubric) -> list[_Known]:
    library.strict(data, {"answers": list}, FILE, "")
    found = []
    for at, answer in enumerate(data["answers"]):
        where = f"answers[{at}]"
        wanted: dict[str, type] = {"question": str, "sentences": list}
        follow_up = isinstance(answer, dict) and "follow_up" in answer
        library.strict(answer, wanted | ({"follow_up": bool} if follow_up else {}), FILE, where)
        for number, sentence in enumerate(answer["sentences"]):
            library.strict(
                sentence, {"text": str, "shows": list, "perhaps": list}, FILE, f"{where}.sentences[{number}]"
            )
        exchange = _exchange(answer, follow_up and answer["follow_up"], where)
        found += [
            _Known(exchange, number, _ids(each, "shows", rubric, where), _ids(each, "perhaps", rubric, where))
            for number, each in enumerate(answer["sentences"])
        ]
    return found


def _exchange(answer: Any, follow_up: bool, where: str) -> Exchange:
    """The answer cut into sentences as any other; one to a follow-up stands behind an answer in which nothing is said.
    Raises PromptFileError where it is cut otherwise than the file has it, for then its labels would be others'."""
    said = [each["text"] for each in answer["sentences"]]
    turns = [Turn(0, "candidate", "", 0.0, 0.0)] if follow_up else []
    turns.append(Turn(len(turns), "interviewer", answer["question"], 0.0, 0.0))
    turns.append(Turn(len(turns), "candidate", " ".join(said), 0.0, 0.0))
    exchange = transcript(turns).exchanges[-1]
    if [each.text for each in exchange.sentences] != said:
        raise PromptFileError(f"{FILE}: {where}.sentences: each has to be one plain sentence")
    return exchange


def _ids(sentence: Any, key: str, rubric: Rubric, where: str) -> frozenset[str]:
    known = {each.id for each in rubric.indicators}
    for id in sentence[key]:
        if id not in known:
            raise PromptFileError(f"{FILE}: {where}: {key}: {id!r} is no indicator of the rubric")
    return frozenset(sentence[key])
