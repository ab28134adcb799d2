"""A function's process imports what the function imports."""

import json

import pytest

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function

PLAIN = """
import sys

def handle(event, context):
    return [name for name in sys.modules if name == "botocore"]
"""

WITH_SDK = """
import boto3

CLIENT = boto3.client("sqs")  # handlers make clients while they are imported

def handle(event, context):
    from botocore.handlers import BUILTIN_HANDLERS
    names = [getattr(handler, "__name__", "") for _, handler, *_ in BUILTIN_HANDLERS]
    return [name for name in names if "_ms_" in name]
"""


@pytest.mark.parametrize(("source", "expected"), [(PLAIN, []), (WITH_SDK, ["_ms_add_invoke_depth"])])
def test_the_sdk_is_imported_and_instrumented_where_it_is_used(
    emulator: Emulator, source: str, expected: list[str]
) -> None:
    function = create_function(emulator, source)
    answer = emulator.client("lambda").invoke(FunctionName=function)
    payload = json.load(answer["Payload"])
    assert payload == expected, payload
