"""One candidate before one loop: says an answer, presses the key or waits, and takes the measure of what comes."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.voice import measures
from tests.bench.voice.answers import Answer
from tests.bench.voice.coach import Coach, Heard
from tests.bench.voice.measures import Measured, Run
from tests.bench.voice.rivals import Rival
from tests.bench.voice.room import Room, until
from tests.bench.voice.watch import Watch, busy, share

KEY_AFTER = 0.3
"""Seconds after the last speech at which the done key is pressed."""
QUIET = 2.5
"""Seconds without a sound after which the interviewer has finished."""
REPLY = 45.0
"""Seconds that a reply may take to begin; then there is none."""
LONGEST = 90.0
"""Seconds that a reply may last."""
AGAIN = 60.0
"""Seconds in which the last answer must have been written down once more."""
SETTLED = 0.15
"""Seconds: the answer's own end, which is known to some milliseconds, and the tapes' delay."""

Loop = Coach | Rival


def sit(
    room: Room,
    loop: Loop,
    run: Run,
    answers: Sequence[tuple[int, Answer]],
    whole: Mapping[Path, float],
    server: Watch | None = None,
) -> list[Measured]:
    """Give the answers, each with its repetition, in one session. `whole`: word error of each as a whole, by file."""
    found = []
    loop.ready()
    for repetition, answer in answers:
        found.append(give(room, loop, run, repetition, answer, whole.get(answer.file, 0.0), server))
        say(told(found[-1]))
    return _scored(loop, found, [answer for _, answer in answers]) if isinstance(loop, Coach) else found


def _scored(coach: Coach, found: Sequence[Measured], answers: Sequence[Answer]) -> list[Measured]:
    """With the words that scores go by: the last answer's come while the interviewer speaks, or soon after."""
    wanted = {turn for one in found for turn in one.turns}
    until(lambda: coach.lives() and wanted <= set(coach.again()), AGAIN, "the answers written down once more")
    texts = coach.again()
    return [
        replace(one, scored=measures.word_errors(answer.text, " ".join(texts[turn] for turn in one.turns)))
        for one, answer in zip(found, answers, strict=True)
    ]


def give(
    room: Room, loop: Loop, run: Run, repetition: int, answer: Answer, whole: float, server: Watch | None
) -> Measured:
    """Give one answer and wait for the reply to be over."""
    known = len(loop.heard())
    when = room.say(answer.file)
    began, end = when(answer.start), when(answer.end)
    clock, used, all_used = time.monotonic(), loop.watch.seconds(), busy()
    served = server.seconds() if server else 0.0
    key = None
    until(lambda: loop.lives() and time.monotonic() >= end, 300, "the answer's end")
    took = time.monotonic() - clock
    cpu = share(loop.watch.seconds() - used, took)
    serving = share(server.seconds() - served, took) if server else 0.0
    others = max(0.0, share(busy() - all_used, took) - cpu - serving)
    if run.turn == "key" and isinstance(loop, Coach):
        until(lambda: time.monotonic() >= end + KEY_AFTER, 5, "the key")
        key = loop.done()
    sound = _reply(room, loop, end)
    room.hush()
    turns = loop.heard()[known:]
    over = room.speaker.sounding(began + 0.5, end + SETTLED) > 0.1
    pauses, strays = measures.closed_pauses(answer.text, answer.pauses, [turn.text for turn in _early(turns, end)])
    last = turns[-1] if turns and turns[-1].at >= end else None  # of its end, if it was cut off before
    written = loop.text_at(last, end - 0.5) if last else None
    clean = last is not None
    return Measured(
        run,
        answer.length,
        repetition,
        text=written - end if written else None,
        done=sound - key if sound and key and clean else None,
        voice=sound - end if sound and not key and clean else None,
        hold=_held(loop, sound, end) if not key and clean else None,
        own_hold=_own(loop, last) if not key and clean else None,
        pauses=pauses,
        strays=strays,
        over=over,
        words=len(answer.text.split()),
        wer=measures.word_errors(answer.text, " ".join(turn.text for turn in turns)),
        whole=whole,
        cpu=cpu,
        server=serving,
        others=others,
        memory=loop.watch.resident(),
        heard=tuple(turn.text for turn in turns),
        turns=tuple(turn.record["index"] for turn in turns) if isinstance(loop, Coach) else (),
    )


def _early(turns: Sequence[Heard], end: float) -> list[Heard]:
    """The turns that were closed before the answer's end: all that another one follows, and any that came too soon."""
    return [turn for turn in turns[:-1] if turn.text] + [turn for turn in turns[-1:] if turn.at < end]


def _reply(room: Room, loop: Loop, end: float) -> float | None:
    """When the interviewer's first sound after the answer's end came, once all of it is over; None: none came."""
    speaking = room.speaker.loud_at(time.monotonic())
    try:
        until(lambda: loop.lives() and room.speaker.onset(end + SETTLED), REPLY, "a reply")
    except TimeoutError:
        return None
    deadline = time.monotonic() + LONGEST
    while room.quiet_for() < QUIET and time.monotonic() < deadline:
        time.sleep(0.05)
    return None if speaking else room.speaker.onset(end + SETTLED)


def _held(loop: Loop, sound: float | None, end: float) -> float | None:
    """From the end of the hold, as the terminal showed it, to the first sound."""
    if not isinstance(loop, Coach) or sound is None:
        return None
    over = loop.hold_end(end, sound)
    return sound - over if over is not None else None


def _own(loop: Loop, heard: Heard | None) -> float | None:
    """The same by the record: both moments are on the session's clock."""
    if not isinstance(loop, Coach) or heard is None:
        return None
    over = heard.record.get("timing", {}).get("over")
    after = [turn for turn in loop.asked() if turn["index"] > heard.record["index"]]
    first = after[0].get("timing", {}).get("first_sound") if after else None
    return first - over if over is not None and first is not None else None


def told(one: Measured) -> str:
    """One line of it, while it runs."""
    closed = sum(closed for *_, closed in one.pauses)
    named = ("text", "done", "voice", "hold", "own_hold")
    times = [f"{name} {value:.2f}" for name in named if (value := getattr(one, name)) is not None]
    lost = [f"closed in {closed} of {len(one.pauses)} pauses"] if closed else []
    lost += [f"closed elsewhere {one.strays} times"] if one.strays else []
    lost += ["spoke over the candidate"] if one.over else []
    run = one.run
    name = f"{run.who} {run.turn} {run.whisper} {run.llm} {'noisy' if run.noisy else 'clean'} {one.length} s"
    cores = f"cpu {one.cpu:.0%}, server {one.server:.0%}, all else {one.others:.0%}"
    rest = f"wer {one.wer:.1%} (whole {one.whole:.1%}), {cores}, {one.memory:.0f} MB"
    return f"{name}: {', '.join([*times, *lost, rest])}"


def say(line: str) -> None:
    """Progress, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)
