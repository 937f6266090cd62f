"""How well and how soon an answer is written down: `python -m tests.bench.hearing [--model whisper|whisper-base]`.

A candidate's voice says answers of 10 to 120 s with thinking pauses inside, clean and with pink noise at 15 dB. Each is
transcribed whole at its end; in segments, by an encoder that sees thirty seconds and by one that sees as much as there
is; and once more in longer stretches, which is what scores go by. Every decoding is timed as it happens, and a scribe
that decodes while the candidate speaks is simulated from these times: what is told is how long after the last speech
the text is complete. Times are the processor's, so that a busy machine does not tell; with `--wall` the clock's. The
exit code is 1 when a target is missed.

    python -m tests.bench.hearing                          tiny.en, some minutes
    python -m tests.bench.hearing --model whisper-base     `python -m tests.models whisper-base` fetches it
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from coach.voice import second_reading
from coach.voice.audio import RATE, Audio, read, resampled
from coach.voice.segmenter import PAD, Segment, Segmenter
from coach.voice.transcriber import FasterWhisper
from coach.voice.vad import Silero
from tests.bench import answers
from tests.bench.voice import naive
from tests.bench.word_errors import errors
from tests.lab.voices import candidate
from tests.models import MODELS, file_of

FRAME = 512
NOISE_DB = 15.0
LEAST_LOUD = 0.01
"""Loudness from which a sample counts as speech when the noise is set against it."""
TEXT_P50, TEXT_P95, LONG_TO_SHORT = 0.7, 1.0, 1.2
"""What is wanted: seconds from the last speech to all of the text, and the longest answer's against the shortest's."""
AFTER = 3.0
"""Seconds of silence behind an answer."""
SKIPS = {10: (0, 7, 14, 21), 30: (26, 3, 10), 60: (20, 4), 120: (8, 22)}
"""Seconds about → the sentences to begin with, one answer each. Long ones end as short ones do: what is left to write
at the end must not depend on what came before."""


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer as sound."""

    seconds: int
    """About."""
    noise: bool
    said: str
    audio: Audio
    """16 kHz."""
    seed: int
    """Of its noise: each has noise of its own."""
    last_speech: float
    """When its last sound ends: before the silence behind it."""


@dataclass
class Row:
    """What was measured with one model, one way, clean or not."""

    errors: int = 0
    """Words got wrong."""
    words: int = 0
    late: list[tuple[int, float]] = field(default_factory=list)
    """About how many seconds an answer had, and seconds from its last speech to all of its text."""
    busy: float = 0.0
    """Seconds of decoding."""
    heard: float = 0.0
    """Seconds of answers."""
    again: int = 0
    """Segments decoded more than once."""

    @property
    def wer(self) -> float:
        return self.errors / max(1, self.words)

    def p(self, share: float) -> float:
        """Seconds within which so many of the texts were complete."""
        ordered = sorted(late for _, late in self.late)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def of(self, seconds: int) -> float:
        """The middle one of the answers of that length."""
        return statistics.median(late for length, late in self.late if length == seconds)


@dataclass(frozen=True)
class Job:
    """A segment as it comes to the scribe."""

    at: float
    """Answer time at which it was put."""
    segment: Segment


Rows = dict[tuple[str, bool], Row]
"""Way and noise → what was measured."""


def with_noise(audio: Audio, seed: int, db: float = NOISE_DB) -> Audio:
    """Pink noise over all of it, so many dB below the speech."""
    white = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, len(audio.samples)))
    noise = np.fft.irfft(white / np.sqrt(np.maximum(1, np.arange(len(white)))), len(audio.samples))
    loud = audio.samples[np.abs(audio.samples) > LEAST_LOUD]
    noise *= np.sqrt(np.mean(loud**2) / 10 ** (db / 10) / np.mean(noise**2))
    return Audio((audio.samples + noise).astype(np.float32), audio.rate)


