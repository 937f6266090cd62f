"""A sound card that is only software: a private PulseAudio with a speaker, a microphone and a mouth before it.

    with SoundCard() as card:
        process = subprocess.Popen([...], env={**os.environ, **card.env})
        with card.record() as recording:
            card.speak(wav)
        recording.samples  # what came out of the speaker meanwhile

It needs PulseAudio, its utilities and ALSA's PulseAudio plugin, and touches no other sound server on the machine:
the runtime folder, the home and the ALSA configuration are its own, and it ends only the processes it started.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.parts import program

RATE = 48000
"""Of every device of the card, samples per second."""

ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.webcam { type asym capture.pcm { type pulse device webcam } hint { show on description "a webcam" } }
pcm.headphones { type asym playback.pcm { type pulse device headphones } hint { show on description "headphones" } }
"""
MODULES = (
    "module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0",
    f"module-null-sink sink_name=speaker rate={RATE}",
    f"module-null-sink sink_name=mouth rate={RATE}",
    "module-remap-source source_name=microphone master=mouth.monitor",
)


def until(condition: Callable[[], Any], seconds: float, what: str) -> None:
    """Wait for a condition; AssertionError naming it when it has not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.02)


class Recording:
    """What comes out of one of the card's devices while the context lasts."""

    def __init__(self, card: SoundCard, device: str) -> None:
        self._command = ["parec", f"--device={device}", f"--rate={RATE}", "--format=s16le", "--channels=1", "--raw"]
        self._card = card
        self._file = card.folder / f"{device}-{time.monotonic_ns()}.s16"

    def __enter__(self) -> Recording:
        with self._file.open("wb") as sink:
            self._process = subprocess.Popen([*self._command, "--latency-msec=20"], env=self._card.environ, stdout=sink)
        until(lambda: self._file.stat().st_size, 5, "the first recorded sound")
        return self

    def __exit__(self, *error: object) -> None:
        end(self._process)

    @property
    def samples(self) -> Any:
        """All there is so far, float32 at `RATE`."""
        import numpy as np

        data = self._file.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype("float32") / 32768

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        return self._file.stat().st_size / 2 / RATE

    @property
    def began(self) -> float:
        """When its first sample was to be heard, by `time.monotonic`, true to some 20 ms. Call it while it runs."""
        seen = []
        for _ in range(25):
            seen.append(time.monotonic() - self.seconds)
            time.sleep(0.01)
        return min(seen)

    def sounding(self, loud: float = 0.003) -> float:
        """Seconds in which something was to be heard, counted in steps of 20 ms."""
        import numpy as np

        step = RATE // 50
        samples = self.samples
        steps = samples[: len(samples) // step * step].reshape(-1, step)
        return float((np.sqrt((steps**2).mean(axis=1)) > loud).sum()) / 50

    def silent_for(self) -> float:
        """Seconds of silence at its end, to the nearest 20 ms."""
        import numpy as np

        samples = self.samples
        loud = np.flatnonzero(np.abs(samples) > 0.003)
        return (len(samples) - (float(loud[-1]) if len(loud) else 0.0)) / RATE


class SoundCard:
    """The card. `env` is what a process needs on top of its own environment to have it as its only sound card."""

    def __init__(self) -> None:
        program("pulseaudio")
        for name in ("pactl", "paplay", "parec"):
            program(name, "pulseaudio-utils")

    def __enter__(self) -> SoundCard:
        self._folder = tempfile.TemporaryDirectory(prefix="card-")
        self.folder = Path(self._folder.name)
        asound = self.folder / "asound.conf"
        asound.write_text(ALSA, encoding="utf-8")
        self.env = {
            "ALSA_CONFIG_PATH": str(asound),
            "PULSE_SERVER": f"unix:{self.folder / 'pulse' / 'native'}",
            "PULSE_RUNTIME_PATH": str(self.folder / "pulse"),
            "XDG_RUNTIME_DIR": str(self.folder),
        }
        """For the process that is to hear and speak."""
        self.environ = {**os.environ, **self.env, "HOME": str(self.folder)}
        self._server = self._start()
        try:
            self._wait()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end(self._server)
        self._folder.cleanup()

    def _start(self) -> subprocess.Popen[bytes]:
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit", "--log-level=error"]
        for module in MODULES:
            command += ["-L", module]
        environ = {key: value for key, value in self.environ.items() if key != "PULSE_SERVER"}
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(command, env=environ, stdout=log, stderr=log)

    def _wait(self) -> None:
        until(lambda: self._ready() or self._server.poll() is not None, 10, "the sound server")
        assert self._server.poll() is None, (self.folder / "log").read_text()
        self.control("set-default-sink", "speaker")
        self.control("set-default-source", "microphone")

    def _ready(self) -> bool:
        run = subprocess.run(["pactl", "list", "short", "sources"], env=self.environ, capture_output=True, text=True)
        return "microphone" in run.stdout

    def control(self, *words: str) -> str:
        """What `pactl` says to a command."""
        return subprocess.run(
            ["pactl", *words], env=self.environ, check=True, capture_output=True, text=True, timeout=10
        ).stdout

    def speak(self, wav: Path) -> None:
        """Say a WAV file into the microphone; returns when all of it has been said."""
        subprocess.run(["paplay", "--device=mouth", str(wav)], env=self.environ, check=True, timeout=600)

    def speaking(self, wav: Path, mouth: str = "mouth") -> subprocess.Popen[bytes]:
        """Begin to say a WAV file into the microphone."""
        return subprocess.Popen(["paplay", f"--device={mouth}", str(wav)], env=self.environ)

    def record(self, device: str = "speaker.monitor") -> Recording:
        """What comes out of the speaker, as a context."""
        return Recording(self, device)

    def listening(self) -> bool:
        """True while some process has the microphone open."""
        number = next((row[0] for row in self._rows("sources") if row[1] == "microphone"), None)
        return any(row[1] == number for row in self._rows("source-outputs"))

    def echo(self, decibels: float = 0.0) -> None:
        """From now on the microphone hears the speaker, as with loudspeakers in a room, so much louder or softer."""
        before = {row[0] for row in self._rows("sink-inputs")}
        self.control("load-module", "module-loopback", "source=speaker.monitor", "sink=mouth", "latency_msec=60")
        for row in self._rows("sink-inputs"):
            if row[0] not in before:
                self.control("set-sink-input-volume", row[0], f"{decibels}dB")

    def second_microphone(self) -> None:
        """Plug in a webcam, with a mouth before it, and headphones; both can be chosen by name."""
        for sink in ("webcam_mouth", "headphones"):
            self.control("load-module", "module-null-sink", f"sink_name={sink}", f"rate={RATE}")
        self.control("load-module", "module-remap-source", "source_name=webcam", "master=webcam_mouth.monitor")

    def remove(self, module: str, argument: str) -> None:
        """Take a device out of the system: its module, told by a word in its arguments."""
        for row in self._rows("modules"):
            if row[1] == module and argument in row[2]:
                self.control("unload-module", row[0])

    def unplug(self) -> None:
        """Take the microphone away: it gives no more sound, and nobody is told."""
        self.control("suspend-source", "microphone", "1")

    def plug(self) -> None:
        """Bring the microphone back."""
        self.control("suspend-source", "microphone", "0")

    def _rows(self, kind: str) -> list[list[str]]:
        return [line.split("\t") for line in self.control("list", "short", kind).splitlines()]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, by its own id."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)
