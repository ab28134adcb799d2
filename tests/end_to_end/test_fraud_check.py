"""The example of a project of its own that listens to the blog's bus, beside the blog on one local AWS."""

import time
from pathlib import Path

import pytest

from emulated_aws.deployment import deploy
from emulated_aws.stack_file import read_stack
from local.stack import LocalStack
from tests.end_to_end.client import PATIENCE, Blog

EXAMPLE = Path(__file__).parents[2] / "examples" / "fraud_check"


@pytest.fixture(scope="module")
def suspicions_table(stack: LocalStack) -> str:
    """The name of the table of suspicions, after the example was deployed beside the blog."""
    _, settings = read_stack(EXAMPLE, "local")
    assert settings["fraud-check:busName"] == stack.outputs["eventBusName"]
    name: str = deploy(EXAMPLE, "local", stack.emulator.endpoint)["suspicionsTableName"].value
    return name


def test_a_suspicious_post_is_kept_and_an_honest_one_is_not(
    stack: LocalStack, blog: Blog, suspicions_table: str
) -> None:
    blog.post(title="My trip to Spain")
    swindle = blog.post(title="Double your money by wire transfer", author="Mallory")["id"]

    table = stack.emulator.client("dynamodb")
    give_up = time.monotonic() + PATIENCE
    while not (kept := table.scan(TableName=suspicions_table)["Items"]):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    phrases = [{"S": "double your money"}, {"S": "wire transfer"}]
    assert kept == [{"postId": {"S": swindle}, "author": {"S": "Mallory"}, "phrases": {"L": phrases}}]
