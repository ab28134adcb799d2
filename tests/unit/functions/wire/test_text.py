import re
from collections.abc import Callable
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from functions.wire.text import line_text, one_line

LINE: TypeAdapter[str] = TypeAdapter(Annotated[str, line_text(maximum=100)])
BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Any text, of which half is of what makes lines, steers terminals or turns the direction of writing.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(f"a \t\n\r\v\f\x1b\x1c\x85\u2028\u2029\u2800\u3164\u200b\u200d\ufe0f{BIDIRECTIONAL}"),
        st.characters(),
    )
)


def is_one_safe_line(text: str) -> bool:
    return text.splitlines() in ([text], []) and not re.search(
        rf"[\t\x00-\x1f\x7f-\x9f{BIDIRECTIONAL}]", text
    )


@given(TEXTS)
def test_a_line_that_is_taken_is_one_safe_line(text: str) -> None:
    try:
        kept = LINE.validate_python(text)
    except ValidationError:
        return
    assert is_one_safe_line(kept)
    assert LINE.validate_python(kept) == kept


@given(TEXTS)
def test_a_line_that_is_taken_matches_the_contract_s_pattern(text: str) -> None:
    try:
        LINE.validate_python(text)
    except ValidationError:
        return
    assert re.search(LINE.json_schema()["pattern"], text)


@given(TEXTS)
def test_whatever_is_stored_is_laid_out_in_one_safe_line(text: str) -> None:
    line = one_line(text)
    assert is_one_safe_line(line)
    assert one_line(line) == line


def test_what_is_laid_out_keeps_its_words_in_the_order_in_which_they_were_written() -> None:
    assert one_line("\u202egpj.exe\u202c\r\nby  Joe\x85") == "gpj.exe by Joe"


@pytest.mark.parametrize(
    "blank", ["  ", *"\u2800\u3164\u115f\u1160\uffa0\u200b\ufeff\u3000", " \u200d ", "\u2800\ufe0f\u3164"]
)
def test_what_looks_blank_pads_no_line_that_is_laid_out(blank: str) -> None:
    assert one_line(f"a{blank * 40}b{blank}") == "a b"


@pytest.mark.parametrize("blank", [*"\u2800\u3164\u115f\u1160\uffa0\t", "\u2800\ufe0f\u3164"])
def test_fillers_that_are_as_wide_as_letters_become_a_space(blank: str) -> None:
    assert LINE.validate_python(f"a{blank * 40}b{blank}") == "a b"


@pytest.mark.parametrize("take", [one_line, LINE.validate_python])
@pytest.mark.parametrize("text", ["❤\ufe0f love", "👩\u200d🚀", "می\u200cخواهم", "ന്\u200d ക", "क्\u200dष"])
def test_joiners_and_selectors_of_variants_stay(take: Callable[[str], str], text: str) -> None:
    assert take(text) == text
