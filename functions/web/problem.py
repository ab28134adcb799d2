"""Problem details for HTTP APIs (RFC 9457): errors as clients get them."""

from collections.abc import Mapping

from functions.web.response import HttpResponse
from functions.wire.field_errors import FieldError
from functions.wire.models import WireModel

MEDIA_TYPE = "application/problem+json"

# RFC 9110's names of the status codes. Python's `http.HTTPStatus` has older ones up to Python 3.12.
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


class Problem(WireModel):
    """What is wrong with a request.

    Attributes:
        type: Says that the problem means no more than its status code does (RFC 9457, 4.2.1).
        title: The name of the status code.
        status: The status code.
        detail: What is wrong with this request, and how to put it right.
        errors: The rules that the body or the query breaks, one for each offending field or parameter.
        request_id: What to tell the API's owner of a failure.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    request_id: str | None = None


class ProblemError(Exception):
    """Ends the handling of a request with a problem as its answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: list[FieldError] | None = None,
        request_id: str | None = None,
    ) -> None:
        """Describes a problem.

        Args:
            status: The HTTP status code.
            detail: What is wrong with this request, and how to put it right.
            headers: Headers that this status calls for.
            errors: The rules that were broken, field by field.
            request_id: The id of the request, if it failed for no fault of its own.
        """
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})
        self.problem = Problem(
            title=TITLES[status], status=status, detail=detail, errors=errors, request_id=request_id
        )

    def to_response(self) -> HttpResponse:
        """Makes the answer."""
        return HttpResponse(self.status, self.problem.to_json(), MEDIA_TYPE, self.headers)


def not_found() -> ProblemError:
    """Makes the problem of a path at which there is nothing."""
    return ProblemError(404, "There is nothing at this path.")


def method_not_allowed(*allowed: str) -> ProblemError:
    """Makes the problem of a method that a path does not know.

    Args:
        allowed: The methods it does know. RFC 9110 (15.5.6) wants them in the `Allow` header. What knows
            `GET` knows `HEAD` (9.3.2).
    """
    methods = ", ".join(allowed).replace("GET", "GET, HEAD")
    return ProblemError(405, f"This path allows {methods} only.", headers={"allow": methods})


def unauthorized(detail: str) -> ProblemError:
    """Makes the problem of a request by nobody in particular.

    Args:
        detail: What is missing. How to prove who one is, RFC 9110 (15.5.2) wants in `WWW-Authenticate`.
    """
    return ProblemError(401, detail, headers={"www-authenticate": "Bearer"})
