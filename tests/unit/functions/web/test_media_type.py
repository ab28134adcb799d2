import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.web.media_type import is_json_in_utf_8


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        " application/json ",
        "application/json;",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json ; Charset="UTF-8" ; version=1',
        r'application/json; charset="\utf-8"',
        "application/json; charset=utf8",
        "application/json;; charset=utf-8; charset=UTF-8;",
        'application/json; profile="https://example.com/; charset=latin1"',
    ],
)
def test_json_in_utf_8_is_known_however_it_is_written(content_type: str) -> None:
    assert is_json_in_utf_8(content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "json",
        "application/",
        "application/jsonp",
        "application/problem+json",
        "text/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json, application/json",
        "application/json charset=utf-8",
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset = utf-8",
        'application/json; charset="utf-8',
        "application/json; charset=ISO-8859-1",
        'application/json; charset="utf-16"',
        "application/json; charset='utf-8'",
        "application/json; charset=utf-8; charset=latin1",
        "application/json\n",
    ],
)
def test_what_is_no_json_no_utf_8_or_malformed_is_not_taken(content_type: str) -> None:
    assert not is_json_in_utf_8(content_type)


# RFC 9110, 5.6.2, 5.6.4 and 8.3.1.
TOKENS = st.from_regex(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", fullmatch=True)
SPACES = st.text(" \t", max_size=3)
TEXTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=9)


def quoted(text: str) -> str:
    return '"{}"'.format(text.replace("\\", r"\\").replace('"', r"\""))


# A parameter may be missing between two semicolons.
OTHER_PARAMETERS = st.just("") | st.builds(
    "{}={}".format, TOKENS.filter(lambda name: name.lower() != "charset"), TOKENS | TEXTS.map(quoted)
)
PARAMETERS = st.lists(st.builds("{}{}{}".format, SPACES, OTHER_PARAMETERS, SPACES))
CHARSETS = st.sampled_from(["utf-8", "UTF-8", "Utf8", "latin1", "utf-7"]) | TEXTS


@given(PARAMETERS, CHARSETS, PARAMETERS)
def test_the_charset_decides_whatever_is_around_it(before: list[str], charset: str, after: list[str]) -> None:
    assert is_json_in_utf_8(";".join(["application/json", *before, *after]))
    declared = ";".join(["application/json", *before, f"charset={quoted(charset)}", *after])
    assert is_json_in_utf_8(declared) == (charset.lower() in ("utf-8", "utf8"))


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    assert not is_json_in_utf_8(f"application/json {text}") or text.strip(" \t")[:1] in ("", ";")


def test_a_long_header_is_read_in_no_time() -> None:
    assert not is_json_in_utf_8("application/json" + ";   " * 2500 + "=")
