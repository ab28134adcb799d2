import re

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core.core_schema import str_schema

from functions.wire.characters import DEFAULT_IGNORABLE, INVISIBLE


def characters_with(property_name: str) -> set[str]:
    """Asks Rust's regular expressions, which know Unicode's properties."""
    validator = SchemaValidator(str_schema(pattern=rf"^\p{{{property_name}}}$"))

    def has_it(character: str) -> bool:
        try:
            validator.validate_python(character)
        except ValidationError:
            return False
        return True

    codes = (*range(0xD800), *range(0xE000, 0x110000))
    return set(filter(has_it, map(chr, codes)))


def test_the_ignorable_are_those_that_unicode_says() -> None:
    written_out = re.compile(f"[{DEFAULT_IGNORABLE}]")
    ignorable = characters_with("Default_Ignorable_Code_Point")
    assert len(ignorable) > 4000
    assert {one for one in map(chr, range(0x110000)) if written_out.match(one)} == ignorable


def test_white_space_and_the_ignorable_are_invisible_and_letters_and_symbols_are_not() -> None:
    invisible = re.compile(f"[{INVISIBLE}]")
    unseen = characters_with("White_Space") | characters_with("Default_Ignorable_Code_Point")
    assert all(map(invisible.match, unseen))
    seen = characters_with("Alphabetic") | characters_with("Emoji") - unseen
    assert not any(map(invisible.match, seen - unseen))
