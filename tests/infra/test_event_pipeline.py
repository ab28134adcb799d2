"""`EventPipeline` on its own."""

import json

import pytest

from functions.domain.events import SOURCE, BlogPostCreated
from infra.event_pipeline import EventPipeline
from infra.parts.packaging import Platform
from tests.infra.recording import Recording, record

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
                "language": "es",
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


def test_the_rule_has_two_targets_emails_and_the_queue_of_entity_recognition(pipeline: Recording) -> None:
    targets = {target["arn"] for target in pipeline.of_type("cloudwatch/eventTarget:EventTarget")}
    assert targets == {
        pipeline.one("sns/topic:Topic", "events-notifications")["arn"],
        pipeline.one("sqs/queue:Queue", "events-recognition-queue")["arn"],
    }


def test_the_relay_reads_new_posts_and_newly_enriched_ones_from_the_stream(pipeline: Recording) -> None:
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
    ]


def test_the_relay_retries_a_bounded_number_of_times_and_then_tells_a_queue(pipeline: Recording) -> None:
    mapping = pipeline.one("lambda/eventSourceMapping:EventSourceMapping", "events-relay-mapping")
    dead_letters = pipeline.one("sqs/queue:Queue", "events-relay-dead-letters")["arn"]
    assert mapping["maximumRetryAttempts"] == 10
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["destinationConfig"]["onFailure"]["destinationArn"] == dead_letters
    assert any(
        statement["Action"] == ["sqs:SendMessage"] and statement["Resource"] == [dead_letters]
        for statement in pipeline.statements("iam/rolePolicy:RolePolicy", "events-relay-role")
    )


def test_the_recognition_finds_the_table_by_its_stream(pipeline: Recording) -> None:
    function = pipeline.one("lambda/function:Function", "events-recognition")
    assert function["environment"]["variables"] == {"POSTS_TABLE": "my-posts", "LANGUAGE": "en"}
    assert {
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
        "Resource": ["arn:aws:dynamodb:eu-west-1:123456789012:table/my-posts"],
    } in pipeline.statements("iam/rolePolicy:RolePolicy", "events-recognition-role")


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


def email(pipeline: Recording) -> dict[str, str]:
    """Fills the input transformer's template with its own paths, as EventBridge does."""
    topic = pipeline.one("sns/topic:Topic", "events-notifications")["arn"]
    [target] = [t for t in pipeline.of_type("cloudwatch/eventTarget:EventTarget") if t["arn"] == topic]
    transformer = target["inputTransformer"]
    message = transformer["inputTemplate"]
    for name, path in transformer["inputPaths"].items():
        message = message.replace(f": <{name}>", f': "{path}"').replace(f"<{name}>", path)
    filled: dict[str, str] = json.loads(message)
    return filled


def test_an_email_tells_the_topic_the_title_the_author_and_the_time(pipeline: Recording) -> None:
    assert email(pipeline) == {
        "topic": "$.detail.post.topicKey",
        "title": "$.detail.post.title",
        "author": "$.detail.post.author",
        "createdAt": "$.detail.post.createdAt",
    }


def test_an_email_links_to_the_post_where_posts_can_be_read(connected_pipeline: Recording) -> None:
    assert email(connected_pipeline)["link"] == "https://blog.example/posts/$.detail.post.id"


def test_sns_can_put_undeliverable_emails_into_the_dead_letter_queue(pipeline: Recording) -> None:
    queue = pipeline.one("sqs/queue:Queue", "events-notifications-dead-letters")
    topic = pipeline.one("sns/topic:Topic", "events-notifications")
    statements = list(pipeline.statements("sqs/queuePolicy:QueuePolicy", queue["url"]))
    [statement] = [s for s in statements if s["Principal"] == {"Service": "sns.amazonaws.com"}]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": [topic["arn"]]}}
