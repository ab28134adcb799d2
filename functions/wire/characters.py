"""Classes of characters by Unicode's properties, as parts of a regular expression's `[…]`.

They are written out, because neither Python's expressions nor JSON Schema's readers know properties by name.
"""

CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
"""The category Cc (U+0000 to U+001F, U+007F to U+009F) without newline and tab."""

DEFAULT_IGNORABLE = (
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
    "\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The property Default_Ignorable_Code_Point: joiners, fillers, marks of direction, selectors of variants.

The Unicode Standard, 5.21; https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt. Codes
that are still free are in it, so it hardly changes.
"""

FILLERS = "\\u115f\\u1160\\u200b\\u2800\\u3164\\ufeff\\uffa0"
"""Characters that are not white space to Python but look like it: fillers and spaces without a width."""

DIRECTION = "\\u202a-\\u202e\\u2066-\\u2069"
"""Embeddings, overrides and isolates: they change the direction of the text that follows.

https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters. The marks U+061C, U+200E and U+200F
are not in it: each acts as one letter does.
"""

INVISIBLE = rf"\s{DEFAULT_IGNORABLE}\ufff9-\ufffb\u2800"
"""What leaves no trace on paper: white space, what is ignorable, marks of annotations, Braille's blank."""
