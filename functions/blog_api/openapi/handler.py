"""Lambda handler of `GET /openapi.json`."""

from functools import cache
from pathlib import Path

from functions.web.conditional import conditional_response
from functions.web.handler import http_handler
from functions.web.problem import method_not_allowed
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the path `/openapi.json`: the file that `contracts/` writes."""
    if request.method != "GET":
        raise method_not_allowed("GET")
    return conditional_response(request, _document())


@cache
def _document() -> str:
    return Path(__file__).with_name("openapi.json").read_text("utf-8")
