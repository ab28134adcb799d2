"""A request that API Gateway passes to a function."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from functions.field_errors import field_errors
from functions.problem import ProblemError

# The largest valid request is a post of 100,000 one-byte characters, each escaped as six bytes (`\u0041`),
# with the same for its short fields: about 605,000 bytes. There is room for white space above that.
MAXIMUM_BYTES = 640 * 1024

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class HttpRequest:
    """A request.

    Attributes:
        request_id: API Gateway's id of it, which clients see in the header `apigw-requestid`.
        route: The route that it matched, such as `ANY /posts/{id}`, or `$default`.
        method: The HTTP method.
        path_parameters: What stood in the path for the route's variables.
        headers: The headers, their names in lower case.
        content: The body.
    """

    request_id: str
    route: str
    method: str
    path_parameters: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """Reads a request from API Gateway's event (HTTP APIs, payload format 2.0)."""
        body = event.get("body") or ""
        return cls(
            request_id=event["requestContext"]["requestId"],
            route=event["routeKey"],
            method=event["requestContext"]["http"]["method"],
            path_parameters=event.get("pathParameters") or {},
            headers=event["headers"],
            content=b64decode(body) if event["isBase64Encoded"] else body.encode(),
        )

    def parse(self, model: type[_Model]) -> _Model:
        """Reads the body as a model's JSON.

        Raises:
            ProblemError: 415 unless the body is declared as JSON; 413 if it has more than `MAXIMUM_BYTES`;
                400 if it is not JSON; 422, with one entry in `errors` for each offending field, if it breaks
                the model's rules.
        """
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise ProblemError(415, "The body must be JSON, with the header content-type: application/json.")
        if len(self.content) > MAXIMUM_BYTES:
            raise ProblemError(413, f"The body must have at most {MAXIMUM_BYTES} bytes.")
        try:
            # Stricter than the standard library's reader: no NaN, no half surrogate pairs, no bottomless
            # nesting.
            content = from_json(self.content, allow_inf_nan=False)
        except ValueError as error:
            raise ProblemError(400, f"The body is not JSON: {error}.") from error
        try:
            return model.model_validate(content)
        except ValidationError as error:
            raise ProblemError(422, "The body breaks some rules.", errors=field_errors(error)) from error
