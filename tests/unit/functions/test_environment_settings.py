from dataclasses import dataclass

import pytest

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    first_setting: str
    second: str


def test_settings_are_variables_with_their_names_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_SETTING", "1")
    monkeypatch.setenv("SECOND", "2")
    assert Settings.from_environment() == Settings("1", "2")


def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECOND", "2")
    with pytest.raises(KeyError, match="FIRST_SETTING"):
        Settings.from_environment()
