import json
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_subscriptions.handler import handle
from functions.event_pipeline.email_subscriptions.logic import proves_address
from tests.events import load_event
from tests.unit.functions.call import Call


def call(body: object, method: str = "POST", **claims: str) -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": "ANY /subscriptions", "body": json.dumps(body)}
    event["requestContext"]["http"]["method"] = method
    event["requestContext"]["authorizer"]["jwt"]["claims"] |= claims
    return dict(handle(event, Call()))


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


@pytest.mark.parametrize(
    ("refusal", "status", "advice"),
    [
        (("FilterPolicyLimitExceeded", ""), 503, "at present"),
        (("InternalError", ""), 503, "later"),
        (("InvalidParameter", "already exists with different attributes"), 409, "unsubscribe"),
        (("InvalidParameter", "Invalid parameter: Email address"), 422, "Check it"),
    ],
)
def test_a_refusal_of_sns_says_what_to_do(
    dynamodb: Stubber, sns: Stubber, refusal: tuple[str, str], status: int, advice: str
) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_client_error("subscribe", *refusal)
    response = call({"email": "joe@example.com", "topics": ["summer"]})
    assert response["statusCode"] == status
    assert advice in json.loads(response["body"])["detail"]


@pytest.mark.parametrize(
    "lookalike", ["mar\u212a@example.com", "\u017fam@example.com", "MAR\u212a@example.com"]
)
def test_an_address_outside_ascii_proves_no_other(lookalike: str) -> None:
    ascii_twin = lookalike.lower().casefold()
    assert ascii_twin.isascii()
    assert not proves_address({"email": lookalike, "email_verified": "true"}, ascii_twin)
    assert call({"email": lookalike, "topics": ["a"]}, email=ascii_twin)["statusCode"] == 422


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_not_allowed(method: str) -> None:
    response = call({}, method)
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == "POST"
