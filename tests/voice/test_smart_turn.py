"""The end-of-turn model: where it is found, what it is given, and whether it tells a finished sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from coach.errors import ModelMissing
from coach.voice.audio import RATE, Audio, join, read, resampled, silence
from coach.voice.smart_turn import MELS, NAME, SECONDS, STEPS, SmartTurn, find
from tests.lab.hub import serve
from tests.lab.voices import candidate
from tests.parts import needs

SENTENCES = (
    "I would stop project B this quarter and move its engineers to the platform.",
    "The migration costs us about four weeks, and most of that is testing.",
    "Our customers do not care which framework we use on the server.",
    "We ask the vendor for another year of support and keep the old system.",
    "Nobody on the team has ever restored that database from a backup.",
    "The first thing I would measure is how long a deployment takes today.",
)
BEHIND = 0.2
"""Seconds of silence behind the last word."""


@pytest.fixture(scope="module")
def model() -> SmartTurn:
    found = SmartTurn(needs("smart-turn"))
    found.warm_up()
    return found


def spoken(file: Path, text: str) -> Audio:
    return resampled(read(candidate(file, [text])), RATE)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Audio]:
    file = tmp_path_factory.mktemp("said") / "said.wav"
    return [spoken(file, sentence) for sentence in SENTENCES]


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> list[Audio]:
    """The first half of each sentence, left hanging."""
    file = tmp_path_factory.mktemp("broken") / "said.wav"
    halves = [sentence.split()[: len(sentence.split()) // 2 + 1] for sentence in SENTENCES]
    return [spoken(file, f"{' '.join(half).rstrip(',')}, and,") for half in halves]


def followed(audio: Audio, seconds: float = BEHIND) -> Audio:
    return join([audio.samples, silence(seconds).samples])


def test_a_finished_sentence_is_likelier_the_end_than_the_same_broken_off(
    model: SmartTurn, said: list[Audio], broken_off: list[Audio]
) -> None:
    whole = [model.probability(followed(audio)) for audio in said]
    broken = [model.probability(followed(audio)) for audio in broken_off]
    assert min(whole) > 0.5 > max(broken), f"whole {whole}, broken off {broken}"


def test_only_the_last_seconds_count(model: SmartTurn, said: list[Audio]) -> None:
    long = join([audio.samples for audio in said])
    assert long.seconds > SECONDS + 2
    last = Audio(long.samples[-SECONDS * RATE :], RATE)
    assert model.probability(long) == pytest.approx(model.probability(last), abs=1e-6)


def test_any_rate_will_do(model: SmartTurn, tmp_path: Path) -> None:
    audio = read(candidate(tmp_path / "said.wav", [SENTENCES[0], BEHIND]))
    assert audio.rate != RATE
    assert model.probability(audio) == pytest.approx(model.probability(resampled(audio, RATE)), abs=0.02)


@pytest.mark.parametrize("seconds", [0, 0.01, 1, 20])
def test_silence_of_any_length_is_no_error(model: SmartTurn, seconds: float) -> None:
    assert 0 <= model.probability(silence(seconds)) <= 1


def test_it_is_quick_enough_to_be_asked_in_every_pause(model: SmartTurn, said: list[Audio]) -> None:
    model.probability(said[0])
    began = time.process_time()
    for audio in said:
        model.probability(audio)
    each = (time.process_time() - began) / len(said)
    assert each < 0.4, f"{each * 1000:.0f} ms of processor time a pause"


def test_the_sound_is_levelled_and_put_behind_silence() -> None:
    samples = np.sin(np.arange(RATE, dtype=np.float32) / 5)
    quiet, loud = (SmartTurn(Path("none"))._features(samples * level) for level in (0.01, 0.5))
    assert quiet.shape == (MELS, SECONDS * STEPS)
    assert quiet.dtype == np.float32
    assert np.abs(quiet - loud).max() < 0.05
    spectrum = loud.max(axis=0)
    assert spectrum[: (SECONDS - 1) * STEPS - 5].max() < spectrum[-STEPS + 5 :].min()


def test_a_file_is_used_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "turn.onnx"
    with pytest.raises(ModelMissing, match=r"turn\.onnx is not there: give smart-turn-v3\.2-cpu\.onnx"):
        find(file)
    file.write_bytes(b"no model")
    assert find(file) == file
    with pytest.raises(ModelMissing, match=r"turn\.onnx is not smart-turn-v3\.2-cpu\.onnx from pipecat-ai"):
        SmartTurn(file).warm_up()


def test_another_model_is_told_from_it() -> None:
    from coach.voice.vad import model_file

    with pytest.raises(ModelMissing, match=r"is not smart-turn-v3\.2-cpu\.onnx"):
        SmartTurn(model_file()).warm_up()


def ensured(cache: Path, endpoint: str, call: str) -> tuple[str, str]:
    """What a call gives or says, and standard error, in a process with that cache and hub."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from coach.errors import ModelMissing\n"
        "from coach.voice.smart_turn import ensure, find\n"
        f"try: print({call})\n"
        "except ModelMissing as error: print('missing:', error)\n"
    )
    environ = {**os.environ, "HF_HOME": str(cache), "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1"}
    environ.pop("HF_HUB_OFFLINE", None)
    shown = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=60, check=True
    )
    return shown.stdout.strip(), shown.stderr


ENSURE = "ensure(None, lambda line: print(line, file=sys.stderr))"


def test_it_comes_from_the_hub_once_and_is_found_there(tmp_path: Path) -> None:
    assert ensured(tmp_path, "http://127.0.0.1:9", "find()")[0].startswith("missing: not here: `hf download")
    with serve({NAME: b"weights", "smart-turn-v3.2-gpu.onnx": b"not wanted"}) as address:
        file, shown = ensured(tmp_path, address, ENSURE)
    assert Path(file).read_bytes() == b"weights"
    assert not Path(file).with_name("smart-turn-v3.2-gpu.onnx").exists()
    assert "Downloading the end-of-turn model (9 MB), this once" in shown
    assert ensured(tmp_path, "http://127.0.0.1:9", ENSURE) == (file, "")
    assert ensured(tmp_path, "http://127.0.0.1:9", "find()") == (file, "")


def test_without_a_network_one_line_says_what_is_left(tmp_path: Path) -> None:
    said, shown = ensured(tmp_path, "http://127.0.0.1:9", ENSURE)
    assert said == "missing: the end-of-turn model cannot be downloaded: pauses are judged by the words alone"
    assert "Traceback" not in shown


def test_a_named_file_that_is_missing_is_not_replaced_by_a_download(tmp_path: Path) -> None:
    said, shown = ensured(tmp_path, "http://127.0.0.1:9", "ensure(Path('turn.onnx'), print)")
    assert said.startswith("missing: turn.onnx is not there")
    assert "Downloading" not in shown
