"""The loop that everybody writes first, as a process: `python -m tests.bench.voice.naive --whisper DIR --base-url URL`.

Two seconds of silence end the answer; then the whole of it is transcribed, then the whole reply is generated, then all
of it is made into sound, then it is played. The microphone is not heard meanwhile. Models, voice and sound card are
those of `coach`. It tells what happens as JSON lines: {"heard": text} and {"said": text}.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
from pathlib import Path
from typing import Any

RATE, FRAME = 16000, 512
SPEECH = 0.5
BEGUN = 0.2
"""Seconds of speech before it is an answer."""
RUN_UP = 16
"""Frames kept from before the speech: half a second."""
GREETING = "Hello. Tell me how you would approach it."


def tell(**what: Any) -> None:
    """One line of the protocol."""
    print(json.dumps(what), flush=True)


class Microphone:
    """Frames as they come; `drop` forgets those that nobody took."""

    def __init__(self) -> None:
        import sounddevice

        self._frames: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._stream = sounddevice.InputStream(
            RATE, FRAME, channels=1, dtype="float32", callback=lambda data, *_: self._frames.put(data[:, 0].copy())
        )
        self._stream.start()

    def frame(self) -> Any:
        return self._frames.get()

    def drop(self) -> None:
        while not self._frames.empty():
            self._frames.get()


def listen(microphone: Microphone, silence: float) -> Any:
    """Samples of the next answer, up to the silence that ended it."""
    import numpy as np

    from coach.voice.vad import Silero

    vad = Silero()
    frames: list[Any] = []
    spoken = quiet = 0
    microphone.drop()
    while not (spoken * FRAME >= BEGUN * RATE and quiet * FRAME >= silence * RATE):
        frame = microphone.frame()
        frames.append(frame)
        if vad.probability(frame) >= SPEECH:
            spoken, quiet = spoken + 1, 0
        else:
            quiet += 1
        if not spoken:
            del frames[:-RUN_UP]
    return np.concatenate(frames)


def load(folder: str) -> Any:
    """Whisper as `coach` loads it."""
    from faster_whisper import WhisperModel

    threads = max(1, (os.cpu_count() or 2) - 1)
    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)


def whole(model: Any, samples: Any) -> str:
    """The words of a whole recording."""
    segments, _ = model.transcribe(
        samples, language="en", beam_size=1, condition_on_previous_text=False, vad_filter=True
    )
    return " ".join(segment.text.strip() for segment in segments)


def reply(client: Any, model: str, messages: list[dict[str, str]]) -> str:
    """The whole reply."""
    answer = client.chat.completions.create(model=model, messages=messages, max_tokens=120, temperature=0.0)
    return str(answer.choices[0].message.content or "").strip() or "Go on."


def speak(text: str) -> None:
    """Play the whole text once all of it is sound."""
    import sounddevice

    from coach.voice.synthesizer import Pyttsx3

    sound = Pyttsx3().synthesize(text)
    sounddevice.play(sound.samples, sound.rate, blocking=True)


def main() -> None:
    """Never ends by itself."""
    import numpy as np
    import openai

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--whisper", required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--prompt", type=Path, required=True)
    parser.add_argument("--silence", type=float, default=2.0)
    args = parser.parse_args()
    model = load(args.whisper)
    whole(model, np.zeros(RATE, np.float32))
    client = openai.OpenAI(base_url=args.base_url, api_key="none")
    microphone = Microphone()
    messages = [{"role": "system", "content": args.prompt.read_text()}, {"role": "assistant", "content": GREETING}]
    speak(GREETING)
    while True:
        text = whole(model, listen(microphone, args.silence))
        if text:
            tell(heard=text)
            messages.append({"role": "user", "content": text})
            words = reply(client, args.model, messages)
            messages.append({"role": "assistant", "content": words})
            tell(said=words)
            speak(words)


if __name__ == "__main__":
    main()
