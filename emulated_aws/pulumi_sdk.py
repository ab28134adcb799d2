"""Private parts of Pulumi's SDK that are used here. An upgrade of `pulumi` may change them."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import cast
from unittest.mock import patch

from pulumi.runtime import rpc
from pulumi.runtime._callbacks import _CallbackServicer
from pulumi.runtime.proto.callback_pb2 import Callback
from pulumi.runtime.proto.resource_pb2 import TransformRequest, TransformResponse
from pulumi.runtime.proto.source_pb2 import StackTrace
from pulumi.runtime.settings import SETTINGS

__all__ = ["ARCHIVE", "ASSET", "OUTPUT", "SECRET", "SETTINGS", "SIGNATURE"]

# Values that JSON lacks are objects with a signature:
# https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
SIGNATURE = rpc._special_sig_key
ARCHIVE = rpc._special_archive_sig
ASSET = rpc._special_asset_sig
OUTPUT = rpc._special_output_value_sig
SECRET = rpc._special_secret_sig


def call_transform(callback: Callback, request: TransformRequest) -> TransformResponse:
    """Calls a transform of the program in this process, on the program's event loop.

    Args:
        callback: Names the transform, as the program registered it.
        request: The resource.

    Raises:
        Exception: Whatever the transform raises.
    """
    [(call, loop)] = [
        (servicer._callbacks[callback.token], servicer._loop)
        for servicer in _CallbackServicer._servicers
        if callback.token in servicer._callbacks
    ]

    async def answer() -> TransformResponse:
        return cast("TransformResponse", await call(request.SerializeToString()))

    return asyncio.run_coroutine_threadsafe(answer(), loop).result()


def replace_stack_trace(find: Callable[[], StackTrace]) -> AbstractContextManager[object]:
    """Replaces the search for the calls that lead to a resource, until the block ends."""
    return patch("pulumi.runtime.resource._get_stack_trace", find)
