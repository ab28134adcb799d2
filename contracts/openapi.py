"""OpenAPI 3.1 document of the HTTP API (https://spec.openapis.org/oas/v3.1.1.html), made of operations."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from contracts.json_schema import ContractSchema
from contracts.operations import OPERATIONS, Answer, Operation
from functions.domain.post import PostId
from functions.web.conditional import PRECONDITION
from functions.web.problem import MEDIA_TYPE, Problem
from functions.web.request import MAXIMUM_BYTES
from functions.wire.models import WireModel

_Json = dict[str, Any]


class GatewayError(WireModel):
    """What API Gateway answers by itself.

    Attributes:
        message: What is wrong.
    """

    message: str


_PROBLEMS = {
    400: "The body is not JSON, or the query or a header breaks its rules.",
    401: "The bearer token, or the code, is missing, wrong or expired.",
    403: "The token does not prove the address, or another has posted the post.",
    404: "There is no such post, or no page to sign out at.",
    409: "A request with the same idempotency key is under way, or the address is subscribed elsewhere.",
    412: "What is there now is not what `If-Match` names, or it is what `If-None-Match` names.",
    413: f"The body has more than {MAXIMUM_BYTES} bytes.",
    415: "The body is not declared as JSON in UTF-8, or it has a content coding such as gzip.",
    422: "The body breaks its rules, the idempotency key came with another one, or SNS refuses the address.",
    429: "There are too many requests. Repeat it later.",
    500: "The request failed unexpectedly.",
    502: "The issuer does not work.",
    503: "The function does not answer in time, or takes nothing more at present. Repeat it later.",
}
_GATEWAY_ERRORS = {401, 413, 429, 500, 503}
_FUNCTION_PROBLEMS = _PROBLEMS.keys() - {429}
# What any request may meet.
_ANY_REQUEST = (429, 500, 503)

_HEADERS = {
    "Accept": "The media type that the body must have.",
    "Accept-Encoding": "The content coding that the body may have: `identity` is none.",
    "Cache-Control": "Whether the answer may be kept.",
    "ETag": "Names this version of the answer, for `If-None-Match` and `If-Match`.",
    "Location": "Where that is. It may be relative to the request's URL.",
    "Retry-After": "When to repeat the request, in seconds.",
    "WWW-Authenticate": "How to prove who one is.",
}
_PROBLEM_HEADERS = {
    401: ("WWW-Authenticate",),
    409: ("Retry-After",),
    415: ("Accept", "Accept-Encoding"),
}

_PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Names what the client wants done once, best by a new UUID. Others may use the same.",
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
        "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The entity tag that must be the current one, or several, or `*` for any.",
        "schema": {"type": "string", "pattern": f"^(?:{PRECONDITION})$"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The entity tags of what the client has, or `*`. A `GET` of one of them gets `304`.",
        "schema": {"type": "string", "pattern": f"^(?:{PRECONDITION})$"},
    },
    "PostId": {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The post's id, a ULID.",
        "schema": TypeAdapter(PostId).json_schema(),
    },
}


def documents() -> dict[Path, str]:
    """Makes the file, by its path in the repository: beside the function that serves it as it is."""
    text = json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"
    return {Path("functions/blog_api/openapi/openapi.json"): text}


def openapi_document() -> _Json:
    """Makes the document.

    Its server is where the document is served from, under whatever host, stage or base path.
    """
    paths: _Json = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Event-driven blog",
            "version": "1.0.0",
            "description": (
                "Posts are announced on an event bus; the entities that they name are found, and pushed to"
                " WebSocket clients. Problems are told as RFC 9457 has it. Query parameters that an operation"
                " does not have are ignored, but a name that is almost one of its own (`limt`) gets 400."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": ".", "description": "Where this document is."}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": {f"{status}": _problem(status) for status in _PROBLEMS},
            "parameters": _PARAMETERS,
            "headers": {
                name: {"description": description, "schema": {"type": "string"}}
                for name, description in _HEADERS.items()
            },
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The issuer's ID token, such as `POST /sessions` answers.",
                }
            },
        },
    }


def _schemas() -> _Json:
    models: list[tuple[type[Any], JsonSchemaMode]] = [
        (Problem, "serialization"),
        (GatewayError, "serialization"),
    ]
    for operation in OPERATIONS:
        if operation.body:
            models.append((type(operation.body), "validation"))
        models += [(type(answer.body), "serialization") for answer in operation.answers if answer.body]
    _, schema = models_json_schema(
        models, schema_generator=ContractSchema, ref_template="#/components/schemas/{model}"
    )
    definitions: _Json = schema["$defs"]
    return definitions


def _operation(operation: Operation) -> _Json:
    answers = {f"{answer.status}": _answer(answer) for answer in operation.answers}
    statuses = {*operation.problems, *_ANY_REQUEST}
    if operation.token is None:
        statuses.add(401)
    problems = {f"{status}": _reference("responses", f"{status}") for status in sorted(statuses)}
    described: _Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [
            *(_reference("parameters", name) for name in operation.parameters),
            *_query_parameters(operation),
        ],
        "responses": answers | problems,
        "security": {True: [{"bearer": []}], None: [{}, {"bearer": []}], False: [{}]}[operation.token],
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _content(operation.body)}
    return described


def _query_parameters(operation: Operation) -> list[_Json]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema(schema_generator=ContractSchema)
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": rules.pop("description"),
            "schema": rules,
        }
        for name, rules in schema["properties"].items()
    ]


def _answer(answer: Answer) -> _Json:
    described: _Json = {"description": answer.description}
    if answer.headers:
        described["headers"] = _header_references(answer.headers)
    if answer.body:
        described["content"] = _content(answer.body)
    return described


def _problem(status: int) -> _Json:
    content = {}
    if status in _FUNCTION_PROBLEMS:
        content[MEDIA_TYPE] = {"schema": _reference("schemas", "Problem")}
    if status in _GATEWAY_ERRORS:
        content["application/json"] = {"schema": _reference("schemas", "GatewayError")}
    return {
        "description": _PROBLEMS[status],
        "headers": _header_references(_PROBLEM_HEADERS.get(status, ())),
        "content": content,
    }


def _content(example: BaseModel) -> _Json:
    return {
        "application/json": {
            "schema": _reference("schemas", type(example).__name__),
            "example": example.model_dump(mode="json", exclude_none=True),
        }
    }


def _header_references(names: tuple[str, ...]) -> _Json:
    return {name: _reference("headers", name) for name in names}


def _reference(kind: str, name: str) -> _Json:
    return {"$ref": f"#/components/{kind}/{name}"}
