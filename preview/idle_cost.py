"""Idle cost of a stack: what AWS bills for its resources each month while nobody uses them.

List prices of us-east-1 in December 2026, without free tiers. Storage is not counted: it grows with use.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from preview.recording import Recording, Resource

# Lambda keeps five long polls of 20 seconds open for each queue that a function reads:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
_POLLS = 5 * 3 * 60 * 24 * 30


@dataclass(frozen=True)
class _Price:
    """Price of a type of resource.

    Attributes:
        item: The item on the bill.
        resource_type: The end of the type's token.
        dollars: A month's price of a resource.
    """

    item: str
    resource_type: str
    dollars: Callable[[Resource], float]


def _alarm_dollars(alarm: Resource) -> float:
    queries = alarm.inputs.get("metricQueries", [])
    period = min([alarm.inputs.get("period", 60), *(query.get("period", 60) for query in queries)])
    return 0.10 if period >= 60 else 0.30  # noqa: PLR2004 - seconds; shorter ones are "high resolution"


def _polling_dollars(mapping: Resource) -> float:
    return _POLLS * 0.40 / 1_000_000 if ":sqs:" in mapping["eventSourceArn"] else 0


_PRICES = (
    # https://aws.amazon.com/cloudwatch/pricing/. An alarm on a query counts each metric that it finds: at
    # least one is assumed.
    _Price("alarms", "cloudwatch/metricAlarm:MetricAlarm", _alarm_dollars),
    _Price("dashboards", "cloudwatch/dashboard:Dashboard", lambda _: 3.00),
    # https://aws.amazon.com/kms/pricing/
    _Price("KMS keys", "kms/key:Key", lambda _: 1.00),
    # https://aws.amazon.com/sqs/pricing/
    _Price("polling of queues", "lambda/eventSourceMapping:EventSourceMapping", _polling_dollars),
)


def idle_cost(recording: Recording) -> dict[str, str]:
    """Computes what a stack costs a month while nobody uses it.

    Args:
        recording: A stack's resources.

    Returns:
        The total and each item that is not free, in dollars.
    """
    items = {item: dollars for item, dollars in _items(recording) if dollars}
    return {name: f"${dollars:.2f}" for name, dollars in {"total": sum(items.values()), **items}.items()}


def _items(recording: Recording) -> Iterator[tuple[str, float]]:
    for price in _PRICES:
        yield price.item, sum(price.dollars(one) for one in recording.of_type(price.resource_type))
