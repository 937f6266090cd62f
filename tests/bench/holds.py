"""How long a silence has to last at the ends of the labelled answers, and how long where one is broken off.

`python -m tests.bench.holds` goes by the texts: each answer at its end, at the end of every sentence before, and broken
off at a word of every sentence with no mark behind it, a full stop, or three dots, as a transcriber may write it.
`python -m tests.bench.holds --spoken N` has N sentences said by a voice, whole and broken off, and written down by
Whisper tiny.en, with and without the turn model's opinion. Shares are of all places of a kind; P is the patience.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.scoring.labelled import Answer, load
from coach.voice.audio import RATE, Audio, join, read, resampled, silence
from coach.voice.hold import Evidence, hold
from coach.voice.pauses import Pauses
from coach.voice.spoken_cues import Ending, ending

PATIENCE = 4.0
EARLY = 2.6
"""Seconds: a hold below may cut off somebody who pauses for 2.5."""
LEAST_WORDS = 8
BEHIND = 0.3
"""Seconds of silence behind the last word, when words and voice are judged."""


@dataclass(frozen=True)
class Place:
    """Where an answer falls silent."""

    kind: str
    text: str
    turn: float | None = None

    @property
    def seconds(self) -> float:
        return hold(Evidence(self.text, True, self.turn), PATIENCE, Pauses()).seconds


def written(answers: Sequence[Answer]) -> Iterator[Place]:
    """Places in texts, the broken-off ones the same every time."""
    chance = random.Random(1)
    for answer in answers:
        yield Place("end of the answer", answer.text)
        for at, sentence in enumerate(answer.sentences):
            before = " ".join(answer.sentences[:at])
            if before:
                yield Place("end of a sentence", before)
            words = sentence.split()
            if len(words) >= LEAST_WORDS:
                broken = " ".join(words[: chance.randrange(2, len(words) - 1)]).rstrip(".,;:?!")
                for mark, kind in (("", "no mark"), (".", "full stop"), ("...", "three dots")):
                    yield Place(f"broken off, {kind}", f"{before} {broken}{mark}".strip())


def spoken(answers: Sequence[Answer], count: int) -> Iterator[Place]:
    """Places in sentences that were said, with and without the turn model; whole, and cut between two words."""
    from coach.voice.smart_turn import SmartTurn
    from coach.voice.transcriber import FasterWhisper
    from tests.lab.voices import candidate
    from tests.parts import needs

    chance = random.Random(1)
    whisper, model = FasterWhisper(needs("whisper")), SmartTurn(needs("smart-turn"))
    model.warm_up()
    with tempfile.TemporaryDirectory() as folder:
        for before, sentence in _sentences(answers, count, chance):
            whole = resampled(read(candidate(Path(folder, "said.wav"), [sentence])), RATE)
            heard = whisper.transcribe(whole)
            if len(heard.words) < LEAST_WORDS:
                continue
            at = chance.randrange(2, len(heard.words) - 1)
            cut = round((heard.words[at - 1].end + heard.words[at].start) / 2 * RATE)
            for kind, audio in (("said to its end", whole), ("broken off", Audio(whole.samples[:cut], RATE))):
                voiced = join([audio.samples, silence(BEHIND).samples])
                text = f"{before} {whisper.transcribe(voiced).text}".strip()
                began = time.perf_counter()
                turn = model.probability(voiced)
                spent = time.perf_counter() - began
                print(f"{turn:.2f} {spent * 1000:4.0f} ms  {kind:15}  …{text[-70:]}")
                yield Place(kind, text)
                yield Place(f"{kind}, with the turn model", text, turn)


def _sentences(answers: Sequence[Answer], count: int, chance: random.Random) -> list[tuple[str, str]]:
    """A sentence, and what was said before it."""
    all_of_them = [
        (" ".join(answer.sentences[:at]), sentence)
        for answer in answers
        for at, sentence in enumerate(answer.sentences)
        if at and len(sentence.split()) >= LEAST_WORDS and re.search(r"\.$", sentence)
    ]
    return chance.sample(all_of_them, count)


def table(places: Sequence[Place]) -> Iterator[str]:
    """A line for each kind of place: shares of holds by length, and what the ends were taken for."""
    width = max(len(place.kind) for place in places)
    yield f"{'':{width}}  places  <{EARLY:g} s  ≤0.7 P    ≤P  ≤1.5 P   more"
    for kind in dict.fromkeys(place.kind for place in places):
        seconds = [place.seconds for place in places if place.kind == kind]
        bounds = (EARLY - 1e-9, 0.7 * PATIENCE, PATIENCE, 1.5 * PATIENCE, float("inf"))
        below = [sum(each <= bound + 1e-9 for each in seconds) for bound in bounds]
        shares = [below[0], *(after - before for before, after in itertools.pairwise(below))]
        yield f"{kind:{width}}  {len(seconds):6}" + "".join(f"{share / len(seconds):8.1%}" for share in shares)


def announced(places: Sequence[Place]) -> Iterator[str]:
    """Ends of sentences amid answers that were taken for announcements: each is one, or a mistake."""
    wanted = (Ending.DONE, Ending.HANDED, Ending.QUESTION, Ending.THINKING, Ending.AWAY)
    found = [(ending(place.text), place.text) for place in places if place.kind == "end of a sentence"]
    yield f"taken for announcements amid answers: {dict(Counter(each.name for each, _ in found if each in wanted))}"
    yield from (f"  {means.name:8} …{text[-90:]}" for means, text in found if means in wanted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spoken", type=int, metavar="N", help="say N sentences")
    parser.add_argument("--announced", action="store_true", help="list what was taken for announcements")
    wish = parser.parse_args()
    places = list(spoken(load(), wish.spoken) if wish.spoken else written(load()))
    print("\n".join([*table(places), *(announced(places) if wish.announced else ())]))


if __name__ == "__main__":
    main()
