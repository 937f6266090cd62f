"""`coach resume`."""

from __future__ import annotations

import click

from coach import settings
from coach.cli.channels import Wish, as_before, flags_as_before
from coach.cli.options import channel_options, embeddings_option, endpoint_options, interviewer_option, json_option
from coach.cli.terminal import Terminal, warn
from coach.errors import SessionNotFound
from coach.store import Store


@click.command("resume")
@click.argument("session", required=False)
@channel_options
@interviewer_option
@endpoint_options
@embeddings_option
@json_option
def command(
    session: str | None,
    wish: Wish,
    interviewer: str | None,
    model: str | None,
    base_url: str | None,
    embeddings: str | None,
    as_json: bool,
) -> None:
    """Go on with a session that was interrupted: the newest one, or SESSION (an id, a prefix of one, or "last").

    The question that was open is asked again; all earlier turns stand. What it ran on is used again unless a flag or
    the environment says otherwise.

    \b
    Examples:
      coach resume
      coach resume 20261121-2015 --text
    """
    from coach.cli.sitting import Sitting, go_on

    store = Store(settings.home())
    saved = store.load(store.find(session) if session else _unfinished(store))
    now = settings.load(
        base_url=base_url or saved.engines.get("base_url"),
        model=model or saved.engines.get("model"),
        **flags_as_before(wish, saved),
        embeddings=embeddings or saved.engines.get("embeddings"),
    )
    engine = interviewer or ("builtin" if saved.engines.get("interviewer") == "builtin" else "auto")
    go_on(Sitting(now, Terminal(as_json), as_before(wish, saved), engine, as_json), saved)


def _unfinished(store: Store) -> str:
    for session in store.sessions(warn):
        if not session.finished:
            return session.id
    raise SessionNotFound("no session is unfinished; `coach practice` starts one")
