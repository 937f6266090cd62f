"""What can go wrong, as far as a caller has to tell it apart.

Every message is one line that says what happened and what to do; `coach.cli.main` prints it and exits with 1.
"""


class CoachError(Exception):
    """Anything the user is told in one line."""


class PromptFileError(CoachError):
    """A scenario, rubric or prompt file breaks its format; the message names the file and the key."""


class SessionNotFound(CoachError):
    """No saved session, or more than one, goes by that name."""


class DeviceMissing(CoachError):
    """A microphone, a speaker or the library behind them is not there."""


class ModelMissing(CoachError):
    """A speech or language model is neither on this machine nor to be had now."""


class LLMError(CoachError):
    """The language model endpoint failed, took too long, or gave an answer that cannot be used."""
