"""Where a language model is to be found. Knows nothing of what is said to it, nor whether anything answers there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from coach.errors import LLMError

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, repr=False)
class Endpoint:
    """An OpenAI-compatible address. Its repr shows neither key nor password, so that no traceback can."""

    base_url: str | None
    """None for OpenAI itself."""
    api_key: str | None
    model: str | None
    """None to take what is served there."""

    @property
    def url(self) -> str:
        """The address to call, whole."""
        return (self.base_url or OPENAI).strip()

    @property
    def address(self) -> str:
        """The address to show: without user, password and query, any of which may be a secret. Raises LLMError."""
        try:
            parts = urlsplit(self.url)
            port = f":{parts.port}" if parts.port else ""
        except ValueError as error:
            raise LLMError(f"the base URL cannot be read ({error}): give it as http://host:port/v1") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LLMError("the base URL has to begin with http:// or https://, such as http://localhost:11434/v1")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"

    @property
    def local(self) -> bool:
        """True for this machine and those beside it, where a single model answers one request after another."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_private
        except ValueError:
            return "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan"))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed."""
        return tuple(secret for secret in (self.api_key, urlsplit(self.url).password) if secret)

    def __repr__(self) -> str:
        return f"Endpoint({self.address}, model={self.model})"
