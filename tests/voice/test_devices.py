"""What is said where there is no sound library, or no device; each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PortAudio comes with the others' wheels")

LOOK = "from coach.voice.status import status\nfor part in status()[:2]: print(part.found, part.detail)"


def lines(code: str, **environ: str) -> list[str]:
    """What Python code prints; nothing may be on standard error."""
    shown = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environ}, capture_output=True, text=True, timeout=60
    )
    assert shown.stderr == ""
    return shown.stdout.splitlines()


def test_without_portaudio_one_line_says_how_to_get_it() -> None:
    hidden = "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    cure = "the sound library PortAudio is missing: `sudo apt install libportaudio2`"
    for line in lines(hidden + LOOK):
        assert line.startswith(f"False {cure}")
        assert line.endswith("or use --text")


@pytest.mark.skipif(list(Path("/proc/asound").glob("card*")) != [], reason="this machine has a sound card")
def test_without_a_sound_card_one_line_says_so(tmp_path: Path) -> None:
    plain = tmp_path / "asound.conf"
    plain.write_text("</usr/share/alsa/alsa.conf>\n")
    assert lines(LOOK, ALSA_CONFIG_PATH=str(plain)) == [
        "False no microphone is to be found: connect one, or use --text",
        "False no speaker is to be found: connect one, or use --text",
    ]


def test_what_c_libraries_write_is_hidden_only_meanwhile() -> None:
    code = (
        "import os, sys\nfrom coach.voice.devices import quiet\n"
        "with quiet(): os.write(2, b'noise')\n"
        "os.dup2(1, 2)\nos.write(2, b'told')\n"
    )
    assert lines(code) == ["told"]
