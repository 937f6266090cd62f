"""How far the grader of a report can be trusted, from what was measured and kept in the data folder.

A measurement is kept under a name made of all that a grade depends on: another prompt, rubric, model or version of
coach, and the grader has to be measured again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from coach import __version__, library
from coach.cli.waiting import sign_of_life
from coach.llm.model import LLM
from coach.scoring import blend as blends
from coach.scoring import meaning, model, reference
from coach.scoring.attacks import FILE as ATTACKS
from coach.scoring.blend import Blend
from coach.scoring.calibration import UNCALIBRATED, Calibration, calibrate, from_json, line, to_json
from coach.scoring.controls import FILE as CONTROLS
from coach.scoring.observation import Observed
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.store import Store

WEIGHTS = ("weights.npy", "kept.npy", "weights.json")
JUDGE = ("judge", "answer", "question")
"""How the names of the prompts begin that a judging language model is told."""
RULES = "rules"
PLAIN = RulesObserver()
"""The rules by words alone."""
CORRECTION = "correction"
"""In place of an observer, in the name that a model's own blend is kept under."""


def line_of(observed: Observed, rubric: Rubric, store: Store, by: RulesObserver = PLAIN) -> str:
    """One line for a report. The rules are measured on the spot, since that takes seconds, and once.

    `by` are the rules that were used, here as below; a model's verdicts depend on them too.
    """
    named = name(observed.observer, _language_model(observed), rubric, by)
    found = kept(store, named)
    if found is None and observed.observer == RULES:
        found = _order_by_rules(rubric, named, by)
        with suppress(OSError):  # a folder that cannot be written to costs a second next time, not the report
            store.save_calibration(named, to_json(found))
    return line(found) if found else UNCALIBRATED


def proven(llm: LLM, rubric: Rubric, store: Store, by: RulesObserver = PLAIN) -> bool:
    """True when the model may score unasked: one that runs here has to have put the references in better order than
    the rules did (`coach calibrate`), since small models grade worse; one elsewhere is taken to be a large one."""
    if not llm.endpoint.local:
        return True
    found = kept(store, name("llm", llm.model, rubric, by))
    return found is not None and _share(found) > _share(_order_by_rules(rubric, name(RULES, None, rubric, by), by))


def blend(llm: LLM, rubric: Rubric, store: Store) -> Blend:
    """What a model near by is blended with the rules by: its own, once `coach calibrate` has measured it."""
    data = store.calibration(name(CORRECTION, llm.model, rubric))
    try:
        return blends.from_json(data) if data else blends.shipped()
    except TypeError:
        return blends.shipped()


def keep_blend(found: Blend, llm: LLM, rubric: Rubric, store: Store) -> None:
    """Keep a model's own blend, for as long as nothing that it depends on changes."""
    store.save_calibration(name(CORRECTION, llm.model, rubric), blends.to_json(found))


def _share(found: Calibration) -> float:
    """Pairs in the right order, of all."""
    return (found.kept + found.adversarial.kept) / (found.of + found.adversarial.of)


def kept(store: Store, named: str) -> Calibration | None:
    """The measurement of that name; None where there is none, or one of another version."""
    data = store.calibration(named)
    try:
        return from_json(data) if data else None
    except (KeyError, TypeError):
        return None


def name(observer: str, language_model: str | None, rubric: Rubric, by: RulesObserver = PLAIN) -> str:
    """The name that a measurement is kept under: "llm-qwen3-4b-0123456789abcdef", "rules-minilm-0123456789abcdef"."""
    called = f"{observer}-{language_model or ''}-{by.embeddings or ''}"
    words = re.sub(r"[^a-z0-9.]+", "-", called.lower()).strip("-.")
    parts = (observer, language_model or "", rubric.digest, __version__, *_digests(observer), *_embeddings(by))
    return f"{words[:60]}-{library.digest(chr(0).join(parts))[:16]}"


@cache
def _order_by_rules(rubric: Rubric, named: str, by: RulesObserver = PLAIN) -> Calibration:  # noqa: ARG001 - another name is another measurement
    with sign_of_life("measuring the rules on the reference interviews", shown=by.embeddings is not None):
        return measured_with(by, calibrate(by, reference.load(), rubric, runs=1, attacked=False))


def measured_with(by: RulesObserver, found: Calibration) -> Calibration:
    """The measurement, saying what the rules took in."""
    return replace(found, embeddings=by.embeddings)


def _language_model(observed: Observed) -> str | None:
    """Of the rules, `model` says what they took in, which `name` is told by the rules themselves."""
    return None if observed.observer == RULES else observed.model


def _embeddings(by: RulesObserver) -> Iterator[str]:
    """Digests of what the rules took in besides words; none where they took in nothing."""
    if by.embeddings:
        yield hashlib.sha256((model.FOLDER / meaning.FILE).read_bytes()).hexdigest()
        yield by.encoder


def _digests(observer: str) -> Iterator[str]:
    """Digests of the files that a grade by that observer depends on, and of those that it is measured on."""
    prompts = [each for each in library.names(".", ".md") if Path(each).name.startswith(JUDGE)]
    asked = (CONTROLS, *prompts) if observer != RULES else ()
    for each in (*library.names("references", ".toml"), ATTACKS, *asked):
        yield library.digest(library.read(each))
    code = sorted(model.FOLDER.glob("*.py")) if observer == RULES else []
    blended = [blends.FILE] if observer != RULES else []
    for file in (*(model.FOLDER / each for each in WEIGHTS), *blended, *code):
        yield hashlib.sha256(file.read_bytes()).hexdigest()
