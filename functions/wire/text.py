"""Rules for text that people write. Each validator's error message is the rule that was broken."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from functions.wire.characters import CONTROL, DIRECTION, FILLERS, INVISIBLE

_CONTROL_CHARACTERS = re.compile(f"[{CONTROL}]")
_DIRECTION = re.compile(f"[{DIRECTION}]")
_VISIBLE = re.compile(f"[^{INVISIBLE}]")

# Joiners and selectors of variants stay, but between two blanks: letters and emoji beside them need them.
_BLANK = rf"[\s{CONTROL}{FILLERS}]"
_BLANKS = re.compile(rf"{_BLANK}(?:[{CONTROL}{INVISIBLE}]*{_BLANK})?")

# What ends a line, tabs, and fillers that are as wide as letters. Else a new text keeps its blanks: a topic
# is found by its own spelling.
_BREAK = re.compile(r"[\t\n\u2028\u2029\u115f\u1160\u2800\u3164\uffa0]")


def _pattern(excluded: str) -> str:
    """Makes a pattern for JSON Schema: something to see, and nothing excluded but line breaks of Windows."""
    any_number = rf"(?:[^{excluded}]|\r\n)*"
    return rf"^{any_number}[^{excluded}{INVISIBLE}]{any_number}$"


@dataclass(frozen=True, eq=False)  # types are told apart by it
class TextRules:
    """Rules of a text: `Annotated[str, rules]`.

    Attributes:
        validate: Returns the text as it is kept, or raises the rule that it breaks.
        json_schema: The same for readers of a contract, as far as JSON Schema can say it.
    """

    validate: Callable[[str], str]
    json_schema: JsonSchemaValue

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.validate, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(core) | self.json_schema


def line_text(maximum: int) -> TextRules:
    """Makes the rules of a text of one line, which is kept without the white space around it.

    Line breaks come along when text is pasted. A run of white space and of what looks like it becomes one
    space: it could put what follows on a line of its own. What turns the direction of writing is refused: it
    could show another text than the one that is stored, also of what stands beside it.

    Args:
        maximum: The most characters it may have, counted in Unicode code points. It has at least one.
    """

    def validate(value: str) -> str:
        text = value.replace("\r\n", "\n")
        # Checked first: some control characters count as white space and would go unseen.
        _check_control_characters(text)
        if _DIRECTION.search(text):
            raise PydanticCustomError(
                "text_direction",
                "must not contain bidirectional embeddings, overrides or isolates"
                " (U+202A to U+202E, U+2066 to U+2069)",
            )
        if text.strip():
            _check_visible(text)
        text = one_line(text) if _BREAK.search(text) else text.strip()
        if not 1 <= len(text) <= maximum:
            raise PydanticCustomError(
                "text_length", "must have 1 to {maximum} characters", {"maximum": maximum}
            )
        return text

    return TextRules(
        validate, {"minLength": 1, "maxLength": maximum, "pattern": _pattern(CONTROL + DIRECTION)}
    )


def long_text(maximum_bytes: int) -> TextRules:
    """Makes the rules of a long text, which is kept as it was written, but with one kind of line break.

    Args:
        maximum_bytes: The most bytes it may have in UTF-8.
    """

    def validate(value: str) -> str:
        text = value.replace("\r\n", "\n")
        _check_control_characters(text)
        if len(text.encode()) > maximum_bytes:
            raise PydanticCustomError(
                "text_size", "must have 1 to {maximum} bytes of UTF-8", {"maximum": maximum_bytes}
            )
        _check_visible(text)
        return text

    # A character has at least one byte.
    return TextRules(validate, {"minLength": 1, "maxLength": maximum_bytes, "pattern": _pattern(CONTROL)})


def matching_text(pattern: str, rule: str) -> TextRules:
    """Makes the rules of a text for machines, which is kept as it is.

    Args:
        pattern: A regular expression for all of it, in the language that Python and ECMA-262 share.
        rule: The same in words, such as `must be a number`.
    """
    expression = re.compile(pattern)

    def validate(value: str) -> str:
        if not expression.fullmatch(value):
            raise PydanticCustomError("text_pattern", "{rule}", {"rule": rule})
        return value

    return TextRules(validate, {"pattern": f"^{pattern}$"})


def one_line(text: str) -> str:
    """Lays out a stored text in one line, whatever it has: it may be older than the rules of `line_text`.

    Runs of white space, blank fillers and control characters become single spaces, and the direction of
    writing is not turned.
    """
    return _BLANKS.sub(" ", _DIRECTION.sub("", text)).strip()


def _check_control_characters(value: str) -> None:
    if _CONTROL_CHARACTERS.search(value):
        raise PydanticCustomError(
            "text_control_characters", "must not contain control characters other than newline and tab"
        )


def _check_visible(value: str) -> None:
    if not _VISIBLE.search(value):
        raise PydanticCustomError("text_blank", "must not be blank")