def spoken(seconds: int, skip: int, folder: Path) -> Answer:
    """An answer said by the test voice, without noise."""
    parts = answers.answer(seconds, skip)
    audio = resampled(read(candidate(folder / f"{seconds}-{skip}.wav", [0.6, *parts, AFTER])), RATE)
    last = float(np.flatnonzero(np.abs(audio.samples) > LEAST_LOUD)[-1] + 1) / RATE
    return Answer(seconds, False, answers.text(parts), audio, 100 * seconds + skip, last)


def jobs(audio: Audio) -> list[Job]:
    """The segments of an answer, each with when it comes."""
    segmenter, silero = Segmenter(), Silero()
    found: list[Job] = []
    for at in range(0, len(audio.samples) - FRAME + 1, FRAME):
        frame = audio.samples[at : at + FRAME]
        new = segmenter.feed(frame, silero.probability(frame))
        found += [Job(segmenter.seconds, segment) for segment in new]
    return found + [Job(segmenter.seconds, segment) for segment in segmenter.finish()]


def written(jobs: Sequence[Job], work: Callable[[Segment], float]) -> tuple[list[Segment], float, float]:
    """The segments whose words make the text, when all speech was written, answer time, and seconds of work.

    A scribe beside a candidate who goes on speaking, on its own clock: `work` writes a segment and tells the seconds it
    took. Final segments come first, an eager look only when nothing newer has come, and what it saw is not done again.
    """
    coming, finals, text = deque(jobs), deque[Segment](), []
    eager = look = None
    now = busy = 0.0
    complete: dict[float, float] = {}
    while coming or finals or eager:
        if not finals and not eager:
            now = max(now, coming[0].at)
        while coming and coming[0].at <= now:
            segment, eager = coming.popleft().segment, None
            if not segment.final:
                eager = segment
            elif look and segment.same_speech(look):
                text.append(look)
            else:
                finals.append(segment)
        if not finals and not eager:
            continue
        segment = finals.popleft() if finals else eager
        assert segment is not None
        seconds = work(segment)
        now, busy = now + seconds, busy + seconds
        complete.setdefault(segment.last_speech, now)
        if segment.final:
            text.append(segment)
            continue
        look, eager = segment, None
    return text, complete[max(complete)] if complete else 0.0, busy


class Bench:
    """One model, measured on answers."""

    def __init__(self, folder: Path, clock: Callable[[], float], threads: int | None, prompt: str) -> None:
        self._clock, self._prompt = clock, prompt
        self._whispers = {context: FasterWhisper(folder, context, threads) for context in ("full", "short")}
        for whisper in self._whispers.values():
            whisper.warm_up()
        self._whisper = naive.load(str(folder))
        self.rows: Rows = {}

    def whole(self, answer: Answer) -> None:
        """Transcribed when it is over."""
        audio = Audio(answer.audio.samples[: round((answer.last_speech + PAD) * RATE)], RATE)
        began = self._clock()
        heard = naive.whole(self._whisper, audio.samples)
        took = self._clock() - began
        self._add("whole", answer, heard, took, took, 0)

    def segments(self, answer: Answer, context: str) -> None:
        """Transcribed while it is spoken."""
        whisper, texts = self._whispers[context], dict[int, str]()

        def work(segment: Segment) -> float:
            began = self._clock()
            texts[id(segment)] = whisper.transcribe(segment.audio, self._prompt).text
            return self._clock() - began

        before = whisper.again
        text, complete, busy = written(jobs(answer.audio), work)
        heard = " ".join(texts[id(segment)] for segment in text)
        self._add(f"segments, {context}", answer, heard, complete - answer.last_speech, busy, whisper.again - before)

    def again(self, answer: Answer) -> None:
        """In stretches, when it is over: what scores go by."""
        final = [job.segment for job in jobs(answer.audio) if job.segment.final]
        given = second_reading.Answer(0.0, 0.0, answer.audio, 0.0, [(each.start, each.end) for each in final], ())
        began = self._clock()
        whisper, stretches = self._whispers["short"], second_reading.stretches(given.spans)
        heard = [word for each in stretches for word in second_reading.read(whisper, given, each, self._prompt)]
        took = self._clock() - began
        self._add("once more", answer, " ".join(word.text for word in heard), took, took, 0)

    def _add(self, way: str, answer: Answer, heard: str, late: float, busy: float, again: int) -> None:
        row = self.rows.setdefault((way, answer.noise), Row())
        wrong, words = errors(answer.said, heard)
        row.errors, row.words, row.again = row.errors + wrong, row.words + words, row.again + again
        row.busy, row.heard = row.busy + busy, row.heard + answer.audio.seconds - AFTER
        row.late.append((answer.seconds, late))


