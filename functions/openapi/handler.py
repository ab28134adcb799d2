"""`GET /openapi.json`."""

import json
from functools import cache

from functions.http_conditional import conditional_response
from functions.http_handler import http_handler
from functions.http_request import HttpRequest
from functions.http_response import HttpResponse
from functions.openapi.document import openapi_document
from functions.problem import method_not_allowed


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the path `/openapi.json`."""
    if request.method != "GET":
        raise method_not_allowed("GET")
    return conditional_response(request, _document())


@cache
def _document() -> str:
    return json.dumps(openapi_document(), ensure_ascii=False)
