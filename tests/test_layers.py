"""Who may import whom: down only, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    {"errors"},
    {"library", "session", "files", "hub"},
    {"scenario", "store", "settings"},
    {"llm"},
    {"scoring"},
    {"interview"},
    {"voice", "review", "bank"},
    {"cli"},
)
HEAVY = {
    "openai",
    "httpx",
    "numpy",
    "faster_whisper",
    "ctranslate2",
    "sounddevice",
    "pyttsx3",
    "rich",
    "jinja2",
    "onnxruntime",
    "tokenizers",
}
HEAVY |= {
    "piper",
    "pywebrtc_audio",
    "pypdf",
    "huggingface_hub",
    "av",
    "soxr",
    "sklearn",
    "platformdirs",
    "filelock",
    "sentencex",
    "pysbd",
}
FILES = sorted((ROOT / "coach").rglob("*.py"))


def room(file: Path) -> str:
    return file.relative_to(ROOT / "coach").parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_module_level(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        only_for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if not only_for_types and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield from imported(node)


def level(name: str) -> int:
    return next(at for at, layer in enumerate(LAYERS) if name in layer)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_down_only(file):
    if file.name in ("__init__.py", "__main__.py") and file.parent.name == "coach":
        return
    here = room(file)
    for name in imported(ast.parse(file.read_text())):
        if name.startswith("coach.") and name != "coach.__version__":
            there = name.split(".")[1]
            same_layer_elsewhere = level(there) == level(here) and there != here
            assert level(there) <= level(here), f"{here} must not import {name}"
            assert not same_layer_elsewhere or here in LAYERS[1] | LAYERS[2], f"{here} must not import {name}"
            assert there != "settings" or here in ("cli", "settings"), f"only cli reads settings, not {here}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_heavy_is_imported_at_module_level(file):
    found = {name.split(".")[0] for name in at_module_level(ast.parse(file.read_text()))}
    assert not found & HEAVY, f"{file.name} imports {found & HEAVY} before it is needed"


def test_every_room_has_a_layer():
    rooms = {room(file) for file in FILES} - {"__init__", "__main__"}
    assert rooms == set().union(*LAYERS)
