"""Where the sentence encoder is found, how it comes from the hub, and what becomes of a broken one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import ModelMissing
from coach.scoring.embedding import REPOSITORY, Embedder, find, repository
from tests.lab.hub import serve

FILES = {"onnx/model.onnx": b"weights" * 5000, "tokenizer.json": b"{}", "pytorch_model.bin": b"not wanted"}
NOWHERE = "http://127.0.0.1:9"


def ensured(name: str, cache: Path, endpoint: str) -> tuple[str, str]:
    """What `ensure` gives or says, and standard error, in a process with that cache and hub."""
    code = (
        "import sys\n"
        "from coach.errors import ModelMissing\n"
        "from coach.scoring.embedding import ensure\n"
        "try: print(ensure(sys.argv[1], lambda line: print(line, file=sys.stderr)))\n"
        "except ModelMissing as error: print('missing:', error)\n"
    )
    environ = {**os.environ, "HF_HOME": str(cache), "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1"}
    environ.pop("HF_HUB_OFFLINE", None)
    command = [sys.executable, "-c", code, name]
    shown = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=True)
    return shown.stdout.strip(), shown.stderr


def test_the_first_use_downloads_with_a_notice_and_the_second_needs_no_network(tmp_path: Path) -> None:
    with serve(FILES) as address:
        folder, shown = ensured("minilm", tmp_path, address)
    assert "all-MiniLM-L6-v2" in folder
    assert (Path(folder) / "onnx/model.onnx").read_bytes() == FILES["onnx/model.onnx"]
    assert not (Path(folder) / "pytorch_model.bin").exists()
    assert "Downloading the sentence embeddings sentence-transformers/all-MiniLM-L6-v2 (91 MB), this once" in shown
    assert ensured("minilm", tmp_path, NOWHERE) == (folder, "")
    (Path(folder) / "tokenizer.json").unlink()
    assert ensured("minilm", tmp_path, NOWHERE)[0].startswith("missing:"), "half of it is not taken for all"


def test_without_a_network_one_line_names_the_way_out(tmp_path: Path) -> None:
    said, shown = ensured("minilm", tmp_path, NOWHERE)
    assert said == (
        "missing: the sentence embeddings 'minilm' are not here and cannot be downloaded: "
        "give a folder with model.onnx and tokenizer.json by --embeddings FOLDER, or leave it out"
    )
    assert "Traceback" not in shown


def test_a_folder_is_used_as_it_is_also_one_from_the_hub(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"model\.onnx is missing"):
        find(str(tmp_path))
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx/model.onnx").write_text("x")
    with pytest.raises(ModelMissing, match=r"tokenizer\.json is missing"):
        find(str(tmp_path))
    (tmp_path / "tokenizer.json").write_text("{}")
    assert find(str(tmp_path)) == tmp_path
    with pytest.raises(ModelMissing, match="holds no sentence embeddings"):
        find(str(tmp_path / "nowhere"))


def test_names() -> None:
    assert repository("minilm") == repository("all-MiniLM-L6-v2") == repository(REPOSITORY) == REPOSITORY
    assert repository("someone/the-same-model") == "someone/the-same-model"
    with pytest.raises(ModelMissing, match="'word2vec' names no sentence embeddings: use minilm, or a folder"):
        repository("word2vec")


@pytest.mark.parametrize("text", ["", "{}", '{"model": {"type": "BPE"}}', "[]"])
def test_a_broken_tokenizer_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.onnx").write_text("x")
    (tmp_path / "tokenizer.json").write_text(text)
    with pytest.raises(ModelMissing, match=r"tokenizer\.json is no tokenizer"):
        Embedder(find(str(tmp_path))).vectors(["We stop it."])


def test_broken_weights_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_text("no model")
    (tmp_path / "tokenizer.json").write_text(
        '{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null, '
        '"pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null, "model": {"type": '
        '"WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, '
        '"vocab": {"[UNK]": 0, "we": 1}}}'
    )
    with pytest.raises(ModelMissing, match=r"model\.onnx cannot be loaded as an ONNX model"):
        Embedder(find(str(tmp_path))).vectors(["We stop it."])


def test_what_was_encoded_is_not_encoded_again(tmp_path: Path) -> None:
    class Counting(Embedder):
        asked = 0

        def _vector(self, text: str) -> list[float]:
            self.asked += 1
            return [float(len(text))] * 384

    embedder = Counting(tmp_path)
    assert embedder.vectors(["a", "bb", "a"])[:, 0].tolist() == [1.0, 2.0, 1.0]
    assert embedder.vectors(["bb"]).shape == (1, 384)
    assert embedder.asked == 2
    assert embedder.vectors([]).shape == (0, 384)
