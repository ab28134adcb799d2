"""Lambda handler of `POST /subscriptions`."""

import os
from functools import cache

import boto3

from functions.event_pipeline.email_subscriptions.logic import proves_address, subscribe
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.notifications import Notifications, SubscriptionLimitError
from functions.event_pipeline.email_subscriptions.store import SubscriberStore
from functions.runtime import environment
from functions.runtime.clients import CLIENT_CONFIG
from functions.web.handler import http_handler
from functions.web.problem import ProblemError, method_not_allowed
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the path `/subscriptions`.

    The answer is 202: the subscription begins when SNS's mail is confirmed.
    """
    if request.method != "POST":
        raise method_not_allowed("POST")
    subscription = request.parse(TopicSubscription)
    if not proves_address(request.claims, subscription.email):
        raise ProblemError(
            403, "The token does not prove this address: sign in with it, once it is verified."
        )
    try:
        subscribe(subscription, _subscribers(), _notifications())
    except SubscriptionLimitError as error:
        raise ProblemError(503, "No further subscriptions can be taken at present.") from error
    return HttpResponse(202, subscription.to_json())


@cache
def _subscribers() -> SubscriberStore:
    return SubscriberStore(
        boto3.client("dynamodb", config=CLIENT_CONFIG), os.environ[environment.SUBSCRIBERS_TABLE]
    )


@cache
def _notifications() -> Notifications:
    return Notifications(
        boto3.client("sns", config=CLIENT_CONFIG),
        os.environ[environment.TOPIC_ARN],
        os.environ[environment.DEAD_LETTER_QUEUE_ARN],
    )
