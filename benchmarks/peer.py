"""Task of a peer: validating a post and putting it, by the handler that the environment names."""

import importlib
import os
from http import HTTPStatus

from tests.events import load_event

_handler = importlib.import_module(f"benchmarks.{os.environ['PEER']}")
_event = load_event("http_request")


class _Context:
    """What Powertools reads of a call."""

    function_name = "peer"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:peer"
    aws_request_id = "c4ca4238-a0b9-2382-0dcc-509a6f75849b"


def create() -> None:
    """Validates a post and puts it."""
    response = _handler.handle(_event, _Context())
    if response["statusCode"] != HTTPStatus.CREATED:
        raise ValueError(response)
