"""An example that has nothing to do with the blog: requests become events, which a function gets."""

import time
from pathlib import Path

import httpx

from emulated_aws.deployment import deploy
from emulated_aws.emulator import Emulator

EXAMPLE = Path(__file__).parents[2] / "examples" / "http_to_eventbridge"
PATIENCE = 30  # seconds


def test_an_order_that_is_posted_gets_to_the_function_behind_the_bus(emulator: Emulator) -> None:
    outputs = deploy(EXAMPLE, "local", emulator.endpoint)
    answer = httpx.post(outputs["ordersUrl"].value, json={"id": "order-7"}, trust_env=False)
    assert answer.status_code == httpx.codes.ACCEPTED

    logs, log_group = emulator.client("logs"), outputs["fulfilmentLog"].value
    give_up = time.monotonic() + PATIENCE
    while True:
        groups = logs.describe_log_groups(logGroupNamePrefix=log_group)["logGroups"]
        events = logs.filter_log_events(logGroupName=log_group)["events"] if groups else []
        if any("fulfilling order-7" in event["message"] for event in events):
            break
        assert time.monotonic() < give_up
        time.sleep(0.05)
