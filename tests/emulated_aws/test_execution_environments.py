"""A burst of calls takes turns."""

import json
from concurrent.futures import ThreadPoolExecutor

from emulated_aws.emulator import Emulator
from emulated_aws.server.execution_environments import MAXIMUM
from tests.emulated_aws.resources import create_function

TELL_PROCESS = """
import os, time

def handle(event, context):
    time.sleep(0.1)  # so that all calls are under way at once
    return os.getpid()
"""


def test_a_burst_of_calls_is_answered_by_few_processes(emulator: Emulator) -> None:
    function, client = create_function(emulator, TELL_PROCESS), emulator.client("lambda")

    def call(_number: int) -> int:
        return int(json.load(client.invoke(FunctionName=function)["Payload"]))

    with ThreadPoolExecutor(4 * MAXIMUM) as callers:
        processes = list(callers.map(call, range(4 * MAXIMUM)))
    assert len(processes) == 4 * MAXIMUM
    assert len(set(processes)) <= MAXIMUM
