"""How soon the interviewer falls silent when interrupted by voice, and whether their own echo ever does it.

`python -m tests.lab.interruptions SECONDS [DECIBELS] [EVERY]` on the virtual sound card: the speaker's sound comes back
into the microphone, -6 dB unless told otherwise, and the candidate interrupts every so many seconds [30], 0 for never.
Prints what was measured from the recorded sound of both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.voice.audio import read, resampled
from tests.lab.soundcard import RATE, Recording, SoundCard, end
from tests.lab.voices import candidate

LOUD = 0.003
WORDS = "Sorry, let me stop you there, because I have a question about that."


@dataclass
class Outcome:
    """What came of a run."""

    reactions: list[dict[str, Any]] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    """When the candidate began, on the clock of the reactions."""
    onsets: list[float] = field(default_factory=list)
    """When the candidate's first sound was to be heard, on that clock."""
    delays: list[float] = field(default_factory=list)
    """Seconds from each of the candidate's first sounds to the interviewer's last, by the recordings."""
    figures: dict[str, float] = field(default_factory=dict)

    def unasked(self, reaction: str) -> list[float]:
        """When there was such a reaction though the candidate had said nothing for a while."""
        return [
            each["at"]
            for each in self.reactions
            if each["reaction"] == reaction and not any(0 < each["at"] - asked < 8 for asked in self.asked)
        ]


def run(card: SoundCard, seconds: float, words: list[Path], every: float, mode: str = "aec") -> Outcome:
    """The interviewer speaks for so long; the candidate says the files, one after the other, every so many seconds."""
    outcome = Outcome()
    command = [sys.executable, "-m", "tests.lab.duplex", str(seconds), mode]
    with Recording(card, "speaker.monitor") as speaker, Recording(card, "mouth.monitor") as mouth:
        process = subprocess.Popen(command, env={**os.environ, **card.env}, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            began = json.loads(process.stdout.readline())["began"]
            at = every
            while every and at < seconds - 6:
                time.sleep(max(0.0, began + at - time.monotonic()))
                outcome.asked.append(time.monotonic())
                card.speak(words[len(outcome.asked) % len(words) - 1])
                at += every
            lines = [json.loads(line) for line in process.stdout]
        finally:
            starts = speaker.began, mouth.began
            end(process)
        sounds = speaker.samples, mouth.samples
    outcome.reactions = [line for line in lines if "reaction" in line]
    outcome.figures = next((line["figures"] for line in lines if "figures" in line), {})
    for number, asked in enumerate(outcome.asked):
        onset = _onset(sounds[1], asked - starts[1], words[number % len(words)])
        outcome.onsets.append(onset + starts[1])
        outcome.delays.append(_silent(sounds[0], onset + starts[1] - starts[0]) + starts[0] - starts[1] - onset)
    return outcome


def _onset(sound: Any, asked: float, file: Path) -> float:
    """When the file begins to be heard, in seconds of the recording, whatever else is to be heard there."""
    import numpy as np
    from scipy.signal import correlate

    said = resampled(read(file), RATE).samples
    begin = max(0, round(asked * RATE))
    found = correlate(sound[begin : begin + 2 * RATE + len(said)], said, "valid", "fft")
    return (begin + int(np.abs(found).argmax()) + int(np.flatnonzero(np.abs(said) > LOUD)[0])) / RATE


def _silent(sound: Any, since: float) -> float:
    """When the last sound is over before the first whole second of silence."""
    import numpy as np

    loud = np.flatnonzero(np.abs(sound[round(since * RATE) :]) > LOUD)
    gaps = np.flatnonzero(np.diff(loud) > RATE)
    last = loud[gaps[0]] if len(gaps) else loud[-1] if len(loud) else 0
    return since + float(last) / RATE


def main() -> None:
    """Prints one line a figure."""
    seconds, decibels, every = (float(each) for each in [*sys.argv[1:4], *("60", "-6", "30")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder, SoundCard() as card:
        words = candidate(Path(folder) / "words.wav", [WORDS])
        card.echo(decibels)
        outcome = run(card, seconds, [words], every)
    for reaction in ("duck", "hold", "stop"):
        print(f"unasked {reaction}: {len(outcome.unasked(reaction))}")
    print(f"interrupted after: {', '.join(f'{each:.2f}' for each in sorted(outcome.delays))} s")
    print(outcome.figures)


if __name__ == "__main__":
    main()
