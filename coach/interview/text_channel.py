"""The conversation in writing: a terminal, a file of answers, or a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from coach.interview.channel import INTERVIEWER, Ahead, Clock, Person, Stop, Utterance

SEPARATOR = "---"


class TextChannel:
    """Shows the interviewer's words and reads answers, wherever `show` and `read` lead."""

    def __init__(
        self,
        clock: Clock,
        show: Callable[[str], None],
        read: Callable[[], str | None],
        notify: Callable[[str], None],
        name: Callable[[str], None] = lambda _name: None,
    ) -> None:
        """`show` puts a piece of text as it comes; `read` gives the next answer, or None when there are no more;
        `name` is told who speaks, before their first piece."""
        self._clock = clock
        self._show = show
        self._read = read
        self._notify = notify
        self._name = name

    def say(self, words: Iterable[str], person: Person = INTERVIEWER) -> Utterance:
        start = self._clock()
        self._name(person.name)
        pieces = []
        for piece in words:
            self._show(piece)
            pieces.append(piece)
        self._show("\n")
        return Utterance("".join(pieces).strip(), start, self._clock())

    def listen(self, stop: Stop | None = None, ahead: Ahead | None = None) -> Utterance | None:  # noqa: ARG002
        """The next typed answer. It is over when it is sent: there is nothing to cut into, nor to be ahead of."""
        start = self._clock()
        text = self._read()
        return None if text is None else Utterance(text, start, self._clock())

    def notify(self, notice: str) -> None:
        self._notify(notice)

    def settle(self) -> None:
        """What was written is there."""

    def close(self) -> None:
        """There is nothing to let go of."""


def scripted(lines: Iterable[str]) -> Iterator[str]:
    """Answers out of lines: separated by lines of only `---`, each as soon as its end is read; blank ones are none."""
    answer: list[str] = []
    for line in lines:
        if line.strip() != SEPARATOR:
            answer.append(line.rstrip("\r\n"))
            continue
        yield from _given(answer)
        answer = []
    yield from _given(answer)


def _given(lines: list[str]) -> Iterator[str]:
    text = "\n".join(lines).strip()
    if text:
        yield text
