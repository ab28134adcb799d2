import pytest
from pydantic import ValidationError

from functions.blog_api.posts.cursor import write_cursor
from functions.blog_api.posts.models import PostDraft, PostQuery
from functions.wire.field_errors import FieldError, field_errors

VALID = {"author": "Joe", "title": "My trip", "body": "To Spain", "topic": "summer"}

CONTROL_CHARACTERS = "must not contain control characters other than newline and tab"


def errors_of(draft: object) -> list[FieldError]:
    with pytest.raises(ValidationError) as caught:
        PostDraft.model_validate(draft)
    return field_errors(caught.value)


@pytest.mark.parametrize(("field", "maximum"), [("author", 100), ("title", 200), ("topic", 64)])
def test_short_texts_have_1_to_a_number_of_code_points(field: str, maximum: int) -> None:
    longest = "\N{GRINNING FACE}" * maximum
    assert getattr(PostDraft.model_validate({**VALID, field: longest}), field) == longest
    rule = f"must have 1 to {maximum} characters"
    for text in ("", " \t\n", longest + "!"):
        assert errors_of({**VALID, field: text}) == [{"field": field, "rule": rule}]


@pytest.mark.parametrize("field", ["author", "title", "topic"])
def test_white_space_of_short_texts_is_single_spaces(field: str) -> None:
    draft = PostDraft.model_validate({**VALID, field: "\t a  b \u00a0\n"})
    assert getattr(draft, field) == "a b"


@pytest.mark.parametrize("character", ["a", "ä", "\N{EURO SIGN}", "\N{GRINNING FACE}"])
def test_a_body_has_at_most_100000_bytes_of_utf_8(character: str) -> None:
    longest = character * (100_000 // len(character.encode()))
    longest += "." * (100_000 - len(longest.encode()))
    assert PostDraft.model_validate({**VALID, "body": longest}).body == longest
    assert errors_of({**VALID, "body": longest + "."}) == [
        {"field": "body", "rule": "must have 1 to 100000 bytes of UTF-8"}
    ]


def test_a_body_keeps_the_white_space_around_it() -> None:
    assert PostDraft.model_validate({**VALID, "body": "\n\tHi \n"}).body == "\n\tHi \n"


@pytest.mark.parametrize("body", ["", " ", "\n\t\u00a0\u3000"])
def test_a_body_is_not_blank(body: str) -> None:
    assert errors_of({**VALID, "body": body}) == [{"field": "body", "rule": "must not be blank"}]


@pytest.mark.parametrize("field", sorted(VALID))
@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff", "\u200d \u200d", "\u00ad", "\u3164", "\u2800", "\ufe0f", "\U000e0041"]
)
def test_a_text_with_nothing_to_see_is_blank(field: str, text: str) -> None:
    assert errors_of({**VALID, field: text}) == [{"field": field, "rule": "must not be blank"}]


@pytest.mark.parametrize("field", sorted(VALID))
@pytest.mark.parametrize("text", ["\N{FAMILY}\u200d\ufe0f", "\u200fשלום", "क्\u200dष", "\u0301", "\U0001fae9"])
def test_what_cannot_be_seen_may_stand_in_a_text_and_stays(field: str, text: str) -> None:
    assert getattr(PostDraft.model_validate({**VALID, field: text}), field) == text


@pytest.mark.parametrize("field", sorted(VALID))
@pytest.mark.parametrize("character", ["\x00", "\r", "\x1c", "\x7f", "\x85", "\x9f"])
def test_no_control_characters(field: str, character: str) -> None:
    for text in (f"a{character}b", f"ab{character}"):
        assert errors_of({**VALID, field: text}) == [{"field": field, "rule": CONTROL_CHARACTERS}]


@pytest.mark.parametrize("body", ["one\r\ntwo\r\n\r\n", "one\ntwo\n\n"])
def test_a_body_has_one_kind_of_line_break_however_its_author_s_system_writes_them(body: str) -> None:
    assert PostDraft.model_validate({**VALID, "body": body}).body == "one\ntwo\n\n"


def test_a_body_keeps_its_lines_and_tabs() -> None:
    assert PostDraft.model_validate({**VALID, "body": "a\n\tb"}).body == "a\n\tb"


@pytest.mark.parametrize("field", ["author", "title", "topic"])
@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", "\u2028", "\u2029", " \n\t \n\n"])
def test_a_short_text_has_one_line(field: str, between: str) -> None:
    assert getattr(PostDraft.model_validate({**VALID, field: f"a{between}b"}), field) == "a b"


@pytest.mark.parametrize("field", ["author", "title", "topic"])
@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_short_text_does_not_turn_the_direction_of_writing(field: str, character: str) -> None:
    rule = (
        "must not contain bidirectional embeddings, overrides or isolates"
        " (U+202A to U+202E, U+2066 to U+2069)"
    )
    assert errors_of({**VALID, field: f"{character}gpj.exe"}) == [{"field": field, "rule": rule}]


@pytest.mark.parametrize("field", sorted(VALID))
@pytest.mark.parametrize("value", [1, 1.5, True, None, ["a"], {"a": "b"}])
def test_every_field_is_a_string(field: str, value: object) -> None:
    assert errors_of({**VALID, field: value}) == [{"field": field, "rule": "must be a string"}]


@pytest.mark.parametrize("field", sorted(VALID))
def test_every_field_is_required(field: str) -> None:
    draft = {name: text for name, text in VALID.items() if name != field}
    assert errors_of(draft) == [{"field": field, "rule": "is required"}]


def test_no_unknown_fields() -> None:
    assert errors_of({**VALID, "status": "ENRICHED"}) == [{"field": "status", "rule": "is not a known field"}]


def test_every_offending_field_has_one_entry() -> None:
    errors = errors_of({"author": "", "title": 1, "body": " ", "topic": "\x00", "mood": "merry"})
    assert [error["field"] for error in errors] == ["author", "title", "body", "topic", "mood"]


def test_a_list_has_20_posts_unless_asked_otherwise() -> None:
    assert PostQuery.model_validate({}) == PostQuery.model_validate({"limit": "20"})


@pytest.mark.parametrize("limit", ["1", "20", "100"])
def test_a_limit_is_1_to_100(limit: str) -> None:
    assert PostQuery.model_validate({"limit": limit}).limit == int(limit)


@pytest.mark.parametrize(
    ("query", "field", "rule"),
    [
        *(
            ({"limit": limit}, "limit", "must be a whole number from 1 to 100")
            for limit in ("", "0", "101", "-1", "1.0", "1_0", "+1", " 1", "ten", "٣", "9" * 5000)
        ),
        ({"cursor": "x"}, "cursor", "must be the cursor of another answer"),
        ({"topic": " "}, "topic", "must have 1 to 64 characters"),
        ({"page": "2"}, "page", "is not a known field"),
    ],
)
def test_a_bad_query_is_told_parameter_by_parameter(query: dict[str, str], field: str, rule: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PostQuery.model_validate(query)
    assert field_errors(caught.value) == [{"field": field, "rule": rule}]


def test_a_cursor_stands_for_the_post_that_the_page_before_ended_with() -> None:
    post_id = "01KJMBQDE00000000000000J0E"
    assert PostQuery.model_validate({"cursor": write_cursor(post_id)}).cursor == post_id
