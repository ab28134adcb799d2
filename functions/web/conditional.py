"""Conditional requests (RFC 9110, section 13): the preconditions `If-Match` and `If-None-Match`.

The preconditions on dates are ignored (13.1.3, 13.1.4), because no answer has `Last-Modified`.
"""

import re
from hashlib import sha256

from functions.web.problem import ProblemError
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse

_ENTITY_TAG = r'(?:W/)?"[^\x00-\x20"\x7f]*"'

PRECONDITION = rf"\*|[ \t,]*(?:{_ENTITY_TAG}[ \t]*(?:,[ \t,]*|$))*"
"""A regular expression of what either header may say: `*`, or a list of entity tags (RFC 9110, 8.8.3, 5.6.1).

API Gateway joins repeated headers with commas, which may stand in a tag too.
"""


def conditional_response(request: HttpRequest, body: str) -> HttpResponse:
    """Answers a `GET` with a body, or with 304 if the client has it already.

    `no-cache` lets clients keep it, and makes them ask each time whether it is still the same: a post changes
    once, soon after it was written, and nobody knows when.

    Args:
        request: May have preconditions.
        body: The current representation. The strong entity tag is made of it.

    Raises:
        ProblemError: 412 if `If-Match` does not hold; 400 if a precondition is not well-formed.
    """
    entity_tag = _entity_tag(body)
    headers = {"etag": entity_tag, "cache-control": "no-cache"}
    _check_if_match(request, entity_tag)
    if _names(request, "if-none-match", entity_tag):
        return HttpResponse(304, headers=headers)
    return HttpResponse(200, body, headers=headers)


def is_conditional(request: HttpRequest) -> bool:
    """Tells whether a request has preconditions."""
    return not request.headers.keys().isdisjoint(("if-match", "if-none-match"))


def check_preconditions(request: HttpRequest, body: str | None) -> None:
    """Refuses a request that is to change something, unless its preconditions hold.

    Call it after all checks that need no content, whose problems come first (RFC 9110, 13.2.1).

    Args:
        request: May have preconditions.
        body: What a `GET` of the same URL would answer. None if it would answer with nothing.

    Raises:
        ProblemError: 412 if a precondition does not hold; 400 if one is not well-formed.
    """
    entity_tag = None if body is None else _entity_tag(body)
    _check_if_match(request, entity_tag)
    if _names(request, "if-none-match", entity_tag):
        raise ProblemError(412, "The header if-none-match must not name the current entity tag.")


def _entity_tag(body: str) -> str:
    return f'"{sha256(body.encode()).hexdigest()}"'


def _check_if_match(request: HttpRequest, entity_tag: str | None) -> None:
    if "if-match" in request.headers and not _names(request, "if-match", entity_tag):
        raise ProblemError(412, "The header if-match must name the current entity tag.")


def _names(request: HttpRequest, header: str, entity_tag: str | None) -> bool:
    """Tells whether a header names the current representation, by its tag or as `*`. None: there is none."""
    value = request.headers.get(header, "").strip(" \t")
    if not re.fullmatch(PRECONDITION, value):
        raise ProblemError(400, f"The header {header} must be * or entity tags, each in double quotes.")
    if value == "*":
        return entity_tag is not None
    entity_tags = re.findall(_ENTITY_TAG, value)
    if header == "if-none-match":  # compared weakly (13.1.2), if-match strongly (13.1.1)
        entity_tags = [tag.removeprefix("W/") for tag in entity_tags]
    return entity_tag in entity_tags
