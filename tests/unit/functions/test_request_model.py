import pytest
from pydantic import ValidationError

from functions.field_errors import field_errors
from functions.request_model import RequestModel


class Draft(RequestModel):
    word_count: int


def test_fields_have_their_names_on_the_wire() -> None:
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
def test_anything_else_is_refused(sent: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Draft.model_validate(sent)
    assert field in [error["field"] for error in field_errors(caught.value)]
