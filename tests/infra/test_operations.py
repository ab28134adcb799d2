"""The stack's output for its operators."""

from typing import Any

import pytest

from preview.recording import Recording


@pytest.fixture(scope="module")
def operations(program: Recording) -> dict[str, Any]:
    output: dict[str, Any] = program.outputs["operations"]
    return output


def test_every_function_is_known_to_operators_with_its_log(
    program: Recording, operations: dict[str, Any]
) -> None:
    assert operations["functions"] == {
        function.name: {
            "name": function["name"],
            "logGroup": function["loggingConfig"]["logGroup"],
            "handler": function["handler"],
        }
        for function in program.of_type("lambda/function:Function")
    }


def test_every_queue_is_known_and_those_with_consumers_have_dead_letters(
    program: Recording, operations: dict[str, Any]
) -> None:
    queues, dead_letters = operations["queues"], operations["deadLetters"]
    assert {queue.name: (queue["url"], queue["arn"]) for queue in program.of_type("sqs/queue:Queue")} == {
        name: (queue["url"], queue["arn"]) for name, queue in {**queues, **dead_letters}.items()
    }
    for name, queue in queues.items():
        redrive = program.one("sqs/queue:Queue", name)["redrivePolicy"]
        assert dead_letters[queue["deadLetters"]]["arn"] in redrive


def test_every_table_and_rule_is_known_and_so_are_bus_and_apis(
    program: Recording, operations: dict[str, Any]
) -> None:
    tables = {name: table["name"] for name, table in operations["tables"].items()}
    for found, resource_type in (
        (tables, "dynamodb/table:Table"),
        (operations["rules"], "cloudwatch/eventRule:EventRule"),
    ):
        assert found == {one.name: one["name"] for one in program.of_type(resource_type)}
    assert operations["bus"] == program.outputs["eventBusName"]
    apis = {api["protocolType"]: api["id"] for api in program.of_type("apigatewayv2/api:Api")}
    assert apis == {"HTTP": operations["httpApiId"], "WEBSOCKET": operations["websocketApiId"]}
