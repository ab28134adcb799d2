import pytest
from pydantic import ValidationError

from functions.wire.field_errors import field_errors
from functions.wire.models import RequestModel, WireModel


class Note(WireModel):
    text_size: int


def test_fields_are_camel_case_on_the_wire() -> None:
    assert Note(text_size=1).to_json() == '{"textSize":1}'


def test_fields_that_are_not_known_are_ignored() -> None:
    assert Note.model_validate({"textSize": 1, "mood": "merry"}) == Note(text_size=1)


def test_an_error_which_may_be_logged_does_not_quote_what_people_wrote() -> None:
    with pytest.raises(ValidationError) as caught:
        Note.model_validate({"textSize": "joe@example.com"})
    assert "joe" not in str(caught.value)


class Draft(RequestModel):
    word_count: int


def test_a_request_has_its_fields_names_on_the_wire() -> None:
    assert Draft.model_validate({"wordCount": 7}).word_count == 7


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"word_count": 7}, "word_count"),
        ({"wordCount": 7, "mood": "merry"}, "mood"),
        ({"wordCount": "7"}, "wordCount"),
        ({}, "wordCount"),
    ],
)
def test_anything_else_in_a_request_is_refused(sent: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Draft.model_validate(sent)
    assert field in [error["field"] for error in field_errors(caught.value)]
