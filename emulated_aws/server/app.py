"""Serves the emulated AWS on one socket until it is told to stop, or its parent is gone."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus

from hypercorn.asyncio import serve as serve_asgi
from hypercorn.config import Config
from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, ASGISendEvent, Scope
from ministack.app import app as ministack
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from emulated_aws.server import (
    code_files,
    cold_starts,
    cors,
    distributions,
    execution_environments,
    filter_patterns,
    function_logs,
    issuer,
    issuer_discovery,
    partiql_permissions,
    route_selection,
    stream_retries,
    trailing_slash,
    websocket_limits,
)
from emulated_aws.server.asgi import HttpHandler, respond
from emulated_aws.server.comprehend import Comprehend
from emulated_aws.server.early_starts import EarlyStarts
from emulated_aws.server.entity_recognition import EntityRecognizer
from emulated_aws.server.guard import OriginGuard
from emulated_aws.server.mailbox import Mailbox
from emulated_aws.server.sign_in_session import SignInSessions
from emulated_aws.server.sns_email import EmailProtocol

# Longer than the pools of AWS's SDKs keep a connection idle, as AWS itself.
_KEEP_ALIVE_SECONDS = 75


class EmulatedAws:
    """The ASGI application: `/_local/…` and CloudFront's viewers are ours, everything else is MiniStack's.

    Args:
        own: The handlers of `/_local/…`, by path.
        on_ready: Called once, when requests are answered.
    """

    def __init__(self, own: dict[str, HttpHandler], on_ready: Callable[[], None]) -> None:
        self._own = own
        self._on_ready = on_ready

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Routes one request."""
        if scope["type"] == "lifespan":

            async def announce(event: ASGISendEvent) -> None:
                await send(event)
                if event["type"] == "lifespan.startup.complete":
                    self._on_ready()

            await ministack(scope, receive, announce)
        elif scope["type"] == "http" and scope["path"].startswith("/_local/"):
            handler = self._own.get(scope["path"])
            await (handler(scope, receive, send) if handler else respond(send, HTTPStatus.NOT_FOUND))
        elif scope["type"] == "http" and scope["path"].startswith(distributions.PATH):
            await distributions.serve_distribution(scope, receive, send)
        else:
            await ministack(scope, receive, send)


async def serve(listener_fd: int, on_ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or the end of standard input, then ends every Lambda worker.

    Args:
        listener_fd: A listening socket on 127.0.0.1, on the port that `GATEWAY_PORT` names.
        on_ready: Called once, when requests are answered.
    """
    port = int(os.environ["GATEWAY_PORT"])
    loop = asyncio.get_running_loop()
    comprehend = Comprehend(EntityRecognizer())
    mailbox = Mailbox(loop)
    early_starts = EarlyStarts()
    comprehend.install()
    endpoint = f"http://127.0.0.1:{port}"
    EmailProtocol(mailbox, endpoint).install()
    issuer.install(endpoint)
    issuer_discovery.install(endpoint)
    SignInSessions().install()
    stream_retries.install()
    code_files.install()
    cold_starts.install()
    early_starts.install()
    execution_environments.install()
    function_logs.install()
    filter_patterns.install()
    route_selection.install()
    websocket_limits.install()
    trailing_slash.install()
    partiql_permissions.install()
    cors.install()

    own: dict[str, HttpHandler] = {
        "/_local/comprehend/fault": comprehend.serve_fault,
        "/_local/mailbox": mailbox.serve_list,
        "/_local/mailbox/stream": mailbox.serve_stream,
    }
    config = Config()
    config.bind = [f"fd://{listener_fd}"]
    config.keep_alive_timeout = _KEEP_ALIVE_SECONDS
    config.graceful_timeout = 0  # streams and WebSockets would never end by themselves
    stop = _stop_event(loop)
    guarded = OriginGuard(EmulatedAws(own, on_ready), port)
    serving = asyncio.create_task(serve_asgi(guarded, config, shutdown_trigger=stop.wait))
    stopping = asyncio.create_task(stop.wait())
    # Its end is not waited for: since Python 3.12 it waits for all connections to end, which clients keep.
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()  # raises why it could not serve
    # What still waits in queues would go on starting workers while they are ended. Nobody waits for what
    # those do: they need no time to end in.
    lambda_svc._esms.clear()
    lambda_runtime._REAP_GRACE = 0.0
    early_starts.stop()
    lambda_runtime.reset()


def _stop_event(loop: asyncio.AbstractEventLoop) -> asyncio.Event:
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)

    def await_end_of_input() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=await_end_of_input, daemon=True).start()
    return stop
