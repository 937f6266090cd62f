"""The interviewer's voice, by the real pyttsx3."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coach.errors import CoachError
from coach.interview.channel import Sound
from coach.voice import synthesizer
from coach.voice.audio import Audio, silence, to_wav
from coach.voice.render import choose
from coach.voice.synthesizer import Pyttsx3, find_voice
from tests.lab.soundcard import until
from tests.parts import missing, program

SENTENCE = "What would you stop, and who would you tell first?"


@pytest.fixture
def voice() -> Iterator[Pyttsx3]:
    try:
        find_voice()
    except CoachError as error:
        missing(str(error))
    voice = Pyttsx3()
    yield voice
    voice.close()


def test_a_sentence_sounds_the_second_time_as_the_first(voice: Pyttsx3, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = voice.synthesize(SENTENCE), voice.synthesize(SENTENCE)
    assert 1.5 < first.seconds < 6
    assert second.seconds == pytest.approx(first.seconds, abs=0.2)
    assert abs(second.samples).max() > 0.05
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("voices", [(), ("en-us+f3",)])
def test_somebody_speaks_at_the_rate_asked_for(voice: Pyttsx3, voices: tuple[str, ...]) -> None:
    slow, usual = (voice.synthesize(SENTENCE, Sound(voices, rate)).seconds for rate in (140, 175))
    assert slow / usual == pytest.approx(175 / 140, rel=0.03)


def test_a_long_text_is_made_to_its_end(voice: Pyttsx3) -> None:
    assert voice.synthesize(SENTENCE * 20).seconds > 15 * voice.synthesize(SENTENCE).seconds


def test_text_without_a_word_is_a_short_silence(voice: Pyttsx3) -> None:
    audio = voice.synthesize(" ... ")
    assert 0 < audio.seconds < 1
    assert not audio.samples.any()


def test_signs_are_spoken_not_run(voice: Pyttsx3) -> None:
    assert voice.synthesize("Is p99 < 300 ms & 5 % — “ça” <b>3</b> $(reboot) 日本?").seconds > 1


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes started, as they are."""
    processes: list[subprocess.Popen[bytes]] = []
    really = subprocess.Popen

    def watched(*command: Any, **more: Any) -> subprocess.Popen[bytes]:
        processes.append(really(*command, **more))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    return processes


def test_the_text_is_on_no_command_line(started: list[subprocess.Popen[bytes]], voice: Pyttsx3) -> None:
    voice.synthesize("A secret plan.")
    assert len(started) == 2
    assert "secret" not in " ".join(str(process.args) for process in started)


def test_one_process_waits_and_says_the_next_text(started: list[subprocess.Popen[bytes]], voice: Pyttsx3) -> None:
    voice.warm_up()
    voice.warm_up()
    (spare,) = started
    voice.synthesize(SENTENCE)
    assert spare.returncode == 0
    assert [process.poll() for process in started] == [0, None]
    voice.close()
    assert len(started) == 2
    assert started[1].returncode is not None
    assert voice.synthesize(SENTENCE).seconds > 1
    assert all(process.returncode is not None for process in started), "closed, it keeps none waiting"


def test_one_that_waits_and_is_killed_is_replaced(started: list[subprocess.Popen[bytes]], voice: Pyttsx3) -> None:
    voice.warm_up()
    started[0].kill()
    started[0].wait()
    assert voice.synthesize(SENTENCE).seconds > 1
    assert started[1].returncode == 0


def test_several_may_ask_at_once(voice: Pyttsx3) -> None:
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(voice.synthesize, [SENTENCE] * 4))
    assert len({each.samples.tobytes() for each in heard}) == 1


