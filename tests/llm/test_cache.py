"""Answers that are kept: the same question costs nothing, any other one is asked."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from coach.errors import LLMError
from coach.llm.cache import CachedLLM
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import Endpoint
from coach.llm.model import Message
from coach.llm.usage import Usage
from tests.lab.fake_llm import FakeLLM, Reply, data

ASKED = [Message(role="user", content="Does it stop something?")]
SCHEMA = {"type": "object", "properties": {"verdict": {"type": "string", "enum": ["met", "absent"]}}}
MET, ABSENT = {"verdict": "met"}, {"verdict": "absent"}


def cached(fake: FakeLLM, folder: Path, fresh: bool = False, name: str = "fake") -> CachedLLM:
    return CachedLLM(OpenAIModel(Endpoint(fake.url, "sk-1", None), name), folder, fresh)


def asked(llm: CachedLLM, messages: list[Message] = ASKED, schema: dict[str, Any] = SCHEMA, sample: int = 0) -> Any:
    return llm.complete(messages, schema, max_tokens=9, seconds=5, sample=sample)


def test_the_same_question_is_asked_once_in_this_run_and_in_the_next(tmp_path: Path) -> None:
    with FakeLLM(data(MET)) as fake:
        one = cached(fake, tmp_path)
        assert asked(one) == asked(one) == asked(cached(fake, tmp_path)) == MET
    assert one.spent == Usage(calls=1, kept=1)


def test_whatever_an_answer_depends_on_makes_another_question(tmp_path: Path) -> None:
    order = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    turned = {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "string"}}}
    said = data({"a": "", "b": ""})
    with FakeLLM(data(MET), data(ABSENT), data(ABSENT), data(ABSENT), said, said) as fake:
        one = cached(fake, tmp_path)
        assert asked(one) == MET
        assert asked(one, sample=1) == ABSENT
        assert asked(one, [Message(role="user", content="Does it?")]) == ABSENT
        assert asked(cached(fake, tmp_path, name="other")) == ABSENT
        asked(one, schema=order)
        asked(one, schema=turned)
    with FakeLLM(data(ABSENT)) as elsewhere:
        assert asked(cached(elsewhere, tmp_path)) == ABSENT


def test_fresh_asks_again_and_keeps_what_came(tmp_path: Path) -> None:
    with FakeLLM(data(MET), data(ABSENT)) as fake:
        asked(cached(fake, tmp_path))
        assert asked(cached(fake, tmp_path, fresh=True)) == ABSENT
        assert asked(cached(fake, tmp_path)) == ABSENT


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    with FakeLLM(Reply(status=500, error="out of memory"), data(MET)) as fake:
        one = cached(fake, tmp_path)
        with pytest.raises(LLMError):
            asked(one)
        assert list(tmp_path.iterdir()) == []
        assert asked(one) == MET


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"answer": {"verdict": "5"}}', '{"answer": 5}', "\udcff"])
def test_a_damaged_file_is_asked_about_again(tmp_path: Path, damage: str) -> None:
    with FakeLLM(data(MET), data(ABSENT)) as fake:
        asked(cached(fake, tmp_path))
        next(tmp_path.iterdir()).write_bytes(damage.encode(errors="surrogateescape"))
        assert asked(cached(fake, tmp_path)) == ABSENT
        assert asked(cached(fake, tmp_path)) == ABSENT


@pytest.mark.skipif(os.name == "nt", reason="permissions are another thing there")
def test_what_is_kept_is_the_owners_and_holds_neither_key_nor_words(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "judge"
    with FakeLLM(data(MET)) as fake:
        asked(cached(fake, folder))
    (file,) = folder.iterdir()
    assert len(file.stem) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)} == {0o700}
    assert json.loads(file.read_text()) == {"answer": MET}


def test_a_folder_that_cannot_be_made_loses_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with FakeLLM(data(MET)) as fake:
        assert asked(cached(fake, tmp_path / "file" / "judge")) == MET


def test_words_are_not_kept(tmp_path: Path) -> None:
    with FakeLLM("Who loses?", "And who wins?") as fake:
        one = cached(fake, tmp_path)
        said = ["".join(one.stream(ASKED, max_tokens=9, seconds=5)).strip() for _ in range(2)]
    assert said == ["Who loses?", "And who wins?"]
