"""Subscribing an address to topics."""

from collections.abc import Mapping

from functions.domain.post import topic_key
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.sns_subscriptions import (
    SnsSubscriptions,
    SubscriptionGoneError,
)
from functions.event_pipeline.email_subscriptions.subscriber_store import SubscriberStore


def proves_address(claims: Mapping[str, str], email: str) -> bool:
    """Tells whether a token proves that an address is its holder's, so that nobody can enrol a stranger.

    Only ASCII is compared without case: Unicode's lower case joins addresses that the issuer keeps apart,
    such as those with `k` and with a Kelvin sign.

    Args:
        claims: What the token says (OpenID Connect Core 1.0, 5.1). API Gateway has made strings of them. An
            access token has no address, and so proves none.
        email: The address, in lower case.
    """
    proven = claims.get("email")
    return (
        proven is not None
        and proven.isascii()
        and proven.lower() == email
        and claims.get("email_verified") == "true"
    )


def subscribe(request: TopicSubscription, subscribers: SubscriberStore, sns: SnsSubscriptions) -> None:
    """Makes an address's topics the requested ones, with one subscription for each address.

    SNS neither finds an unconfirmed subscription by its address nor takes a second one with other topics. So
    the address and its first topics are stored before SNS is called. If the function dies before it has
    stored the ARN, the next request for the address subscribes it with the same first topics again, gets the
    same ARN, and goes on.

    Args:
        request: The address and its topics.
        subscribers: Which address has which subscription.
        sns: The subscriptions. What it raises, this does too.
    """
    topics = [topic_key(topic) for topic in request.topics]
    subscriber = subscribers.remember(request.email, topics)
    if subscriber.subscription_arn is not None:
        try:
            _renew(request.email, subscriber.subscription_arn, topics, sns)
        except SubscriptionGoneError:
            subscribers.forget(request.email, subscriber.subscription_arn)
            subscriber = subscribers.remember(request.email, topics)
        else:
            return
    arn = sns.subscribe(request.email, subscriber.first_topics)
    subscribers.keep_subscription(request.email, arn)
    if subscriber.first_topics != topics:
        sns.set_topics(arn, topics)


def _renew(email: str, arn: str, topics: list[str], sns: SnsSubscriptions) -> None:
    """Sets the topics of a subscription, and asks its address to confirm it while it has not."""
    subscription = sns.find(arn)
    if subscription.is_pending:
        sns.ask_again(email, subscription)
    sns.set_topics(arn, topics)
