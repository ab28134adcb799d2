"""`POST /subscriptions`."""

from functools import cache

import boto3

from functions.client_config import CLIENT_CONFIG
from functions.http_handler import http_handler
from functions.http_request import HttpRequest
from functions.http_response import HttpResponse
from functions.problem import ProblemError, method_not_allowed
from functions.subscriptions.logic import proves_address, subscribe
from functions.subscriptions.models import TopicSubscription
from functions.subscriptions.notifications import Notifications, SubscriptionLimitError
from functions.subscriptions.settings import Settings
from functions.subscriptions.store import SubscriberStore


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
        boto3.client("dynamodb", config=CLIENT_CONFIG), Settings.from_environment().subscriptions_table
    )


@cache
def _notifications() -> Notifications:
    settings = Settings.from_environment()
    sns = boto3.client("sns", config=CLIENT_CONFIG)
    return Notifications(sns, settings.topic_arn, settings.dead_letter_queue_arn)
