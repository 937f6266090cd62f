"""A sitting goes by what is on the disk once the session is its own."""

from __future__ import annotations

from coach import settings
from coach.cli.channels import Wish
from coach.cli.sitting import Sitting, go_on
from coach.cli.terminal import Terminal
from coach.session import Move, Turn
from coach.store import Store
from tests.cases import session


def test_turns_that_came_in_after_the_session_was_read_are_not_written_over(home, tmp_path):
    store, first = Store(home), session()
    store.create(first)
    store.append(first, Turn(0, "interviewer", "What do you do?", 0, 1, Move("opening", "What do you do?", "opening")))
    stale = store.load(first.id)
    store.append(first, Turn(1, "candidate", "I stop the launch until May.", 1, 9))
    answers = tmp_path / "answers.txt"
    answers.write_text("I tell Ines on Monday.")
    go_on(Sitting(settings.load(), Terminal(), Wish(answers=answers), "builtin", False), stale)
    kept = store.load(first.id).turns
    assert [turn.index for turn in kept] == list(range(len(kept)))
    assert [turn.role for turn in kept] == ["interviewer", "candidate"] * 2 + ["interviewer"] * 2  # the last one closes
    assert [turn.text for turn in kept if turn.role == "candidate"] == [
        "I stop the launch until May.",
        "I tell Ines on Monday.",
    ]
