import json
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_subscriptions.handler import handle
from functions.event_pipeline.email_subscriptions.logic import proves_address
from tests.events import load_event


def call(body: object, method: str = "POST", **claims: str) -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": "ANY /subscriptions", "body": json.dumps(body)}
    event["requestContext"]["http"]["method"] = method
    event["requestContext"]["authorizer"]["jwt"]["claims"] |= claims
    return dict(handle(event, object()))


def test_a_subscription_is_accepted(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_response("subscribe", {"SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:notifications:1"})
    dynamodb.add_response("update_item", {})
    response = call({"email": "joe@example.com", "topics": ["Summer"]})
    assert response["statusCode"] == 202
    assert json.loads(response["body"]) == {"email": "joe@example.com", "topics": ["Summer"]}


def test_bad_input_is_refused() -> None:
    assert call({"email": "joe"})["statusCode"] == 422


def test_the_case_of_an_address_makes_no_difference(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_response("subscribe", {"SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:notifications:1"})
    dynamodb.add_response("update_item", {})
    assert call({"email": "JOE@example.com", "topics": ["a"]}, email="Joe@Example.com")["statusCode"] == 202


@pytest.mark.parametrize(
    "claims",
    [{"email": "ann@example.com"}, {"email": ""}, {"email_verified": "false"}, {"email_verified": ""}],
)
def test_nobody_can_enrol_or_alter_a_stranger(claims: dict[str, str]) -> None:
    response = call({"email": "joe@example.com", "topics": ["summer"]}, **claims)
    assert response["statusCode"] == 403
    assert "does not prove this address" in response["body"]


def test_a_token_without_an_address_proves_none() -> None:
    assert not proves_address({"sub": "1"}, "joe@example.com")
    assert not proves_address({"sub": "1", "email_verified": "true"}, "")


def test_a_full_topic_is_unavailable(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_client_error("subscribe", "FilterPolicyLimitExceeded")
    assert call({"email": "joe@example.com", "topics": ["summer"]})["statusCode"] == 503


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_not_allowed(method: str) -> None:
    response = call({}, method)
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == "POST"
