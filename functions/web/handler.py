"""Lambda handlers of HTTP requests: a decorator that turns problems and exceptions into answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from functions.runtime import invocation, log, metric
from functions.runtime.context import Context
from functions.web.problem import ProblemError
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse
from functions.wire.traceparent import trace_id


def http_handler(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[dict[str, Any], Context], dict[str, object]]:
    """Makes a Lambda handler, for an HTTP API with payload format 2.0, of what answers a request.

    A `ProblemError` becomes the answer. So does anything else that is raised: a 500 with the id of the
    request, and nothing of the exception, which goes to the log. Each call logs one line.

    `HEAD` is answered as `GET` is, but for the body (RFC 9110, 9.3.2): what responds sees a `GET`.
    """

    @wraps(respond)
    def handle(event: dict[str, Any], context: Context) -> dict[str, object]:
        request = HttpRequest.from_event(event)
        invocation.begin(context)
        log.add(correlation_id=trace_id(request.traceparent), requestId=request.request_id)
        is_head = request.method == "HEAD"
        try:
            response = respond(replace(request, method="GET") if is_head else request)
        except ProblemError as problem:
            response = problem.to_response()
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
            log.exception("request failed")
            metric.count("FailedRequests")
            response = ProblemError(
                500, "The request failed unexpectedly.", request_id=request.request_id
            ).to_response()
        log.info("request answered", route=request.route, method=request.method, status=response.status)
        return response.to_event() | ({"body": ""} if is_head else {})

    return handle
