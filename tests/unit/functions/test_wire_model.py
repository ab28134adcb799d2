import pytest
from pydantic import ValidationError

from functions.wire_model import WireModel


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
