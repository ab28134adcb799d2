"""Text that people write, and its rules. Each validator's error message is the rule that was broken."""

import re

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

# Unicode's category Cc (U+0000 to U+001F, U+007F to U+009F) without newline and tab.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def trimmed_text(maximum: int) -> AfterValidator:
    """Makes a validator for a short text, which is kept without the white space around it.

    Args:
        maximum: The most characters it may have, counted in Unicode code points. It has at least one.
    """

    def validate(value: str) -> str:
        # Checked first: some control characters count as white space and would go unseen.
        _check_control_characters(value)
        text = value.strip()
        if not 1 <= len(text) <= maximum:
            raise PydanticCustomError(
                "text_length", "must have 1 to {maximum} characters", {"maximum": maximum}
            )
        return text

    return AfterValidator(validate)


def long_text(maximum_bytes: int) -> AfterValidator:
    """Makes a validator for a long text, which is kept as it was written.

    Args:
        maximum_bytes: The most bytes it may have in UTF-8.
    """

    def validate(value: str) -> str:
        _check_control_characters(value)
        if len(value.encode()) > maximum_bytes:
            raise PydanticCustomError(
                "text_size", "must have 1 to {maximum} bytes of UTF-8", {"maximum": maximum_bytes}
            )
        if not value.strip():
            raise PydanticCustomError("text_blank", "must not be blank")
        return value

    return AfterValidator(validate)


def _check_control_characters(value: str) -> None:
    if _CONTROL_CHARACTERS.search(value):
        raise PydanticCustomError(
            "text_control_characters", "must not contain control characters other than newline and tab"
        )
