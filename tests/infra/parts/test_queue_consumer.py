"""`QueueConsumer` with the code and the rule of somebody else."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from infra.parts.event_rule import EventRuleReference
from infra.parts.lambda_function import FunctionDefinition
from infra.parts.queue_consumer import QueueConsumer
from preview.recording import Recording, record

FUNCTION: FunctionDefinition = {
    "code": pulumi.AssetArchive({"check.py": pulumi.StringAsset("def handle(event, context): ...")}),
    "handler": "check.handle",
    "description": "Checks orders",
    "statements": [],
}


def consume(function: Mapping[str, Any]) -> Recording:
    def program() -> None:
        rule = aws.cloudwatch.EventRule("orders", event_bus_name="shop", event_pattern='{"source": ["shop"]}')
        orders: EventRuleReference = {"name": rule.name, "arn": rule.arn, "bus_name": "shop"}
        QueueConsumer("checks", {"rules": {"orders": orders}, "function": function})  # type: ignore[typeddict-item] # any

    return record(program)


def test_any_archive_runs_behind_any_rule() -> None:
    recorded = consume(FUNCTION)
    function = recorded.one("lambda/function:Function", "checks")
    assert function["handler"] == "check.handle"
    assert function["code"].assets.keys() == {"check.py"}
    target = recorded.one("cloudwatch/eventTarget:EventTarget", "checks-orders")
    assert target["rule"] == recorded.one("cloudwatch/eventRule:EventRule", "orders")["name"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"handlr": "check.handle"},
            "QueueConsumer: function.handlr: there is no 'handlr': did you mean 'handler'?",
        ),
        ({"timeout": 901}, "QueueConsumer: function.timeout: "),
    ],
)
def test_arguments_that_are_wrong_are_named(changed: Mapping[str, Any], said: str) -> None:
    with pytest.raises(pulumi.RunError) as raised:
        consume({**FUNCTION, **changed})
    assert said in str(raised.value)