def missed(rows: Rows) -> list[str]:
    """The targets that are missed: the words that are kept, against the whole answer by the same model, and how soon
    the segments are there."""
    found = []
    for (way, noise), row in rows.items():
        name = f"{way}, {'noise' if noise else 'clean'}"
        if way == "once more" and row.wer > rows["whole", noise].wer:
            found.append(
                f"{name}: {row.wer:.1%} of the words wrong, {rows['whole', noise].wer:.1%} by the whole answer"
            )
        if not way.startswith("segments"):
            continue
        if row.p(0.5) > TEXT_P50 or row.p(0.95) > TEXT_P95:
            found.append(f"{name}: text after {row.p(0.5):.2f} s, p95 {row.p(0.95):.2f} s")
        lengths = sorted({length for length, _ in row.late})
        if row.of(lengths[-1]) > LONG_TO_SHORT * row.of(lengths[0]):
            found.append(
                f"{name}: {row.of(lengths[-1]):.2f} s after the longest, {row.of(lengths[0]):.2f} s after the shortest"
            )
    return found


def main() -> None:
    options = _options()
    clock = time.perf_counter if options.wall else time.process_time
    folder = file_of(MODELS[options.model]) if options.model in MODELS else Path(options.model)
    bench = Bench(folder, clock, options.threads, answers.GLOSSARY if options.glossary else "")
    with tempfile.TemporaryDirectory() as made:
        lengths = [length for length in SKIPS if length <= options.longest]
        for clean in (spoken(length, skip, Path(made)) for length in lengths for skip in SKIPS[length]):
            for answer in (clean, replace(clean, noise=True, audio=with_noise(clean.audio, clean.seed))):
                if not options.short_only:
                    bench.whole(answer)
                    bench.segments(answer, "full")
                    bench.again(answer)
                bench.segments(answer, "short")
    lacking = missed(bench.rows) if not options.short_only else []
    if options.json:
        told = [{"way": way, "noise": noise, **asdict(row)} for (way, noise), row in bench.rows.items()]
        print(json.dumps({"model": options.model, "rows": told, "missed": lacking}, indent=2))
    else:
        console = Console(highlight=False)
        console.width = max(console.width, 130)
        console.print(_table(options.model, bench.rows))
        for what in lacking:
            console.print(f"missed: {what}")
    sys.exit(1 if lacking else 0)


def _table(model: str, rows: Rows) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(model)
    lengths = sorted({length for row in rows.values() for length, _ in row.late})
    for name in ("wrong", "p50", "p95", *(f"{length} s" for length in lengths), "of a core", "again"):
        table.add_column(name, justify="right")
    for (way, noise), row in rows.items():
        after = [f"{seconds:.2f} s" for seconds in (row.p(0.5), row.p(0.95), *map(row.of, lengths))]
        name = f"{way}, {'noise' if noise else 'clean'}"
        table.add_row(name, f"{row.wer:.1%}", *after, f"{row.busy / row.heard:.0%}", str(row.again))
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.hearing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", default="whisper", metavar="NAME|FOLDER", help="a test model's name [whisper]")
    parser.add_argument("--longest", type=int, default=120, help="answer to try, seconds [120]")
    parser.add_argument("--threads", type=int, help="of the model's own [cores - 1]")
    parser.add_argument("--wall", action="store_true", help="time by the clock, for a machine with nothing else to do")
    parser.add_argument("--glossary", action="store_true", help="with the terms as a prompt")
    parser.add_argument("--short-only", action="store_true", help="leave out the whole answer and the full context")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