PARENT = """
import sys, time
from coach.voice.synthesizer import Pyttsx3
voice = Pyttsx3()
voice.warm_up()
print(voice._spare.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /proc, nor a signal to send")
def test_nothing_is_left_behind_by_a_parent_that_was_killed(voice: Pyttsx3) -> None:  # noqa: ARG001 - only if there is one
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    until(lambda: not alive(child), 5, "the end of the one that waited")


def alive(process: int) -> bool:
    """A zombie, which a container may have nobody to bury, is not."""
    run = subprocess.run([program("ps", "procps"), "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return run.stdout.strip() != "" and not run.stdout.startswith("Z")


@dataclass
class Known:
    """A voice as pyttsx3 tells of it."""

    id: str
    name: str


ESPEAK = [Known("gmw/en", "English (Great Britain)"), Known("gmw/en-us", "English (America)")]
MACOS = [Known("com.apple.voice.compact.en-GB.Daniel", "Daniel"), Known("com.apple.Fred", "Fred")]


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        (ESPEAK, ["Daniel", "en-us+f3"], "gmw/en-us+f3"),
        (ESPEAK, ["en-us"], "gmw/en-us"),
        (ESPEAK, ["great britain"], "gmw/en"),
        (MACOS, ["Zira", "Daniel", "en-us+f3"], "com.apple.voice.compact.en-GB.Daniel"),
        (MACOS, ["en-gb+f3"], None),
        (MACOS, [], None),
        ([], ["Daniel"], None),
    ],
)
def test_the_first_voice_of_those_liked_that_is_there(
    voices: list[Known], wanted: list[str], chosen: str | None
) -> None:
    assert choose(voices, wanted) == chosen


def test_everybody_who_interviews_sounds_different_and_the_usual_one_as_ever(voice: Pyttsx3) -> None:
    from coach.interview import persona
    from coach.interview.panel import GUEST

    sounds = [*(persona.load(id).sound for id in persona.ids()), GUEST]
    heard = [voice.synthesize(SENTENCE, each) for each in sounds]
    assert len({each.samples.tobytes() for each in heard}) == len(sounds)
    assert heard[0].samples.tobytes() == voice.synthesize(SENTENCE).samples.tobytes()
    assert voice.synthesize(SENTENCE, Sound((), 120)).seconds > 1.2 * heard[0].seconds


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in the place of Python: the child process does whatever it says."""
    child = tmp_path / "child"
    monkeypatch.setattr(sys, "executable", str(child))
    return child


def script(child: Path, text: str) -> None:
    """It knows its order as `order`, and the file to write as `file`."""
    read = "import json, pathlib, sys, time\norder = json.load(sys.stdin)\nfile = pathlib.Path(order['file'])"
    child.write_text(f"#!{PYTHON}\n{read}\n{text}\n")
    child.chmod(0o755)


PYTHON = sys.executable


def test_one_that_fails_once_is_tried_again(child: Path, tmp_path: Path) -> None:
    good, tried = tmp_path / "good.wav", tmp_path / "tried"
    good.write_bytes(to_wav(Audio(silence(0.3).samples + 0.1, 16000)))
    script(
        child,
        f"tried = pathlib.Path({str(tried)!r})\n"
        "if not tried.exists(): tried.touch(); sys.exit(1)\n"
        f"file.write_bytes(pathlib.Path({str(good)!r}).read_bytes())",
    )
    voice = Pyttsx3()
    assert voice.synthesize("Hello").seconds == pytest.approx(0.3)
    voice.close()


@pytest.mark.parametrize(
    "does",
    ["sys.exit(3)", "sys.exit(0)", "file.write_text('nonsense')", "time.sleep(60)"],
    ids=["fails", "no file", "no sound", "hangs"],
)
def test_one_that_never_works_is_one_line(child: Path, does: str) -> None:
    script(child, does)
    voice = Pyttsx3(seconds=0.5)
    with pytest.raises(CoachError, match="the voice gives no sound") as caught:
        voice.synthesize("Hello")
    voice.close()
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a voice of their own")
def test_a_missing_engine_is_one_line_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesizer, "LIBRARIES", ("libnot-there.so.1",))
    with pytest.raises(CoachError, match="apt install espeak-ng"):
        find_voice()
