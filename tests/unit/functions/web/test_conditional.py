import pytest

from functions.web.conditional import conditional_response
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse
from tests.events import load_event

BODY = '{"title":"My trip"}'


def answer(if_none_match: str | None = None) -> HttpResponse:
    headers = {} if if_none_match is None else {"if-none-match": if_none_match}
    return conditional_response(
        HttpRequest.from_event({**load_event("http_request"), "headers": headers}), BODY
    )


ETAG = answer().headers["etag"]


def test_a_client_that_has_nothing_gets_the_body_with_a_strong_tag() -> None:
    assert answer() == HttpResponse(200, BODY, headers={"etag": ETAG, "cache-control": "no-cache"})
    assert ETAG[0] == ETAG[-1] == '"'


@pytest.mark.parametrize(
    "tags", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', f'"a,b" ,W/"other",{ETAG}', "*", " * "]
)
def test_a_client_that_has_the_body_is_told_so(tags: str) -> None:
    assert answer(tags) == HttpResponse(304, headers={"etag": ETAG, "cache-control": "no-cache"})


@pytest.mark.parametrize(
    "tags", ["", '"other"', 'W/"other", "another"', ETAG.strip('"'), "**", ETAG[:-2] + '"']
)
def test_a_client_that_has_something_else_gets_the_body(tags: str) -> None:
    assert answer(tags).status == 200


def test_another_body_has_another_tag() -> None:
    request = HttpRequest.from_event(load_event("http_request"))
    assert conditional_response(request, BODY + " ").headers["etag"] != ETAG
