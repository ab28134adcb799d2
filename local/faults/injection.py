"""A fault proxy between the functions of a stack and the local AWS."""

from collections.abc import Iterator
from contextlib import contextmanager

from emulated_aws.emulator import Emulator
from emulated_aws.faults.proxy import FaultProxy
from emulated_aws.faults.schedule import Schedule
from local.faults.queues import find_queues

# Their clients do not try again by themselves, so nothing but a caller would ever do them twice.
_ONCE = ("sns.Publish", "execute-api.POST @connections")

# Seconds until a failed message comes back, in place of six times the function's timeout: nobody waits for
# that. Emails need longer, for a message must not come back while its batch is still at work: one that was
# reported as done there, and refused here, would be lost. The others bear it.
_VISIBILITY = "1"
_VISIBILITY_OF_EMAILS = "15"


@contextmanager
def faults_between(emulator: Emulator, seed: int) -> Iterator[FaultProxy]:
    """Has all functions call AWS through a proxy for the length of a block, and retries come sooner.

    Their code and the program stay as they are: their client finds the proxy in their environment.

    Args:
        emulator: The AWS that the functions are on.
        seed: Of the faults.
    """
    with (
        FaultProxy(emulator.endpoint, Schedule(seed, _ONCE)) as proxy,
        _calling_through(emulator, proxy),
        _retrying_soon(emulator),
    ):
        yield proxy


@contextmanager
def _calling_through(emulator: Emulator, proxy: FaultProxy) -> Iterator[None]:
    aws_lambda = emulator.client("lambda")
    pages = aws_lambda.get_paginator("list_functions").paginate()
    usual = {
        function["FunctionName"]: function["Environment"]["Variables"]
        for page in pages
        for function in page["Functions"]
    }

    def set_variables(name: str, **variables: str) -> None:
        aws_lambda.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**usual[name], **variables}}
        )

    for name in usual:
        set_variables(name, HTTP_PROXY=proxy.url)
    try:
        yield
    finally:
        for name in usual:
            set_variables(name)


@contextmanager
def _retrying_soon(emulator: Emulator) -> Iterator[None]:
    sqs = emulator.client("sqs")
    usual = [queue for queue in find_queues(emulator) if queue.is_worked_off]
    for queue in usual:
        seconds = _VISIBILITY_OF_EMAILS if "emails" in queue.name else _VISIBILITY
        sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": seconds})
    try:
        yield
    finally:
        for queue in usual:
            sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": queue.visibility})
