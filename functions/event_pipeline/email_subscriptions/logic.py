"""Subscribing an address to topics."""

from collections.abc import Mapping

from functions.domain.post import topic_key
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.notifications import Notifications
from functions.event_pipeline.email_subscriptions.store import SubscriberStore


def proves_address(claims: Mapping[str, str], email: str) -> bool:
    """Tells whether a token proves that an address is its holder's, so that nobody can enrol a stranger.

    Args:
        claims: What the token says (OpenID Connect Core 1.0, 5.1). API Gateway has made strings of them. An
            access token has no address, and so proves none.
        email: The address, in lower case.
    """
    return "email" in claims and claims["email"].lower() == email and claims.get("email_verified") == "true"


def subscribe(request: TopicSubscription, subscribers: SubscriberStore, notifications: Notifications) -> None:
    """Makes an address's topics the requested ones, with one subscription for each address.

    SNS neither finds an unconfirmed subscription by its address nor takes a second one with other topics. So
    the address and its first topics are stored before SNS is called. If the function dies before it has
    stored the ARN, the next request for the address subscribes it with the same first topics again, gets the
    same ARN, and goes on.

    What remains: SNS refuses an address that was subscribed past this function, with other attributes (such
    as another dead-letter queue), until that subscription is deleted.

    Args:
        request: The address and its topics.
        subscribers: Which address has which subscription.
        notifications: The SNS topic.

    Raises:
        SubscriptionLimitError: SNS takes no further subscriptions.
    """
    topics = [topic_key(topic) for topic in request.topics]
    subscriber = subscribers.remember(request.email, topics)
    if subscriber.subscription_arn is not None:
        if notifications.set_topics(subscriber.subscription_arn, topics):
            return
        subscribers.forget(request.email, subscriber.subscription_arn)
        subscriber = subscribers.remember(request.email, topics)
    arn = notifications.subscribe(request.email, subscriber.first_topics)
    subscribers.keep_subscription(request.email, arn)
    if subscriber.first_topics != topics:
        notifications.set_topics(arn, topics)
