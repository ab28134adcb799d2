import json
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.subscriptions.handler import handle
from tests.events import load_event


def call(body: object, method: str = "POST") -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": "ANY /subscriptions", "body": json.dumps(body)}
    event["requestContext"]["http"]["method"] = method
    return dict(handle(event, object()))


def test_a_subscription_is_accepted(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_response("subscribe", {"SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:notifications:1"})
    dynamodb.add_response("update_item", {})
    response = call({"email": "ann@example.com", "topics": ["Summer"]})
    assert response["statusCode"] == 202
    assert json.loads(response["body"]) == {"email": "ann@example.com", "topics": ["Summer"]}


def test_bad_input_is_refused() -> None:
    assert call({"email": "ann"})["statusCode"] == 422


def test_a_full_topic_is_unavailable(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_client_error("subscribe", "FilterPolicyLimitExceeded")
    assert call({"email": "ann@example.com", "topics": ["summer"]})["statusCode"] == 503


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_not_allowed(method: str) -> None:
    response = call({}, method)
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == "POST"
