"""The settings of a stack."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import botocore.session
import pulumi
import pytest

from infra.parts.packaging import Platform
from infra.settings import REGIONS, Settings, load_settings
from preview.recording import record

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def running_python(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Says which Python runs the program: to begin with, the one that the project pins."""

    def run_on(version: str) -> None:
        monkeypatch.setattr("infra.parts.function_settings.PYTHON_VERSION", version)

    run_on((ROOT / ".python-version").read_text().strip())
    return run_on


def load(config: Mapping[str, str]) -> Settings:
    loaded = []
    record(lambda: loaded.append(load_settings(pulumi.Config())), config, project="event-driven-blog")
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
        "python",
        "deletionProtection",
        "publicReading",
        "issuer",
        "allowedOrigins",
        "alarmEmail",
        "alarmTopicArn",
        "accountConcurrency",
        "websocketAccessLog",
        "kmsKeyArn",
        "permissionsBoundary",
    ],
)
def test_a_bad_setting_is_refused_by_its_key(setting: str) -> None:
    key = f"event-driven-blog:{setting}"
    with pytest.raises(pulumi.RunError, match=key):
        load({key: "nonsense"})


def test_another_python_than_the_pinned_one_is_refused_with_both_remedies(
    running_python: Callable[[str], None],
) -> None:
    running_python("3.12")
    with pytest.raises(pulumi.RunError) as error:
        load({})
    assert str(error.value) == (
        "event-driven-blog:python: functions are to run on Python 3.13, but Python 3.12 packages them: "
        "delete the .venv and install it with PULUMI_PYTHON_CMD=python3.13, or set python to 3.12"
    )
    assert load({"event-driven-blog:python": "3.12"}).python == "3.12"


def test_on_this_machine_any_python_will_do(running_python: Callable[[str], None]) -> None:
    running_python("3.15")
    assert load({"event-driven-blog:platform": "host"}).platform is Platform.HOST


def test_origins_are_listed_one_by_one() -> None:
    key = "event-driven-blog:allowedOrigins"
    assert load({key: '["https://page.example"]'}).allowed_origins == ("https://page.example",)
    for bad in ('["*"]', '["https://*.example"]', '["https://page.example/"]', "https://page.example"):
        with pytest.raises(pulumi.RunError, match=key):
            load({key: bad})


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({f"tag-{number}": "" for number in range(9)}, "there are 9, but at most 8 may be"),
        ({"aws:x": ""}, "'aws:x' must not begin with 'aws:'"),
        ({"AWS:x": ""}, "'AWS:x' must not begin with 'aws:'"),
        ({"team": "aws:x"}, "'team' must not begin with 'aws:', nor its value"),
        ({"": "x"}, "'' must have 1 to 128 letters"),
        ({"k" * 129: "x"}, "must have 1 to 128 letters"),
        ({"a;b": "x"}, "'a;b' must have 1 to 128 letters"),
        ({"team": "v" * 257}, "the value of 'team' must have at most 256"),
        ({"team": "a\nb"}, "the value of 'team' must have at most 256"),
        ({"Team": "a", "team": "b"}, "'team' is there already"),
        ({"Stack": "mine"}, "'Stack' is there already"),
    ],
)
def test_tags_that_a_service_refuses_are_refused_by_name(tags: dict[str, str], said: str) -> None:
    key = "event-driven-blog:tags"
    with pytest.raises(pulumi.RunError) as refused:
        load({key: json.dumps(tags)})
    assert str(refused.value).startswith(f"{key}: ")
    assert said in str(refused.value)


def test_as_many_tags_as_an_object_of_s3_takes_are_taken() -> None:
    tags = {f"Tag {number}": "Größe_1.0:/=+@-" for number in range(8)}
    assert load({"event-driven-blog:tags": json.dumps(tags)}).tags == tags


@pytest.mark.parametrize(
    "domain",
    [
        *("example.com", "EXAMPLE.net", "mail.example.org", "corp.example"),
        *("blog.invalid", "localhost", "blog.test", "test"),
    ],
)
def test_on_aws_alarms_are_told_to_an_address_that_can_be(domain: str) -> None:
    alarm_email = {"event-driven-blog:alarmEmail": f"operators@{domain}"}
    with pytest.raises(
        pulumi.RunError, match=f"event-driven-blog:alarmEmail: no mail reaches operators@{domain}"
    ):
        load(alarm_email)
    assert load({**alarm_email, "event-driven-blog:platform": "host"}).alarm_email


