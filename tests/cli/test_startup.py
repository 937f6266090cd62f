"""`coach --help` starts at once: it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.test_layers import HEAVY

RUNS = 7


def seconds(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - began


HELP = "import sys; sys.argv = ['coach', '--help']; from coach.cli.main import main; main()"


def test_help_imports_no_heavy_library():
    code = (
        HELP.replace("main()", "") + "\ntry: main()\nexcept SystemExit: print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "practice" in done.stdout
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    assert not loaded & HEAVY


def test_help_starts_in_under_three_times_an_import_of_click():
    """A ratio of two measurements side by side, the least of several runs each, so that a busy machine is no fault."""
    bare, help_ = [], []
    for _ in range(RUNS):
        bare.append(seconds("import click"))
        help_.append(seconds(HELP))
    assert min(help_) < 3 * min(bare)
