"""The neural voice, by the real Piper."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachError, ModelMissing
from coach.interview.channel import Sound
from coach.voice.piper import Piper, pitch_of, settings_of
from tests.parts import missing, needs

SENTENCE = "What would you stop, and who would you tell first?"


@pytest.fixture(scope="module")
def file() -> Path:
    if importlib.util.find_spec("piper") is None:
        missing("Piper is not installed: `pip install piper-tts`")
    return needs("piper")


@pytest.fixture(scope="module")
def voice(file: Path) -> Piper:
    voice = Piper(file)
    voice.warm_up()
    return voice


def test_a_sentence_sounds(voice: Piper, capfd: pytest.CaptureFixture[str]) -> None:
    audio = voice.synthesize(SENTENCE)
    assert 1.5 < audio.seconds < 6
    assert audio.samples.dtype == np.float32
    assert 0.1 < abs(audio.samples).max() <= 0.81
    assert capfd.readouterr() == ("", "")


def test_a_slow_speaker_takes_longer(voice: Piper) -> None:
    slow, fast = voice.synthesize(SENTENCE, Sound((), 120)), voice.synthesize(SENTENCE, Sound((), 200))
    assert slow.seconds > 1.2 * fast.seconds


def test_another_person_sounds_higher_or_lower_at_the_same_pace(voice: Piper) -> None:
    usual, high = voice.synthesize(SENTENCE), voice.synthesize(SENTENCE, Sound(("Karen", "en-us+f4"), 175))
    assert high.rate == pytest.approx(1.1 * usual.rate, abs=1)
    assert high.seconds == pytest.approx(usual.seconds, rel=0.2)


@pytest.mark.parametrize(
    ("voices", "pitch"), [((), 1.0), (("Daniel", "en-us+m3"), 0.92), (("en-029+f1",), 1.04), (("en-us",), 1.0)]
)
def test_how_high_somebody_speaks(voices: tuple[str, ...], pitch: float) -> None:
    assert pitch_of(Sound(voices)) == pytest.approx(pitch)


def test_text_without_a_word_is_a_short_silence(voice: Piper) -> None:
    audio = voice.synthesize(" ... ")
    assert 0 < audio.seconds < 1
    assert not audio.samples.any()


CODE = """
import sys, time
from pathlib import Path
from coach.voice.piper import Piper
from coach.voice.speech import Speech
voice = Piper(Path(sys.argv[1]))
voice.warm_up()
Speech(["And so it goes on, and on, and on, and on, and on, and on it goes. " * 20], voice).start()
while not voice._lock.locked():
    time.sleep(0.01)

class SlowEnd:
    def __del__(self, sleep=time.sleep):
        sleep(3)

kept = SlowEnd()
"""


def test_a_process_that_ends_while_it_speaks_ends_well(file: Path) -> None:
    run = subprocess.run([sys.executable, "-c", CODE, str(file)], capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")


def test_closed_it_says_no_more(file: Path) -> None:
    voice = Piper(file)
    voice.close()
    with pytest.raises(CoachError, match="closed"):
        voice.synthesize("Hello")


def test_without_piper_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "piper", raising=False)
    monkeypatch.setattr(sys, "path_importer_cache", {})
    with pytest.raises(CoachError, match=r"pip install 'coach\[piper\]'"):
        Piper(tmp_path / "voice.onnx")


def test_a_file_that_is_missing_is_named(file: Path, tmp_path: Path) -> None:
    voice = tmp_path / "voice.onnx"
    with pytest.raises(ModelMissing, match=r"voice\.onnx is not there"):
        Piper(voice)
    voice.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelMissing, match=r"voice\.onnx\.json is not there"):
        Piper(voice)


@pytest.mark.parametrize("broken", ["model", "settings", "no JSON"])
def test_a_file_that_is_no_voice_is_one_line(file: Path, tmp_path: Path, broken: str) -> None:
    voice = tmp_path / "voice.onnx"
    voice.write_bytes(b"nonsense" if broken == "model" else file.read_bytes())
    settings = {"model": settings_of(file).read_text(), "settings": "{}", "no JSON": "nonsense"}[broken]
    settings_of(voice).write_text(settings)
    broken_voice = Piper(voice)
    broken_voice.warm_up()
    with pytest.raises(CoachError, match="is no Piper voice") as caught:
        broken_voice.synthesize("Hello")
    assert "\n" not in str(caught.value)
