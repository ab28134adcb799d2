"""Conditional requests (RFC 9110, section 13): answers that a client has already are not sent again."""

import re
from hashlib import sha256

from functions.web.request import HttpRequest
from functions.web.response import HttpResponse

# RFC 9110, 8.8.3. API Gateway joins repeated headers with commas, which may stand in a tag too.
_ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def conditional_response(request: HttpRequest, body: str) -> HttpResponse:
    """Answers with a body, or with 304 if the client has it already.

    `no-cache` lets clients keep it, and makes them ask each time whether it is still the same: a post changes
    once, soon after it was written, and nobody knows when.

    Args:
        request: May name, in `If-None-Match`, the entity tags of what the client has.
        body: What it gets. The strong entity tag is made of it.
    """
    entity_tag = f'"{sha256(body.encode()).hexdigest()}"'
    headers = {"etag": entity_tag, "cache-control": "no-cache"}
    if _is_known(entity_tag, request.headers.get("if-none-match", "")):
        return HttpResponse(304, headers=headers)
    return HttpResponse(200, body, headers=headers)


def _is_known(entity_tag: str, if_none_match: str) -> bool:
    # The comparison is weak (13.1.2): whether a tag is marked as weak makes no difference.
    return if_none_match.strip() == "*" or entity_tag in _ENTITY_TAG.findall(if_none_match)
