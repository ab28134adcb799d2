"""Lambda handler of `POST /subscriptions`."""

import os
from functools import cache

from functions.event_pipeline.email_subscriptions.logic import proves_address, subscribe
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.sns_subscriptions import (
    SnsSubscriptions,
    SnsUnavailableError,
    SubscribedElsewhereError,
    SubscriptionLimitError,
    SubscriptionRefusedError,
)
from functions.event_pipeline.email_subscriptions.subscriber_store import SubscriberStore
from functions.runtime import environment, log
from functions.runtime.clients import make_client
from functions.web.conditional import check_preconditions
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
    check_preconditions(request, None)
    try:
        subscribe(subscription, _subscribers(), _sns_subscriptions())
    except SubscribedElsewhereError as error:
        raise ProblemError(
            409,
            "This address is subscribed in another way than by this API."
            " Follow the link to unsubscribe in one of its emails, and ask again.",
        ) from error
    except SubscriptionRefusedError as error:
        raise ProblemError(422, "No email can be sent to this address. Check it.") from error
    except SubscriptionLimitError as error:
        raise ProblemError(503, "No further subscriptions can be taken at present.") from error
    except SnsUnavailableError as error:
        log.exception("SNS unavailable")
        raise ProblemError(503, "Subscribing does not work at present. Try again later.") from error
    return HttpResponse(202, subscription.to_json())


@cache
def _subscribers() -> SubscriberStore:
    return SubscriberStore(make_client("dynamodb"), os.environ[environment.SUBSCRIBERS_TABLE])


@cache
def _sns_subscriptions() -> SnsSubscriptions:
    return SnsSubscriptions(
        make_client("sns"),
        os.environ[environment.TOPIC_ARN],
        os.environ[environment.DEAD_LETTER_QUEUE_ARN],
    )
