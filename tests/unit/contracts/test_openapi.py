import json
import re
from typing import Any

import pytest

from contracts.openapi import openapi_document

DOCUMENT = openapi_document()
OPERATIONS = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
each_operation = pytest.mark.parametrize(
    ("path", "method", "operation"),
    OPERATIONS,
    ids=[operation["operationId"] for *_, operation in OPERATIONS],
)


def test_every_route_is_described() -> None:
    assert {f"{method.upper()} {path}" for path, method, _ in OPERATIONS} == {
        "POST /posts",
        "GET /posts",
        "GET /posts/{id}",
        "DELETE /posts/{id}",
        "POST /subscriptions",
        "POST /tickets",
        "GET /sign-in",
        "POST /sessions",
        "GET /sign-out",
        "GET /openapi.json",
    }


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    components = DOCUMENT["components"]
    defined = {
        f"#/components/{kind}/{name}"
        for kind in components
        if kind != "securitySchemes"
        for name in components[kind]
    }
    assert set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(DOCUMENT))) == defined


@each_operation
def test_what_needs_a_token_says_so(path: str, method: str, operation: dict[str, Any]) -> None:
    needs_token = f"{method} {path}" in (
        "post /posts",
        "delete /posts/{id}",
        "post /subscriptions",
        "post /tickets",
    )
    assert (operation["security"] == [{"bearer": []}]) == needs_token
    assert not needs_token or "401" in operation["responses"]


@each_operation
def test_what_api_gateway_answers_itself_is_documented(
    path: str,  # noqa: ARG001 - all have the same parameters
    method: str,  # noqa: ARG001 - the same
    operation: dict[str, Any],
) -> None:
    assert {"429", "500", "503"} <= operation["responses"].keys()


def test_problems_share_a_schema() -> None:
    for status, response in DOCUMENT["components"]["responses"].items():
        if status != "429":
            schema = response["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}


def test_fields_have_the_rules_and_words_of_their_models() -> None:
    author = DOCUMENT["components"]["schemas"]["PostDraft"]["properties"]["author"]
    assert author["description"] == "1 to 100 characters."
    assert (author["minLength"], author["maxLength"]) == (1, 100)


@pytest.mark.parametrize(
    ("text", "matches"),
    [("a", 1), (" a\n", 1), ("a\r\nb", 1), ("\x00a", 0), (" \n", 0), ("a\x85", 0), ("a\u202eb", 0)],
)
def test_the_pattern_of_a_text_is_its_rule(text: str, matches: int) -> None:
    pattern = DOCUMENT["components"]["schemas"]["PostDraft"]["properties"]["title"]["pattern"]
    assert len(re.findall(pattern, text)) == matches


def test_optional_fields_are_absent_and_never_null() -> None:
    assert '"null"' not in json.dumps(DOCUMENT)
    assert "entities" not in DOCUMENT["components"]["schemas"]["PublishedPost"]["required"]
