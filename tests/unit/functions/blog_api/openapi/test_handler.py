import json
from typing import Any

from functions.blog_api.openapi.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call


def call(method: str, **headers: str) -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": "ANY /openapi.json", "headers": headers}
    event["requestContext"]["http"]["method"] = method
    return dict(handle(event, Call()))


def test_the_document_is_served_and_names_the_place_where_it_is_served() -> None:
    response = call("GET")
    assert response["statusCode"] == 200
    document = json.loads(response["body"])
    assert document["openapi"].startswith("3.1.")
    # Relative: whatever the host, the stage and the base path are.
    assert document["servers"][0]["url"] == "."


def test_a_client_that_has_it_is_not_sent_it_again() -> None:
    tag = call("GET")["headers"]["etag"]
    assert call("GET", **{"if-none-match": tag})["statusCode"] == 304


def test_other_methods_are_not_allowed() -> None:
    assert call("POST")["statusCode"] == 405
