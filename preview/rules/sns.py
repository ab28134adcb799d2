"""Rules of SNS."""

import re
from collections.abc import Iterator, Mapping

from preview.recording import Recording, Resource
from preview.rules.pattern import EXAMPLE, is_pattern
from preview.rules.rule import Problem, Rule, like, must, one_of

_TOPIC, _SUBSCRIPTION = "sns/topic:Topic", "sns/topicSubscription:TopicSubscription"

_API = "https://docs.aws.amazon.com/sns/latest/api"
_SUBSCRIBE = f"{_API}/API_Subscribe.html"
_GUIDE = "https://docs.aws.amazon.com/sns/latest/dg"

# What an endpoint of each protocol is.
_ENDPOINTS: Mapping[str, tuple[str, str]] = {
    "application": ("the ARN of an app's endpoint", r"arn:[\w-]+:sns:.+"),
    "email": ("an email address", r"[^@\s]+@[^@\s]+"),
    "email-json": ("an email address", r"[^@\s]+@[^@\s]+"),
    "firehose": ("the ARN of a delivery stream", r"arn:[\w-]+:firehose:.+"),
    "http": ("a URL that begins with http://", r"http://\S+"),
    "https": ("a URL that begins with https://", r"https://\S+"),
    "lambda": ("the ARN of a function", r"arn:[\w-]+:lambda:.+"),
    "sms": ("a phone number, such as '+15555550100'", r"\+?\d[\d -]+"),
    "sqs": ("the ARN of a queue", r"arn:[\w-]+:sqs:.+"),
}

_RAW = {"firehose", "http", "https", "sqs"}


def _find_odd_endpoint(subscription: Resource, _recording: Recording) -> Iterator[Problem]:
    protocol, endpoint = subscription.inputs.get("protocol", ""), subscription.inputs.get("endpoint")
    if protocol in _ENDPOINTS and isinstance(endpoint, str):
        says, pattern = _ENDPOINTS[protocol]
        if not re.fullmatch(pattern, endpoint):
            yield "endpoint", f"must be {says} with protocol {protocol}, not {endpoint!r}"


def _find_raw_letters(subscription: Resource, _recording: Recording) -> Iterator[Problem]:
    protocol = subscription.inputs.get("protocol")
    if subscription.inputs.get("rawMessageDelivery") and protocol not in _RAW:
        yield (
            "rawMessageDelivery",
            f"must be given with protocol {', '.join(sorted(_RAW))} alone, not {protocol}",
        )


def _find_unordered_protocol(subscription: Resource, _recording: Recording) -> Iterator[Problem]:
    protocol = subscription.inputs.get("protocol")
    if subscription.inputs.get("topic", "").endswith(".fifo") and protocol != "sqs":
        yield "protocol", f"must be sqs for a FIFO topic, not {protocol}"


def _find_name_of_other_kind(topic: Resource, _recording: Recording) -> Iterator[Problem]:
    if topic["name"].endswith(".fifo") != bool(topic.inputs.get("fifoTopic")):
        yield "name", f"must end with .fifo if fifoTopic is true, and only then: {topic['name']!r}"


RULES = (
    like(
        _TOPIC,
        "name",
        r"[\w-]{1,256}|[\w-]{1,251}\.fifo",
        "1 to 256 letters, digits, '-' or '_'",
        f"{_API}/API_CreateTopic.html",
    ),
    Rule(_TOPIC, f"{_API}/API_CreateTopic.html", _find_name_of_other_kind),
    one_of(_SUBSCRIPTION, "protocol", _ENDPOINTS, _SUBSCRIBE),
    Rule(_SUBSCRIPTION, _SUBSCRIBE, _find_odd_endpoint),
    Rule(_SUBSCRIPTION, f"{_GUIDE}/sns-large-payload-raw-message-delivery.html", _find_raw_letters),
    Rule(_SUBSCRIPTION, f"{_GUIDE}/fifo-message-delivery.html", _find_unordered_protocol),
    must(
        _SUBSCRIPTION,
        "filterPolicy",
        f"JSON with lists of values, such as {EXAMPLE}",
        f"{_GUIDE}/sns-subscription-filter-policies.html",
        is_pattern,
    ),
)
