"""Where each setting comes from: flag > environment > config file > default.

Only `coach.cli` reads this; everything below it gets values handed in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import CoachError

CONFIG_KEYS: Mapping[str, Any] = {
    "base_url": str,
    "api_key": str,
    "model": str,
    "whisper": str,
    "whisper_context": str,
    "patience": (int, float),
    "turn": str,
    "input_device": str,
    "output_device": str,
    "barge_in": str,
    "smart_turn": str,
    "piper": str,
    "embeddings": str,
}
ENVIRONMENT = {
    "base_url": "OPENAI_BASE_URL",
    "api_key": "OPENAI_API_KEY",
    "model": "COACH_MODEL",
    "whisper": "COACH_WHISPER",
    "whisper_context": "COACH_WHISPER_CONTEXT",
    "embeddings": "COACH_EMBEDDINGS",
    "input_device": "COACH_INPUT_DEVICE",
    "output_device": "COACH_OUTPUT_DEVICE",
    "smart_turn": "COACH_SMART_TURN",
    "piper": "COACH_PIPER",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "whisper_context": ("short", "full"),
    "turn": ("auto", "key"),
    "barge_in": ("auto", "key", "aec", "headset"),
}
"""What a setting of the config file or the environment may be; a flag checks itself."""
OFF = "off"
DEFAULTS: Mapping[str, Any] = {
    "base_url": None,
    "api_key": None,
    "model": None,
    "whisper": "auto",
    "whisper_context": "short",
    "patience": 4.0,
    "turn": "auto",
    "input_device": None,
    "output_device": None,
    "barge_in": "auto",
    "smart_turn": None,
    "piper": None,
    "embeddings": OFF,
}


@dataclass(frozen=True)
class Settings:
    """What this run goes by."""

    home: Path
    """Data folder."""
    base_url: str | None
    """OpenAI-compatible endpoint; None: the one that `openai` itself goes to, if there is a key."""
    api_key: str | None
    model: str | None
    whisper: str
    """Name, folder, or auto."""
    patience: float
    """Seconds of silence that end a spoken answer when nothing else tells."""
    whisper_context: str = "short"
    """How much Whisper's encoder sees of a segment: as much as there is, or always thirty seconds."""
    turn: str = "auto"
    """auto, or key: only a key ends a spoken answer."""
    input_device: str | None = None
    """Name or number of the microphone; None for the system's."""
    output_device: str | None = None
    barge_in: str = "auto"
    """What stops the interviewer: key, aec, headset, or auto."""
    smart_turn: str | None = None
    """File of the model that hears whether an answer is complete; None for the downloaded one, if there is one."""
    piper: str | None = None
    """File of a Piper voice for the interviewer; None for the system's own."""
    embeddings: str = OFF
    """Name or folder of the sentence encoder that the rules take in, or off."""

    @property
    def has_endpoint(self) -> bool:
        """True when there is a language model to ask at all."""
        return bool(self.base_url or self.api_key)


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder: COACH_HOME, else where this system keeps a user's data."""
    if environ.get("COACH_HOME"):
        return Path(environ["COACH_HOME"]).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("coach", appauthor=False))


def prompts(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the user's own scenarios and prompts: COACH_PROMPTS, else one in the data folder."""
    if environ.get("COACH_PROMPTS"):
        return Path(environ["COACH_PROMPTS"]).expanduser().absolute()
    return home(environ) / "prompts"


def load(environ: Mapping[str, str] = os.environ, **flags: Any) -> Settings:
    """The settings of this run; flags that are None were not given. Raises CoachError on a broken config file."""
    folder = home(environ)
    config = _config(folder / "config.toml")
    return Settings(home=folder, **{key: _first(key, flags, environ, config) for key in DEFAULTS})


def _first(key: str, flags: Mapping[str, Any], environ: Mapping[str, str], config: Mapping[str, Any]) -> Any:
    if flags.get(key) is not None:
        return flags[key]
    if key in ENVIRONMENT and environ.get(ENVIRONMENT[key]):
        value = environ[ENVIRONMENT[key]]
        if key in CHOICES and value not in CHOICES[key]:
            raise CoachError(f"{ENVIRONMENT[key]}: {value!r} is not one of {', '.join(CHOICES[key])}")
        return value
    return config.get(key, DEFAULTS[key])


def _config(file: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CoachError(f"{file}: {error}; mend the file or remove it") from error
    for key, value in data.items():
        if key not in CONFIG_KEYS:
            raise CoachError(f"{file}: {key}: unknown key; known here: {', '.join(CONFIG_KEYS)}")
        if not isinstance(value, CONFIG_KEYS[key]):
            raise CoachError(f"{file}: {key}: {value!r} is not of the right type")
        if key in CHOICES and value not in CHOICES[key]:
            raise CoachError(f"{file}: {key}: {value!r} is not one of {', '.join(CHOICES[key])}")
    return data
