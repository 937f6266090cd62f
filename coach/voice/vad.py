"""How likely a frame is speech: the Silero model out of faster-whisper's package data, frame by frame.

faster-whisper's own wrapper forgets its state at every call, so that it can only judge whole recordings.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import ModelMissing

if TYPE_CHECKING:
    from coach.voice.audio import Samples

CONTEXT = 64
"""Samples of the frame before that the model wants to see in front of a frame."""


class Silero:
    """Carries its state from frame to frame; `reset` before a new recording."""

    def __init__(self) -> None:
        """Raises ModelMissing."""
        self._session = _session(model_file())
        self.reset()

    def reset(self) -> None:
        """Forget all frames so far."""
        import numpy as np

        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def probability(self, frame: Samples) -> float:
        """That there is speech in a frame of 512 samples, 16 kHz: 0 to 1."""
        import numpy as np

        window = np.concatenate([self._context, frame])[np.newaxis]
        found, self._h, self._c = self._session.run(None, {"input": window, "h": self._h, "c": self._c})
        self._context = frame[-CONTEXT:]
        return float(found.reshape(-1)[0])


def model_file() -> Path:
    """Where the model lies, found without importing faster-whisper, which takes a second. Raises ModelMissing."""
    spec = importlib.util.find_spec("faster_whisper")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for file in sorted(Path(folder, "assets").glob("silero_vad*.onnx"), reverse=True):
            return file
    raise ModelMissing("the voice activity model is missing: `pip install --force-reinstall faster-whisper`")


def _session(file: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"], sess_options=options)
