import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.web.conditional import check_preconditions, conditional_response
from functions.web.problem import ProblemError
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse
from tests.events import load_event

BODY = '{"title":"My trip"}'


def request(**headers: str) -> HttpRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpRequest.from_event({**load_event("http_request"), "headers": named})


def answer(**headers: str) -> HttpResponse:
    return conditional_response(request(**headers), BODY)


ETAG = answer().headers["etag"]


def test_a_client_that_has_nothing_gets_the_body_with_a_strong_tag() -> None:
    assert answer() == HttpResponse(200, BODY, headers={"etag": ETAG, "cache-control": "no-cache"})
    assert ETAG[0] == ETAG[-1] == '"'


@pytest.mark.parametrize(
    "tags", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', f'"a,b" ,W/"other",{ETAG}', f",,{ETAG},", "*", " * "]
)
def test_a_client_that_has_the_body_is_told_so(tags: str) -> None:
    assert answer(if_none_match=tags) == HttpResponse(
        304, headers={"etag": ETAG, "cache-control": "no-cache"}
    )
    assert status_of_change(if_none_match=tags) == 412


@pytest.mark.parametrize(
    "tags", ["", '"other"', 'W/"other", "another"', ETAG[:-2] + '"', f'"{ETAG[1:-1]}W/"', '"*"']
)
def test_a_client_that_has_something_else_gets_the_body(tags: str) -> None:
    assert answer(if_none_match=tags).status == 200
    assert status_of_change(if_none_match=tags) is None


def test_another_body_has_another_tag() -> None:
    assert conditional_response(request(), BODY + " ").headers["etag"] != ETAG


def status_of_change(body: str | None = BODY, **headers: str) -> int | None:
    try:
        check_preconditions(request(**headers), body)
    except ProblemError as problem:
        return problem.status
    return None


@pytest.mark.parametrize("tags", [ETAG, f'"other",{ETAG}', "*"])
def test_what_is_still_the_same_may_be_read_and_changed(tags: str) -> None:
    assert answer(if_match=tags).status == 200
    assert status_of_change(if_match=tags) is None


@pytest.mark.parametrize("tags", ['"zzz"', f"W/{ETAG}", '"zzz", W/"*"', "", ","])
def test_what_has_changed_is_neither_read_nor_changed(tags: str) -> None:
    with pytest.raises(ProblemError, match="if-match") as caught:
        answer(if_match=tags)
    assert caught.value.status == 412
    assert status_of_change(if_match=tags) == 412


@pytest.mark.parametrize("tags", ["*", ETAG])
def test_what_is_not_there_matches_nothing(tags: str) -> None:
    assert status_of_change(None, if_match=tags) == 412
    assert status_of_change(None, if_none_match=tags) is None


def test_if_match_comes_first() -> None:
    with pytest.raises(ProblemError) as caught:
        answer(if_match='"zzz"', if_none_match=ETAG)
    assert caught.value.status == 412
    assert answer(if_match=ETAG, if_none_match=ETAG).status == 304
    assert status_of_change(if_match=ETAG, if_none_match=ETAG) == 412


@pytest.mark.parametrize("header", ["if_match", "if_none_match"])
@pytest.mark.parametrize(
    "tags", ["zzz", ETAG.strip('"'), "**", f"*, {ETAG}", f"{ETAG} {ETAG}", f'{ETAG}, "', f"w/{ETAG}", '"a b"']
)
def test_what_is_no_list_of_tags_is_bad_and_named(header: str, tags: str) -> None:
    with pytest.raises(ProblemError, match=header.replace("_", "-")) as caught:
        answer(**{header: tags})
    assert caught.value.status == 400
    assert status_of_change(**{header: tags}) == 400


# RFC 9110, 8.8.3. Lists may have empty elements (5.6.1.2).
OTHER_TAGS = st.from_regex(r'(W/)?"[!#-~\x80-\xff]{0,9}"', fullmatch=True)
COMMAS = st.from_regex(r"[ \t]*,[ \t,]*", fullmatch=True)


@given(st.lists(st.tuples(OTHER_TAGS, COMMAS)), st.lists(st.tuples(COMMAS, OTHER_TAGS)))
def test_a_tag_is_found_anywhere_in_a_list_and_only_there(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    first, last = ("".join(map("".join, one)) for one in (before, after))
    assert status_of_change(if_match=f"{first}{ETAG}{last}") is None
    assert status_of_change(if_match=f"{first}W/{ETAG}{last}") == 412
    assert status_of_change(if_none_match=f"{first}W/{ETAG}{last}") == 412
    assert status_of_change(if_none_match=f'{first}"other"{last}') is None


@given(st.text(st.characters(max_codepoint=255)))
def test_any_other_value_is_bad_or_names_nothing(value: str) -> None:
    assert status_of_change(if_match=value) in ((None,) if value.strip(" \t") == "*" else (400, 412))


def test_conditions_on_dates_and_ranges_are_ignored_for_no_answer_is_dated() -> None:
    long_ago, some_day = "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT"
    for headers in (
        {"if_modified_since": some_day},
        {"if_unmodified_since": long_ago},
        {"range": "bytes=0-1", "if_range": ETAG},
    ):
        assert answer(**headers) == answer()
        assert status_of_change(**headers) is None
