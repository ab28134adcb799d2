"""Validation errors of a client's data, field by field."""

from pydantic import ValidationError
from typing_extensions import TypedDict  # pydantic takes typing's from Python 3.12 on

# pydantic's built-in errors, said as rules. Our own validators raise errors whose message is the rule
# already.
_RULES = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "string_type": "must be a string",
    "list_type": "must be an array",
    "model_type": "must be a JSON object",
}


class FieldError(TypedDict):
    """A rule that a field breaks.

    Attributes:
        field: The field's path, such as `title` or `topics.2`. Empty for the whole.
        rule: What holds for the field, such as `must be a string`.
    """

    field: str
    rule: str


def field_errors(error: ValidationError) -> list[FieldError]:
    """Lists the rules that were broken, one for each offending field."""
    return [
        {"field": ".".join(map(str, one["loc"])), "rule": _RULES.get(one["type"], one["msg"])}
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
