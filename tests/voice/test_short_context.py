"""What is decoded once more, and how: the guard against a decoder that runs away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from coach.voice.audio import RATE
from coach.voice.short_context import LEAST_CONTEXT, WINDOW, Context, Decoded, Decoder, said_twice

GOOD = Decoded(" We stop.", (), 0.01, -0.2, 1.1, False)
UNSURE = Decoded(" We shop.", (), 0.01, -1.2, 1.1, False)
AGAIN_AND_AGAIN = Decoded(" We stop. We stop. We stop.", (), 0.01, -0.2, 3.6, False)
TWICE = Decoded(" That is a day of work. That is a day of work.", (), 0.01, -0.2, 1.9, False)
CUT = Decoded(" We stop we stop we", (), 0.01, -0.2, 1.1, True)


class ScriptedDecoder(Decoder):
    """One result after the other; asking for more than there are is an error."""

    def __init__(self, context: Context, *results: Decoded) -> None:
        self._model, self._context, self.again = self, context, 0
        self._results = list(results)
        self.asked: list[tuple[float, str, dict[str, Any]]] = []

    def feature_extractor(self, samples: Any) -> Any:
        return samples

    def _decode(self, features: Any, context: float, seconds: float, prompt: str, **how: Any) -> Decoded:  # noqa: ARG002
        self.asked.append((context, prompt, how))
        return self._results.pop(0)


def sound(seconds: float) -> Any:
    return np.zeros(round(seconds * RATE), np.float32)


@pytest.mark.parametrize(
    ("context", "seconds", "seen"),
    [
        ("full", 3.0, WINDOW),
        ("short", 3.0, LEAST_CONTEXT),
        ("short", 12.0, 21.0),
        ("short", 13.0, 21.0),
        ("short", 28.0, WINDOW),
    ],
)
def test_so_much_is_seen(context: Context, seconds: float, seen: float) -> None:
    decoder = ScriptedDecoder(context, GOOD)
    assert decoder.decode(sound(seconds), "CDK") is GOOD
    assert decoder.asked == [(seen, "CDK", {})]
    assert decoder.again == 0


@pytest.mark.parametrize("doubtful", [UNSURE, AGAIN_AND_AGAIN, TWICE, CUT])
def test_what_looks_wrong_is_decoded_with_all_of_the_context(doubtful: Decoded) -> None:
    decoder = ScriptedDecoder("short", doubtful, GOOD)
    assert decoder.decode(sound(3), "CDK") is GOOD
    assert decoder.asked == [(LEAST_CONTEXT, "CDK", {}), (WINDOW, "CDK", {})]
    assert decoder.again == 1


@pytest.mark.parametrize("runaway", [AGAIN_AND_AGAIN, CUT])
def test_what_still_runs_away_may_not_repeat_itself(runaway: Decoded) -> None:
    decoder = ScriptedDecoder("full", runaway, GOOD)
    assert decoder.decode(sound(3), "CDK") is GOOD
    assert decoder.asked[1] == (WINDOW, "", {"no_repeat_ngram_size": 3})


def test_what_is_said_twice_with_all_of_the_context_was_said_twice() -> None:
    assert ScriptedDecoder("short", TWICE, TWICE).decode(sound(3)) is TWICE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" We stop it now. We stop it now.", True),
        (" So we said: it is a day of work, it is a day of work!", True),
        (" No, no, no, we do not, we do not.", False),
        (" We stop it now, and then we stop it now.", False),
        ("", False),
    ],
)
def test_words_that_come_again_right_behind_themselves(text: str, expected: bool) -> None:
    assert said_twice(text) is expected


def test_a_guess_with_all_of_the_context_stands() -> None:
    decoder = ScriptedDecoder("full", UNSURE)
    assert decoder.decode(sound(3)) is UNSURE
    assert len(decoder.asked) == 1
