from http.client import RemoteDisconnected

import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_notifications.email import Email
from functions.event_pipeline.email_notifications.topic import PUBLISHING, EmailTopic, NotPublishedError
from functions.runtime.aws.errors import UnreachableError
from functions.runtime.clients import make_client

ARN = "arn:aws:sns:us-east-1:123456789012:emails"
EMAIL = Email("New on summer: My trip", "My trip")


@pytest.fixture
def topic(sns: Stubber) -> EmailTopic:  # noqa: ARG001 - the client is stubbed
    return EmailTopic(make_client("sns"), ARN)


def test_an_email_is_published_with_what_subscriptions_filter_by(topic: EmailTopic, sns: Stubber) -> None:
    request = {
        "TopicArn": ARN,
        "Subject": "New on summer: My trip",
        "Message": "My trip",
        "MessageAttributes": {"topic": {"DataType": "String", "StringValue": "summer"}},
    }
    sns.add_response("publish", {}, request)
    topic.publish(EMAIL, "summer")


@pytest.mark.parametrize("code", ["Throttled", "InternalError", "AuthorizationError", "KMSThrottling"])
def test_what_sns_refuses_was_not_published(topic: EmailTopic, sns: Stubber, code: str) -> None:
    sns.add_client_error("publish", code)
    with pytest.raises(NotPublishedError):
        topic.publish(EMAIL, "summer")


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (UnreachableError(), NotPublishedError),
        (TimeoutError(), TimeoutError),
        (RemoteDisconnected("-"), RemoteDisconnected),
    ],
)
def test_an_answer_that_was_lost_may_have_been_a_yes(
    topic: EmailTopic, monkeypatch: pytest.MonkeyPatch, error: Exception, raised: type[Exception]
) -> None:
    def fail(**_request: object) -> None:
        raise error

    monkeypatch.setattr(make_client("sns"), "publish", fail, raising=False)
    with pytest.raises(raised):
        topic.publish(EMAIL, "summer")


def test_the_client_does_not_try_again_by_itself() -> None:
    assert PUBLISHING.attempts == 1
