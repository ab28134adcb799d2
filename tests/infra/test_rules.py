"""Arguments of components: those that nobody knows, and those that cannot be, are refused."""

from collections.abc import Callable

import pulumi
import pytest

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.realtime_gateway import RealtimeGateway
from infra.static_site import StaticSite
from preview.recording import record

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
COMPONENTS: dict[type, tuple[Callable[..., object], dict[str, object]]] = {
    BlogApi: (BlogApi, {"issuer": "https://issuer.example", "audience": "blog"}),
    EventPipeline: (EventPipeline, {"posts_stream_arn": STREAM}),
    Identity: (Identity, {}),
    RealtimeGateway: (RealtimeGateway, {"bus_name": "bus"}),
    StaticSite: (StaticSite, {}),
}


def refusal(component: type, **arguments: object) -> str:
    """Makes a component with some wrong arguments, and returns what it says to them."""
    make, good = COMPONENTS[component]
    with pytest.raises(pulumi.RunError) as error:
        record(lambda: make("name", {**good, **arguments}))
    return str(error.value)


@pytest.mark.parametrize("component", COMPONENTS)
def test_an_argument_that_nobody_knows_is_refused(component: type) -> None:
    assert refusal(component, colour="red") == f"{component.__name__}: there is no 'colour'"


@pytest.mark.parametrize(
    ("component", "arguments", "said"),
    [
        (EventPipeline, {"languge": "en"}, "there is no 'languge': did you mean 'language'?"),
        (EventPipeline, {"language": "xx"}, "language: Input should be 'ar', 'de', 'en'"),
        (EventPipeline, {"posts_stream_arn": STREAM.partition("/stream")[0]}, "posts_stream_arn: "),
        (EventPipeline, {"recognition_concurrency": 1}, "recognition_concurrency: "),
        (EventPipeline, {"deletion_protection": "yes"}, "deletion_protection must be a bool, not 'yes'"),
        (
            EventPipeline,
            {"function_settings": {"log_retention_days": 2}},
            "function_settings.log_retention_days",
        ),
        (EventPipeline, {"function_settings": {"platform": "guest"}}, "function_settings.platform: "),
        (EventPipeline, {"function_settings": {"memroy": 512}}, "did you mean 'function_settings.memory'?"),
        (EventPipeline, {"http_api": {"id": "a"}}, "http_api.execution_arn is missing"),
        (BlogApi, {"allowed_origins": ["*"]}, "allowed_origins.0: "),
        (BlogApi, {"issuer": "issuer.example"}, "issuer: "),
        (BlogApi, {"throttle": {"rate": 0, "burst": 1}}, "throttle.rate: "),
        (RealtimeGateway, {"push_concurrency": 1001}, "push_concurrency: "),
    ],
)
def test_a_wrong_argument_is_refused_by_its_name_and_rule(
    component: type, arguments: dict[str, object], said: str
) -> None:
    assert said in refusal(component, **arguments)


def test_all_wrong_arguments_are_named_at_once() -> None:
    said = refusal(EventPipeline, language="xx", deletion_protection=1)
    assert len(said.splitlines()) == 2


def test_what_a_component_needs_is_named() -> None:
    with pytest.raises(pulumi.RunError, match="EventPipeline: posts_stream_arn is missing"):
        record(lambda: EventPipeline("events", {}))  # type: ignore[typeddict-item] # that is the point


def test_what_is_known_only_later_is_taken_as_it_is() -> None:
    def program() -> None:
        EventPipeline("events", {"posts_stream_arn": pulumi.Output.from_input(STREAM)})

    assert record(program).resources


def test_a_platform_may_be_told_by_its_name() -> None:
    recorded = record(
        lambda: EventPipeline(
            "events",
            {"posts_stream_arn": STREAM, "function_settings": {"platform": "host"}},  # type: ignore[typeddict-item] # as a program in another language has it
        )
    )
    assert recorded.of_type("lambda/function:Function")
