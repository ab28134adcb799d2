"""Rules of tags, which are the same for all services."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, at_most, values

_CONVENTIONS = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"

_LONGEST_KEY, _LONGEST_VALUE = 128, 256


def _find_odd_tags(resource: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, value in values(resource, "tags.*"):
        key = path.partition(".")[2]
        if key.lower().startswith("aws:"):
            yield path, "must not begin with 'aws:', which is AWS's own"
        if not 1 <= len(key) <= _LONGEST_KEY:
            yield path, f"must have a key of 1 to {_LONGEST_KEY} characters, not {len(key)}"
        if len(str(value)) > _LONGEST_VALUE:
            yield path, f"must have a value of at most {_LONGEST_VALUE} characters, not {len(str(value))}"


RULES = (at_most("", "tags", 50, _CONVENTIONS), Rule("", _CONVENTIONS, _find_odd_tags))
