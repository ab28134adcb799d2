"""SNS's `email` protocol, of which MiniStack only has a stub: it confirms every address and sends nothing.

As on AWS (SNS developer guide, "Email notifications"; API reference, "Subscribe"): a subscription is pending
until the link in the confirmation mail is opened, confirmed ones whose filter policy matches are notified,
and each notification has a link to unsubscribe. `email-json` stays a stub.

Delete when MiniStack keeps email subscriptions pending until they are confirmed, and what it would mail.
"""

import inspect
import secrets
from typing import Any
from urllib.parse import urlencode

from ministack.services import sns

from emulated_aws.server.mailbox import Mailbox

Params = dict[str, Any]
Subscription = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]

_CONFIRMATION = """\
You have chosen to subscribe to the topic:
{topic_arn}

To confirm this subscription, open the link below. If this was in error, no action is necessary.
{link}
"""

_NOTIFICATION = """\
{message}

--
If you wish to stop receiving notifications from this topic, open the link below to unsubscribe:
{link}
"""


class EmailProtocol:
    """The life of subscriptions by email: pending, confirmed, notified.

    Args:
        mailbox: Where the mails go.
        endpoint: The URL of the emulated AWS, without a slash at the end; the links in mails lead there.
    """

    def __init__(self, mailbox: Mailbox, endpoint: str) -> None:
        self._mailbox = mailbox
        self._endpoint = endpoint
        self._ministack_subscribe = sns._subscribe
        self._ministack_fanout = sns._fanout
        self._ministack_reset = sns.reset

    def install(self) -> None:
        """Takes over where MiniStack has its stubs, and empties the mailbox with the service."""
        sns._subscribe = self._subscribe
        sns._fanout = self._fan_out
        sns.reset = self._reset

    def _subscribe(self, params: Params) -> Response:
        if sns._p(params, "Protocol") != "email":
            return self._ministack_subscribe(params)  # type: ignore[no-any-return] # MiniStack is untyped
        known = _find(params)
        if known and _differs(known, params):
            message = (
                "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
            )
            return sns._error("InvalidParameter", message, 400)  # type: ignore[no-any-return] # the same
        response: Response = self._ministack_subscribe(params)
        subscription = _find(params)
        if subscription is None:  # MiniStack refused
            return response
        if known is None:
            _make_pending(subscription)
        if subscription["confirmed"]:
            return response
        self._ask_to_confirm(subscription)
        if sns._p(params, "ReturnSubscriptionArn") == "true":
            return response
        status, headers, body = response
        return status, headers, body.replace(subscription["arn"].encode(), b"pending confirmation")

    def _ask_to_confirm(self, subscription: Subscription) -> None:
        topic_arn = subscription["topic_arn"]
        link = self._link(Action="ConfirmSubscription", TopicArn=topic_arn, Token=subscription["token"])
        body = _CONFIRMATION.format(topic_arn=topic_arn, link=link)
        subject = "AWS Notification - Subscription Confirmation"
        self._mailbox.deliver(subscription["endpoint"], subject, body, {"confirm": link})

    def _fan_out(self, *args: object, **kwargs: object) -> None:
        self._ministack_fanout(*args, **kwargs)
        call = inspect.signature(self._ministack_fanout).bind(*args, **kwargs)
        call.apply_defaults()
        publication = call.arguments
        topic = sns._topic_by_arn_any_scope(publication["topic_arn"])
        attributes = publication["message_attributes"] or {}
        message = sns._resolve_message_for_protocol(
            publication["message"], publication["message_structure"], "email"
        )
        for subscription in topic["subscriptions"]:
            if (
                subscription["protocol"] == "email"
                and subscription["confirmed"]
                and sns._matches_filter_policy(subscription, attributes, message)
            ):
                self._notify(subscription, publication["subject"] or "AWS Notification Message", message)

    def _notify(self, subscription: Subscription, subject: str, message: str) -> None:
        link = self._link(Action="Unsubscribe", SubscriptionArn=subscription["arn"])
        body = _NOTIFICATION.format(message=message, link=link)
        self._mailbox.deliver(subscription["endpoint"], subject, body, {"unsubscribe": link})

    def _reset(self) -> None:
        self._ministack_reset()
        self._mailbox.empty()

    def _link(self, **query: str) -> str:
        return f"{self._endpoint}/?{urlencode(query)}"


def _find(params: Params) -> Subscription | None:
    topic = sns._topic_by_arn_any_scope(sns._p(params, "TopicArn")) or {"subscriptions": []}
    key = ("email", sns._p(params, "Endpoint"))
    return next(
        (known for known in topic["subscriptions"] if (known["protocol"], known["endpoint"]) == key), None
    )


def _differs(known: Subscription, params: Params) -> bool:
    """Whether a repeated call gives an attribute another value. Attributes it leaves out do not count."""
    keys = (key for key in params if key.startswith("Attributes.entry.") and key.endswith(".key"))
    given = {sns._p(params, key): sns._p(params, key.removesuffix("key") + "value") for key in keys}
    return any(known["attributes"].get(name) != value for name, value in given.items())


def _make_pending(subscription: Subscription) -> None:
    subscription["confirmed"] = False
    subscription["token"] = secrets.token_hex(32)
    subscription["attributes"] |= {"PendingConfirmation": "true", "ConfirmationWasAuthenticated": "false"}
