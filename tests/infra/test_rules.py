"""Arguments of components: those that nobody knows, and those that cannot be, are refused."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest

from infra.alarm_notifications import AlarmNotifications
from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline, EventPipelineArgs
from infra.identity import Identity
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.function_settings import FunctionSettings
from infra.parts.packaging import PYTHON_VERSION, Platform
from infra.parts.queue_consumer import QueueConsumer, QueueConsumerArgs
from infra.parts.rules import Python
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from preview.recording import record

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
OTHER_PYTHON = "3.12" if PYTHON_VERSION != "3.12" else "3.13"
COMPONENTS: dict[type, tuple[Callable[..., object], dict[str, object]]] = {
    AlarmNotifications: (AlarmNotifications, {}),
    BlogApi: (BlogApi, {"issuer": "https://issuer.example", "audience": "blog"}),
    DeadLetterQueue: (DeadLetterQueue, {}),
    EventPipeline: (EventPipeline, {"posts_stream_arn": STREAM}),
    Identity: (Identity, {}),
    RealtimeGateway: (RealtimeGateway, {"bus_name": "bus"}),
    SiteFiles: (SiteFiles, {"bucket_name": "bucket", "folder": "site"}),
    StaticSite: (StaticSite, {}),
}


def vpc(subnets: list[str], groups: list[str]) -> dict[str, object]:
    """Writes settings of functions in a network."""
    return {"function_settings": {"vpc": {"subnet_ids": subnets, "security_group_ids": groups}}}


def refusal(component: type, **arguments: object) -> str:
    """Makes a component with some wrong arguments, and returns what it says to them."""
    make, good = COMPONENTS[component]
    with pytest.raises(pulumi.RunError) as error:
        record(lambda: make("name", {**good, **arguments}))
    return str(error.value)


@pytest.mark.parametrize("component", COMPONENTS)
def test_an_argument_that_nobody_knows_is_refused(component: type) -> None:
    assert refusal(component, colour="red") == f"{component.__name__}: colour: there is no 'colour'"


@pytest.mark.parametrize(
    ("component", "arguments", "said"),
    [
        (
            DeadLetterQueue,
            {"senders": {"s3.amazonaws.com": ["arn"]}},
            "senders.s3.amazonaws.com: must be one of",
        ),
        (EventPipeline, {"languge": "en"}, "there is no 'languge': did you mean 'language'?"),
        (EventPipeline, {"language": "xx"}, "language: Input should be 'ar', "),
        (EventPipeline, {"posts_stream_arn": STREAM.partition("/stream")[0]}, "posts_stream_arn: "),
        (EventPipeline, {"recognition_concurrency": 1}, "recognition_concurrency: "),
        (EventPipeline, {"deletion_protection": "yes"}, "deletion_protection: "),
        (
            EventPipeline,
            {"log_retention_days": 2},
            "log_retention_days: ",
        ),
        (EventPipeline, {"function_settings": {"platform": "guest"}}, "function_settings.platform: "),
        (
            EventPipeline,
            {"function_settings": {"python": OTHER_PYTHON}},
            f"function_settings: functions are to run on Python {OTHER_PYTHON}, but Python {PYTHON_VERSION} ",
        ),
        (EventPipeline, {"function_settings": {"python": OTHER_PYTHON}}, "PULUMI_PYTHON_CMD=python"),
        (EventPipeline, {"function_settings": {"python": "3.9"}}, "function_settings.python: "),
        (
            EventPipeline,
            {"function_settings": {"memroy": 512}},
            "function_settings.memroy: there is no 'memroy': did you mean 'memory'?",
        ),
        (EventPipeline, {"http_api": {"id": "a"}}, "http_api.execution_arn: is missing"),
        (AlarmNotifications, {"email": "a@blog.example,b@blog.example"}, "email: must be one email address"),
        (AlarmNotifications, {"email": "a\x00@blog.example"}, "email: must be one email address"),
        (AlarmNotifications, {"email": "a\u202e@blog.example"}, "email: must be one email address"),
        (AlarmNotifications, {"topic_arn": "alarms"}, "topic_arn: must be the ARN of an SNS topic"),
        (BlogApi, {"allowed_origins": ["*"]}, "allowed_origins.0: "),
        (BlogApi, {"issuer": "issuer.example"}, "issuer: "),
        (BlogApi, {"throttle": {"rate": 0, "burst": 1}}, "throttle.rate: "),
        (BlogApi, {"audience": " blog"}, "audience: must be printable"),
        (EventPipeline, {"posts_url": "https://api.example/posts/"}, "posts_url: must be an http"),
        (EventPipeline, {"posts_url": "https://api.example/posts?a=b"}, "posts_url: must be an http"),
        (EventPipeline, {"posts_url": "https://api.example/my posts"}, "posts_url: must be an http"),
        (EventPipeline, vpc([], ["sg-1"]), "function_settings.vpc.subnet_ids: "),
        (EventPipeline, vpc(["subnet-1"], []), "function_settings.vpc.security_group_ids: "),
        (EventPipeline, vpc(["vpc-1"], ["sg-1"]), "function_settings.vpc.subnet_ids.0: must be the id"),
        (EventPipeline, vpc(["subnet-1"], ["1"]), "function_settings.vpc.security_group_ids.0: must be"),
        (Identity, {"callback_urls": ["http://blog.example"]}, "callback_urls.0: must be an https URL"),
        (Identity, {"callback_urls": ["https://blog.example/#a"]}, "callback_urls.0: must be an https URL"),
        (RealtimeGateway, {"bus_name": "my bus"}, "bus_name: must be the name of an event bus"),
        (RealtimeGateway, {"push_concurrency": 1001}, "push_concurrency: "),
        (SiteFiles, {"bucket_name": "My_Bucket"}, "bucket_name: must be the name of a bucket"),
    ],
)
def test_a_wrong_argument_is_refused_by_its_name_and_rule(
    component: type, arguments: dict[str, object], said: str
) -> None:
    assert said in refusal(component, **arguments)


def test_functions_on_this_machine_may_name_any_python() -> None:
    settings: FunctionSettings = {"platform": Platform.HOST, "python": Python(OTHER_PYTHON)}
    assert record(
        lambda: RealtimeGateway("live", {"bus_name": "bus", "function_settings": settings})
    ).resources


RULE = {"name": "rule", "arn": "arn:aws:events:eu-west-1:123456789012:rule/bus/rule", "bus_name": "bus"}
FUNCTION = {
    "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset("def handle(event, context): ...")}),
    "handler": "own.handle",
    "description": "Audits",
    "statements": [],
}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"rules": {"mine": "r"}}, "rules.mine: must be a dict, not 'r'"),
        ({"rules": {"mine": {"arn": "a"}}}, "rules.mine.bus_name: is missing"),
        ({"rules": [RULE]}, "rules: must be a dict, not [{"),
        ({"function": "own.handle"}, "function: must be a dict, not 'own.handle'"),
        ({"function": FUNCTION | {"statements": ["s3:GetObject"]}}, "function.statements.0: must be a dict"),
        (
            {"function": FUNCTION | {"statements": [{"Action": "s3:*"}]}},
            "function.statements.0.actions: is missing",
        ),
        (
            {"function": FUNCTION | {"statements": [{"actions": "s3:GetObject", "resources": ["*"]}]}},
            "function.statements.0.actions: must be a list, not 's3:GetObject'",
        ),
        (
            {"function": FUNCTION | {"statements": [{"actions": [], "resources": ["*"]}]}},
            "function.statements.0.actions: ",
        ),
        (
            {"function": FUNCTION | {"statements": [{"actions": ["s3:GetObject"], "resources": []}]}},
            "function.statements.0.resources: ",
        ),
        ({"function": FUNCTION | {"handler": "own"}}, "function.handler: must be a module and a function"),
        ({"function": FUNCTION | {"handler": f"own.{'a' * 125}"}}, "function.handler: "),
        ({"function": FUNCTION | {"description": "a" * 257}}, "function.description: "),
        ({"function": FUNCTION | {"environment": {"1ST": "a"}}}, "function.environment.1ST: must be a name"),
        ({"batch_size": 50}, "batch_size: more than 10 need a batching_window"),
    ],
)
def test_what_has_not_the_shape_that_it_should_is_told_by_its_place(
    arguments: dict[str, object], said: str
) -> None:
    good: dict[str, Any] = {"rules": {"mine": RULE}, "function": FUNCTION}
    assert record(lambda: QueueConsumer("audit", cast("QueueConsumerArgs", good))).resources
    with pytest.raises(pulumi.RunError) as refused:
        record(lambda: QueueConsumer("audit", cast("QueueConsumerArgs", {**good, **arguments})))
    assert said in str(refused.value)


def test_all_wrong_arguments_are_named_at_once() -> None:
    said = refusal(EventPipeline, language="xx", deletion_protection=1)
    assert len(said.splitlines()) == 2


def test_what_a_component_needs_is_named() -> None:
    with pytest.raises(pulumi.RunError, match="EventPipeline: posts_stream_arn: is missing"):
        record(lambda: EventPipeline("events", {}))  # type: ignore[typeddict-item] # that is the point


def test_what_is_known_only_later_is_taken_as_it_is() -> None:
    def program() -> None:
        EventPipeline("events", {"posts_stream_arn": pulumi.Output.from_input(STREAM)})

    assert record(program).resources


def test_none_is_as_if_it_was_not_given() -> None:
    args = cast("EventPipelineArgs", {"posts_stream_arn": STREAM, "http_api": None})
    assert record(lambda: EventPipeline("events", args)).resources


def test_a_platform_may_be_told_by_its_name() -> None:
    recorded = record(
        lambda: EventPipeline(
            "events",
            {"posts_stream_arn": STREAM, "function_settings": {"platform": "host"}},  # type: ignore[typeddict-item] # as a program in another language has it
        )
    )
    assert recorded.of_type("lambda/function:Function")
