"""Which engines this run has: the language model, the interviewer and the observer, and why not others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from coach import files
from coach.cli.terminal import warn
from coach.cli.waiting import Progress, Waiting, progress_bar
from coach.errors import CoachError, LLMError
from coach.interview.builtin import builtin
from coach.interview.case import Case
from coach.interview.interviewer import Interviewer
from coach.llm.endpoint import Endpoint
from coach.llm.model import LLM
from coach.llm.usage import Usage
from coach.scoring.adviser import Adviser
from coach.scoring.blend import Blend, shipped
from coach.scoring.observation import Observed, Observer
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Transcript
from coach.settings import OFF, Settings, home

CONNECT_SECONDS = 5.0
SAMPLES = 3
"""Calls a dimension where nobody says how many, and ..."""
AT_ONCE = 4
"""... calls under way at a time: of a model elsewhere. One that runs here is asked one thing after another."""
JUDGE_SECONDS = 300.0
REWRITES = 3
"""Dimensions for which a model that runs here rewrites a sentence; one elsewhere is fast enough for all of them."""
NO_ENDPOINT = (
    "set OPENAI_BASE_URL or OPENAI_API_KEY, or run one here: `ollama pull qwen3:4b`, then "
    "--base-url http://localhost:11434/v1"
)
STOPPED = "observed by the rules alone, because the language model was stopped (Ctrl-C)"
Notify = Callable[[str], None]


def language_model(
    settings: Settings, wanted: str, notify: Notify, *, fresh: bool = False, keep: bool = True
) -> LLM | None:
    """The model behind the endpoint, for "auto" and "llm"; None where there is none and none is insisted on.

    What it judges is kept, unless `keep` is off, and not asked again, unless `fresh`. Raises CoachError when "llm" is
    wanted and nothing answers.
    """
    if wanted in ("builtin", "rules"):
        return None
    if not settings.has_endpoint:
        if wanted == "llm":
            raise CoachError(f"no language model endpoint: {NO_ENDPOINT}")
        notify(f"no language model: {NO_ENDPOINT}")
        return None
    from coach.llm.cache import CachedLLM
    from coach.llm.connect import connect

    try:
        found = connect(endpoint(settings), CONNECT_SECONDS)
        return CachedLLM(found, settings.home / "cache" / "judge", fresh) if keep else found
    except LLMError as error:
        if wanted == "llm":
            raise
        notify(f"language model left out: {error}")
        return None


def endpoint(settings: Settings) -> Endpoint:
    """Where the settings say that the language model is."""
    return Endpoint(settings.base_url, settings.api_key, settings.model)


def interviewer(case: Case, llm: LLM | None, waiting: bool = True) -> Interviewer:
    """The interviewer that words the moves. `waiting`: it shows at a terminal that it is thinking."""
    own = builtin(case)
    if llm is None:
        return own
    from coach.interview.llm_interviewer import LLMInterviewer

    plan = case.plan
    found = LLMInterviewer(llm, own, case.scenario, plan.level, case.panel, plan.pressure)
    return Waiting(found) if waiting else found


def rules(settings: Settings, notify: Notify) -> RulesObserver:
    """The rules, with sentence embeddings where the settings say so; these are downloaded when they are not here.

    Raises ModelMissing when they cannot be had.
    """
    if settings.embeddings == OFF:
        return RulesObserver()
    from coach.scoring import embedding, meaning, model

    embedder = embedding.Embedder(embedding.ensure(settings.embeddings, notify))
    part = meaning.shipped()
    return RulesObserver(meaning.joined(model.shipped(), part, meaning.proved(embedder, part)))


def observer(
    llm: LLM | None,
    progress: Progress | None = None,
    samples: int | None = None,
    seconds: float | None = None,
    blend: Blend | None = None,
    by: RulesObserver | None = None,
) -> Observer:
    """Who judges: the rules; both of them, by that blend, with a model near by; a model elsewhere, by dimensions.

    `samples` are a model's elsewhere: one near by tells how sure it is. `seconds` are for all that a model is asked.
    `by` are the rules to take, where not the plain ones.
    """
    by = by or RulesObserver()
    if llm is None:
        return by
    if llm.endpoint.local:
        from coach.scoring.local import SECONDS, LocalObserver

        return LocalObserver(llm, by, blend or shipped(), seconds or SECONDS, progress)
    from coach.scoring.judge import LLMObserver

    return LLMObserver(
        llm,
        by,
        samples=samples or SAMPLES,
        most=AT_ONCE,
        progress=progress,
        seconds=seconds or JUDGE_SECONDS,
        secret=files.secret(home() / "secret"),
    )


def adviser(llm: LLM | None) -> Adviser | None:
    """Who rewrites sentences of the candidate's; nobody where there is no model."""
    if llm is None:
        return None
    return Adviser(llm, most=REWRITES if llm.endpoint.local else None, secret=files.secret(home() / "secret"))


def observe(
    transcript: Transcript,
    rubric: Rubric,
    llm: LLM | None,
    label: str = "scoring",
    samples: int | None = None,
    seconds: float | None = None,
    blend: Blend | None = None,
    by: RulesObserver | None = None,
) -> Observed:
    """Have the transcript judged, by the model when there is one; shows how far it is, and then what it took.

    Ctrl-C stops the model, not the scoring: the rules do it then.
    """
    if llm is None:
        return observer(None, by=by).observe(transcript, rubric)
    before, began = llm.spent, time.monotonic()
    try:
        with progress_bar(label) as tell:
            observed = observer(llm, tell, samples, seconds, blend, by).observe(transcript, rubric)
    except KeyboardInterrupt:
        alone = observer(None, by=by).observe(transcript, rubric)
        observed = replace(alone, notices=(*alone.notices, STOPPED))
    for line in spent(llm.spent - before, time.monotonic() - began):
        warn(line)
    return observed


def spent(usage: Usage, seconds: float) -> list[str]:
    """What asking took, in words; nothing where the server tells no tokens. No price: those change."""
    lines = []
    if usage.kept:
        lines.append(f"{usage.kept:,} answers kept from before; `coach score --fresh` asks again")
    if usage.prompt or usage.completion:
        cached = f" ({usage.cached:,} cached)" if usage.cached else ""
        calls = f"{usage.calls:,} call{'' if usage.calls == 1 else 's'}"
        lines.append(f"{calls}, {usage.prompt:,} tokens in{cached}, {usage.completion:,} out, {seconds:.0f} s")
    return lines
