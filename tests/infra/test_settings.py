"""The settings of a stack."""

from collections.abc import Mapping

import pulumi
import pytest

from infra.parts.packaging import Platform
from infra.settings import Settings, load_settings
from tests.infra.recording import record


def load(config: Mapping[str, str]) -> Settings:
    loaded = []
    record(lambda: loaded.append(load_settings(pulumi.Config())), config)
    return loaded[0]


def test_a_stack_without_settings_is_one_for_production_on_aws() -> None:
    assert load({}) == Settings(
        platform=Platform.LAMBDA, language="en", log_retention_days=30, deletion_protection=True
    )


def test_settings_are_read_from_the_project_s_own_keys() -> None:
    settings = load(
        {
            "event-driven-blog:platform": "host",
            "event-driven-blog:language": "es",
            "event-driven-blog:logRetentionDays": "7",
            "event-driven-blog:deletionProtection": "false",
        }
    )
    assert settings == Settings(
        platform=Platform.HOST, language="es", log_retention_days=7, deletion_protection=False
    )


@pytest.mark.parametrize(
    "setting",
    [
        "language",
        "logRetentionDays",
        "platform",
        "deletionProtection",
        "publicReading",
        "issuer",
        "allowedOrigins",
    ],
)
def test_a_bad_setting_is_refused_by_its_key(setting: str) -> None:
    key = f"event-driven-blog:{setting}"
    with pytest.raises(pulumi.RunError, match=key):
        load({key: "nonsense"})


def test_origins_are_listed_one_by_one() -> None:
    key = "event-driven-blog:allowedOrigins"
    assert load({key: '["https://page.example"]'}).allowed_origins == ("https://page.example",)
    for bad in ('["*"]', '["https://*.example"]', '["https://page.example/"]', "https://page.example"):
        with pytest.raises(pulumi.RunError, match=key):
            load({key: bad})


def test_an_issuer_needs_an_audience() -> None:
    issuer = {"event-driven-blog:issuer": "https://issuer.example"}
    with pytest.raises(pulumi.RunError, match="event-driven-blog:audience: belongs together with issuer"):
        load(issuer)
    with pytest.raises(pulumi.RunError, match="event-driven-blog:audience: belongs together with issuer"):
        load({"event-driven-blog:audience": "blog"})
    assert load({**issuer, "event-driven-blog:audience": "blog"}).audience == "blog"


def test_all_bad_settings_are_named_at_once() -> None:
    with pytest.raises(pulumi.RunError) as error:
        load({"event-driven-blog:language": "xx", "event-driven-blog:logRetentionDays": "2"})
    assert "event-driven-blog:language" in str(error.value)
    assert "event-driven-blog:logRetentionDays" in str(error.value)
