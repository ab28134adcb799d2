"""Order of creation: what receives is there before what sends to it, as Pulumi's dependencies say."""

import pytest

from infra.event_pipeline import EventPipeline
from preview.recording import Recording, Resource, record
from tests.infra.conftest import KEY

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
MAPPING, TARGET = "lambda/eventSourceMapping:EventSourceMapping", "cloudwatch/eventTarget:EventTarget"
QUEUE_POLICY, TOPIC_POLICY = "sqs/queuePolicy:QueuePolicy", "sns/topicPolicy:TopicPolicy"
ROUTE, PERMISSION = "apigatewayv2/route:Route", "lambda/permission:Permission"


@pytest.fixture(scope="module")
def pipeline() -> Recording:
    return record(
        lambda: EventPipeline("events", {"posts_stream_arn": STREAM, "encryption": {"kms_key_arn": KEY}})
    )


def made_before(recording: Recording, resource: Resource) -> list[str]:
    """Lists what a resource waits for, directly or not."""
    resources = {one.urn: one for one in recording.resources}
    found: dict[str, None] = {}
    waiting = [*resource.dependencies]
    while waiting:
        urn = waiting.pop()
        if urn not in found:
            found[urn] = None
            waiting += resources[urn].dependencies
    return [*found]


def policies_of(recording: Recording, queue_arn: str) -> list[Resource]:
    [queue] = [one for one in recording.of_type("sqs/queue:Queue") if one["arn"] == queue_arn]
    return [one for one in recording.of_type(QUEUE_POLICY) if one["queueUrl"] == queue["url"]]


def test_the_stream_is_read_when_all_that_its_events_go_to_is_there(pipeline: Recording) -> None:
    [relay] = [one for one in pipeline.of_type(MAPPING) if one["eventSourceArn"] == STREAM]
    before = made_before(pipeline, relay)
    receiving = [
        *pipeline.of_type(TARGET),
        *pipeline.of_type("cloudwatch/eventArchive:EventArchive"),
        *[one for one in pipeline.of_type(MAPPING) if one is not relay],
        *pipeline.of_type(QUEUE_POLICY),
    ]
    assert len(receiving) > 7
    assert [one.name for one in receiving if one.urn not in before] == []


def test_a_rule_sends_to_queues_that_let_it_in(program: Recording) -> None:
    targets = program.of_type(TARGET)
    assert targets
    for target in targets:
        before = made_before(program, target)
        for arn in (target["arn"], target["deadLetterConfig"]["arn"]):
            policies = policies_of(program, arn)
            assert policies
            assert all(policy.urn in before for policy in policies), target.name


def test_a_route_is_there_when_its_api_may_call_its_function(program: Recording) -> None:
    integrations = {f"integrations/{one['id']}": one for one in program.of_type("integration:Integration")}
    functions = {one["invokeArn"]: one for one in program.of_type("lambda/function:Function")}
    for route in program.of_type(ROUTE):
        function = functions[integrations[route["target"]]["integrationUri"]]
        permissions = [one for one in program.of_type(PERMISSION) if one["function"] == function["name"]]
        assert permissions
        assert all(one.urn in made_before(program, route) for one in permissions), route.name


def test_clients_connect_when_all_routes_and_their_authorizer_work(program: Recording) -> None:
    stage = program.one("apigatewayv2/stage:Stage", "realtime-websocket-stage")
    api = program.one("apigatewayv2/api:Api", "realtime-websocket")
    before = made_before(program, stage)
    needed = [
        *[one for one in program.of_type(ROUTE) if one["apiId"] == api["id"]],
        *[one for one in program.of_type(PERMISSION) if one["sourceArn"].startswith(api["executionArn"])],
    ]
    assert len(needed) > 7
    assert [one.name for one in needed if one.urn not in before] == []


def test_an_alarm_tells_a_topic_that_lets_it_in(equipped: Recording) -> None:
    [policy] = equipped.of_type(TOPIC_POLICY)
    alarms = equipped.of_type("cloudwatch/metricAlarm:MetricAlarm")
    assert alarms
    assert all(policy.urn in made_before(equipped, alarm) for alarm in alarms)


def test_a_function_is_there_when_its_role_and_its_log_are(program: Recording) -> None:
    for function in program.of_type("lambda/function:Function"):
        before = made_before(program, function)
        for type_ in ("cloudwatch/logGroup:LogGroup", "iam/rolePolicy:RolePolicy"):
            assert program.one(type_, function.name).urn in before


def test_no_property_waits_for_another_member_of_the_reference_that_it_is_of(program: Recording) -> None:
    """Else a new authorizer or rule replaces what is on an API or bus that stays."""
    types = {one.urn: one.type for one in program.resources}
    for route in program.of_type(ROUTE):
        made_of = {types[urn] for urn in route.property_dependencies.get("apiId", ())}
        assert "aws:apigatewayv2/authorizer:Authorizer" not in made_of, route.name
    for target in program.of_type(TARGET):
        made_of = {types[urn] for urn in target.property_dependencies.get("eventBusName", ())}
        assert made_of == {"aws:cloudwatch/eventBus:EventBus"}, target.name
