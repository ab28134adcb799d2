import re
from collections.abc import Sequence
from functools import cache

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core.core_schema import str_schema

from functions.wire.characters import DEFAULT_IGNORABLE, INVISIBLE


@cache
def all_characters() -> tuple[str, ...]:
    return tuple(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))


def those_with(property_name: str, characters: Sequence[str]) -> set[str]:
    """Asks Rust's regular expressions, which know Unicode's properties."""
    validator = SchemaValidator(str_schema(pattern=rf"\p{{{property_name}}}"))

    def is_in(text: str) -> bool:
        try:
            validator.validate_python(text)
        except ValidationError:
            return False
        return True

    blocks = (characters[start : start + 256] for start in range(0, len(characters), 256))
    return {character for block in blocks if is_in("".join(block)) for character in filter(is_in, block)}


@cache
def ignorable() -> set[str]:
    return those_with("Default_Ignorable_Code_Point", all_characters())


def test_the_ignorable_are_those_that_unicode_says() -> None:
    written_out = re.compile(f"[{DEFAULT_IGNORABLE}]")
    assert len(ignorable()) > 4000
    assert set(filter(written_out.match, all_characters())) == ignorable()


def test_white_space_and_the_ignorable_are_invisible_and_letters_and_symbols_are_not() -> None:
    invisible = set(filter(re.compile(f"[{INVISIBLE}]").match, all_characters()))
    unseen = those_with("White_Space", all_characters()) | ignorable()
    assert unseen <= invisible
    others = [*(invisible - unseen)]
    assert others
    assert not those_with("Alphabetic", others) | those_with("Emoji", others)
