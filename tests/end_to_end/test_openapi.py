"""The API keeps what its OpenAPI document says, whatever it is sent."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from local.stack import LocalStack
from tests.end_to_end.client import Blog

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

# Enough to try each rule of each operation, in some seconds. Shrinking would only make a failure's report
# shorter, by many more requests.
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


DOCUMENT = Path(__file__).parents[2] / "functions" / "blog_api" / "openapi" / "openapi.json"

OPERATIONS = [
    (method.upper(), path)
    for path, methods in json.loads(DOCUMENT.read_text())["paths"].items()
    for method in methods
]


@pytest.fixture(scope="module")
def schema() -> BaseSchema:
    return schemathesis.openapi.from_path(DOCUMENT)


def test_every_operation_is_here(schema: BaseSchema) -> None:
    known = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert [(one.method.upper(), one.path) for one in known] == OPERATIONS


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_gets_an_answer_that_is_not_documented(
    stack: LocalStack, schema: BaseSchema, method: str, path: str
) -> None:
    @BOUNDED
    @given(schema[path][method].as_strategy())
    def call(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(
            base_url=stack.outputs["apiUrl"],
            headers={"authorization": f"Bearer {stack.token}"},
            checks=CHECKS,
            allow_redirects=False,
        )

    call()


def test_the_api_serves_the_document_that_the_repository_has(blog: Blog) -> None:
    assert blog.http.get("/openapi.json").json() == json.loads(DOCUMENT.read_text())
