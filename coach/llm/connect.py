"""Find out whether an endpoint answers, and which model to use there."""

from __future__ import annotations

from coach.errors import LLMError
from coach.llm.client import OpenAIModel
from coach.llm.endpoint import OPENAI, Endpoint

SILENT = ("embed", "whisper", "tts", "rerank", "moderation", "dall-e", "image", "transcribe", "bge-")
"""Parts of the names of models that do not chat, which some servers list as well."""


def connect(endpoint: Endpoint, seconds: float) -> OpenAIModel:
    """A model that is there to be asked, found within `seconds`.

    Without a model in the endpoint it is the first one served that chats. Raises LLMError, in one line that names the
    address and what to do, never the key.
    """
    where = endpoint.address
    served = OpenAIModel(endpoint, endpoint.model or "").served(seconds)
    if endpoint.model:
        return OpenAIModel(endpoint, endpoint.model)  # not looked for: gateways serve more than they list
    if endpoint.url.rstrip("/") == OPENAI:
        raise LLMError(f"{where} serves many models: say which one with --model or COACH_MODEL")
    if served is None:
        raise LLMError(f"{where} lists no models: say which one with --model, and check that the base URL ends in /v1")
    found = next((name for name in served if not any(part in name.lower() for part in SILENT)), None)
    if found is None:
        raise LLMError(f"{where} serves no model that can chat: load one there, or name one with --model")
    return OpenAIModel(endpoint, found)
