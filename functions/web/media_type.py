"""Media types of bodies (RFC 9110, 8.3.1).

The standard library's parser is part of that of emails, whose import would be a good part of a cold start.
"""

import re

_TCHARS = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED_STRING = r'"(?:[^\x00-\x08\x0a-\x1f\x7f"\\]|\\[^\x00-\x08\x0a-\x1f\x7f])*"'
_PARAMETER = rf";[ \t]*(?:({_TCHARS})=({_TCHARS}|{_QUOTED_STRING})[ \t]*)?"
_MEDIA_TYPE = re.compile(rf"[ \t]*({_TCHARS}/{_TCHARS})[ \t]*((?:{_PARAMETER})*)")

# The second is a label for the first that clients use: https://encoding.spec.whatwg.org/#names-and-labels
_UTF_8 = {"utf-8", "utf8"}


def is_json_in_utf_8(content_type: str) -> bool:
    """Tells whether a `Content-Type` says `application/json`, and names no other charset than UTF-8.

    JSON has no parameters (RFC 8259, 11), so all others are ignored.
    """
    match = _MEDIA_TYPE.fullmatch(content_type)
    if match is None or match[1].lower() != "application/json":
        return False
    charsets = {
        re.sub(r"\\(.)", r"\1", value.removeprefix('"').removesuffix('"')).lower()
        for name, value in re.findall(_PARAMETER, match[2])
        if name.lower() == "charset"
    }
    return charsets <= _UTF_8
