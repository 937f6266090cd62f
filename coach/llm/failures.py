"""Whatever the client library may raise, as an LLMError in one line. Knows nothing of retries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coach.errors import LLMError
from coach.llm.endpoint import Endpoint

MOST = 200
"""Characters of a server's own message that are shown."""
BUSY = frozenset({429, 503, 529})
"""Statuses with which servers ask to come again: too many requests, no slot free, a model that is still loading."""
FORMAT_REFUSED = frozenset({400, 404, 415, 422, 501})
"""Statuses with which servers turn down a response format that they do not know."""


class FormatRefused(LLMError):
    """The server turned the request down as it was; another response format may do."""


class Busy(LLMError):
    """The server has no time just now; the same request may do later."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after
        """Seconds that the server asks to wait; None when it does not say."""


@contextmanager
def one_line(endpoint: Endpoint, model: str, seconds: float) -> Iterator[None]:
    """Turn what the client library raises inside into LLMErrors that say what to do."""
    try:
        yield
    except _kinds() as error:
        raise _told(error, endpoint, model, seconds) from error


def short(text: object, endpoint: Endpoint) -> str:
    """A server's words on one line, cut short, without secrets."""
    line = " ".join(str(text).split())
    for secret in endpoint.secrets:
        line = line.replace(secret, "***")
    return line if len(line) <= MOST else f"{line[:MOST]}..."


def _kinds() -> tuple[type[Exception], ...]:
    """All that can come out of the client: its own errors and those of the transport below it.

    The transport's get through in the middle of a stream (before openai 2), and ValueErrors from data that is no JSON
    or keys that fit in no header. It is httpx or httpx2, by the version of openai; whichever is loaded is looked at.
    """
    import openai

    found: list[type[Exception]] = [openai.OpenAIError, ValueError, OSError]
    for name in ("httpx", "httpx2"):
        module = sys.modules.get(name)
        if module is not None:
            found += [module.HTTPError, module.StreamError, module.InvalidURL]
    return tuple(found)


def _told(error: Exception, endpoint: Endpoint, model: str, seconds: float) -> LLMError:
    import openai

    where = endpoint.address
    if isinstance(error, openai.APITimeoutError) or "timeout" in type(error).__name__.lower():
        return too_late(endpoint, seconds)
    if isinstance(error, openai.APIStatusError):
        return _status(error, endpoint, model)
    if isinstance(error, openai.APIConnectionError):
        cause = short(error.__cause__ or error, endpoint)
        return LLMError(f"the connection to {where} failed ({cause}): start the server, or check --base-url")
    return LLMError(f"{where} broke off, or sent what cannot be read ({short(error, endpoint)})")


def too_late(endpoint: Endpoint, seconds: float) -> LLMError:
    """The answer did not come, or did not end, in time."""
    return LLMError(f"{endpoint.address} took longer than {max(seconds, 0):.3g} s: a smaller model answers sooner")


def _status(error: Any, endpoint: Endpoint, model: str) -> LLMError:
    where, code = endpoint.address, error.status_code
    said = short(_message(error), endpoint)
    if code in (401, 403):
        return LLMError(f"{where} refuses the key ({code}): check OPENAI_API_KEY")
    if code == 429 and "quota" in str(error.code):
        return LLMError(f"the credit at {where} is used up ({said})")
    if code in BUSY:
        asks = "asks to wait, or the credit is used up" if code == 429 else "is busy"
        return Busy(f"{where} {asks} ({code}: {said})", _after(error))
    if code == 404:
        return FormatRefused(f"{where} knows no model {model!r} or no such address (404): check --model and --base-url")
    kind = FormatRefused if code in FORMAT_REFUSED else LLMError
    return kind(f"{where} answered {code}: {said}")


def _after(error: Any) -> float | None:
    """Seconds in the answer's Retry-After; the kind with a date in it is not used by any of these servers."""
    try:
        return max(float(error.response.headers.get("retry-after", "")), 0.0)
    except ValueError:
        return None


def _message(error: Any) -> object:
    """The server's own sentence, where its error has the usual shape."""
    body = error.body
    if isinstance(body, dict):
        body = body.get("error", body)
    return body.get("message", body) if isinstance(body, dict) else (body or error.message)
