"""A draft of a scenario by a language model: asked for in parts, put together and checked by code, asked for again.

The document is data: it stands within a fence that nobody can guess, and what comes back are strings that can only
become text of the case. Does not know where the draft goes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from coach import library
from coach.bank import fields
from coach.bank.assembly import assemble, phrases
from coach.bank.check import Finding, check
from coach.bank.document import Document
from coach.bank.fields import Field
from coach.errors import LLMError
from coach.llm.model import LLM, Message
from coach.scoring.judge import fence
from coach.scoring.rubric import Rubric

PROMPT = "draft.md"
ROUNDS = 2
"""Times that faulty fields are asked for again."""
SECONDS = 600.0
"""For each request."""
SECONDS_A_FIELD = 60.0
"""What a model that runs at home may take where that comes to more: on a busy machine it writes two words a second."""
LEAST_TOKENS, TOKENS_A_FIELD = 800, 120
PHRASE = re.compile(r"facts\[(\d+)\]\.unlocked_by\[(\d+)\]")


@dataclass(frozen=True)
class Draft:
    """What came of it."""

    id: str
    text: str
    """The file."""
    findings: Sequence[Finding]
    """What is still wrong with it; nothing where it can be practised as it is."""
    failure: str | None = None
    """Why the model left fields empty or faulty that it was asked for, in one line."""


@dataclass(frozen=True)
class Drafter:
    """Drafts cases by a language model."""

    llm: LLM
    rubric: Rubric
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """What the fences are made of."""
    progress: Callable[[int, int], None] | None = None
    """Told how many requests of how many are done, at most."""
    together: int | None = None
    """Fields that are asked for in one request at most; all of a part by default. A small model loses its thread in
    forty of them, and what it then gets wrong is asked for again as a whole."""

    def draft(self, document: Document, name: Callable[[str], str]) -> Draft:
        """A draft from a document; `name` makes the id from its title.

        Raises LLMError when the model gives no usable answer to the first request; what else it fails at is a fault.
        """
        words = fields.words()
        parts = fields.fields(words, self.rubric)
        system = self._system(document)
        groups = [(words["ask"][part], group) for part in fields.PARTS for group in self._groups(parts[part])]
        answers: dict[str, str] = {}
        failed: list[LLMError] = []
        for at, (task, group) in enumerate(groups):
            self._tell(at, len(groups) + ROUNDS)
            answers |= self._answered(system, task, group, answers, failed)
        id = name(answers["title"])
        text, findings = self._checked(id, answers)
        every = [each for part in parts.values() for each in part]
        for at in range(ROUNDS):
            wrong = _faulty(every, findings)
            if not wrong:
                break
            self._tell(len(groups) + at, len(groups) + ROUNDS)
            for group in self._groups(wrong):
                answers |= self._answered(system, words["ask"][fields.AGAIN], group, answers, failed)
            text, findings = self._checked(id, answers)
        return Draft(id, text, findings, str(failed[-1]) if failed and findings else None)

    def _groups(self, wanted: Sequence[Field]) -> list[Sequence[Field]]:
        size = self.together or len(wanted)
        return [wanted[at : at + size] for at in range(0, len(wanted), size)]

    def _answered(
        self, system: Message, task: str, group: Sequence[Field], so_far: dict[str, str], failed: list[LLMError]
    ) -> dict[str, str]:
        """What the model writes; where it fails, what there is already, or nothing: the rest is worth keeping."""
        try:
            return self._ask(system, task, group, so_far)
        except LLMError as error:
            if not so_far:
                raise
            failed.append(error)
            return {each.key: so_far.get(each.key, "") for each in group}

    def _tell(self, done: int, most: int) -> None:
        if self.progress:
            self.progress(done, most)

    def _system(self, document: Document) -> Message:
        """The same in every request, so that a server reads it once."""
        length = (
            f"It is the first {len(document.text):,} characters of a longer one." if document.cut else "It is whole."
        )
        variables = {
            "fence": fence(self.secret, document.text),
            "document": document.text,
            "length": length,
        }
        return Message(role="system", content=library.fill(PROMPT, variables))

    def _ask(self, system: Message, task: str, wanted: Sequence[Field], so_far: dict[str, str]) -> dict[str, str]:
        """What the model writes into the fields. Raises LLMError."""
        written = "\n".join(f"{key}: {' '.join(value.split())}" for key, value in so_far.items())
        variables = {"fields": fields.listed(wanted), "so_far": written, "fence": fence(self.secret, written)}
        asked = Message(role="user", content=fields.filled(task, variables))
        answer: dict[str, str] = self.llm.complete(
            [system, asked],
            {"type": "object", "properties": {each.key: each.schema for each in wanted}},
            max_tokens=max(LEAST_TOKENS, TOKENS_A_FIELD * len(wanted)),
            seconds=max(SECONDS, SECONDS_A_FIELD * len(wanted)) if self.llm.endpoint.local else SECONDS,
        )
        return answer

    def _checked(self, id: str, answers: dict[str, str]) -> tuple[str, list[Finding]]:
        """The file and its faults, after phrases that unlock more than their fact were left out of `answers`."""
        questions = fields.probes(self.rubric)
        findings = check(assemble(id, answers, questions), id, self.rubric)
        drop = {(int(at), int(number)) for each in findings for at, number in PHRASE.findall(each.where)}
        for at in {at for at, _ in drop}:
            key = f"fact_{at + 1}_asked_by"
            kept = [each for number, each in enumerate(phrases(answers[key])) if (at, number) not in drop]
            answers[key] = "; ".join(kept)
        text = assemble(id, answers, questions)
        return text, check(text, id, self.rubric)


def _faulty(every: Iterable[Field], findings: Sequence[Finding]) -> list[Field]:
    """The fields that faults are in, each told what is wrong with it."""
    found = []
    for each in every:
        said = [one.said for one in findings if one.where == each.where or one.where.startswith(f"{each.where}[")]
        if said:
            found.append(Field(each.key, each.where, f"{each.told}. Against it: {'; '.join(said)}", each.values))
    return found
