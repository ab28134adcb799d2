"""Error log of the event bus."""

import pytest

from preview.recording import Recording
from tests.infra.test_order import made_before


@pytest.mark.parametrize("recorded", ["program", "equipped"])
def test_errors_of_the_bus_are_delivered_to_a_log_of_its_own(
    recorded: str, request: pytest.FixtureRequest
) -> None:
    recording: Recording = request.getfixturevalue(recorded)
    [bus] = recording.of_type("cloudwatch/eventBus:EventBus")
    [delivery] = recording.of_type("cloudwatch/logDelivery:LogDelivery")
    [source] = recording.of_type("logDeliverySource:LogDeliverySource")
    [destination] = recording.of_type("logDeliveryDestination:LogDeliveryDestination")
    configuration = destination["deliveryDestinationConfiguration"]
    [log] = [
        group
        for group in recording.of_type("logGroup:LogGroup")
        if group["arn"] == configuration["destinationResourceArn"]
    ]
    assert (source["logType"], source["resourceArn"]) == ("ERROR_LOGS", bus["arn"])
    assert delivery["deliverySourceName"] == source["name"]
    assert delivery["deliveryDestinationArn"] == destination["arn"]
    assert {one.urn for one in (bus, source, destination, log)} <= {*made_before(recording, delivery)}
    assert log["name"] == f"/aws/vendedlogs/{bus['name']}"
    assert log["retentionInDays"] == {"program": 30, "equipped": 7}[recorded]


def test_no_event_s_content_is_logged(program: Recording) -> None:
    [bus] = program.of_type("cloudwatch/eventBus:EventBus")
    assert bus["logConfig"] == {"includeDetail": "NONE", "level": "ERROR"}
