"""HTTP requests as API Gateway passes them to a function."""

import re
from base64 import b64decode
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from functions.web.media_type import is_json_in_utf_8
from functions.web.problem import ProblemError, unauthorized
from functions.wire.field_errors import FieldError, field_errors
from functions.wire.traceparent import take_on

# The largest valid request is a post of 100,000 one-byte characters, each escaped as six bytes (`\u0041`),
# with the same for its short fields: about 605,000 bytes. There is room for white space above that.
MAXIMUM_BYTES = 640 * 1024

# From this similarity to one of ours (0 to 1) a name is taken for a mistake: `limt` has 0.89, `topik` 0.8.
# Names that mailers and advertisers add to links have less than 0.6: `utm_source`, `fbclid`, `source`, `_`.
_NEAR = 0.8

# What `surrogateescape` makes of bytes that are not UTF-8.
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class HttpRequest:
    """A request.

    Attributes:
        request_id: API Gateway's id of it, which clients see in the header `apigw-requestid`.
        route: The route that it matched, such as `GET /posts/{id}`, `ANY /posts`, or `$default`.
        method: The HTTP method.
        path_parameters: What stood in the path for the route's variables.
        query: The query string, as it was sent.
        headers: The headers, their names in lower case.
        claims: What the bearer token says of its holder, which API Gateway has checked. Empty on routes that
            need no token. All values are strings.
        traceparent: Names the trace (W3C Trace Context) that the request belongs to, or begins.
        content: The body.
    """

    request_id: str
    route: str
    method: str
    path_parameters: Mapping[str, str]
    query: str
    headers: Mapping[str, str]
    claims: Mapping[str, str]
    traceparent: str
    content: bytes

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """Reads a request from API Gateway's event (HTTP APIs, payload format 2.0)."""
        context = event["requestContext"]
        body = event.get("body") or ""
        return cls(
            request_id=context["requestId"],
            route=event["routeKey"],
            method=context["http"]["method"],
            path_parameters=event.get("pathParameters") or {},
            query=event["rawQueryString"],
            headers=event["headers"],
            claims=context.get("authorizer", {}).get("jwt", {}).get("claims", {}),
            traceparent=take_on(event["headers"].get("traceparent")),
            content=b64decode(body) if event["isBase64Encoded"] else body.encode(),
        )

    @property
    def path(self) -> str:
        """The path of the route that it matched, such as `/posts/{id}`, or `$default`."""
        return self.route.rpartition(" ")[2]

    @property
    def subject(self) -> str:
        """Who sent it: the subject of the bearer token, which the issuer gives to nobody else.

        Raises:
            ProblemError: 401 if there is none. API Gateway lets no such request through where it should not:
                this is the second lock.
        """
        if "sub" not in self.claims:
            raise unauthorized("A bearer token is needed.")
        return self.claims["sub"]

    def parse_query(self, model: type[_Model]) -> _Model:
        """Reads the query's parameters as a model. Each may be given once, or with the same value again.

        Others are ignored: mailers and browsers add theirs to links. But one that is almost the model's is
        refused: the answer would be to another question than the client's.

        Raises:
            ProblemError: 400, with one entry in `errors` for each offending parameter.
        """
        known = {field.alias or name for name, field in model.model_fields.items()}
        parameters = dict.fromkeys(parse_qsl(self.query, keep_blank_values=True, errors="surrogateescape"))
        own = [(name, value) for name, value in parameters if name in known]
        counts = Counter(name for name, _ in own)
        errors = [
            *(_broken(name, "must be given once") for name in counts if counts[name] > 1),
            *(_broken(name, "must be UTF-8") for name, value in own if _NOT_UTF_8.search(value)),
            *_near_misses([name for name, _ in parameters if name not in known], known),
        ]
        if errors:
            raise ProblemError(400, "The query breaks some rules.", errors=errors)
        try:
            return model.model_validate(dict(own))
        except ValidationError as error:
            raise ProblemError(400, "The query breaks some rules.", errors=field_errors(error)) from error

    def parse(self, model: type[_Model]) -> _Model:
        """Reads the body as a model's JSON.

        Raises:
            ProblemError: 415 unless the body is declared as JSON in UTF-8, without a content coding; 413 if
                it has more than `MAXIMUM_BYTES`; 400 if it is not JSON; 422, with one entry in `errors` for
                each offending field, if it breaks the model's rules.
        """
        # What the answers' headers say: RFC 9110, 15.5.16.
        codings = self.headers.get("content-encoding", "").lower().split(",")
        if any(coding.strip() not in ("", "identity") for coding in codings):
            raise ProblemError(
                415,
                "The body must not be compressed: the header content-encoding may only be identity.",
                headers={"accept-encoding": "identity"},
            )
        if not is_json_in_utf_8(self.headers.get("content-type", "")):
            raise ProblemError(
                415,
                "The body must be JSON in UTF-8, with the header content-type: application/json.",
                headers={"accept": "application/json"},
            )
        if len(self.content) > MAXIMUM_BYTES:
            raise ProblemError(413, f"The body must have at most {MAXIMUM_BYTES} bytes.")
        try:
            # Stricter than the standard library's reader: no NaN, no half surrogate pairs, no bottomless
            # nesting. A byte-order mark, which some editors write, may be ignored (RFC 8259, 8.1).
            content = from_json(self.content.removeprefix(BOM_UTF8), allow_inf_nan=False)
        except ValueError as error:
            raise ProblemError(400, f"The body is not JSON: {error}.") from error
        try:
            return model.model_validate(content)
        except ValidationError as error:
            raise ProblemError(422, "The body breaks some rules.", errors=field_errors(error)) from error


def _near_misses(names: Collection[str], known: Collection[str]) -> list[FieldError]:
    """Finds names that are almost a known one: in another case, with a wrong letter, or brackets."""
    if not names:
        return []
    from difflib import get_close_matches  # noqa: PLC0415 - few queries have names of others

    known_by_letters = {_letters(name): name for name in known}
    return [
        _broken(name, f"is not known; did you mean {known_by_letters[near]}?")
        for name in dict.fromkeys(names)
        for near in get_close_matches(_letters(name), known_by_letters, 1, _NEAR)
    ]


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _broken(name: str, rule: str) -> FieldError:
    return {"field": _NOT_UTF_8.sub("?", name), "rule": rule}
