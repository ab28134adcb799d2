"""What went wrong with a request, told the client as RFC 9457 (problem details for HTTP APIs) has it."""

import json
from collections.abc import Mapping

from functions.http_response import HttpResponse

# RFC 9110's names of the status codes. Python's `http.HTTPStatus` has older ones up to Python 3.12.
_TITLES = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class ProblemError(Exception):
    """Ends the handling of a request with a problem as its answer."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        """Describes a problem.

        Args:
            status: The HTTP status code.
            detail: What is wrong with this request, and how to put it right.
            headers: Headers that this status calls for.
            members: Further members of the problem object.
        """
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members

    def to_response(self) -> HttpResponse:
        """Makes the answer."""
        problem = {
            "type": "about:blank",  # RFC 9457, 4.2.1: it means no more than its status code says
            "title": _TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        body = json.dumps(problem, ensure_ascii=False)
        return HttpResponse(self.status, body, "application/problem+json", self.headers)


def not_found() -> ProblemError:
    """Makes the problem of a path at which there is nothing."""
    return ProblemError(404, "There is nothing at this path.")


def method_not_allowed(*allowed: str) -> ProblemError:
    """Makes the problem of a method that a path does not know.

    Args:
        allowed: The methods it does know. RFC 9110 (15.5.6) wants them in the `Allow` header.
    """
    methods = ", ".join(allowed)
    return ProblemError(405, f"This path allows {methods} only.", headers={"allow": methods})
