"""Request and response of `POST /subscriptions`."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from functions.domain.post import Topic, topic_key
from functions.wire.models import RequestModel

# RFC 5321, 4.5.3.1: a path has at most 256 octets, two of which are its brackets. A local part has at most
# 64.
_MAXIMUM_EMAIL = 254

# What browsers take as an address (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in its
# domain.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")

# SNS takes at most 150 combinations of values in a filter policy, and ours has one field:
# https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
_MAXIMUM_TOPICS = 150


def _check_email(value: str) -> str:
    email = value.strip()
    email = (
        email.lower() if email.isascii() else email
    )  # else it is refused as it is, not as what it looks like
    if len(email) > _MAXIMUM_EMAIL or not _EMAIL.fullmatch(email):
        raise PydanticCustomError("email", "must be an email address")
    return email


def _check_topics(topics: list[str]) -> list[str]:
    if not 1 <= len(topics) <= _MAXIMUM_TOPICS:
        raise PydanticCustomError(
            "topics_length", "must have 1 to {maximum} topics", {"maximum": _MAXIMUM_TOPICS}
        )
    if len({topic_key(topic) for topic in topics}) < len(topics):
        raise PydanticCustomError("topics_distinct", "must be distinct (topics compare case-insensitively)")
    return topics


class TopicSubscription(RequestModel):
    """Which topics an address wants to hear of.

    Attributes:
        email: The address, in lower case: mail providers do not tell addresses apart by it, but SNS does.
        topics: 1 to 150 topics, each with the rules of a post's.
    """

    email: Annotated[
        str,
        AfterValidator(_check_email),
        Field(json_schema_extra={"format": "email", "maxLength": _MAXIMUM_EMAIL}),
    ]
    topics: Annotated[
        list[Topic],
        AfterValidator(_check_topics),
        Field(json_schema_extra={"minItems": 1, "maxItems": _MAXIMUM_TOPICS, "uniqueItems": True}),
    ]
