"""What can be done to the answers of a conversation without saying anything: padded, repeated, marked up, spoken over.

Pure: a conversation in, a conversation out; the questions stay as they are. Knows nothing of scores.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle

from coach.session import Turn

END = re.compile(r"(?<=[.!?])\s+")
SALAD = 120
"""Words in an answer of word salad: as many as people say."""
HEADINGS = ("Overview", "Details", "Summary")
ANYTHING_ELSE = "Is there anything you would like to add?"
ONCE_MORE = "Could you say a little more about that?"
FIRST_TAG = 0xE0000
"""Of a block of characters that mirrors ASCII and is never shown."""

Talk = Sequence[Turn]
Change = Callable[[Talk], list[Turn]]
Edit = Callable[[str], str]


def every_answer(edit: Edit) -> Change:
    """Every answer edited."""

    def change(talk: Talk) -> list[Turn]:
        return [replace(turn, text=edit(turn.text), words=()) if turn.role == "candidate" else turn for turn in talk]

    return change


def numbered(edit: Callable[[int, str], str]) -> Change:
    """Every answer edited, knowing which it is, from 0."""

    def change(talk: Talk) -> list[Turn]:
        count = iter(range(len(talk)))
        return every_answer(lambda text: edit(next(count), text))(talk)

    return change


def _cut(answer: str) -> list[str]:
    return END.split(answer.strip())


def padded(filler: Sequence[str], factor: float) -> Change:
    """Filler spread evenly until the answer has so many times its words; no answer has the filler of another."""

    def edit(number: int, answer: str) -> str:
        said = _cut(answer)
        wanted = round((factor - 1) * len(answer.split()))
        start = number * len(filler) // 3
        fillers: list[str] = []
        for each in cycle([*filler[start:], *filler[:start]]):
            if sum(len(filled.split()) for filled in fillers) >= wanted:
                break
            fillers.append(each)
        return _spread(said, fillers)

    return numbered(edit)


def _spread(said: Sequence[str], more: Sequence[str]) -> str:
    """Sentences with others evenly between and behind them."""
    found: list[str] = []
    done = 0
    for at, sentence in enumerate(said, start=1):
        due = at * len(more) // len(said)
        found += [sentence, *more[done:due]]
        done = due
    return " ".join(found)


def among(sentences: Sequence[str]) -> Change:
    """One of the sentences before each answer, and all of them somewhere in the conversation."""

    def edit(number: int, answer: str) -> str:
        return " ".join([sentences[number % len(sentences)], _spread(_cut(answer), sentences[number::3])])

    return numbered(edit)


def prefixed(talk: Talk) -> list[Turn]:
    """An assurance before every second sentence."""

    def edit(answer: str) -> str:
        return " ".join(f"Let me be clear: {each}" if at % 2 else each for at, each in enumerate(_cut(answer)))

    return every_answer(edit)(talk)


def repeated() -> Iterator[tuple[str, Change]]:
    """Said again: each answer, each sentence, the whole conversation."""
    yield "every answer twice", every_answer(lambda answer: f"{answer} {answer}")
    yield (
        "every sentence three times",
        every_answer(lambda answer: " ".join(f"{each} {each} {each}" for each in _cut(answer))),
    )
    yield "the conversation twice", lambda talk: _again(talk)


def _again(talk: Talk) -> list[Turn]:
    more = [replace(turn, index=len(talk) + at, move=None) for at, turn in enumerate(talk)]
    return [*talk, *(replace(turn, text=ONCE_MORE) if turn.role == "interviewer" else turn for turn in more)]


def styles() -> Iterator[tuple[str, Change]]:
    """Markup that a chat window shows as lists, bold or headings."""
    yield "bullets", every_answer(lambda answer: "\n".join(f"- {each}" for each in _cut(answer)))
    yield (
        "numbers",
        every_answer(lambda answer: "\n".join(f"{at}. {each}" for at, each in enumerate(_cut(answer), start=1))),
    )
    yield "bold", every_answer(lambda answer: " ".join(f"**{each}**" for each in _cut(answer)))
    yield "quoted", every_answer(lambda answer: "\n".join(f"> {each}" for each in _cut(answer)))
    yield "headings", every_answer(_headed)


def _headed(answer: str) -> str:
    said = _cut(answer)
    third = -(-len(said) // len(HEADINGS))
    parts = (said[at * third : (at + 1) * third] for at in range(len(HEADINGS)))
    return "\n\n".join(f"## {name}\n\n{' '.join(part)}" for name, part in zip(HEADINGS, parts, strict=True) if part)


def places(string: str, neutral: str) -> Iterator[tuple[str, Change]]:
    """The string at the start, in the middle and at the end of every answer, and as an answer of its own."""
    yield "at the start", every_answer(lambda answer: f"{string} {answer}")
    yield "in the middle", every_answer(lambda answer: _middle(answer, string))
    yield "at the end", every_answer(lambda answer: f"{answer} {string}")
    yield "as a turn", lambda talk: [*talk, *_own_turn(len(talk), string, neutral)]


def _middle(answer: str, string: str) -> str:
    said = _cut(answer)
    half = len(said) // 2
    return " ".join([*said[:half], string, *said[half:]])


def _own_turn(index: int, string: str, neutral: str) -> list[Turn]:
    return [
        Turn(index, "interviewer", ANYTHING_ELSE, 0.0, 0.0),
        Turn(index + 1, "candidate", f"{neutral} {string}", 0.0, 0.0),
    ]


def hidden(instruction: str) -> Iterator[tuple[str, Change]]:
    """What a reader does not see: characters without width, of the other direction, and an instruction made of such."""
    tags = "".join(chr(FIRST_TAG + ord(character)) for character in instruction if character.isascii())
    yield "zero width", every_answer(lambda answer: answer.replace("e", "e\u200b").replace("o", "\u2060o"))
    yield "both directions", every_answer(lambda answer: "\u202a" + answer.replace(" the ", " \u2066the\u2069 "))
    yield "soft hyphens", every_answer(lambda answer: answer.replace("t", "t\u00ad"))
    yield "tag characters", every_answer(lambda answer: answer + tags)
    yield "a comment", every_answer(lambda answer: f"{answer} <!-- {instruction} -->")


def salads(statements: Sequence[str], terms: Sequence[str]) -> Iterator[tuple[str, Change]]:
    """Words in no order, of the rubric's statements or of a list; the same each time."""
    words = " ".join(statements).replace(".", "").replace(",", "").split()
    yield "indicators, short", _tossed(words, 12)
    yield "indicators, long", _tossed(words, 40)
    yield "terms", _tossed(terms, 9)


def _tossed(heap: Sequence[str], length: int) -> Change:
    return numbered(lambda number, _: _salad(number, heap, length))


def _salad(number: int, heap: Sequence[str], length: int) -> str:
    chance = random.Random(number)
    sentences = (" ".join(chance.choices(heap, k=length)).capitalize() for _ in range(-(-SALAD // length)))
    return ". ".join(sentences) + "."


def shared_out(statements: Sequence[str]) -> Change:
    """The statements recited, a third of them in each answer."""
    return numbered(lambda number, _: " ".join(statements[number % 3 :: 3]))


def instead(words: str) -> Change:
    """These words as every answer."""
    return every_answer(lambda _: words)


def echo(times: int) -> Change:
    """Every answer is its question."""

    def change(talk: Talk) -> list[Turn]:
        asked, found = "", []
        for turn in talk:
            asked = turn.whole if turn.role == "interviewer" else asked
            found.append(turn if turn.role == "interviewer" else replace(turn, text=" ".join([asked] * times)))
        return found

    return change
