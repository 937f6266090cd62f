"""How likely somebody has ended their turn, by the sound of their voice: the Smart Turn model, v3.

It hears how the last words were said, not what they say. It is wrong at nearly half of the pauses amid long answers, so
`coach.voice.hold` lets it end nothing alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import hub
from coach.errors import ModelMissing
from coach.voice.audio import RATE, Audio, resampled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.voice.audio import Samples

REPOSITORY = "pipecat-ai/smart-turn-v3"
NAME = "smart-turn-v3.2-cpu.onnx"
MEGABYTES = 9
"""What there is to download."""
SECONDS = 8
"""What it hears: the last so many seconds, with silence in front where there are fewer."""
MELS = 80
STEPS = 100
"""Spectra a second."""
TINY = 1e-7
"""Keeps digital silence from being divided by zero."""


def find(file: Path | None = None) -> Path:
    """The model's file on this machine: the one given, else the hub's cache. Raises ModelMissing."""
    if file is not None:
        if not file.is_file():
            raise ModelMissing(f"{file} is not there: give {NAME} from {REPOSITORY}, or leave it out")
        return file
    folder = hub.cached(REPOSITORY, [NAME])
    if folder is None:
        raise ModelMissing(
            f"not here: `hf download {REPOSITORY} {NAME}` ({MEGABYTES} MB), or name the file with COACH_SMART_TURN; "
            "until then pauses are judged by the words alone"
        )
    return folder / NAME


def ensure(file: Path | None, notify: Callable[[str], None]) -> Path:
    """The same, downloaded with a progress bar on standard error when it is not here yet. Raises ModelMissing."""
    with contextlib.suppress(ModelMissing):
        return find(file)
    if file is not None:
        return find(file)  # a file that was named is not replaced by another
    notify(f"Downloading the end-of-turn model ({MEGABYTES} MB), this once")
    failed = "the end-of-turn model cannot be downloaded: pauses are judged by the words alone"
    return hub.download(REPOSITORY, [NAME], failed) / NAME


class SmartTurn:
    """The model in a file; loaded at first use, or by `warm_up`. It takes a tenth of a second of one core a time."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def warm_up(self) -> None:
        """Load the model and let it hear nothing, for its first second takes longest. Raises ModelMissing."""
        import numpy as np

        self.probability(Audio(np.zeros(RATE, np.float32), RATE))

    def probability(self, audio: Audio) -> float:
        """That the speaker has ended their turn with these words, 0 to 1. Raises ModelMissing.

        Best with a fifth of a second of silence behind the last word, as it was trained.
        """
        import numpy as np

        heard = Audio(audio.samples[-SECONDS * audio.rate :], audio.rate)
        features = self._features(resampled(heard, RATE).samples)
        return float(np.ravel(self._session.run(None, {"input_features": features[np.newaxis]})[0])[0])

    def _features(self, samples: Samples) -> NDArray[np.float32]:
        """Log-mel spectra as Whisper has them, MELS × 800, of the sound at mean 0 and variance 1."""
        import numpy as np

        window = np.zeros(SECONDS * RATE, np.float32)
        if kept := samples[-SECONDS * RATE :].size:
            window[-kept:] = samples[-kept:]
        window = (window - window.mean()) / np.sqrt(window.var() + TINY)
        spectra: NDArray[np.float32] = self._extractor(window, padding=0)
        return spectra.astype(np.float32)

    @cached_property
    def _extractor(self) -> Any:
        from faster_whisper.feature_extractor import FeatureExtractor

        return FeatureExtractor(feature_size=MELS, sampling_rate=RATE, hop_length=RATE // STEPS, chunk_length=SECONDS)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1  # the other core is Whisper's
        options.log_severity_level = 3
        wrong = f"{self._file} is not {NAME} from {REPOSITORY}: give that file, or leave it out"
        try:
            session = onnxruntime.InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])
        except (state.Fail, state.InvalidProtobuf, state.InvalidGraph, state.NoSuchFile, state.NotImplemented) as error:
            raise ModelMissing(wrong) from error
        if [(each.name, each.shape[1:]) for each in session.get_inputs()] != [
            ("input_features", [MELS, SECONDS * STEPS])
        ]:
            raise ModelMissing(wrong)
        return session
