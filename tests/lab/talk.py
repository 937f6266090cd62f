"""A whole spoken exchange in a process of its own, for PortAudio reads its environment when it is loaded.

`python -m tests.lab.talk WHISPER PATIENCE QUESTION ...` asks each question aloud, hears an answer to each, and prints
what came of it, a JSON line each: {"said": ...}, {"heard": ..., "words": ...}, {"notice": ...} or {"error": ...}.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from coach.errors import CoachError
from coach.voice.captions import NoCaptions
from coach.voice.opening import Choices, open_channel


def tell(**what: Any) -> None:
    """One line of the protocol."""
    print(json.dumps(what), flush=True)


def main() -> None:
    """Ends early when there are no more answers or an error has been told."""
    whisper, patience, *questions = sys.argv[1:]
    began = time.monotonic()
    channel = open_channel(
        Choices(whisper, patience=float(patience)),
        clock=lambda: time.monotonic() - began,
        show=lambda _text: None,
        notify=lambda notice: tell(notice=notice),
        captions=lambda _keys: NoCaptions(lambda text: tell(recognised=text)),
    )
    try:
        for question in questions:
            said = channel.say([question])
            tell(
                said=said.text,
                unheard=said.unheard,
                start=said.start,
                end=said.end,
                interrupted=said.interrupted,
                timing=dict(said.timing),
            )
            answer = channel.listen()
            if answer is None:
                return
            words = [[word.text, word.start, word.end] for word in answer.words]
            tell(heard=answer.text, words=words, start=answer.start, end=answer.end, timing=dict(answer.timing))
    except CoachError as error:
        tell(error=str(error))
    finally:
        channel.close()


if __name__ == "__main__":
    main()