@pytest.mark.parametrize("domain", ["myexample.com", "example.com.au", "contest", "latest.io"])
def test_an_address_that_only_looks_like_an_example_is_taken(domain: str) -> None:
    assert load({"event-driven-blog:alarmEmail": f"operators@{domain}"}).alarm_email


def test_a_secret_is_refused_by_its_key() -> None:
    key = "event-driven-blog:alarmEmail"

    def program() -> None:
        pulumi.runtime.set_all_config({key: "operators@blog.io", "other:token": "x"}, [key, "other:token"])
        load_settings(pulumi.Config())

    with pytest.raises(pulumi.RunError) as refused:
        record(program, project="event-driven-blog")
    assert str(refused.value) == f"{key}: no setting may be a secret: set it without --secret"


def test_a_key_goes_by_its_arn_alone() -> None:
    key = "event-driven-blog:kmsKeyArn"
    arn = "arn:aws:kms:eu-west-1:123456789012:key/mrk-0d4f3a527c1b4b0e9a643f2c5e8d1a90"
    assert load({key: arn}).shared_args["encryption"]["kms_key_arn"] == arn
    with pytest.raises(pulumi.RunError, match=f"{key}: must be the ARN of a key, not of an alias"):
        load({key: "alias/blog"})
    with pytest.raises(pulumi.RunError, match=f"{key}: must be the ARN of a key"):
        load({key: "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234"})


def test_a_key_is_in_the_region_of_its_stack() -> None:
    key = "event-driven-blog:kmsKeyArn"
    arn = "arn:aws:kms:eu-west-1:123456789012:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
    load({key: arn, "aws:region": "eu-west-1"})
    with pytest.raises(pulumi.RunError, match=f"{key}: the key is in eu-west-1, but the stack in us-east-1"):
        load({key: arn, "aws:region": "us-east-1"})


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


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("publicReadin", "there is no 'publicReadin': did you mean 'publicReading'?"),
        ("public_reading", "there is no 'public_reading': did you mean 'publicReading'?"),
        ("colour", "there is no 'colour'"),
    ],
)
def test_a_setting_that_nobody_knows_is_refused_with_the_nearest_that_there_is(key: str, said: str) -> None:
    with pytest.raises(pulumi.RunError) as error:
        load({f"event-driven-blog:{key}": "false"})
    assert str(error.value) == f"event-driven-blog:{key}: {said}"


def test_settings_of_others_are_none_of_ours() -> None:
    assert load({"aws:region": "eu-west-1", "another:publicReadin": "false"}) == Settings()


def test_a_region_without_comprehend_is_refused() -> None:
    with pytest.raises(pulumi.RunError, match="aws:region: Comprehend is not in eu-north-1, but in "):
        load({"aws:region": "eu-north-1"})


def test_the_regions_are_those_that_have_every_service_which_the_stack_uses() -> None:
    session = botocore.session.get_session()
    services = [
        *("apigatewayv2", "cognito-idp", "comprehend", "dynamodb", "events"),
        *("lambda", "logs", "s3", "sns", "sqs"),
    ]
    in_each = [set(session.get_available_regions(service)) for service in services]
    assert set(REGIONS) == set.intersection(*in_each)


@pytest.mark.parametrize("stack", ["Dev", "a" * 11, "pr_1", "1st", ""])
def test_a_stack_whose_name_cannot_be_a_part_of_names_on_aws_is_refused(stack: str) -> None:
    with pytest.raises(pulumi.RunError, match="1 to 10 lower-case letters"):
        record(lambda: load_settings(pulumi.Config()), stack=stack)


def test_a_new_account_can_run_the_consumers_and_the_api_beside_them() -> None:
    settings = Settings()
    # Emails have 2, and the relay 1 for each shard of the stream: there is one to begin with.
    consumers = settings.recognition_concurrency + settings.push_concurrency + 2 + 1
    # "Reduced concurrency", which is 10 as people report it:
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    assert consumers < 10
