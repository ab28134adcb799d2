"""Filter patterns of CloudWatch Logs in which any one of some terms will do: `?ERROR ?"timed out"`.

MiniStack takes the question mark for a wildcard, and looks for lines that have all of the terms.

Delete when MiniStack knows optional terms:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-events.html
"""

import re
from collections.abc import Callable

from ministack.services import cloudwatch_logs

_OPTIONAL = re.compile(r'\?("[^"]*"|\S+)')


def install() -> None:
    """Finds the lines that have one of the terms of a pattern that has no others."""
    compile_pattern = cloudwatch_logs._compile_filter_pattern

    def compile_optional(pattern: str) -> Callable[[str], bool]:
        terms = [term.strip('"') for term in _OPTIONAL.findall(pattern or "")]
        if not terms or _OPTIONAL.sub("", pattern).strip():
            others: Callable[[str], bool] = compile_pattern(pattern)
            return others
        return lambda message: any(term in message for term in terms)

    cloudwatch_logs._compile_filter_pattern = compile_optional
