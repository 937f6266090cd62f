"""A real llama.cpp server with a test model, in a child process of its own, on a free loopback port."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

START = 120.0
"""Seconds that loading a model may take on a busy machine."""
SERVER = """
import json, os, sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = int(sys.argv[2])
params.n_parallel = 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[3])
params.port = 0
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
sys.stdin.read()  # until the parent closes the pipe, or dies
os._exit(0)  # whatever it is amid: a server that winds up first goes on reading a long prompt
"""


@contextmanager
def serve(model: Path, context: int = 8192, threads: int = 2) -> Iterator[str]:
    """The base URL of a server for that GGUF file; the server is gone at the end, and when the tests are killed.

    `threads` wait for one another at every step: where others use the machine, one alone is many times faster.
    """
    pytest.importorskip("xllamacpp", reason="the llama.cpp server is not installed: pip install 'coach[lab]'")
    child = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(model), str(context), str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield f"{_address(child)}/v1"
    finally:
        child.kill()  # by its own pid: nothing else is ended
        child.wait(10)


def _address(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    for line in child.stdout:  # ends when the child dies
        if line.startswith("listening "):
            return line.split()[1]
    raise AssertionError(f"the llama.cpp server did not start: exit code {child.wait(START)}")


def models(url: str) -> list[str]:
    """Names of the models that a server lists, asked without the code under test."""
    with urllib.request.urlopen(f"{url}/models", timeout=5) as answer:
        return [each["id"] for each in json.load(answer)["data"]]
