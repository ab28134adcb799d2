"""Text of others on a terminal: on one line, and written so that it steers nothing."""

# Control characters, the other ends of lines, what turns the direction of writing, and halves of surrogate
# pairs, which no encoding has: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
_STEERING = (
    *(*range(0x20), *range(0x7F, 0xA0)),
    *(0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    *range(0xD800, 0xE000),
)

_WRITTEN_OUT = {
    number: f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"  # noqa: PLR2004 - two digits
    for number in _STEERING
}


def plain(text: str) -> str:
    r"""Writes characters that steer a terminal as escapes, such as `\x1b` and `\u202e`, line breaks too."""
    return text.translate(_WRITTEN_OUT)
