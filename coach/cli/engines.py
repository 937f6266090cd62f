"""Which engines this run has: the language model, the interviewer and the observer, and why not others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coach.cli.waiting import Waiting
from coach.errors import CoachError, LLMError
from coach.interview.builtin import BuiltinInterviewer
from coach.interview.interviewer import Interviewer
from coach.interview.moves import Case
from coach.llm.endpoint import Endpoint
from coach.llm.model import LLM
from coach.scoring.observation import Observed, Observer
from coach.scoring.rubric import Rubric
from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Transcript
from coach.settings import Settings

CONNECT_SECONDS = 5.0
NO_ENDPOINT = (
    "set OPENAI_BASE_URL or OPENAI_API_KEY, or run one here: `ollama pull qwen3:4b`, then "
    "--base-url http://localhost:11434/v1"
)
Notify = Callable[[str], None]
Progress = Callable[[int, int], None]
"""How much of how much is done."""


def language_model(settings: Settings, wanted: str, notify: Notify) -> LLM | None:
    """The model behind the endpoint, for "auto" and "llm"; None where there is none and none is insisted on.

    Raises CoachError when "llm" is wanted and nothing answers.
    """
    if wanted in ("builtin", "rules"):
        return None
    if not settings.has_endpoint:
        if wanted == "llm":
            raise CoachError(f"no language model endpoint: {NO_ENDPOINT}")
        notify(f"no language model: {NO_ENDPOINT}")
        return None
    from coach.llm.connect import connect

    try:
        return connect(endpoint(settings), CONNECT_SECONDS)
    except LLMError as error:
        if wanted == "llm":
            raise
        notify(f"language model left out: {error}")
        return None


def endpoint(settings: Settings) -> Endpoint:
    """Where the settings say that the language model is."""
    return Endpoint(settings.base_url, settings.api_key, settings.model)


def interviewer(case: Case, llm: LLM | None) -> Interviewer:
    """The interviewer that words the moves."""
    builtin = BuiltinInterviewer(case.phrases)
    if llm is None:
        return builtin
    from coach.interview.llm_interviewer import LLMInterviewer

    return Waiting(LLMInterviewer(llm, builtin, case.scenario, case.rubric, case.plan.level))


def observer(llm: LLM | None, progress: Progress | None = None) -> Observer:
    """Who judges: the model when there is one, else the rules."""
    if llm is None:
        return RulesObserver()
    from coach.scoring.judge import LLMObserver

    return LLMObserver(llm, RulesObserver(), progress=progress)


def observe(transcript: Transcript, rubric: Rubric, llm: LLM | None, label: str = "scoring") -> Observed:
    """Have the transcript judged, by the model when there is one; progress is shown at a terminal."""
    if llm is None:
        return observer(None).observe(transcript, rubric)
    with progress_bar(label) as tell:
        return observer(llm, tell).observe(transcript, rubric)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on stderr, gone at the end; it is told how much of how much is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
