"""`EventPipeline` on its own."""

import json

import pytest

from functions.domain.events import SOURCE, BlogPostCreated
from functions.event_pipeline.email_notifications.logic import SECONDS_PER_PUBLICATION
from infra.event_pipeline import EventPipeline
from infra.parts.packaging import Platform
from infra.parts.rules import Language
from preview.recording import Recording, record

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/my-posts/stream/2026-01-01T00:00:00.000"


@pytest.fixture(scope="module")
def pipeline() -> Recording:
    """A pipeline that knows a stream and nothing else."""
    return record(
        lambda: EventPipeline(
            "events", {"posts_stream_arn": STREAM, "function_settings": {"platform": Platform.HOST}}
        )
    )


@pytest.fixture(scope="module")
def connected_pipeline() -> Recording:
    """A pipeline beside an API and a place where posts are read."""
    return record(
        lambda: EventPipeline(
            "events",
            {
                "posts_stream_arn": STREAM,
                "http_api": {
                    "id": "api",
                    "execution_arn": "arn:aws:execute-api:eu-west-1:123456789012:api",
                    "authorizer_id": "authorizer",
                },
                "posts_url": "https://blog.example/posts",
                "language": Language.SPANISH,
                "function_settings": {"platform": Platform.HOST},
            },
        )
    )


def test_the_rule_matches_what_the_functions_publish(pipeline: Recording) -> None:
    [rule] = pipeline.of_type("cloudwatch/eventRule:EventRule")
    assert rule["name"] == "blogPostCreation"
    assert rule["eventBusName"] == "events-bus"
    assert json.loads(rule["eventPattern"]) == {
        "source": [SOURCE],
        "detail-type": [BlogPostCreated.detail_type],
    }


def test_the_rule_has_two_targets_the_queues_of_emails_and_of_entity_recognition(pipeline: Recording) -> None:
    targets = {target["arn"] for target in pipeline.of_type("cloudwatch/eventTarget:EventTarget")}
    assert targets == {
        pipeline.one("sqs/queue:Queue", "events-emails")["arn"],
        pipeline.one("sqs/queue:Queue", "events-recognition")["arn"],
    }


def test_the_relay_reads_new_posts_newly_enriched_and_deleted_ones_from_the_stream(
    pipeline: Recording,
) -> None:
    mapping = pipeline.one("lambda/eventSourceMapping:EventSourceMapping", "events-relay-mapping")
    assert mapping["eventSourceArn"] == STREAM
    assert mapping["startingPosition"] == "TRIM_HORIZON"
    patterns = [json.loads(f["pattern"]) for f in mapping["filterCriteria"]["filters"]]
    assert patterns == [
        {"eventName": ["INSERT"]},
        {
            "eventName": ["MODIFY"],
            "dynamodb": {
                "OldImage": {"status": {"S": ["NEW"]}},
                "NewImage": {"status": {"S": ["ENRICHED"]}},
            },
        },
        {"eventName": ["REMOVE"]},
        {
            "eventName": ["MODIFY"],
            "dynamodb": {"NewImage": {"announceAgainAt": {"S": [{"prefix": "2"}]}}},
        },
    ]


def test_the_relay_retries_a_bounded_number_of_times_and_then_tells_a_queue(pipeline: Recording) -> None:
    mapping = pipeline.one("lambda/eventSourceMapping:EventSourceMapping", "events-relay-mapping")
    dead_letters = pipeline.one("sqs/queue:Queue", "events-relay-dead-letters")["arn"]
    assert mapping["maximumRetryAttempts"] == 10
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["destinationConfig"]["onFailure"]["destinationArn"] == dead_letters
    assert any(
        statement["Action"] == ["sqs:SendMessage"] and statement["Resource"] == [dead_letters]
        for statement in pipeline.statements("iam/rolePolicy:RolePolicy", "events-relay")
    )


def test_the_recognition_finds_the_table_by_its_stream(pipeline: Recording) -> None:
    function = pipeline.one("lambda/function:Function", "events-recognition")
    variables = function["environment"]["variables"]
    assert (variables["POSTS_TABLE"], variables["LANGUAGE"]) == ("my-posts", "en")
    assert {
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
        "Resource": ["arn:aws:dynamodb:eu-west-1:123456789012:table/my-posts"],
    } in pipeline.statements("iam/rolePolicy:RolePolicy", "events-recognition")


def test_without_an_api_nobody_can_subscribe_through_one(pipeline: Recording) -> None:
    assert not pipeline.of_type("apigatewayv2/route:Route")


def test_an_api_gets_the_route_for_subscriptions(connected_pipeline: Recording) -> None:
    routes = {route["routeKey"]: route for route in connected_pipeline.of_type("apigatewayv2/route:Route")}
    assert routes.keys() == {"POST /subscriptions", "ANY /subscriptions"}
    assert routes["POST /subscriptions"]["apiId"] == "api"
    assert routes["POST /subscriptions"]["authorizerId"] == "authorizer"


def test_the_language_of_the_posts_is_a_setting(connected_pipeline: Recording) -> None:
    function = connected_pipeline.one("lambda/function:Function", "events-recognition")
    assert function["environment"]["variables"]["LANGUAGE"] == "es"


def test_an_email_links_to_the_post_where_posts_can_be_read(
    pipeline: Recording, connected_pipeline: Recording
) -> None:
    for recording, url in ((pipeline, None), (connected_pipeline, "https://blog.example/posts")):
        function = recording.one("lambda/function:Function", "events-emails")
        assert function["environment"]["variables"].get("POSTS_URL") == url


def test_no_address_gets_more_emails_than_sns_allows_however_many_posts_wait(pipeline: Recording) -> None:
    mapping = pipeline.one("lambda/eventSourceMapping:EventSourceMapping", "events-emails-mapping")
    emails_a_second = mapping["scalingConfig"]["maximumConcurrency"] / SECONDS_PER_PUBLICATION
    # https://docs.aws.amazon.com/general/latest/gr/sns.html: 10 messages a second for each subscription.
    assert emails_a_second < 10
    # More than 10 messages in a batch need a window: Lambda's API reference, CreateEventSourceMapping.
    assert mapping["batchSize"] <= 10 or mapping["maximumBatchingWindowInSeconds"] >= 1
    # A batch whose posts are all on other topics still has the time for its pace.
    function = pipeline.one("lambda/function:Function", "events-emails")
    assert mapping["batchSize"] * SECONDS_PER_PUBLICATION < function["timeout"] / 2


def test_the_email_function_alone_may_publish_and_to_its_topic_alone(pipeline: Recording) -> None:
    topic = pipeline.one("sns/topic:Topic", "events-emails")["arn"]
    publishing = [
        (policy["role"], statement["Resource"])
        for policy in pipeline.of_type("iam/rolePolicy:RolePolicy")
        for statement in json.loads(policy["policy"])["Statement"]
        if "sns:Publish" in statement["Action"]
    ]
    assert publishing == [("events-emails", [topic])]


def test_sns_can_put_undeliverable_emails_into_the_dead_letter_queue(pipeline: Recording) -> None:
    queue = pipeline.one("sqs/queue:Queue", "events-emails-undelivered")
    topic = pipeline.one("sns/topic:Topic", "events-emails")
    statements = list(pipeline.statements("sqs/queuePolicy:QueuePolicy", queue["url"]))
    [statement] = [s for s in statements if s["Principal"] == {"Service": "sns.amazonaws.com"}]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": [topic["arn"]]}}
