"""Lambda handlers of HTTP requests: a decorator that turns problems and exceptions into answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from functions.runtime import log
from functions.web.problem import ProblemError
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse


def http_handler(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[dict[str, Any], object], dict[str, object]]:
    """Makes a Lambda handler, for an HTTP API with payload format 2.0, of what answers a request.

    A `ProblemError` becomes the answer. So does anything else that is raised: a 500 with the id of the
    request, and nothing of the exception, which goes to the log. Each call logs one line.

    `HEAD` is answered as `GET` is, but for the body (RFC 9110, 9.3.2): what responds sees a `GET`.
    """

    @wraps(respond)
    def handle(event: dict[str, Any], _context: object) -> dict[str, object]:
        request = HttpRequest.from_event(event)
        is_head = request.method == "HEAD"
        try:
            response = respond(replace(request, method="GET") if is_head else request)
        except ProblemError as problem:
            response = problem.to_response()
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
            log.exception("request failed", requestId=request.request_id)
            response = ProblemError(
                500, "The request failed unexpectedly.", request_id=request.request_id
            ).to_response()
        log.info(
            "request answered",
            requestId=request.request_id,
            route=request.route,
            method=request.method,
            status=response.status,
        )
        return response.to_event() | ({"body": ""} if is_head else {})

    return handle
