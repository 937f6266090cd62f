"""What Whisper makes up where there is hardly any speech."""

from __future__ import annotations

SHORT = 0.6
"""Seconds of speech in which hardly anything can be said."""
PHANTOMS = frozenset({"thank you", "thanks for watching", "you", "bye", "thank you for watching"})
"""What Whisper was trained to hear in breath and noise. Only ever dropped where there was hardly time to say it."""


def phantom(text: str, speech: float) -> bool:
    """Whether it is a phrase known to be made up, where there was no time to say it.

    `speech`: seconds in which speech was detected.
    """
    return speech < SHORT and text.strip().rstrip(".!").lower() in PHANTOMS
