"""Flag > environment > config file > default."""

from __future__ import annotations

import pytest

from coach import settings
from coach.errors import CoachError


def test_each_source_gives_way_to_the_one_above_it(home):
    home.mkdir()
    environ = {"COACH_HOME": str(home)}
    assert settings.load(environ).model is None
    (home / "config.toml").write_text('model = "from-file"\npatience = 6\n')
    assert settings.load(environ).model == "from-file"
    environ["COACH_MODEL"] = "from-environment"
    assert settings.load(environ).model == "from-environment"
    assert settings.load(environ, model="from-flag").model == "from-flag"
    assert settings.load(environ, model=None).patience == 6


def test_an_endpoint_is_there_with_an_address_or_a_key(home):
    assert not settings.load({"COACH_HOME": str(home), "OPENAI_BASE_URL": ""}).has_endpoint
    assert settings.load({"COACH_HOME": str(home), "OPENAI_API_KEY": "k"}).has_endpoint
    assert settings.load({"COACH_HOME": str(home)}, base_url="http://localhost:1/v1").has_endpoint


@pytest.mark.parametrize(
    ("text", "said"),
    [("modle = 'x'", "modle: unknown key"), ("model = 3", "model: 3 is not"), ("model = ", "Invalid value")],
)
def test_a_broken_config_file_is_one_line_that_names_the_key(home, text, said):
    home.mkdir()
    (home / "config.toml").write_text(text)
    with pytest.raises(CoachError, match=said) as caught:
        settings.load({"COACH_HOME": str(home)})
    assert "config.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_own_prompts_lie_in_the_data_folder_unless_said_otherwise(home, tmp_path):
    environ = {"COACH_HOME": str(home)}
    assert settings.prompts(environ) == home / "prompts"
    assert settings.prompts(environ | {"COACH_PROMPTS": ""}) == home / "prompts"
    assert settings.prompts(environ | {"COACH_PROMPTS": str(tmp_path)}) == tmp_path
    assert settings.prompts(environ | {"COACH_PROMPTS": "~/mine"}).is_absolute()


def test_a_choice_in_the_environment_is_one_of_those_there_are(tmp_path):
    with pytest.raises(CoachError, match="COACH_WHISPER_CONTEXT: 'long' is not one of short, full"):
        settings.load({"COACH_HOME": str(tmp_path), "COACH_WHISPER_CONTEXT": "long"})
