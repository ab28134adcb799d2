"""CloudWatch Logs have what functions print and why they fail; after its end, the emulated AWS' log has."""

import time
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from websockets.sync.client import connect

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function, create_websocket_api


def find_lines(emulator: Emulator, function_arn: str, pattern: str = "") -> list[str]:
    group = f"/aws/lambda/{function_arn.rpartition(':')[2]}"
    try:
        found = emulator.client("logs").filter_log_events(logGroupName=group, filterPattern=pattern)
    except ClientError:  # there is no log before the first line
        return []
    return [event["message"] for event in found["events"]]


def is_there_soon(condition: Callable[[], object]) -> bool:
    """Asks again for some seconds: a log is written when its call was answered."""
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nothing_such", "[ERROR] ModuleNotFoundError: No module named 'nothing_such'"),
        ("import os\nTABLE = os.environ['TABLE']", "[ERROR] KeyError: 'TABLE'"),
        ("def handle(event, context):\n    raise ValueError('of no use')", "[ERROR] ValueError: of no use"),
        ("def handle(*_): raise ValueError('line one\\nline two')", "[ERROR] ValueError: line one line two"),
        ("raise ValueError('line one\\nline two')", "[ERROR] ValueError: line one line two"),
        ("def handle(event, context): raise ValueError", "[ERROR] ValueError"),
        ("def handle(*_): raise ValueError('half: \\ud83d')", r"[ERROR] ValueError: half: \ud83d"),
        ("import sys; sys.exit('going down')", "Runtime exited"),
        ("import os\ndef handle(event, context): os._exit(1)", "Runtime exited"),
        ("import time\ndef handle(event, context): time.sleep(9)", "Task timed out after 1.00 seconds"),
    ],
)
def test_why_a_call_failed_is_told_in_lambda_s_words(emulator: Emulator, source: str, told: str) -> None:
    function = create_function(emulator, f"print('begins')\n{source}")
    emulator.client("lambda").update_function_configuration(FunctionName=function, Timeout=1)
    for _ in range(2):  # also if it failed before
        assert emulator.client("lambda").invoke(FunctionName=function)["FunctionError"]
    assert is_there_soon(lambda: len([line for line in find_lines(emulator, function) if told in line]) == 2)
    assert "begins" in find_lines(emulator, function)
    name = function.rpartition(":")[2]
    logged = [line for line in emulator.log_path.read_text().splitlines() if f"{name}: " in line]
    assert any(told in line for line in logged)


def test_a_websocket_s_function_logs_as_others_do(emulator: Emulator) -> None:
    source = """
def handle(event, context):
    print("said", event["body"])
    return {"statusCode": 200 / (event["body"] != "nothing")}
"""
    function = create_function(emulator, source)
    path = create_websocket_api(emulator, function)
    with connect(emulator.endpoint.replace("http", "ws") + path, proxy=None) as socket:
        for said in ("hello", "nothing"):
            socket.send(said)
        assert is_there_soon(lambda: find_lines(emulator, function, "ZeroDivisionError"))
    lines = find_lines(emulator, function)
    assert [line for line in lines if line in {"said hello", "said nothing"}] == [
        "said hello",
        "said nothing",
    ]
    assert "[ERROR] ZeroDivisionError: division by zero" in lines


def test_a_call_that_succeeds_is_logged_once(emulator: Emulator) -> None:
    function = create_function(emulator, "def handle(event, context): print('done')")
    emulator.client("lambda").invoke(FunctionName=function)
    assert is_there_soon(lambda: find_lines(emulator, function))
    start, done, end, report = find_lines(emulator, function)
    assert done == "done"
    assert (start[:5], end[:3], report[:6]) == ("START", "END", "REPORT")
